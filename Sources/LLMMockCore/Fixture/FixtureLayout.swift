/// How a fixture file is laid out, so that what is added looks like what is there.
package struct FixtureLayout: Hashable, Sendable {
  /// White space of one level; nil when values stand on one line.
  package var unit: [UInt8]?
  package var lineEnd: [UInt8]
  /// Between a key and its value.
  package var colon: [UInt8]
  /// Between members or elements on one line.
  package var comma: [UInt8]
  package var characters: JSONCharacterSet

  /// Python's `indent=2`, in raw UTF-8.
  package static let standard = FixtureLayout(
    unit: Array("  ".utf8),
    lineEnd: Array("\n".utf8),
    colon: Array(": ".utf8),
    comma: Array(", ".utf8),
    characters: .unicode
  )

  /// White space after `{`, `[` or a comma of a container that many levels deep.
  func lineBreak(_ level: Int) -> [UInt8] {
    guard let unit else { return [] }
    return lineEnd + Array(repeatElement(unit, count: level).joined())
  }
}

/// Writes JSON values in a file's layout; tokens stay as they are spelled.
struct LayoutWriter {
  let layout: FixtureLayout
  private(set) var bytes: [UInt8] = []

  init(_ layout: FixtureLayout) {
    self.layout = layout
  }

  mutating func append(_ text: [UInt8]) {
    bytes += text
  }

  mutating func append(_ text: String) {
    bytes += text.utf8
  }

  /// What separates members or elements of a container that many levels deep.
  mutating func separate(isFirst: Bool, level: Int) {
    if !isFirst { bytes += layout.unit == nil ? layout.comma : [UInt8(ascii: ",")] }
    bytes += layout.lineBreak(level)
  }

  mutating func key(_ escaped: ArraySlice<UInt8>) {
    bytes.append(UInt8(ascii: "\""))
    appendString(escaped)
    bytes.append(UInt8(ascii: "\""))
    bytes += layout.colon
  }

  /// Writes a value whose own members stand at `level`, at any nesting depth.
  mutating func value(_ value: JSONValue, level: Int) {
    var stack: [Container] = []
    var current: JSONValue? = value
    while true {
      if let value = current {
        current = nil
        switch value.kind {
        case .object where value.count > 0:
          bytes.append(UInt8(ascii: "{"))
          stack.append(.object(value.members, isFirst: true))
        case .array where value.count > 0:
          bytes.append(UInt8(ascii: "["))
          stack.append(.array(value.elements, isFirst: true))
        case .object: append("{}")
        case .array: append("[]")
        case .string: appendString(value.text)
        default: bytes += value.text
        }
      }
      guard let container = stack.popLast() else { return }
      let inner = level + stack.count
      switch container {
      case .object(var members, let isFirst):
        guard let member = members.next() else {
          bytes += layout.lineBreak(inner - 1)
          bytes.append(UInt8(ascii: "}"))
          continue
        }
        separate(isFirst: isFirst, level: inner)
        key(member.key.escaped)
        current = member.value
        stack.append(.object(members, isFirst: false))
      case .array(var elements, let isFirst):
        guard let element = elements.next() else {
          bytes += layout.lineBreak(inner - 1)
          bytes.append(UInt8(ascii: "]"))
          continue
        }
        separate(isFirst: isFirst, level: inner)
        current = element
        stack.append(.array(elements, isFirst: false))
      }
    }
  }

  /// A value without white space between its tokens, which stay as they are spelled.
  static func compact(_ value: JSONValue) -> [UInt8] {
    var layout = FixtureLayout.standard
    layout.unit = nil
    layout.colon = Array(":".utf8)
    layout.comma = Array(",".utf8)
    var writer = LayoutWriter(layout)
    writer.value(value, level: 0)
    return writer.bytes
  }

  private enum Container {
    case object(JSONValue.Members, isFirst: Bool)
    case array(JSONValue.Elements, isFirst: Bool)
  }

  private mutating func appendString(_ text: ArraySlice<UInt8>) {
    bytes += layout.characters == .ascii ? JSONString.escapingNonASCII(text)[...] : text
  }
}

extension JSONString {
  /// The text of a string, or of any JSON, with escapes for what is not ASCII; escapes that are there stay as they are.
  static func escapingNonASCII(_ text: ArraySlice<UInt8>) -> [UInt8] {
    guard text.contains(where: { $0 >= 0x80 }) else { return Array(text) }
    var result: [UInt8] = []
    result.reserveCapacity(text.count * 2)
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
      if scalar.value < 0x80 {
        result.append(UInt8(scalar.value))
      } else {
        CanonicalJSON.append(scalar.value, to: &result, escapingNonASCII: true)
      }
    }
    return result
  }
}
