import LLMMockCore

/// A JSON object on one line, which does nothing to a terminal that shows it.
///
/// What ``VisibleText`` would draw as a token is an escape here, so that nothing is lost and a line
/// in the log of a test service is no command of it (see ``LogText``).
struct JSONLine {
  private(set) var bytes: [UInt8] = []

  /// Writes an object whose members `body` writes.
  mutating func object(_ body: (inout JSONLine) -> Void) {
    container(UInt8(ascii: "{"), UInt8(ascii: "}"), body)
  }

  mutating func array<Element>(
    _ elements: some Sequence<Element>,
    _ body: (inout JSONLine, Element) -> Void
  ) {
    container(UInt8(ascii: "["), UInt8(ascii: "]")) { line in
      for element in elements {
        line.separate()
        body(&line, element)
      }
    }
  }

  private mutating func container(
    _ opening: UInt8,
    _ closing: UInt8,
    _ body: (inout JSONLine) -> Void
  ) {
    bytes.append(opening)
    body(&self)
    bytes.append(closing)
  }

  private mutating func separate() {
    if bytes.last != UInt8(ascii: "{"), bytes.last != UInt8(ascii: "[") {
      bytes.append(contentsOf: ", ".utf8)
    }
  }

  mutating func key(_ key: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    key.withUTF8Buffer { bytes.append(contentsOf: $0) }
    bytes.append(contentsOf: "\": ".utf8)
  }

  // MARK: Members

  mutating func member(_ key: StaticString, _ value: String?) {
    self.key(key)
    if let value { string(value) } else { bytes.append(contentsOf: "null".utf8) }
  }

  mutating func member(_ key: StaticString, _ value: Int?) {
    self.key(key)
    bytes.append(contentsOf: (value.map(String.init) ?? "null").utf8)
  }

  mutating func member(_ key: StaticString, _ value: Bool) {
    self.key(key)
    bytes.append(contentsOf: (value ? "true" : "false").utf8)
  }

  // MARK: Values

  mutating func string(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars { append(scalar) }
    bytes.append(UInt8(ascii: "\""))
  }

  mutating func number(_ number: Int) {
    bytes.append(contentsOf: String(number).utf8)
  }

  /// Writes JSON from a file with the white space of this line; what the file spells as an escape
  /// stays one.
  mutating func json(_ text: some Collection<UInt8>) {
    var isString = false
    var isEscaped = false
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
      if isEscaped {
        // Of what follows a backslash only `u` needs more, and hexadecimal digits are plain.
        isEscaped = false
        bytes.append(UInt8(truncatingIfNeeded: scalar.value))
      } else if !isString {
        if scalar.value <= 0x20 { continue }
        isString = scalar == "\""
        bytes.append(UInt8(truncatingIfNeeded: scalar.value))
        if scalar == "," || scalar == ":" { bytes.append(UInt8(ascii: " ")) }
      } else if scalar == "\"" || scalar == "\\" {
        isString = scalar != "\""
        isEscaped = scalar == "\\"
        bytes.append(UInt8(truncatingIfNeeded: scalar.value))
      } else {
        append(scalar)
      }
    }
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\"": bytes.append(contentsOf: "\\\"".utf8)
    case "\\": bytes.append(contentsOf: "\\\\".utf8)
    case "\n": bytes.append(contentsOf: "\\n".utf8)
    case "\t": bytes.append(contentsOf: "\\t".utf8)
    case "\r": bytes.append(contentsOf: "\\r".utf8)
    case "#" where bytes.last == UInt8(ascii: "#"): escape(0x23)
    default:
      if VisibleText.token(for: scalar) != nil {
        for unit in UTF16.encode(scalar) ?? .init() { escape(unit) }
      } else {
        bytes.append(contentsOf: UTF8.encode(scalar) ?? .init())
      }
    }
  }

  private mutating func escape(_ unit: UInt16) {
    let digits = String(unit, radix: 16)
    bytes.append(
      contentsOf: "\\u\(String(repeating: "0", count: 4 - digits.utf8.count))\(digits)".utf8
    )
  }
}
