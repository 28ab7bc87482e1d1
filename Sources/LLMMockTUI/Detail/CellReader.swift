import LLMMockCore

/// Reads a line as the cells a frame would draw it in.
struct CellReader {
  /// One character with its combining marks, or a token.
  struct Cell {
    enum Kind {
      /// Drawn as its bytes.
      case character
      case space
      /// Drawn as spaces.
      case tab
      /// Combining marks with nothing before them: drawn on a space.
      case mark
      /// Drawn as a token; the value is the character's.
      case token
      /// Drawn as a token; the value is a byte, or a lone surrogate.
      case invalid
    }

    var start: Int
    var end: Int
    var width: Int
    var kind: Kind
    /// The character, without its marks.
    var value: UInt32

    var isSpace: Bool { kind == .space || kind == .tab }
    var isWide: Bool { kind == .character && width == 2 }

    /// What is drawn for a token.
    var token: String {
      if kind == .token, let scalar = Unicode.Scalar(value) {
        return VisibleText.token(for: scalar) ?? ""
      }
      let digits = String(value, radix: 16, uppercase: true)
      return value < 0x100 ? "<0x\(digits)>" : "<U+\(digits)>"
    }
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
      let start = index
      let byte = text[index]
      if byte >= 0x20, byte < 0x7F {
        index += 1
        // A combining mark has at least this first byte.
        if byte != 0x20, index < end, text[index] >= 0xCC { takeMarks() }
        return Cell(
          start: start,
          end: index,
          width: 1,
          kind: byte == 0x20 ? .space : .character,
          value: UInt32(byte)
        )
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
      return Cell(start: start, end: index, width: width, kind: .tab, value: 0x20)
    }
    let decoded = Self.decode(text, index, end)
    index += decoded.length
    guard let scalar = decoded.scalar else {
      return tokenCell(.invalid, decoded.invalid, from: start)
    }
    switch Self.drawing(of: scalar) {
    case .hidden: return nil
    case .token: return tokenCell(.token, scalar.value, from: start)
    case .cells(0):
      return Cell(start: start, end: index, width: 1, kind: .mark, value: scalar.value)
    case .cells(let width):
      if index < end, text[index] >= 0xCC { takeMarks() }
      return Cell(start: start, end: index, width: width, kind: .character, value: scalar.value)
    }
  }

  private func tokenCell(_ kind: Cell.Kind, _ value: UInt32, from start: Int) -> Cell {
    var cell = Cell(start: start, end: index, width: 0, kind: kind, value: value)
    cell.width = cell.token.utf8.count
    return cell
  }

  /// Moves past the combining marks and variation selectors after a character.
  private mutating func takeMarks() {
    while index < end, text[index] >= 0xCC {
      let decoded = Self.decode(text, index, end)
      guard let mark = decoded.scalar, mark.value >= 0x300 else { return }
      switch Self.drawing(of: mark) {
      case .cells(0), .hidden: index += decoded.length
      default: return
      }
    }
  }
}

extension CellReader {
  enum Drawing: Equatable {
    /// So many cells; a mark without a character of its own has none.
    case cells(Int)
    case token
    /// Not drawn: a variation selector.
    case hidden
  }

  /// How a character is drawn, as ``VisibleText`` and ``CharacterWidth`` say; faster for what is
  /// common.
  static func drawing(of scalar: Unicode.Scalar) -> Drawing {
    switch scalar.value {
    case 0xAE..<0x300, 0x370..<0x378, 0x384..<0x483, 0x48A..<0x530: return .cells(1)
    case 0x3041..<0x3097, 0x30A0..<0x3100, 0x3400..<0x4DC0, 0x4E00..<0xA000, 0xAC00..<0xD7A4:
      return .cells(2)
    default:
      if let token = VisibleText.token(for: scalar) { return token.isEmpty ? .hidden : .token }
      return .cells(CharacterWidth.of(scalar))
    }
  }

  /// The scalar at a place; without one, the value of what is not UTF-8 there: a byte, or a lone
  /// surrogate in UTF-8's scheme.
  static func decode(
    _ text: UnsafeBufferPointer<UInt8>,
    _ index: Int,
    _ end: Int
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
}
