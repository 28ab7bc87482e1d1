/// Splits a text into what is compared: lines, and words within them.
///
/// Texts are bytes in UTF-8's scheme, so that nothing is compared canonically.
enum TextTokens {
  /// The lines without their line feeds; one at least.
  static func lines(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
    text.split(separator: 0x0A, omittingEmptySubsequences: false)
  }

  private enum Class { case word, space, single, attached }

  /// Words, white space, and single characters that are neither; in order and without gaps.
  ///
  /// Ideographs, kana and emoji are tokens of their own; combining marks stay with what they
  /// follow.
  static func words(_ line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    var tokens: [ArraySlice<UInt8>] = []
    tokens.reserveCapacity(line.count / 3)
    var start = line.startIndex
    var last: Class?
    var joins = false
    var index = line.startIndex
    while index < line.endIndex {
      let (scalar, length) = scalar(at: index, in: line)
      let found = joins ? .attached : kind(of: scalar)
      // A zero width joiner makes one emoji of two.
      joins = scalar == 0x200D && last != nil
      if let last, found != .attached, found != last || found == .single {
        tokens.append(line[start..<index])
        start = index
      }
      if found != .attached || last == nil { last = found == .attached ? .single : found }
      index += length
    }
    if start < line.endIndex { tokens.append(line[start...]) }
    return tokens
  }

  private static func kind(of scalar: UInt32) -> Class {
    switch scalar {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: .word
    case 0x09, 0x20, 0xA0: .space
    case ..<0xAA, 0xAB...0xB4, 0xB6...0xB9, 0xBB...0xBF, 0xD7, 0xF7: .single
    case ..<0x300: .word
    case 0x2000...0x2BFF where scalar != 0x200D && !(0x20D0...0x20FF ~= scalar): .single
    case 0x1F3FB...0x1F3FF: .attached
    default:
      switch Unicode.Scalar(scalar).map(CharacterWidth.of) {
      case 0: .attached
      case 1: .word
      default: .single
      }
    }
  }

  /// The code point there and how many bytes it has; a byte that begins none is one by itself.
  private static func scalar(at index: Int, in text: ArraySlice<UInt8>) -> (UInt32, Int) {
    let first = UInt32(text[index])
    let length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard length > 1, index + length <= text.endIndex else { return (first, 1) }
    var scalar = first & (0xFF >> UInt32(length + 1))
    for offset in 1..<length {
      let byte = UInt32(text[index + offset])
      guard byte & 0xC0 == 0x80 else { return (first, 1) }
      scalar = scalar << 6 | byte & 0x3F
    }
    return (scalar, length)
  }
}

/// Gives equal tokens equal numbers: from 0, in the order in which they first come.
struct TokenNumbers {
  private var tokens: [ArraySlice<UInt8>] = []
  private var hashes: [UInt32] = []
  /// Numbers at the places where their hashes lead; -1 where there is none.
  ///
  /// A dictionary would take most of a comparison's time.
  private var table = [Int32](repeating: -1, count: 256)

  mutating func numbers(of tokens: [ArraySlice<UInt8>]) -> [Int32] {
    tokens.map { number(of: $0) }
  }

  private mutating func number(of token: ArraySlice<UInt8>) -> Int32 {
    let hash = Self.hash(token)
    var place = Int(hash) & (table.count - 1)
    while table[place] >= 0 {
      let known = Int(table[place])
      if hashes[known] == hash, tokens[known].hasSameBytes(as: token) { return table[place] }
      place = (place + 1) & (table.count - 1)
    }
    let number = Int32(truncatingIfNeeded: tokens.count)
    table[place] = number
    tokens.append(token)
    hashes.append(hash)
    if tokens.count * 2 > table.count { grow() }
    return number
  }

  private mutating func grow() {
    table = [Int32](repeating: -1, count: table.count * 4)
    for (number, hash) in hashes.enumerated() {
      var place = Int(hash) & (table.count - 1)
      while table[place] >= 0 { place = (place + 1) & (table.count - 1) }
      table[place] = Int32(truncatingIfNeeded: number)
    }
  }

  private static func hash(_ token: ArraySlice<UInt8>) -> UInt32 {
    token.withUnsafeBytes { bytes in
      var hash: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(bytes.count)
      var place = 0
      while place + 8 <= bytes.count {
        mix(&hash, bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
        place += 8
      }
      var rest: UInt64 = 0
      while place < bytes.count {
        rest = rest << 8 | UInt64(bytes[place])
        place += 1
      }
      mix(&hash, rest)
      return UInt32(truncatingIfNeeded: hash ^ hash >> 32)
    }
  }

  private static func mix(_ hash: inout UInt64, _ word: UInt64) {
    hash = (hash ^ word) &* 0xBF58_476D_1CE4_E5B9
    hash ^= hash >> 29
  }
}
