/// Finds the first user text of a request while it is scanned.
struct PreviewFinder {
  /// How much of a text a listing can show.
  private static let limit = 200

  private var found: String?
  private var sawToolResult = false
  private var sawImage = false

  // The current turn. A role may come after the content it belongs to.
  private var role = Role.user
  private var turnText: String?
  private var turnHasToolResult = false
  private var turnHasImage = false
  // The current part.
  private var partText: String?
  private var partIsText = true
  private var partIsOpen = false

  private enum Role {
    case user, tool, other
  }

  /// Whether nothing that follows can change the result.
  var isFound: Bool { found != nil }

  var result: String {
    if let found { return found }
    if sawToolResult { return InteractionSummary.toolResult }
    if sawImage { return InteractionSummary.image }
    return InteractionSummary.noText
  }

  /// A text that is the user's without saying so: `prompt`, `input`.
  mutating func plainTextFound(_ text: UnsafeBufferPointer<UInt8>) {
    if found == nil { found = Self.beginning(of: text) }
  }

  mutating func imageFound() {
    turnHasImage = true
  }

  // MARK: Turns

  mutating func turnBegan() {
    role = .user
    turnText = nil
    turnHasToolResult = false
    turnHasImage = false
  }

  mutating func roleFound(_ text: UnsafeBufferPointer<UInt8>) {
    if text.elementsEqual("\"user\"".utf8) {
      role = .user
    } else if text.elementsEqual("\"tool\"".utf8) || text.elementsEqual("\"function\"".utf8) {
      role = .tool
    } else {
      role = .other
    }
  }

  /// The type of a turn that may be no message, as in OpenAI's responses.
  mutating func turnTypeFound(_ text: UnsafeBufferPointer<UInt8>) {
    if text.elementsEqual("\"function_call_output\"".utf8) {
      role = .tool
    } else if !text.elementsEqual("\"message\"".utf8) {
      role = .other
    }
  }

  mutating func turnEnded() {
    switch role {
    case .user:
      if found == nil { found = turnText }
      sawToolResult = sawToolResult || turnHasToolResult
      sawImage = sawImage || turnHasImage
    case .tool: sawToolResult = true
    case .other: break
    }
  }

  // MARK: Parts

  mutating func partBegan() {
    partText = nil
    partIsText = true
    partIsOpen = true
  }

  mutating func partTypeFound(_ text: UnsafeBufferPointer<UInt8>) {
    if text.elementsEqual("\"text\"".utf8) || text.elementsEqual("\"input_text\"".utf8) { return }
    partIsText = false
    if text.elementsEqual("\"tool_result\"".utf8) {
      turnHasToolResult = true
    } else if text.elementsEqual("\"image\"".utf8) || text.elementsEqual("\"image_url\"".utf8)
      || text.elementsEqual("\"input_image\"".utf8)
    {
      turnHasImage = true
    }
  }

  /// A part's text, or the content of a turn that is one string.
  mutating func partTextFound(_ text: UnsafeBufferPointer<UInt8>) {
    guard turnText == nil, partText == nil else { return }
    let text = Self.beginning(of: text)
    if partIsOpen { partText = text } else { turnText = text }
  }

  mutating func partEnded() {
    if partIsText, turnText == nil { turnText = partText }
    partText = nil
    partIsOpen = false
  }

  // MARK: Text

  /// The beginning of a string; nil when it holds nothing but white space.
  private static func beginning(of text: UnsafeBufferPointer<UInt8>) -> String? {
    let inner = text[1..<(text.count - 1)]
    // Six bytes of escape make one character of three.
    let cut = inner.prefix(limit * 6)
    var string = JSONString(quoted: ([0x22] + Array(cut) + [0x22])[...]).decoded
    if cut.count < inner.count {
      // The cut may have split the last character or escape.
      string.unicodeScalars.removeLast(min(2, string.unicodeScalars.count))
    }
    let start = string.unicodeScalars.drop { $0.properties.isWhitespace }
    if start.isEmpty { return nil }
    return String(String.UnicodeScalarView(start.prefix(limit)))
  }
}
