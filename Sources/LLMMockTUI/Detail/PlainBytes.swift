/// Finds what is not plain, eight bytes at a time: most of what is shown is English text.
enum PlainBytes {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highs: UInt64 = 0x8080_8080_8080_8080

  @inline(__always)
  private static func word(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> UInt64 {
    UnsafeRawBufferPointer(text).loadUnaligned(fromByteOffset: index, as: UInt64.self)
  }

  /// The first byte that is no printable ASCII, or the end.
  static func end(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var index = start
    while index + 8 <= text.count {
      let word = word(text, index)
      let below = (word &- ones &* 0x20) & ~word
      let delete = word ^ (ones &* 0x7F)
      let deletes = (delete &- ones) & ~delete
      if (word | below | deletes) & highs != 0 { break }
      index += 8
    }
    while index < text.count, text[index] >= 0x20, text[index] < 0x7F { index += 1 }
    return index
  }

  /// The next line feed, or the end.
  static func lineEnd(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    find(UInt8(ascii: "\n"), in: text, from: start)
  }

  /// The next such byte, or the end.
  static func find(_ byte: UInt8, in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    let wanted = ones &* UInt64(byte)
    var index = start
    while index + 8 <= text.count {
      let word = word(text, index) ^ wanted
      if (word &- ones) & ~word & highs != 0 { break }
      index += 8
    }
    while index < text.count, text[index] != byte { index += 1 }
    return index
  }
}
