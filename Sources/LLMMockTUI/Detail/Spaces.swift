/// Makes blank text, which takes much of a layout's time when it is made one space at a time.
enum Spaces {
  /// So many spaces; none for a negative count.
  static func text(_ count: Int) -> String {
    around("", before: count, after: 0)
  }

  /// A text of ASCII with spaces on both sides.
  static func around(_ text: String, before: Int, after: Int) -> String {
    let before = max(0, before)
    let count = before + text.utf8.count + max(0, after)
    return String(unsafeUninitializedCapacity: count) { buffer in
      buffer.initialize(repeating: UInt8(ascii: " "))
      var index = before
      for byte in text.utf8 {
        buffer[index] = byte
        index += 1
      }
      return count
    }
  }
}
