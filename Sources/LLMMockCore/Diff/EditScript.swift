/// What two sequences have in common, in order: the shortest way from one to the other.
///
/// Eugene W. Myers, "An O(ND) Difference Algorithm and Its Variations", 1986.
enum EditScript {
  /// Elements that both have, one after the other.
  struct Run: Hashable {
    var old: Int
    var new: Int
    var count: Int
  }

  /// The common runs in ascending order; nil when there are more than `limit` insertions and
  /// deletions between them, or time is up.
  static func runs(
    _ old: [Int32],
    _ new: [Int32],
    limit: Int,
    isSpent: () -> Bool = { false }
  ) -> [Run]? {
    let shorter = min(old.count, new.count)
    var prefix = 0
    while prefix < shorter, old[prefix] == new[prefix] { prefix += 1 }
    var suffix = 0
    while suffix < shorter - prefix, old[old.count - 1 - suffix] == new[new.count - 1 - suffix] {
      suffix += 1
    }
    let middle = middleRuns(
      old[prefix..<old.count - suffix],
      new[prefix..<new.count - suffix],
      limit: limit,
      isSpent: isSpent
    )
    guard var runs = middle else { return nil }
    if prefix > 0 { runs.insert(Run(old: 0, new: 0, count: prefix), at: 0) }
    if suffix > 0 {
      runs.append(Run(old: old.count - suffix, new: new.count - suffix, count: suffix))
    }
    return runs
  }

  private static func middleRuns(
    _ old: ArraySlice<Int32>,
    _ new: ArraySlice<Int32>,
    limit: Int,
    isSpent: () -> Bool
  ) -> [Run]? {
    if old.isEmpty || new.isEmpty { return old.count + new.count <= limit ? [] : nil }
    return old.withUnsafeBufferPointer { one in
      new.withUnsafeBufferPointer { other in
        guard let trace = trace(one, other, limit: limit, isSpent: isSpent) else { return nil }
        return runs(of: trace, one.count, other.count, from: old.startIndex, new.startIndex)
      }
    }
  }

  /// The furthest places that 0, 1, 2 … edits reach, one entry for each diagonal from -d to d.
  private static func trace(
    _ old: UnsafeBufferPointer<Int32>,
    _ new: UnsafeBufferPointer<Int32>,
    limit: Int,
    isSpent: () -> Bool
  ) -> [[Int32]]? {
    var trace: [[Int32]] = []
    for edits in 0...max(0, min(limit, old.count + new.count)) {
      if edits & 31 == 31, isSpent() { return nil }
      var row = [Int32](repeating: -1, count: 2 * edits + 1)
      for diagonal in stride(from: -edits, through: edits, by: 2) {
        var x = edits == 0 ? 0 : start(trace[edits - 1], edits, diagonal)
        var y = x - diagonal
        while x < old.count, y < new.count, x >= 0, y >= 0, old[x] == new[y] {
          x += 1
          y += 1
        }
        row[diagonal + edits] = Int32(truncatingIfNeeded: x)
        if x >= old.count, y >= new.count {
          trace.append(row)
          return trace
        }
      }
      trace.append(row)
    }
    return nil
  }

  /// Where a diagonal is entered, given how far one edit less reaches.
  private static func start(_ row: [Int32], _ edits: Int, _ diagonal: Int) -> Int {
    // `row` begins with the diagonal -(edits - 1).
    if diagonal == -edits { return Int(row[0]) }
    if diagonal == edits { return Int(row[2 * edits - 2]) + 1 }
    let below = Int(row[diagonal + edits - 2 < 0 ? 0 : diagonal + edits - 2])
    let above = Int(row[diagonal + edits])
    return below < above ? above : below + 1
  }

  private static func runs(
    of trace: [[Int32]],
    _ oldCount: Int,
    _ newCount: Int,
    from oldStart: Int,
    _ newStart: Int
  ) -> [Run] {
    var runs: [Run] = []
    var (x, y) = (oldCount, newCount)
    for edits in stride(from: trace.count - 1, through: 0, by: -1) {
      let diagonal = x - y
      let entry = edits == 0 ? 0 : start(trace[edits - 1], edits, diagonal)
      if x > entry {
        runs.append(Run(old: oldStart + entry, new: newStart + entry - diagonal, count: x - entry))
      }
      guard edits > 0 else { break }
      // A diagonal is entered from its neighbour above when that reaches at least as far.
      let isInsertion =
        diagonal == -edits
        || diagonal != edits && entry == Int(trace[edits - 1][diagonal + edits])
          && Int(trace[edits - 1][diagonal + edits - 2]) < entry
      (x, y) = isInsertion ? (entry, entry - diagonal - 1) : (entry - 1, entry - diagonal)
    }
    return runs.reversed()
  }
}
