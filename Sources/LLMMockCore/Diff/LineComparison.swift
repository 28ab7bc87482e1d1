/// Compares two lines word by word.
struct LineComparison {
  /// A piece of a line and whether the other line lacks it.
  struct Piece {
    var bytes: ArraySlice<UInt8>
    var isChanged: Bool
  }

  var old: [Piece]
  var new: [Piece]
  /// Whether the lines were too different in too many words to be compared.
  var isCoarse = false
  /// The share of the longer line that both have, from 0 to 1.
  var likeness = 0.0

  /// Lines that have less in common are shown as changed from end to end.
  private static let leastLikeness = 0.2

  init(_ oldLine: ArraySlice<UInt8>, _ newLine: ArraySlice<UInt8>, _ budget: ComparisonBudget) {
    old = [Piece(bytes: oldLine, isChanged: true)]
    new = [Piece(bytes: newLine, isChanged: true)]
    let tokens = (TextTokens.words(oldLine), TextTokens.words(newLine))
    var numbers = TokenNumbers()
    let runs = EditScript.runs(
      numbers.numbers(of: tokens.0),
      numbers.numbers(of: tokens.1),
      limit: budget.wordLimit,
      isSpent: budget.isSpent
    )
    guard let runs else {
      isCoarse = true
      return
    }
    let kept = runs.filter { !Self.isSpaceBetweenChanges($0, tokens.0, tokens.1) }
    let common = kept.reduce(0) { sum, run in
      sum + tokens.0[run.old..<run.old + run.count].reduce(0) { $0 + $1.count }
    }
    likeness = Double(common) / Double(max(oldLine.count, newLine.count, 1))
    guard likeness >= Self.leastLikeness else { return }
    old = Self.pieces(oldLine, tokens.0, kept.map { ($0.old, $0.count) })
    new = Self.pieces(newLine, tokens.1, kept.map { ($0.new, $0.count) })
  }

  /// White space between two changed words reads better as changed with them.
  private static func isSpaceBetweenChanges(
    _ run: EditScript.Run,
    _ old: [ArraySlice<UInt8>],
    _ new: [ArraySlice<UInt8>]
  ) -> Bool {
    guard run.count == 1, old[run.old].allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else {
      return false
    }
    let isAtStart = run.old == 0 || run.new == 0
    let isAtEnd = run.old + 1 == old.count || run.new + 1 == new.count
    return !isAtStart && !isAtEnd
  }

  private static func pieces(
    _ line: ArraySlice<UInt8>,
    _ tokens: [ArraySlice<UInt8>],
    _ kept: [(start: Int, count: Int)]
  ) -> [Piece] {
    var pieces: [Piece] = []
    var place = line.startIndex
    for run in kept where run.count > 0 {
      let start = tokens[run.start].startIndex
      let end = tokens[run.start + run.count - 1].endIndex
      if start > place { pieces.append(Piece(bytes: line[place..<start], isChanged: true)) }
      if let last = pieces.last, !last.isChanged, last.bytes.endIndex == start {
        pieces[pieces.count - 1].bytes = line[last.bytes.startIndex..<end]
      } else {
        pieces.append(Piece(bytes: line[start..<end], isChanged: false))
      }
      place = end
    }
    if place < line.endIndex { pieces.append(Piece(bytes: line[place...], isChanged: true)) }
    return pieces
  }
}
