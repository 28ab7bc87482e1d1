/// Compares texts by whole lines.
package enum TextLines {
  package struct Row: Hashable, Sendable {
    package enum Kind: Hashable, Sendable { case same, removed, added }

    package var kind: Kind
    /// Without its line feed.
    package var line: ArraySlice<UInt8>
  }

  /// How many lines may differ before all count as changed.
  private static let limit = 5_000

  /// The lines of both in order; of those between two equal ones the old ones first.
  package static func compare(_ old: [UInt8], _ new: [UInt8]) -> [Row] {
    let lines = (TextTokens.lines(old), TextTokens.lines(new))
    var numbers = TokenNumbers()
    let runs =
      EditScript.runs(numbers.numbers(of: lines.0), numbers.numbers(of: lines.1), limit: limit)
      ?? []
    var rows: [Row] = []
    var (oldPlace, newPlace) = (0, 0)
    func changed(upTo oldEnd: Int, _ newEnd: Int) {
      rows += lines.0[oldPlace..<oldEnd].map { Row(kind: .removed, line: $0) }
      rows += lines.1[newPlace..<newEnd].map { Row(kind: .added, line: $0) }
    }
    for run in runs {
      changed(upTo: run.old, run.new)
      rows += lines.0[run.old..<run.old + run.count].map { Row(kind: .same, line: $0) }
      (oldPlace, newPlace) = (run.old + run.count, run.new + run.count)
    }
    changed(upTo: lines.0.count, lines.1.count)
    return rows
  }
}
