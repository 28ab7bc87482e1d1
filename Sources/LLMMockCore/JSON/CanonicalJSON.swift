/// Writes values as Python's `json.dumps(value, sort_keys=True)` does.
///
/// Fixtures are shared with the Python package `llm-mock`, whose hashes are made over this text, so
/// it must be the same to the byte: separators `", "` and `": "`, keys by code point, ASCII only,
/// integers with all their digits, other numbers as `repr(float)`, the last of repeated keys.
package enum CanonicalJSON {
  /// The canonical text of a value.
  package static func text(of value: JSONValue) -> [UInt8] {
    var result: [UInt8] = []
    append(value, to: &result)
    return result
  }

  /// Appends the canonical text of a value, at any nesting depth.
  static func append(_ value: JSONValue, to result: inout [UInt8]) {
    var stack: [Container] = []
    var current: JSONValue? = value
    while true {
      if let value = current {
        current = nil
        switch value.kind {
        case .object:
          result.append(UInt8(ascii: "{"))
          stack.append(.object(sortedMembers(of: value), next: 0))
        case .array:
          result.append(UInt8(ascii: "["))
          stack.append(.array(value.elements, isFirst: true))
        case .string:
          append(JSONString(quoted: value.text), to: &result)
        case .number:
          result.append(contentsOf: number(value.text))
        case .true: result.append(contentsOf: "true".utf8)
        case .false: result.append(contentsOf: "false".utf8)
        case .null: result.append(contentsOf: "null".utf8)
        }
      }
      guard let container = stack.popLast() else { return }
      switch container {
      case .object(let members, let next):
        guard next < members.count else {
          result.append(UInt8(ascii: "}"))
          continue
        }
        if next > 0 { result.append(contentsOf: ", ".utf8) }
        append(members[next].key, to: &result)
        result.append(contentsOf: ": ".utf8)
        current = members[next].value
        stack.append(.object(members, next: next + 1))
      case .array(var elements, let isFirst):
        guard let element = elements.next() else {
          result.append(UInt8(ascii: "]"))
          continue
        }
        if !isFirst { result.append(contentsOf: ", ".utf8) }
        current = element
        stack.append(.array(elements, isFirst: false))
      }
    }
  }

  private enum Container {
    case object([JSONValue.Member], next: Int)
    case array(JSONValue.Elements, isFirst: Bool)
  }

  private static func sortedMembers(of object: JSONValue) -> [JSONValue.Member] {
    var last: [[UInt8]: JSONValue.Member] = [:]
    for member in object.members {
      last[member.key.generalizedUTF8] = member
    }
    return last.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
  }

  // MARK: Strings

  /// Writes code points in UTF-8's scheme, lone surrogates included, as a string.
  static func quote(_ generalizedUTF8: [UInt8]) -> [UInt8] {
    var result = [UInt8(ascii: "\"")]
    var index = 0
    while index < generalizedUTF8.count {
      let byte = generalizedUTF8[index]
      let length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
      var value = length == 1 ? UInt32(byte) : UInt32(byte) & (0x7F >> UInt32(length))
      for next in generalizedUTF8[(index + 1)..<min(index + length, generalizedUTF8.count)] {
        value = value << 6 | UInt32(next & 0x3F)
      }
      append(value, to: &result, escapingNonASCII: true)
      index += length
    }
    result.append(UInt8(ascii: "\""))
    return result
  }

  static func append(_ string: JSONString, to result: inout [UInt8]) {
    result.append(UInt8(ascii: "\""))
    var rest = string.escaped
    while let byte = rest.first {
      if byte == UInt8(ascii: "\\") {
        rest = appendEscape(rest, to: &result)
      } else if byte < 0x7F {
        result.append(byte)
        rest = rest.dropFirst()
      } else {
        var iterator = rest.makeIterator()
        var decoder = UTF8()
        guard case .scalarValue(let scalar) = decoder.decode(&iterator) else {
          rest = rest.dropFirst()
          continue
        }
        append(scalar.value, to: &result, escapingNonASCII: true)
        rest = rest.dropFirst(UTF8.width(scalar))
      }
    }
    result.append(UInt8(ascii: "\""))
  }

  private static func appendEscape(
    _ rest: ArraySlice<UInt8>,
    to result: inout [UInt8]
  ) -> ArraySlice<UInt8> {
    let isUnicode = rest.dropFirst().first == UInt8(ascii: "u")
    let length = isUnicode ? 6 : 2
    JSONString(quoted: [0x22] + rest.prefix(length) + [0x22]).forEachPiece { piece in
      if case .escape(let value) = piece { append(value, to: &result, escapingNonASCII: true) }
    }
    return rest.dropFirst(length)
  }

  /// Appends one code point or UTF-16 unit inside a string.
  static func append(_ value: UInt32, to result: inout [UInt8], escapingNonASCII: Bool) {
    switch value {
    case 0x22: result.append(contentsOf: "\\\"".utf8)
    case 0x5C: result.append(contentsOf: "\\\\".utf8)
    case 0x08: result.append(contentsOf: "\\b".utf8)
    case 0x09: result.append(contentsOf: "\\t".utf8)
    case 0x0A: result.append(contentsOf: "\\n".utf8)
    case 0x0C: result.append(contentsOf: "\\f".utf8)
    case 0x0D: result.append(contentsOf: "\\r".utf8)
    case 0x20...0x7E: result.append(UInt8(value))
    case 0x10000... where escapingNonASCII:
      appendUnit(0xD800 + (value - 0x10000) >> 10, to: &result)
      appendUnit(0xDC00 + (value - 0x10000) & 0x3FF, to: &result)
    case 0x7F... where !escapingNonASCII:
      if let scalar = Unicode.Scalar(value) {
        result.append(contentsOf: UTF8.encode(scalar) ?? .init())
      }
    default: appendUnit(value, to: &result)
    }
  }

  private static func appendUnit(_ unit: UInt32, to result: inout [UInt8]) {
    result.append(contentsOf: "\\u".utf8)
    for shift in stride(from: UInt32(12), through: 0, by: -4) {
      let digit = UInt8(unit >> shift & 0xF)
      result.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
  }

  // MARK: Numbers

  static func number(_ text: ArraySlice<UInt8>) -> [UInt8] {
    let isInteger = !text.contains {
      $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E")
    }
    if isInteger {
      return text.elementsEqual("-0".utf8) ? [UInt8(ascii: "0")] : Array(text)
    }
    // A JSON number is always a literal that Double reads; overflow reads as infinity.
    return Array(pythonRepresentation(Double(String(decoding: text, as: UTF8.self)) ?? .nan).utf8)
  }

  /// What Python's `repr` prints: the shortest digits that give the same double back, with an
  /// exponent below 1e-4 and from 1e16 on (`float_repr_style` "short").
  static func pythonRepresentation(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
    let sign = value.sign == .minus ? "-" : ""
    if value == 0 { return sign + "0.0" }

    // Swift prints the same digits, with its own rules for where the point stands.
    var digits = ""
    var exponent = 0
    var pointSeen = false
    var description = value.magnitude.description[...]
    if let e = description.firstIndex(of: "e") {
      exponent = Int(description[description.index(after: e)...]) ?? 0
      description = description[..<e]
    }
    for character in description {
      if character == "." {
        pointSeen = true
      } else {
        digits.append(character)
        if !pointSeen { exponent += 1 }
      }
    }
    let zeros = digits.prefix { $0 == "0" }.count
    digits.removeFirst(zeros)
    exponent -= zeros
    while digits.count > 1, digits.last == "0" { digits.removeLast() }
    // The value is 0.DIGITS times ten to the exponent.
    let scientific = exponent - 1
    if scientific < -4 || scientific >= 16 {
      let fraction = digits.dropFirst()
      let magnitude = abs(scientific)
      return sign + digits.prefix(1) + (fraction.isEmpty ? "" : "." + fraction) + "e"
        + (scientific < 0 ? "-" : "+") + (magnitude < 10 ? "0" : "") + String(magnitude)
    }
    if exponent <= 0 {
      return sign + "0." + String(repeating: "0", count: -exponent) + digits
    }
    if digits.count <= exponent {
      return sign + digits + String(repeating: "0", count: exponent - digits.count) + ".0"
    }
    return sign + digits.prefix(exponent) + "." + digits.dropFirst(exponent)
  }
}
