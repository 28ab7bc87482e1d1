/// One line that tells recorded calls apart.
///
/// Line breaks are spaces in it; other control characters are still there. It holds at most
/// ``limit`` characters: cut it further with ``CharacterWidth``.
package enum Preview {
  /// The most Unicode scalars a preview has.
  package static let limit = 400

  /// What a person asked first: the first text of a user, else `(tool result)`, `(image)` or
  /// `(no text)`.
  package static func of(_ request: JSONValue, endpoint: Endpoint) -> String {
    var placeholder = "(no text)"
    for utterance in endpoint.dialect.utterances(request) {
      guard utterance.role == .user || utterance.role == .tool else { continue }
      for part in utterance.parts {
        switch part {
        case .text(let text) where utterance.role == .user:
          return line(text)
        case .toolResult:
          placeholder = "(tool result)"
        case .image where placeholder == "(no text)":
          placeholder = "(image)"
        default: continue
        }
      }
    }
    return placeholder
  }

  /// What was said last before the answer; a tool's result begins with `(tool result)`.
  package static func lastMessage(_ request: JSONValue, endpoint: Endpoint) -> String {
    guard let last = endpoint.dialect.utterances(request).last else { return "(no text)" }
    let parts = last.parts
    if let text = text(of: parts) { return line(text) }
    for part in parts {
      switch part {
      case .toolResult(let result):
        return line(text(of: result.parts).map { "(tool result) \($0)" } ?? "(tool result)")
      case .toolCall(let call): return line("(calls \(call.name))")
      case .image: return "(image)"
      case .audio: return "(audio)"
      case .document: return "(document)"
      case .thinking(let text): return line(text)
      default: continue
      }
    }
    return "(no text)"
  }

  /// The last text, since a question follows what it is about.
  private static func text(of parts: [Part]) -> String? {
    for case .text(let text) in parts.reversed() { return text }
    return nil
  }

  static func line(_ text: String) -> String {
    let bytes = text.utf8
    if bytes.count <= limit, !bytes.contains(where: { $0 == 0x0A || $0 == 0x0D }) { return text }
    var result = ""
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars.prefix(limit) {
      switch scalar {
      case "\n" where previous == "\r": break
      case "\n", "\r": result.unicodeScalars.append(" ")
      default: result.unicodeScalars.append(scalar)
      }
      previous = scalar
    }
    return result
  }
}
