/// Shows text from elsewhere so that it can't act on a terminal.
///
/// A fixture, a file name or an answer may hold escape sequences, carriage returns and
/// bidirectional overrides (https://trojansource.codes). What would move a cursor, hide or reorder
/// text is drawn as a token of plain ASCII: `<ESC>`, `<U+202E>`, and `<0xFF>` for a byte that is
/// not UTF-8.
package enum VisibleText {
  /// What to do with line feeds.
  package enum LineBreaks: Sendable {
    /// They stay: the caller splits at them.
    case keep
    /// They become a space.
    case space
    /// They become the token `<LF>`.
    case token
  }

  /// The token that stands for a scalar; nil when it may be drawn as it is.
  ///
  /// Variation selectors (U+FE0E, U+FE0F) have the empty token: terminals disagree about the
  /// width of what precedes them.
  package static func token(for scalar: Unicode.Scalar) -> String? {
    let value = scalar.value
    if value >= 0x20, value < 0x7F { return nil }
    if value < 0x20 { return "<\(names[Int(value)])>" }
    if value == 0x7F { return "<DEL>" }
    if value < 0xA0 { return hexadecimal(value) }
    if value == 0xAD { return hexadecimal(value) }
    if value < 0x300 { return nil }
    switch value {
    case 0xFE0E, 0xFE0F:
      return ""
    case 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F,
      0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0x3164, 0xFE00...0xFE0D, 0xFEFF, 0xFFA0,
      0xFFF9...0xFFFB, 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A, 0xE0000...0xE0FFF:
      return hexadecimal(value)
    case 0xE000...0xF8FF, 0xF0000...0xFFFFD, 0x100000...0x10FFFD:
      // Private use: what it looks like depends on the font alone.
      return hexadecimal(value)
    default:
      return nil
    }
  }

  /// The text with tokens in place of what may not be drawn.
  ///
  /// - Parameter tab: what a tab becomes.
  package static func of(
    _ text: some StringProtocol,
    lineBreaks: LineBreaks = .token,
    tab: String = "<TAB>"
  ) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return String(text) }
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      append(scalar, to: &result, lineBreaks: lineBreaks, tab: tab)
    }
    return result
  }

  /// Bytes that should be UTF-8, with a token for each byte that is not.
  package static func of(
    bytes: some Collection<UInt8>,
    lineBreaks: LineBreaks = .token,
    tab: String = "<TAB>"
  ) -> String {
    if bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) {
      return String(decoding: bytes, as: UTF8.self)
    }
    var result = ""
    result.reserveCapacity(bytes.count)
    var rest = bytes[...]
    while !rest.isEmpty {
      var decoder = UTF8()
      var iterator = rest.makeIterator()
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar):
        append(scalar, to: &result, lineBreaks: lineBreaks, tab: tab)
        rest = rest.dropFirst(UTF8.width(scalar))
      case .error, .emptyInput:
        if let byte = rest.popFirst() {
          result += "<0x\(byte < 16 ? "0" : "")\(String(byte, radix: 16, uppercase: true))>"
        }
      }
    }
    return result
  }

  private static func append(
    _ scalar: Unicode.Scalar,
    to result: inout String,
    lineBreaks: LineBreaks,
    tab: String
  ) {
    switch scalar {
    case "\n":
      switch lineBreaks {
      case .keep: result.unicodeScalars.append(scalar)
      case .space: result += " "
      case .token: result += "<LF>"
      }
    case "\t":
      result += tab
    default:
      if let token = token(for: scalar) {
        result += token
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
  }

  private static func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return "<U+\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)>"
  }

  private static let names = [
    "NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "TAB", "LF", "VT", "FF", "CR",
    "SO", "SI", "DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC",
    "FS", "GS", "RS", "US",
  ]
}
