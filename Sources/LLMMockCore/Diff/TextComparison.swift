/// Compares two texts line by line, and changed lines by words.
struct TextComparison {
  enum Row {
    case same(ArraySlice<UInt8>)
    case removed(ArraySlice<UInt8>)
    case added(ArraySlice<UInt8>)
    case changed(LineComparison)
  }

  /// Rows in order; those between two equal ones belong to one change.
  private(set) var rows: [Row] = []
  /// Whether some of it was too long or too different to be compared in detail.
  private(set) var isCoarse = false

  private let budget: ComparisonBudget
  /// How many pairs of lines are tried out where several lines changed at once.
  private static let trials = 400
  /// Lines with less in common are not shown as one that changed.
  private static let leastLikeness = 0.35

  init(_ old: [UInt8], _ new: [UInt8], _ budget: ComparisonBudget) {
    self.budget = budget
    let lines = (TextTokens.lines(old), TextTokens.lines(new))
    var numbers = TokenNumbers()
    let runs = EditScript.runs(
      numbers.numbers(of: lines.0),
      numbers.numbers(of: lines.1),
      limit: budget.lineLimit,
      isSpent: budget.isSpent
    )
    guard let runs else {
      isCoarse = true
      rows = lines.0.map(Row.removed) + lines.1.map(Row.added)
      return
    }
    var (oldPlace, newPlace) = (0, 0)
    for run in runs {
      compare(lines.0[oldPlace..<run.old], lines.1[newPlace..<run.new])
      rows += lines.0[run.old..<run.old + run.count].map(Row.same)
      (oldPlace, newPlace) = (run.old + run.count, run.new + run.count)
    }
    compare(lines.0[oldPlace...], lines.1[newPlace...])
  }

  private typealias Lines = ArraySlice<ArraySlice<UInt8>>

  /// Adds lines that have nothing equal between them.
  private mutating func compare(_ old: Lines, _ new: Lines) {
    if old.count == 1, new.count == 1 {
      add(LineComparison(old[old.startIndex], new[new.startIndex], budget))
      return
    }
    var (oldPlace, newPlace) = (old.startIndex, new.startIndex)
    for (one, other, comparison) in pairs(old, new) {
      rows += old[oldPlace..<one].map(Row.removed)
      rows += new[newPlace..<other].map(Row.added)
      add(comparison)
      (oldPlace, newPlace) = (one + 1, other + 1)
    }
    rows += old[oldPlace...].map(Row.removed)
    rows += new[newPlace...].map(Row.added)
  }

  private mutating func add(_ comparison: LineComparison) {
    if comparison.isCoarse { isCoarse = true }
    rows.append(.changed(comparison))
  }

  /// The lines that became one another, in order.
  private func pairs(_ old: Lines, _ new: Lines) -> [(Int, Int, LineComparison)] {
    guard !old.isEmpty, !new.isEmpty, !budget.isSpent() else { return [] }
    var numbers = TokenNumbers()
    let before = old.map { WordBag($0, &numbers) }
    let after = new.map { WordBag($0, &numbers) }
    func value(_ one: Int, _ other: Int) -> Double {
      let likeness = before[one].likeness(to: after[other])
      return likeness >= Self.leastLikeness ? likeness : 0
    }
    let chosen =
      old.count * new.count <= Self.trials
      ? Pairing.best(old.count, new.count, value: value)
      // Too many to try: line by line, as far as they resemble each other.
      : zip(before.indices, after.indices).filter { value($0, $1) > 0 }
    return chosen.map { one, other in
      let places = (old.startIndex + one, new.startIndex + other)
      return (places.0, places.1, LineComparison(old[places.0], new[places.1], budget))
    }
  }
}

/// The words of a line without their order: tells cheaply how much two lines have in common.
private struct WordBag {
  /// In ascending order.
  private var words: [(number: Int32, size: Int)]
  private let size: Int
  /// More of a line is not looked at.
  private static let limit = 500

  init(_ line: ArraySlice<UInt8>, _ numbers: inout TokenNumbers) {
    let tokens = Array(TextTokens.words(line.prefix(8 * Self.limit)).prefix(Self.limit))
    words = zip(numbers.numbers(of: tokens), tokens).map { (number: $0, size: $1.count) }
      .sorted { $0.number < $1.number }
    size = words.reduce(0) { $0 + $1.size }
  }

  /// The share of the longer line that both have, from 0 to 1.
  func likeness(to other: WordBag) -> Double {
    var (one, two, common) = (0, 0, 0)
    while one < words.count, two < other.words.count {
      let (left, right) = (words[one].number, other.words[two].number)
      if left == right { common += words[one].size }
      if left <= right { one += 1 }
      if right <= left { two += 1 }
    }
    return Double(common) / Double(max(size, other.size, 1))
  }
}

/// Chooses which elements of two sequences belong together.
enum Pairing {
  /// The pairs, in ascending order and not crossing, whose values add up to the most.
  ///
  /// - Parameter value: what a pair is worth; 0 for elements that do not belong together.
  static func best(
    _ oldCount: Int,
    _ newCount: Int,
    value: (_ old: Int, _ new: Int) -> Double
  ) -> [(Int, Int)] {
    guard oldCount > 0, newCount > 0 else { return [] }
    let width = newCount + 1
    var values = [Double](repeating: 0, count: oldCount * newCount)
    var best = [Double](repeating: 0, count: (oldCount + 1) * width)
    for old in stride(from: oldCount - 1, through: 0, by: -1) {
      for new in stride(from: newCount - 1, through: 0, by: -1) {
        let own = value(old, new)
        values[old * newCount + new] = own
        best[old * width + new] = max(
          best[(old + 1) * width + new],
          best[old * width + new + 1],
          own > 0 ? own + best[(old + 1) * width + new + 1] : 0
        )
      }
    }
    var pairs: [(Int, Int)] = []
    var (old, new) = (0, 0)
    while old < oldCount, new < newCount {
      let total = best[old * width + new]
      let own = values[old * newCount + new]
      if own > 0, own + best[(old + 1) * width + new + 1] >= total {
        pairs.append((old, new))
        old += 1
        new += 1
      } else if best[(old + 1) * width + new] >= total {
        old += 1
      } else {
        new += 1
      }
    }
    return pairs
  }
}
