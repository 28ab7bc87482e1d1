import Foundation
import LLMMockCore
import LLMMockTUI

/// Times what the browser does to show one interaction's diff, and prints every sample as JSON, in
/// nanoseconds by name.
///
///     diff-bench ROUNDS OLD NEW
///
/// Each interaction of NEW is compared with the one of OLD at its place, and laid out side by side
/// for a window of 120 columns.
@main
struct DiffBench {
  static func main() {
    do {
      try measure(Array(CommandLine.arguments.dropFirst()))
    } catch {
      FileHandle.standardError.write(Data("diff-bench: \(error)\n".utf8))
      exit(1)
    }
  }

  private static func measure(_ words: [String]) throws {
    guard words.count == 3, let rounds = Int(words[0]) else {
      throw Problem(description: "diff-bench ROUNDS OLD NEW")
    }
    let (old, new) = (try document(words[1]), try document(words[2]))
    guard old.interactions.count == new.interactions.count else {
      throw Problem(description: "the fixtures have not as many interactions")
    }
    var samples: [String: [Int]] = ["comparison": [], "layout": []]
    var changes = 0
    for _ in 0...rounds {
      // The first round warms up.
      samples = samples.mapValues { _ in [] }
      changes = 0
      for index in new.interactions.indices {
        let (diff, comparison) = try timed { try self.diff(old, new, at: index) }
        let (rows, layout) = timed { DiffLayout.rows(of: diff, for: request) }
        guard !rows.isEmpty else { throw Problem(description: "interaction \(index) has no rows") }
        changes += diff.changeCount
        samples["comparison", default: []].append(comparison)
        samples["layout", default: []].append(layout)
      }
    }
    samples["changes"] = [changes]
    let json = try JSONSerialization.data(withJSONObject: samples, options: .sortedKeys)
    try FileHandle.standardOutput.write(contentsOf: json + [0x0A])
  }

  private static func document(_ path: String) throws -> FixtureDocument {
    try FixtureDocument(Array(try Data(contentsOf: URL(fileURLWithPath: path))))
  }

  private static let request = DiffRequest(
    subject: .result(""),
    look: DiffLook(),
    width: 116,
    usesBrackets: false,
    opened: [],
    again: true,
    generation: 0
  )

  /// As the browser does it for a key: the text is parsed, then compared.
  private static func diff(
    _ old: FixtureDocument,
    _ new: FixtureDocument,
    at index: Int
  ) throws -> InteractionDiff {
    InteractionDiff(
      old: .init(
        interaction: try old.interaction(at: index).root,
        fixtureProvider: old.summary.provider
      ),
      new: .init(
        interaction: try new.interaction(at: index).root,
        fixtureProvider: new.summary.provider
      ),
      options: InteractionDiff.Options()
    )
  }

  private static func timed<Result>(
    _ body: () throws -> Result
  ) rethrows -> (result: Result, nanoseconds: Int) {
    let clock = ContinuousClock()
    let start = clock.now
    let result = try body()
    let (seconds, attoseconds) = start.duration(to: clock.now).components
    return (result, Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000))
  }
}

/// What keeps the program from measuring anything.
struct Problem: Error, CustomStringConvertible {
  let description: String
}
