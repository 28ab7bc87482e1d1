/// Finds the first user text of a request while it is scanned, and the text of its last message.
struct PreviewFinder {
  /// How much of a text a listing can show, in characters.
  private static let limit = 200

  private var first: String?
  private var sawToolResult = false
  private var sawImage = false
  /// How many turns there were.
  private var turnCount = 0

  // Texts are kept as they stand in the file, cut; only what is shown is decoded. The buffers go
  // from turn to turn.
  private var part = Beginning()
  private var turn = Beginning()
  private var last = Beginning()

  // A role may come after the content it belongs to, and a type after the text.
  private var role = Role.user
  private var turnHasToolResult = false
  private var turnHasImage = false
  private var partIsText = true
  private var partIsOpen = false
  private var lastRole = Role.user
  private var lastHasToolResult = false
  private var lastHasImage = false

  private enum Role {
    case user, tool, other
  }

  /// Makes it ready for another request; buffers are kept.
  mutating func reset() {
    first = nil
    sawToolResult = false
    sawImage = false
    turnCount = 0
    last.isEmpty = true
  }

  /// The first user text, or a word for what stands in its place.
  var firstUserText: String {
    if let first { return first }
    if sawToolResult { return InteractionSummary.toolResult }
    if sawImage { return InteractionSummary.image }
    return InteractionSummary.noText
  }

  /// What the last of several messages says; nil when there is but one.
  var lastMessage: String? {
    guard turnCount > 1 else { return nil }
    if lastRole == .tool || lastHasToolResult { return InteractionSummary.toolResult }
    return last.text ?? (lastHasImage ? InteractionSummary.image : nil)
  }

  /// A text that is the user's without saying so: `prompt`, `input`.
  mutating func plainTextFound(_ text: UnsafeBufferPointer<UInt8>) {
    guard first == nil else { return }
    var beginning = Beginning()
    beginning.take(text)
    first = beginning.text
  }

  mutating func imageFound() {
    turnHasImage = true
  }

  // MARK: Turns

  mutating func turnBegan() {
    role = .user
    turn.isEmpty = true
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
    turnCount += 1
    switch role {
    case .user:
      if first == nil { first = turn.text }
      sawToolResult = sawToolResult || turnHasToolResult
      sawImage = sawImage || turnHasImage
    case .tool: sawToolResult = true
    case .other: break
    }
    swap(&last, &turn)
    lastRole = role
    lastHasToolResult = turnHasToolResult
    lastHasImage = turnHasImage
  }

  // MARK: Parts

  mutating func partBegan() {
    part.isEmpty = true
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
    guard turn.isEmpty else { return }
    if partIsOpen { part.take(text) } else { turn.take(text) }
  }

  mutating func partEnded() {
    if partIsText, turn.isEmpty { swap(&turn, &part) }
    partIsOpen = false
  }

  /// The beginning of a JSON string, as it stands in the file.
  private struct Beginning {
    private var bytes: [UInt8] = []
    private var isCut = false
    var isEmpty = true

    mutating func take(_ text: UnsafeBufferPointer<UInt8>) {
      // Six bytes of escape make one character of three.
      let count = min(text.count - 2, limit * 6)
      bytes.removeAll(keepingCapacity: true)
      bytes.append(UInt8(ascii: "\""))
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[1..<1 + count]))
      bytes.append(UInt8(ascii: "\""))
      isCut = count < text.count - 2
      isEmpty = false
    }

    /// The characters; nil when there is nothing but white space.
    var text: String? {
      if isEmpty { return nil }
      return bytes.withUnsafeBufferPointer { bytes in
        let inner = UnsafeBufferPointer(rebasing: bytes[1..<bytes.count - 1])
        return Self.plain(inner, isCut: isCut)
      } ?? decoded
    }

    private var decoded: String? {
      var string = JSONString(quoted: bytes[...]).decoded
      if isCut {
        // The cut may have split the last character or escape.
        string.unicodeScalars.removeLast(min(2, string.unicodeScalars.count))
      }
      let start = string.unicodeScalars.drop { $0.properties.isWhitespace }
      return start.isEmpty ? nil : String(String.UnicodeScalarView(start.prefix(limit)))
    }

    /// The characters of a text that has no other escapes than those of one letter; nil of any
    /// other.
    private static func plain(_ text: UnsafeBufferPointer<UInt8>, isCut: Bool) -> String? {
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: limit * 4) { characters in
        var filled = 0
        var count = 0
        var index = 0
        while index < text.count {
          var byte = text[index]
          if byte == UInt8(ascii: "\\") {
            guard index + 1 < text.count, let meant = escaped(text[index + 1]) else { return nil }
            byte = meant
            index += 1
          }
          index += 1
          if filled == 0 {
            // What is not ASCII may be white space too.
            if byte >= 0x80 { return nil }
            if byte <= 0x20 { continue }
          }
          if byte & 0xC0 != 0x80 {
            if count == limit { return string(characters[..<filled]) }
            count += 1
          }
          characters[filled] = byte
          filled += 1
        }
        return isCut || filled == 0 ? nil : string(characters[..<filled])
      }
    }

    private static func string(_ bytes: Slice<UnsafeMutableBufferPointer<UInt8>>) -> String {
      String(decoding: UnsafeBufferPointer(rebasing: bytes), as: UTF8.self)
    }

    /// What a letter after a backslash means; nil for those that are seldom.
    private static func escaped(_ letter: UInt8) -> UInt8? {
      switch letter {
      case UInt8(ascii: "n"): 0x0A
      case UInt8(ascii: "r"): 0x0D
      case UInt8(ascii: "t"): 0x09
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
      default: nil
      }
    }
  }
}
