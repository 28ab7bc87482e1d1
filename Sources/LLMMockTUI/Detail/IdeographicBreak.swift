/// Where a line may break without a space: around wide characters, as Chinese and Japanese do.
enum IdeographicBreak {
  static func isAllowed(after last: CellReader.Cell, before next: CellReader.Cell) -> Bool {
    guard last.isWide || next.isWide else { return false }
    return !isOpening(last.value) && !isClosing(next.value)
  }

  /// Whether a character begins no row.
  private static func isClosing(_ value: UInt32) -> Bool {
    // Most are of these two kinds, and asking a set takes longer than all the rest.
    if 0x4E00..<0xA000 ~= value || 0xAC00..<0xD7A4 ~= value { return false }
    return closing.contains(value)
  }

  /// Whether a character ends no row.
  private static func isOpening(_ value: UInt32) -> Bool {
    if 0x3040..<0xD7A4 ~= value { return false }
    return opening.contains(value)
  }

  private static let closing = Set(
    """
    、。，．・：；？！）］｝〉》」』】〕〗〙゛゜ーァィゥェォッャュョヮぁぃぅぇぉっゃゅょゎ々ゝゞ〜…‥’”,.:;!?)]}%
    """.unicodeScalars.map(\.value)
  )
  private static let opening = Set("（［｛〈《「『【〔〖〘‘“([{".unicodeScalars.map(\.value))
}
