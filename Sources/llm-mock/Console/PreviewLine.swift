import LLMMockCore

/// The first words of a text, for one line of a list.
enum PreviewLine {
  private static let width = 60

  /// At most 60 cells of visible text: all of it, or its beginning and `...`.
  static func of(_ text: String) -> String {
    VisibleText.of(CharacterWidth.truncate(withoutLineBreaks(text), to: width, ellipsis: "..."))
  }

  /// Each line break, however spelled, is one space.
  private static func withoutLineBreaks(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else { return text }
    // By character, of which CR LF is one.
    return String(text.map { $0 == "\n" || $0 == "\r" || $0 == "\r\n" ? " " : $0 })
  }
}
