/// Says where a text stops being JSON, and what should stand there (RFC 8259).
package struct JSONSyntaxError: Error, Hashable, Sendable {
  /// What the parser expected, or what it must not find.
  package enum Reason: Hashable, Sendable {
    case empty
    case expectedValue
    case expectedValueOrEndOfArray
    case expectedKey
    case expectedKeyOrEndOfObject
    case expectedColon
    case expectedCommaOrEndOfArray
    case expectedCommaOrEndOfObject
    case expectedEnd
    case unterminated(String)
    case badLiteral
    case badNumber
    case badEscape
    case controlCharacter(UInt8)
    case notUTF8
    case tooLarge
  }

  /// Bytes before the place, from the start of the file.
  package var offset: Int
  package var reason: Reason

  package init(_ reason: Reason, at offset: Int) {
    self.offset = offset
    self.reason = reason
  }

  /// One phrase in lower case, without the place.
  package var message: String {
    switch reason {
    case .empty: "the file is empty"
    case .expectedValue: "expected a value"
    case .expectedValueOrEndOfArray: "expected a value or ']'"
    case .expectedKey: "expected a key in double quotes"
    case .expectedKeyOrEndOfObject: "expected a key in double quotes or '}'"
    case .expectedColon: "expected ':' after a key"
    case .expectedCommaOrEndOfArray: "expected ',' or ']' after a value"
    case .expectedCommaOrEndOfObject: "expected ',' or '}' after a value"
    case .expectedEnd: "expected nothing more after the value"
    case .unterminated(let what): "the file ends inside \(what)"
    case .badLiteral: "expected true, false or null"
    case .badNumber: "this is not a JSON number"
    case .badEscape: "expected one of \" \\ / b f n r t or four hex digits after \\u"
    case .controlCharacter(let byte):
      "control character \(VisibleText.of(String(Unicode.Scalar(byte)))) must be escaped in a string"
    case .notUTF8: "not UTF-8"
    case .tooLarge: "a single value is larger than this program can hold"
    }
  }
}

/// A place in a text as editors count it.
package struct TextPosition: Hashable, Sendable {
  /// From 1; a line ends with a line feed.
  package var line: Int
  /// From 1, in characters (Unicode scalars; a byte that is not UTF-8 counts as one).
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// The place of a byte offset; one past the end counts as the end.
  package init(of offset: Int, in bytes: some RandomAccessCollection<UInt8>) {
    var counter = Counter()
    counter.advance(over: bytes.prefix(offset))
    self = counter.position
  }

  /// Counts lines and characters of a text that comes in pieces.
  package struct Counter: Sendable {
    /// The place after what was counted.
    package private(set) var position = TextPosition(line: 1, column: 1)
    /// Bytes before the current line.
    package private(set) var lineStart = 0
    private var offset = 0

    package init() {}

    package mutating func advance(over bytes: some Collection<UInt8>) {
      for byte in bytes {
        offset += 1
        if byte == UInt8(ascii: "\n") {
          position.line += 1
          position.column = 1
          lineStart = offset
        } else if byte & 0xC0 != 0x80 {
          // Continuation bytes of UTF-8 belong to the character before them.
          position.column += 1
        }
      }
    }
  }
}
