// The ends of tokens. Each function returns the place after the token, or nil when the window ends
// before it does and more may come. They read eight bytes at a time: on real fixtures most bytes
// are indentation and text.

private let ones: UInt64 = 0x0101_0101_0101_0101
private let highs: UInt64 = 0x8080_8080_8080_8080
private let eightSpaces: UInt64 = 0x2020_2020_2020_2020
private let eightQuotes: UInt64 = 0x2222_2222_2222_2222
private let eightBackslashes: UInt64 = 0x5C5C_5C5C_5C5C_5C5C

@inline(__always)
private func word(at pointer: UnsafePointer<UInt8>) -> UInt64 {
  UInt64(littleEndian: UnsafeRawPointer(pointer).loadUnaligned(as: UInt64.self))
}

extension JSONScanner {
  @inline(__always)
  func skipWhitespace(
    from start: UnsafePointer<UInt8>,
    to end: UnsafePointer<UInt8>
  ) -> UnsafePointer<UInt8> {
    var cursor = start
    while cursor < end {
      let byte = cursor.pointee
      if byte > 0x20 { return cursor }
      if byte == 0x20 || byte == 0x0A {
        cursor += 1
        while end - cursor >= 8 {
          let difference = word(at: cursor) ^ eightSpaces
          if difference != 0 {
            cursor += difference.trailingZeroBitCount >> 3
            break
          }
          cursor += 8
        }
      } else if byte == 0x0D || byte == 0x09 {
        cursor += 1
      } else {
        return cursor
      }
    }
    return cursor
  }

  @inline(__always)
  func endOfString(
    from start: UnsafePointer<UInt8>,
    to end: UnsafePointer<UInt8>,
    isLast: Bool,
    place: (UnsafePointer<UInt8>) -> Int
  ) throws(JSONSyntaxError) -> UnsafePointer<UInt8>? {
    var cursor = start + 1
    while true {
      while end - cursor >= 8 {
        // A bit for each byte that needs a look: a quote, a backslash, below 0x20, above 0x7F. A
        // borrow can flag a byte above such a one, never below, and only the lowest is used.
        let bytes = word(at: cursor)
        let quotes = bytes ^ eightQuotes
        let backslashes = bytes ^ eightBackslashes
        let found =
          ((quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes
            | (bytes &- eightSpaces) | bytes) & highs
        if found != 0 {
          cursor += found.trailingZeroBitCount >> 3
          break
        }
        cursor += 8
      }
      guard cursor < end else {
        if isLast { throw JSONSyntaxError(.unterminated("a string"), at: place(end)) }
        return nil
      }
      let byte = cursor.pointee
      if byte == UInt8(ascii: "\"") { return cursor + 1 }
      if byte == UInt8(ascii: "\\") {
        guard let after = try endOfEscape(from: cursor, to: end, isLast: isLast, place: place)
        else { return nil }
        cursor = after
      } else if byte >= 0x80 {
        guard let after = try endOfScalar(from: cursor, to: end, isLast: isLast, place: place)
        else { return nil }
        cursor = after
      } else if byte < 0x20 {
        throw JSONSyntaxError(.controlCharacter(byte), at: place(cursor))
      } else {
        cursor += 1
      }
    }
  }

  @inline(__always)
  private func endOfEscape(
    from start: UnsafePointer<UInt8>,
    to end: UnsafePointer<UInt8>,
    isLast: Bool,
    place: (UnsafePointer<UInt8>) -> Int
  ) throws(JSONSyntaxError) -> UnsafePointer<UInt8>? {
    if end - start >= 2 {
      switch start[1] {
      case UInt8(ascii: "n"), UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"),
        UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "r"), UInt8(ascii: "t"):
        return start + 2
      case UInt8(ascii: "u"):
        var count = 2
        while count < 6, start + count < end {
          guard hexadecimalDigit(start[count]) != nil else {
            throw JSONSyntaxError(.badEscape, at: place(start + count))
          }
          count += 1
        }
        if count == 6 { return start + 6 }
      default:
        throw JSONSyntaxError(.badEscape, at: place(start + 1))
      }
    }
    if isLast { throw JSONSyntaxError(.unterminated("a string"), at: place(end)) }
    return nil
  }

