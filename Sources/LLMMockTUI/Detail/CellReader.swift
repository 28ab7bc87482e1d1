import LLMMockCore

/// Reads a line as the cells a frame would draw it in.
struct CellReader {
  /// One character with its combining marks, or a token.
  struct Cell {
    var start: Int
    var end: Int
    var width: Int
    /// The character, without its marks.
    var scalar: Unicode.Scalar
    var isSpace = false
    /// Drawn as a token rather than as itself.
    var isToken = false
    /// A tab, a mark without a character before it: drawn as something else than its bytes.
    var isAltered = false
    /// What the token is, when it is one.
    var token = ""
  }

  /// Where tabs go.
  static let tabWidth = 4

  private let text: UnsafeBufferPointer<UInt8>
  private var index: Int
  private let end: Int

  init(_ text: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) {
    self.text = text
    index = line.lowerBound
    end = line.upperBound
  }

  /// The next cell; nil at the end.
  ///
  /// - Parameter column: the cells before it in its row, for a tab.
  mutating func next(column: Int) -> Cell? {
    while index < end {
      let byte = text[index]
      if byte >= 0x20, byte < 0x7F {
        let start = index
        index += 1
        let scalar = Unicode.Scalar(byte)
        // Two bytes above ASCII may be a combining mark.
        if byte != 0x20, index < end, text[index] >= 0xCC { takeMarks() }
        return Cell(start: start, end: index, width: 1, scalar: scalar, isSpace: byte == 0x20)
      }
      if let cell = other(byte, column: column) { return cell }
    }
    return nil
  }

  /// The cell of anything but printable ASCII; nil for what is not drawn at all.
  private mutating func other(_ byte: UInt8, column: Int) -> Cell? {
    let start = index
    if byte == 0x09 {
      index += 1
      let width = Self.tabWidth - column % Self.tabWidth
      return Cell(
        start: start, end: index, width: width, scalar: " ", isSpace: true, isAltered: true)
    }
    let decoded = Self.decode(text, index, end)
    index += decoded.length
    guard let scalar = decoded.scalar else {
      return token(Self.token(decoded.invalid), from: start)
    }
    if let token = Self.token(for: scalar) {
      return token.isEmpty ? nil : self.token(token, from: start)
    }
    let width = Self.width(of: scalar)
    if width == 0 {
      return Cell(start: start, end: index, width: 1, scalar: scalar, isAltered: true)
    }
    takeMarks()
    return Cell(start: start, end: index, width: width, scalar: scalar)
  }

  private func token(_ token: String, from start: Int) -> Cell {
    Cell(
      start: start, end: index, width: token.utf8.count, scalar: "<", isToken: true, token: token)
  }

  /// Moves past the combining marks and variation selectors after a character.
  private mutating func takeMarks() {
    while index < end, text[index] >= 0xCC {
      let decoded = Self.decode(text, index, end)
      guard let mark = decoded.scalar, mark.value >= 0x300 else { return }
      let token = Self.token(for: mark)
      guard token == nil ? Self.width(of: mark) == 0 : token == "" else { return }
      index += decoded.length
    }
  }
}

extension CellReader {
  /// The scalar at a place; without one, the value of what is not UTF-8 there: a byte, or a lone
  /// surrogate in UTF-8's scheme.
  static func decode(
    _ text: UnsafeBufferPointer<UInt8>, _ index: Int, _ end: Int
  ) -> (scalar: Unicode.Scalar?, length: Int, invalid: UInt32) {
    let first = text[index]
    if first < 0x80 { return (Unicode.Scalar(first), 1, 0) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard first >= 0xC2, first < 0xF5, index + length <= end else {
      return (nil, 1, UInt32(first))
    }
    var value = UInt32(first) & (0x7F >> UInt32(length))
    for offset in 1..<length {
      let byte = text[index + offset]
      guard byte & 0xC0 == 0x80 else { return (nil, 1, UInt32(first)) }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    // Overlong forms would be below these.
    guard value >= (length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000) else {
      return (nil, 1, UInt32(first))
    }
    if let scalar = Unicode.Scalar(value) { return (scalar, length, 0) }
    return value < 0x10000 ? (nil, length, value) : (nil, 1, UInt32(first))
  }

  static func token(_ invalid: UInt32) -> String {
    let digits = String(invalid, radix: 16, uppercase: true)
    return invalid < 0x100 ? "<0x\(digits)>" : "<U+\(digits)>"
  }

  /// As ``VisibleText/token(for:)``, faster for what is common.
  static func token(for scalar: Unicode.Scalar) -> String? {
    switch scalar.value {
    case 0xAE..<0x300, 0x370..<0x600, 0x3040..<0x3130, 0x3200..<0xA000, 0xAC00..<0xD7A4,
      0xFF01..<0xFF5F, 0x1F300..<0x1FB00:
      nil
    default: VisibleText.token(for: scalar)
    }
  }

  /// As ``CharacterWidth/of(_:)-(Unicode.Scalar)``, faster for what is common.
  static func width(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0xAE..<0x300, 0x370..<0x378, 0x384..<0x483, 0x48A..<0x530: 1
    case 0x3041..<0x3097, 0x30A0..<0x3100, 0x3400..<0x4DC0, 0x4E00..<0xA000, 0xAC00..<0xD7A4: 2
    default: CharacterWidth.of(scalar)
    }
  }
}
