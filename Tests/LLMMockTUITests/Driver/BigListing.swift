import LLMMockCore
import LLMMockTUI

/// A listing of many files that are nowhere.
enum BigListing {
  static let folder = TestFolder(chats: ["a.json": ["One"]])

  /// Files in folders of a hundred, with as many interactions each.
  static func listing(files: Int, each: Int) -> Listing {
    var entries = [
      Entry(id: .root, name: "tests/fixtures", depth: 0, kind: .folder(problem: nil))
    ]
    for number in 0..<files {
      let folder = "group\(number / 100)"
      if number % 100 == 0 {
        entries.append(
          Entry(id: EntryID(folder), name: folder, depth: 1, kind: .folder(problem: nil))
        )
      }
      let name = "call\(number).json"
      let interactions = (0..<each).map { index in
        var summary = InteractionSummary(range: index * 100..<index * 100 + 99)
        summary.model = "gpt-4o-mini"
        summary.preview = "Question \(index + 1) of \(number)"
        return summary
      }
      let summary = FixtureSummary(
        version: "2.0",
        provider: "openai",
        interactions: interactions
      )
      entries.append(
        Entry(
          id: EntryID("\(folder)/\(name)"),
          name: name,
          depth: 2,
          kind: .file(.fixture(summary)),
          size: each * 100
        )
      )
    }
    return Listing(entries: entries, isComplete: true)
  }
}
