import LLMMockCore
import LLMMockTUI
import Testing

extension TestBrowser {
  /// Puts the folder into git, with some of it changed since, and lets requests be missed.
  func prepareScreens() {
    var head = world.folder.files
    let greeting = EntryID("chat/greeting.json")
    head[greeting] = head[greeting].map {
      Array(
        String(decoding: $0, as: UTF8.self)
          .replacing("Hej! Hvordan går det?", with: "Hej! Hvordan har du det i dag?").utf8
      )
    }
    head[EntryID("stream/story.json")] = nil
    head[EntryID("chat/old.json")] = SampleFixture.greeting.bytes
    world.git = TestGit(head: head)
    world.misses = TestWorld.misses
    // git was not there before: it is looked for again.
    press("Ctrl-L")
  }

  /// Presses keys after that.
  func prepare(_ keys: String) {
    prepareScreens()
    press(keys)
  }

  /// The rows of the list of changes: the stage, the reviewed mark, what it is, git's letter.
  var changes: [String] {
    guard let listing = state.review.listing else { return [] }
    return state.review.rows.map { row in
      switch row {
      case .file(let file):
        let file = listing.files[file]
        return "\(Self.mark(file.stage)) \(file.id.shown) \(file.letter)"
      case .item(let file, let item):
        let item = listing.files[file].items[item]
        return
          "\(Self.mark(item.stage))\(item.isReviewed ? "x" : " ")   \(item.number) \(item.letter)"
      }
    }
  }

  private static func mark(_ stage: ReviewListing.Stage) -> String {
    switch stage {
    case .none: "."
    case .some: "s"
    case .all: "S"
    }
  }

  var selectedChange: String? {
    let row = state.review.list.cursor.row
    return changes.indices.contains(row) ? changes[row] : nil
  }

  var diffText: String { state.diff.rows.map(\.text).joined(separator: "\n") }
}