  /// A scalar of two to four bytes in the well-formed ranges of the Unicode Standard, table 3-7.
  private func endOfScalar(
    from start: UnsafePointer<UInt8>,
    to end: UnsafePointer<UInt8>,
    isLast: Bool,
    place: (UnsafePointer<UInt8>) -> Int
  ) throws(JSONSyntaxError) -> UnsafePointer<UInt8>? {
    let count: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch start.pointee {
    case 0xC2...0xDF: count = 2
    case 0xE0: (count, second) = (3, 0xA0...0xBF)
    case 0xED: (count, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: count = 3
    case 0xF0: (count, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: count = 4
    case 0xF4: (count, second) = (4, 0x80...0x8F)
    default: throw JSONSyntaxError(.notUTF8, at: place(start))
    }
    for index in 1..<count {
      guard start + index < end else {
        if isLast { throw JSONSyntaxError(.unterminated("a string"), at: place(end)) }
        return nil
      }
      let range = index == 1 ? second : 0x80...0xBF
      guard range.contains(start[index]) else {
        throw JSONSyntaxError(.notUTF8, at: place(start))
      }
    }
    return start + count
  }

  func endOfNumber(
    from start: UnsafePointer<UInt8>,
    to end: UnsafePointer<UInt8>,
    isLast: Bool,
    place: (UnsafePointer<UInt8>) -> Int
  ) throws(JSONSyntaxError) -> UnsafePointer<UInt8>? {
    var cursor = start
    func digits() -> Bool {
      let first = cursor
      while cursor < end, isDigit(cursor.pointee) { cursor += 1 }
      return cursor > first
    }
    func at(_ bytes: UInt8...) -> Bool { cursor < end && bytes.contains(cursor.pointee) }
    /// The window ended where a digit must stand.
    func broken() throws(JSONSyntaxError) -> UnsafePointer<UInt8>? {
      if cursor == end, !isLast { return nil }
      throw JSONSyntaxError(.badNumber, at: place(start))
    }

    if at(UInt8(ascii: "-")) { cursor += 1 }
    if at(UInt8(ascii: "0")) {
      cursor += 1
      if cursor < end, isDigit(cursor.pointee) { return try broken() }
    } else if !digits() {
      return try broken()
    }
    if at(UInt8(ascii: ".")) {
      cursor += 1
      if !digits() { return try broken() }
    }
    if at(UInt8(ascii: "e"), UInt8(ascii: "E")) {
      cursor += 1
      if at(UInt8(ascii: "+"), UInt8(ascii: "-")) { cursor += 1 }
      if !digits() { return try broken() }
    }
    if cursor == end, !isLast { return nil }
    return cursor
  }

  func endOfLiteral(
    _ kind: JSONKind,
    from start: UnsafePointer<UInt8>,
    to end: UnsafePointer<UInt8>,
    isLast: Bool,
    place: (UnsafePointer<UInt8>) -> Int
  ) throws(JSONSyntaxError) -> UnsafePointer<UInt8>? {
    let literal: StaticString = kind == .true ? "true" : kind == .false ? "false" : "null"
    for index in 0..<literal.utf8CodeUnitCount {
      guard start + index < end else {
        if isLast { throw JSONSyntaxError(.badLiteral, at: place(start)) }
        return nil
      }
      guard start[index] == literal.utf8Start[index] else {
        throw JSONSyntaxError(.badLiteral, at: place(start))
      }
    }
    return start + literal.utf8CodeUnitCount
  }
}

@inline(__always)
func isDigit(_ byte: UInt8) -> Bool {
  byte &- UInt8(ascii: "0") < 10
}

/// The value of a hexadecimal digit; nil for any other byte.
@inline(__always)
func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte &- UInt8(ascii: "0"))
  case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte &- UInt8(ascii: "a") &+ 10)
  case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte &- UInt8(ascii: "A") &+ 10)
  default: nil
  }
}
