/// The text of a JSON string between its quotes, still escaped.
///
/// Two of them are equal when they have the same code points. Swift's `String` would not do: it
/// compares canonically, so two spellings of `é` were one key, and holds no lone surrogate.
package struct JSONString: Sendable {
  /// The bytes between the quotes.
  ///
  /// The scanner has checked them.
  package let escaped: ArraySlice<UInt8>

  /// - Parameter quoted: the string with its quotes.
  package init(quoted: ArraySlice<UInt8>) {
    escaped = quoted.dropFirst().dropLast()
  }

  package var hasEscapes: Bool { escaped.contains(UInt8(ascii: "\\")) }

  /// The characters.
  ///
  /// A lone surrogate becomes U+FFFD.
  package var decoded: String {
    hasEscapes
      ? String(decoding: generalizedUTF8, as: UTF8.self) : String(decoding: escaped, as: UTF8.self)
  }

  /// The code points in UTF-8's scheme, in which a lone surrogate has three bytes too
  /// (https://simonsapin.github.io/wtf-8/).
  ///
  /// Its byte order is the order of code points.
  package var generalizedUTF8: [UInt8] {
    guard hasEscapes else { return Array(escaped) }
    var result: [UInt8] = []
    result.reserveCapacity(escaped.count)
    var high: UInt32?
    forEachPiece { piece in
      switch piece {
      case .utf8(let run):
        if let lone = high { Self.append(lone, to: &result) }
        high = nil
        result += run
      case .escape(let value):
        if let first = high {
          high = nil
          if 0xDC00...0xDFFF ~= value {
            Self.append(0x10000 + (first - 0xD800) << 10 + (value - 0xDC00), to: &result)
            return
          }
          Self.append(first, to: &result)
        }
        if 0xD800...0xDBFF ~= value { high = value } else { Self.append(value, to: &result) }
      }
    }
    if let lone = high { Self.append(lone, to: &result) }
    return result
  }

  package func equals(_ other: String) -> Bool {
    if !hasEscapes { return escaped.elementsEqual(other.utf8) }
    return generalizedUTF8.elementsEqual(other.utf8)
  }

  // MARK: Pieces

  enum Piece {
    /// Raw UTF-8 up to the next escape; never empty.
    case utf8(ArraySlice<UInt8>)
    /// A UTF-16 unit that was written as an escape.
    case escape(UInt32)
  }

  func forEachPiece(_ body: (Piece) -> Void) {
    var rest = escaped
    while !rest.isEmpty {
      // A backslash at the very end escapes nothing.
      let end = rest.dropLast().firstIndex(of: UInt8(ascii: "\\")) ?? rest.endIndex
      if end > rest.startIndex { body(.utf8(rest[..<end])) }
      rest = rest[end...]
      guard rest.count > 1 else { continue }
      let letter = rest[end + 1]
      rest = rest.dropFirst(2)
      switch letter {
      case UInt8(ascii: "u"):
        body(.escape(rest.prefix(4).reduce(0) { $0 << 4 | (hexadecimalDigit($1) ?? 0) }))
        rest = rest.dropFirst(4)
      case UInt8(ascii: "n"): body(.escape(0x0A))
      case UInt8(ascii: "t"): body(.escape(0x09))
      case UInt8(ascii: "r"): body(.escape(0x0D))
      case UInt8(ascii: "b"): body(.escape(0x08))
      case UInt8(ascii: "f"): body(.escape(0x0C))
      default: body(.escape(UInt32(letter)))
      }
    }
  }

  private static func append(_ value: UInt32, to result: inout [UInt8]) {
    switch value {
    case ..<0x80:
      result.append(UInt8(value))
    case ..<0x800:
      result.append(UInt8(0xC0 | value >> 6))
      result.append(UInt8(0x80 | value & 0x3F))
    case ..<0x10000:
      result.append(UInt8(0xE0 | value >> 12))
      result.append(UInt8(0x80 | value >> 6 & 0x3F))
      result.append(UInt8(0x80 | value & 0x3F))
    default:
      result.append(UInt8(0xF0 | value >> 18))
      result.append(UInt8(0x80 | value >> 12 & 0x3F))
      result.append(UInt8(0x80 | value >> 6 & 0x3F))
      result.append(UInt8(0x80 | value & 0x3F))
    }
  }
}

extension JSONString: Hashable {
  package static func == (left: JSONString, right: JSONString) -> Bool {
    // Spelled alike they are the same; two spellings may be too.
    if left.escaped == right.escaped { return true }
    if !left.hasEscapes, !right.hasEscapes { return false }
    return left.generalizedUTF8 == right.generalizedUTF8
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(generalizedUTF8)
  }
}

/// How non-ASCII characters of new strings are written.
package enum JSONCharacterSet: Hashable, Sendable {
  /// `\u` escapes above U+007E, as Python's `json.dumps` writes.
  case ascii
  /// Raw UTF-8.
  case unicode
}

extension JSONString {
  /// Writes a string as JSON, quotes included.
  package static func quote(_ text: String, as characters: JSONCharacterSet) -> [UInt8] {
    var result = [UInt8(ascii: "\"")]
    for scalar in text.unicodeScalars {
      CanonicalJSON.append(scalar.value, to: &result, escapingNonASCII: characters == .ascii)
    }
    result.append(UInt8(ascii: "\""))
    return result
  }
}
