/// A set of bytes, as `[a-z]` and `[![:digit:]]` write it in a pattern.
struct ByteSet: Hashable, Sendable {
  /// One bit for each byte, the lowest first.
  private var bits = SIMD4<UInt64>(repeating: 0)

  func contains(_ byte: UInt8) -> Bool {
    bits[Int(byte >> 6)] & (1 << UInt64(byte & 63)) != 0
  }

  private mutating func insert(_ byte: UInt8) {
    bits[Int(byte >> 6)] |= 1 << UInt64(byte & 63)
  }

  /// Reads a set whose opening bracket stands before `start`.
  ///
  /// - Returns: the set and where the pattern goes on; nil when the set is not closed or names an
  ///   unknown class.
  static func read(_ pattern: [UInt8], from start: Int) -> (set: ByteSet, end: Int)? {
    var set = ByteSet()
    var index = start
    let isNegated =
      index < pattern.count
      && (pattern[index] == UInt8(ascii: "!") || pattern[index] == UInt8(ascii: "^"))
    if isNegated { index += 1 }
    let first = index
    /// What a hyphen would make a range of; nil after a range or class.
    var previous: UInt8?
    while true {
      guard index < pattern.count else { return nil }
      let byte = pattern[index]
      if byte == UInt8(ascii: "]"), index > first { break }
      let following = index + 1 < pattern.count ? pattern[index + 1] : nil
      if byte == UInt8(ascii: "-"), let lower = previous, let following,
        following != UInt8(ascii: "]")
      {
        index += 1
        guard let upper = literal(pattern, &index) else { return nil }
        if lower <= upper { for member in lower...upper { set.insert(member) } }
        previous = nil
      } else if byte == UInt8(ascii: "["), following == UInt8(ascii: ":") {
        guard let end = pattern[(index + 2)...].firstIndex(of: UInt8(ascii: "]")) else {
          return nil
        }
        if end > index + 2, pattern[end - 1] == UInt8(ascii: ":") {
          let name = String(decoding: pattern[(index + 2)..<(end - 1)], as: UTF8.self)
          guard let isMember = classes[name] else { return nil }
          for member in UInt8(0)..<0x80 where isMember(member) { set.insert(member) }
          previous = nil
          index = end + 1
        } else {
          // Without ":]" the bracket is a member like any other.
          set.insert(byte)
          previous = byte
          index += 1
        }
      } else {
        guard let member = literal(pattern, &index) else { return nil }
        set.insert(member)
        previous = member
      }
    }
    if isNegated { set.bits = ~set.bits }
    return (set, index + 1)
  }

  /// The byte at the index, or the one after it when it is a backslash.
  private static func literal(_ pattern: [UInt8], _ index: inout Int) -> UInt8? {
    if pattern[index] == UInt8(ascii: "\\") { index += 1 }
    guard index < pattern.count else { return nil }
    defer { index += 1 }
    return pattern[index]
  }

  private static let classes: [String: @Sendable (UInt8) -> Bool] = [
    "alnum": { isLetter($0) || isDigit($0) },
    "alpha": { isLetter($0) },
    "blank": { $0 == 0x20 || $0 == 0x09 },
    "cntrl": { $0 < 0x20 || $0 == 0x7F },
    "digit": { isDigit($0) },
    "graph": { $0 > 0x20 && $0 < 0x7F },
    "lower": { $0 &- 0x61 < 26 },
    "print": { $0 >= 0x20 && $0 < 0x7F },
    "punct": { $0 > 0x20 && $0 < 0x7F && !isLetter($0) && !isDigit($0) },
    // Git counts neither vertical tab nor form feed as space.
    "space": { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D },
    "upper": { $0 &- 0x41 < 26 },
    "xdigit": { isDigit($0) || ($0 | 0x20) &- 0x61 < 6 },
  ]

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
