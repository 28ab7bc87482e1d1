/// How many slips of the hand lie between two names.
enum EditDistance {
  /// The number of letters to insert, remove, replace, or swap with their neighbour.
  ///
  /// Nil when it is greater than the limit. The case of ASCII letters is free.
  static func between(_ first: [UInt8], _ second: [UInt8], limit: Int) -> Int? {
    if abs(first.count - second.count) > limit { return nil }
    var beforeLast: [Int] = []
    var last = Array(0...second.count)
    for row in 0..<first.count {
      var current = [row + 1]
      current.reserveCapacity(second.count + 1)
      for column in 0..<second.count {
        let isEqual = same(first[row], second[column])
        var cost = min(
          last[column + 1] + 1,
          current[column] + 1,
          last[column] + (isEqual ? 0 : 1)
        )
        if row > 0, column > 0, same(first[row], second[column - 1]),
          same(first[row - 1], second[column])
        {
          cost = min(cost, beforeLast[column - 1] + 1)
        }
        current.append(cost)
      }
      (beforeLast, last) = (last, current)
    }
    let distance = last[second.count]
    return distance <= limit ? distance : nil
  }

  private static func same(_ first: UInt8, _ second: UInt8) -> Bool {
    lowercased(first) == lowercased(second)
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
}
