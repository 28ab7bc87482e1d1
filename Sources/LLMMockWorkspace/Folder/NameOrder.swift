/// The order in which names are shown: as people count, without regard to case.
///
/// Digits compare by their value (`call2` stands before `call10`), ASCII letters without case,
/// everything else byte by byte. Names that are equal so far differ by their bytes, so that two
/// different names never tie.
package enum NameOrder {
  /// True when the first name stands before the second.
  package static func precedes(_ first: [UInt8], _ second: [UInt8]) -> Bool {
    first.withUnsafeBufferPointer { first in
      second.withUnsafeBufferPointer { second in compare(first, second) < 0 }
    }
  }

  /// Negative when the first name stands before the second, zero only when they are equal.
  static func compare(_ first: UnsafeBufferPointer<UInt8>, _ second: UnsafeBufferPointer<UInt8>)
    -> Int
  {
    var one = 0
    var two = 0
    while one < first.count, two < second.count {
      let left = first[one]
      let right = second[two]
      if isDigit(left), isDigit(right) {
        let order = compareNumbers(first, &one, second, &two)
        if order != 0 { return order }
        continue
      }
      let order = Int(lowercased(left)) - Int(lowercased(right))
      if order != 0 { return order }
      one += 1
      two += 1
    }
    let order = (first.count - one) - (second.count - two)
    return order != 0 ? order : compareBytes(first, second)
  }

  /// The beginning of a name as a number that is never greater for an earlier name.
  ///
  /// Most comparisons end with it; names with equal keys need `compare`.
  ///
  /// The bytes before `start` are left out: all names to be compared share them, and they don't end
  /// inside a number.
  static func key(of name: UnsafeBufferPointer<UInt8>, from start: Int = 0) -> UInt64 {
    var key: UInt64 = 0
    var room = 8
    var index = start
    func add(_ byte: UInt8) {
      room -= 1
      key |= UInt64(byte) << UInt64(8 * room)
    }
    while room > 0, index < name.count {
      if !isDigit(name[index]) {
        add(lowercased(name[index]))
        index += 1
        continue
      }
      // A number is greater with more digits, and then by its digits.
      add(UInt8(ascii: "0"))
      while index < name.count, name[index] == UInt8(ascii: "0") { index += 1 }
      let end = name[index...].firstIndex { !isDigit($0) } ?? name.count
      if room == 0 { break }
      add(UInt8(clamping: end - index))
      if end - index >= 255 { break }
      while room > 0, index < end {
        add(name[index])
        index += 1
      }
    }
    return key
  }

  /// How many bytes at the beginning of two names are equal and end between tokens of the order, at
  /// most a given number.
  static func sharedStart(
    _ first: UnsafeBufferPointer<UInt8>,
    _ second: UnsafeBufferPointer<UInt8>,
    limit: Int
  ) -> Int {
    let limit = min(limit, first.count, second.count)
    var count = 0
    while count < limit, first[count] == second[count] { count += 1 }
    while count > 0, isDigit(first[count - 1]) { count -= 1 }
    return count
  }

  private static func compareNumbers(
    _ first: UnsafeBufferPointer<UInt8>,
    _ one: inout Int,
    _ second: UnsafeBufferPointer<UInt8>,
    _ two: inout Int
  ) -> Int {
    while one < first.count, first[one] == UInt8(ascii: "0") { one += 1 }
    while two < second.count, second[two] == UInt8(ascii: "0") { two += 1 }
    var order = 0
    while true {
      let left = one < first.count && isDigit(first[one])
      let right = two < second.count && isDigit(second[two])
      if !left || !right { return left == right ? order : (left ? 1 : -1) }
      if order == 0 { order = Int(first[one]) - Int(second[two]) }
      one += 1
      two += 1
    }
  }

  private static func compareBytes(
    _ first: UnsafeBufferPointer<UInt8>,
    _ second: UnsafeBufferPointer<UInt8>
  ) -> Int {
    for index in 0..<min(first.count, second.count) where first[index] != second[index] {
      return Int(first[index]) - Int(second[index])
    }
    return first.count - second.count
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  private static func lowercased(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
}
