extension Transcript {
  /// A part as text; a note in parentheses says what is not text.
  static func text(of part: Part) -> String {
    switch part {
    case .text(let text), .thinking(let text): elidingBinary(withoutOuterBreaks(text))
    case .redactedThinking: "(not shown)"
    case .refusal(let text): "(refusal) \(text)"
    case .toolCall(let call): self.text(of: call)
    case .toolResult(let result): self.text(of: result)
    case .image(let media): "(\(description(of: media, kind: "image")))"
    case .audio(let media): "(\(description(of: media, kind: "audio")))"
    case .document(let media): "(\(description(of: media, kind: "document")))"
    case .other(let type, let json):
      "(\(type))\n\(indent(beginning(of: ReadableJSON.pretty(json))))"
    }
  }

  /// The parts with neighbouring texts as one: an answer with citations is cut up by them in the
  /// middle of its sentences.
  static func joiningTexts(_ parts: [Part]) -> [Part] {
    var result: [Part] = []
    for part in parts {
      if case .text(let text) = part, case .text(let before) = result.last {
        result[result.count - 1] = .text(before + text)
      } else {
        result.append(part)
      }
    }
    return result
  }

  /// The first lines of JSON that nobody asked to see.
  private static func beginning(of json: String) -> String {
    let bytes = Array(json.utf8)
    let breaks = bytes.indices.filter { bytes[$0] == 0x0A }
    guard breaks.count > 13 else { return elidingBinary(json) }
    let beginning = String(decoding: bytes[..<breaks[11]], as: UTF8.self)
    return "\(elidingBinary(beginning))\n… \(breaks.count - 11) more lines"
  }

  private static func text(of call: ToolCall) -> String {
    let head = "calls \(call.name)\(call.id.map { "  \($0)" } ?? "")"
    let arguments = elidingBinary(ReadableJSON.pretty(call.arguments))
    switch arguments {
    case "", "{}": return head
    default: return "\(head)\n\(indent(arguments))"
    }
  }

  private static func text(of result: ToolResult) -> String {
    let head = [
      result.isError ? "failed" : "result", result.name.map { "of \($0)" },
      result.id.map { " \($0)" },
    ].compactMap { $0 }.joined(separator: " ")
    // A result is often JSON in a string; what is not stays as it is.
    let body = result.parts.map { part in
      if case .text(let text) = part {
        elidingBinary(ReadableJSON.pretty(text))
      } else {
        // Results inside of results are not read, so this goes no deeper.
        self.text(of: part)
      }
    }
    return body.isEmpty ? head : "\(head)\n\(indent(body.joined(separator: "\n")))"
  }

  /// What is known of it, the kind where its type does not tell: `image/png, 12 kB`.
  package static func description(of media: Media, kind: String) -> String {
    var facts = [media.mediaType ?? kind]
    if let name = media.name { facts.append(name) }
    switch media.source {
    case .inline(let count): facts.append(ByteCount.text(count))
    case .url(let url): facts.append(url)
    case .file(let id): facts.append("file \(id)")
    case .unknown: break
    }
    return facts.joined(separator: ", ")
  }

  private static func withoutOuterBreaks(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard let start = scalars.firstIndex(where: { $0 != "\n" && $0 != "\r" }),
      let end = scalars.lastIndex(where: { $0 != "\n" && $0 != "\r" })
    else { return "" }
    return String(scalars[start...end])
  }

  private static func indent(_ text: String) -> String {
    var result: [UInt8] = []
    var isAtStart = true
    for byte in text.utf8 {
      if isAtStart, byte != 0x0A { result += [0x20, 0x20] }
      result.append(byte)
      isAtStart = byte == 0x0A
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The text with notes in place of long base64, which nobody reads.
  static func elidingBinary(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var kept = 0
    var start = 0
    for index in 0...bytes.count {
      if index < bytes.count, isBase64[Int(bytes[index])] { continue }
      if index - start > 400 {
        result += bytes[kept..<start]
        result += "(base64, \(ByteCount.text((index - start) * 3 / 4)))".utf8
        kept = index
      }
      start = index + 1
    }
    if kept == 0 { return text }
    result += bytes[kept...]
    return String(decoding: result, as: UTF8.self)
  }

  private static let isBase64: [Bool] = (0..<256).map { byte in
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=".utf8
      .contains(UInt8(byte))
  }
}
