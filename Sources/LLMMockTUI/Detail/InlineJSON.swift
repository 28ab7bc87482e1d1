import LLMMockCore

/// Draws JSON in one row.
enum InlineJSON {
  static func style(of kind: JSONKind) -> Style {
    switch kind {
    case .string: Style(.string)
    case .number: Style(.number)
    case .true, .false, .null: Style(.literal)
    case .object, .array: .text
    }
  }

  /// A scalar in one row, a string in quotes; nil when it has line breaks or does not fit.
  static func oneRow(_ value: JSONValue, room: Int, style: Style) -> [Segment]? {
    let isString = value.kind == .string
    let room = isString ? room - 2 : room
    guard room >= 0 else { return nil }
    return UnescapedText.with(value.text) { text in
      if PlainBytes.end(in: text, from: 0) == text.count {
        guard text.count <= room else { return nil }
        let plain = String(decoding: text, as: UTF8.self)
        return [Segment(isString ? "\"\(plain)\"" : plain, style)]
      }
      guard PlainBytes.lineEnd(in: text, from: 0) == text.count else { return nil }
      var segments: [Segment] = []
      if isString { segments.append(Segment("\"", style)) }
      VisibleSegments.append(text, 0..<text.count, style: style, to: &segments)
      guard segments.width <= room + (isString ? 1 : 0) else { return nil }
      if isString {
        if segments.last?.style == style {
          segments[segments.count - 1].text += "\""
        } else {
          segments.append(Segment("\"", style))
        }
      }
      return segments
    }
  }

  /// A container of scalars in one row; nil when it does not fit.
  static func segments(of value: JSONValue, room: Int) -> [Segment]? {
    let isArray = value.kind == .array
    // Its text without white space is the least it can take, but for escapes.
    guard room >= 2, value.text.count <= room * 12 + 1_000 else { return nil }
    var segments = [Segment(isArray ? "[" : "{", .muted)]
    var width = 2
    var isFirst = true
    func add(_ key: JSONString?, _ child: JSONValue) -> Bool {
      if !isFirst { segments.append(Segment(", ", .muted)) }
      width += isFirst ? 0 : 2
      isFirst = false
      if let key {
        let name = VisibleSegments.of("\"\(key.decoded)\"", Style(.key))
        width += name.width + 2
        segments += name
        segments.append(Segment(": ", .muted))
      }
      guard let text = oneRow(child, room: room - width, style: style(of: child.kind)) else {
        return false
      }
      width += text.width
      segments += text
      return width <= room
    }
    for element in value.elements {
      guard add(nil, element) else { return nil }
    }
    for member in value.members {
      guard add(member.key, member.value) else { return nil }
    }
    segments.append(Segment(isArray ? "]" : "}", .muted))
    return segments
  }

  /// What a closed container holds: the names of an array's objects, else its values.
  static func preview(of value: JSONValue, room: Int) -> String {
    var result = ""
    var count = 0
    func add(_ text: String) -> Bool {
      if count > 0 { result += ", " }
      count += 1
      result += text
      return result.utf8.count <= room
    }
    guard room >= 4 else { return "" }
    for element in value.elements {
      guard add(name(of: element) ?? brief(element, room: room)) else { break }
    }
    for member in value.members {
      let key = text(of: member.key.escaped, room: room)
      guard add("\(key): \(brief(member.value, room: room))") else { break }
    }
    return CharacterWidth.truncate(result, to: room)
  }

  /// What an object in an array is called.
  private static func name(of value: JSONValue) -> String? {
    for key in ["name", "role", "type"] {
      guard let name = value[key] ?? value["function"]?[key], name.kind == .string else { continue }
      return text(of: name.text.dropFirst().dropLast(), room: 60)
    }
    return nil
  }

  private static func brief(_ value: JSONValue, room: Int) -> String {
    switch value.kind {
    case .object: return value.count == 0 ? "{}" : "{…}"
    case .array: return value.count == 0 ? "[]" : "[…]"
    case .string: return "\"\(text(of: value.text.dropFirst().dropLast(), room: room))\""
    default: return text(of: value.text, room: room)
    }
  }

  /// The beginning of a text as it is drawn on one row.
  private static func text(of escaped: ArraySlice<UInt8>, room: Int) -> String {
    let limit = max(0, room) * 12 + 12
    var inner = escaped.prefix(limit)
    if inner.count < escaped.count {
      // Not in the middle of an escape.
      if let slash = inner.suffix(12).firstIndex(of: UInt8(ascii: "\\")) { inner = inner[..<slash] }
      while let byte = inner.last, byte & 0xC0 == 0x80 { inner.removeLast() }
      if let byte = inner.last, byte >= 0xC0 { inner.removeLast() }
    }
    let decoded = JSONString(quoted: [0x22] + inner + [0x22]).decoded
    let shown = VisibleText.of(decoded, lineBreaks: .space, tab: " ")
    return inner.count < escaped.count ? shown + "…" : shown
  }
}

/// Tells texts nobody reads: images, files, signatures, encrypted thoughts.
enum BinaryText {
  /// What stands in place of a JSON string that looks like base64 and is long; nil for any other.
  static func note(for quoted: ArraySlice<UInt8>) -> String? {
    guard quoted.count > 1_000 else { return nil }
    var text = quoted.dropFirst().dropLast()
    var type = "base64"
    if text.starts(with: "data:".utf8),
      let comma = text.prefix(200).firstIndex(of: UInt8(ascii: ","))
    {
      let head = text[..<comma].dropFirst(5).prefix { $0 != UInt8(ascii: ";") }
        .filter { $0 != UInt8(ascii: "\\") }
      if !head.isEmpty, head.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) {
        type = String(decoding: head, as: UTF8.self)
      }
      text = text[(comma + 1)...]
    }
    var seen: (UInt64, UInt64) = (0, 0)
    for byte in text.prefix(1_000) {
      guard isDigit(byte) else { return nil }
      if byte < 64 { seen.0 |= 1 << UInt64(byte) } else { seen.1 |= 1 << UInt64(byte - 64) }
    }
    // A row of dashes is a text too.
    guard seen.0.nonzeroBitCount + seen.1.nonzeroBitCount >= 16, text.suffix(64).allSatisfy(isDigit)
    else { return nil }
    let padding = text.suffix(2).count { $0 == UInt8(ascii: "=") }
    return "(\(type), \(ByteCount.text((text.count - padding) * 3 / 4)))"
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    // `\` for texts that spell `/` as `\/`.
    case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "_"),
      UInt8(ascii: "="), UInt8(ascii: "\\"):
      true
    default: false
    }
  }
}
