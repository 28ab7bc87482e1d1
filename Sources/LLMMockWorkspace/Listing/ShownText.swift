import LLMMockCore

/// Text from a file, ready to be printed, with the cells it takes.
///
/// A table has many and they are nearly all plain ASCII, which needs no look at each character.
struct ShownText: Sendable {
  let text: String
  /// Of a terminal.
  let width: Int

  /// - Parameter text: may hold anything; tokens are put in.
  init(_ text: String) {
    if Self.isPlain(text.utf8) {
      self.init(visible: text, width: text.utf8.count)
    } else {
      let visible = VisibleText.of(text)
      self.init(visible: visible, width: CharacterWidth.of(visible))
    }
  }

  /// - Parameter bytes: should be UTF-8; tokens are put in for those that are not too.
  init(bytes: [UInt8]) {
    if Self.isPlain(bytes) {
      self.init(visible: String(decoding: bytes, as: UTF8.self), width: bytes.count)
    } else {
      let visible = VisibleText.of(bytes: bytes)
      self.init(visible: visible, width: CharacterWidth.of(visible))
    }
  }

  private init(visible: String, width: Int) {
    text = visible
    self.width = width
  }

  private static func isPlain(_ bytes: some Sequence<UInt8>) -> Bool {
    bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
  }

  /// The text if it fits, else its beginning and an ellipsis.
  func cut(to limit: Int) -> ShownText {
    width <= limit ? self : ShownText(CharacterWidth.truncate(text, to: limit))
  }

  /// The text if it fits, else its end after an ellipsis: of a path the end tells more.
  func cutFront(to limit: Int) -> ShownText {
    if width <= limit { return self }
    var rest = text.unicodeScalars[...]
    var cells = width
    while cells >= limit, let scalar = rest.popFirst() { cells -= CharacterWidth.of(scalar) }
    return ShownText("…" + String(rest))
  }
}
