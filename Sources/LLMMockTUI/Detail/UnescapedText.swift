import LLMMockCore

/// The bytes a JSON string stands for, in UTF-8's scheme: a lone surrogate has three bytes too.
enum UnescapedText {
  /// Lends the bytes of a string; they are copied only when it has escapes.
  ///
  /// - Parameter quoted: a JSON string, or any other text, which is lent as it is.
  static func with<Result>(
    _ quoted: ArraySlice<UInt8>,
    _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    quoted.withUnsafeBufferPointer { text in
      guard text.count >= 2, text[0] == UInt8(ascii: "\"") else { return body(text) }
      let inner = UnsafeBufferPointer(rebasing: text[1..<(text.count - 1)])
      let first = PlainBytes.find(UInt8(ascii: "\\"), in: inner, from: 0)
      if first == inner.count { return body(inner) }
      return unescape(inner, from: first).withUnsafeBufferPointer(body)
    }
  }

  private static func unescape(
    _ text: UnsafeBufferPointer<UInt8>,
    from first: Int
  ) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    result.append(contentsOf: text[..<first])
    var index = first
    while index < text.count {
      index = appendEscape(text, at: index, to: &result)
      let next = PlainBytes.find(UInt8(ascii: "\\"), in: text, from: index)
      result.append(contentsOf: UnsafeBufferPointer(rebasing: text[index..<next]))
      index = next
    }
    return result
  }

  /// Appends what the escape at that place stands for and returns the place after it.
  private static func appendEscape(
    _ text: UnsafeBufferPointer<UInt8>,
    at index: Int,
    to result: inout [UInt8]
  ) -> Int {
    guard index + 1 < text.count else { return text.count }
    switch text[index + 1] {
    case UInt8(ascii: "n"): result.append(0x0A)
    case UInt8(ascii: "t"): result.append(0x09)
    case UInt8(ascii: "r"): result.append(0x0D)
    case UInt8(ascii: "b"): result.append(0x08)
    case UInt8(ascii: "f"): result.append(0x0C)
    case UInt8(ascii: "u"):
      var value = unit(text, at: index)
      var end = min(index + 6, text.count)
      if 0xD800..<0xDC00 ~= value, end + 6 <= text.count, text[end] == UInt8(ascii: "\\"),
        text[end + 1] == UInt8(ascii: "u")
      {
        let low = unit(text, at: end)
        if 0xDC00..<0xE000 ~= low {
          value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
          end += 6
        }
      }
      append(value, to: &result)
      return end
    case let byte: result.append(byte)
    }
    return index + 2
  }

  /// The four digits of a `\u` escape.
  private static func unit(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> UInt32 {
    var value: UInt32 = 0
    for byte in text[min(index + 2, text.count)..<min(index + 6, text.count)] {
      let digit: UInt8 =
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: 0
        }
      value = value << 4 | UInt32(digit)
    }
    return value
  }

  private static func append(_ value: UInt32, to result: inout [UInt8]) {
    if value < 0x80 {
      result.append(UInt8(value))
      return
    }
    let length: UInt32 = value < 0x800 ? 2 : value < 0x10000 ? 3 : 4
    let leads: [UInt8] = [0, 0, 0xC0, 0xE0, 0xF0]
    result.append(leads[Int(length)] | UInt8(truncatingIfNeeded: value >> (6 * (length - 1))))
    for place in (0..<(length - 1)).reversed() {
      result.append(0x80 | UInt8(truncatingIfNeeded: value >> (6 * place)) & 0x3F)
    }
  }
}
