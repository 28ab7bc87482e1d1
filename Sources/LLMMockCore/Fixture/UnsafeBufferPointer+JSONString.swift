// What a visitor asks of a string or key as it stands in the scanned window.

extension UnsafeBufferPointer<UInt8> {
  /// Whether a key without escapes, quotes included, is that word of plain ASCII.
  @inline(__always)
  func says(_ word: StaticString) -> Bool {
    guard count == word.utf8CodeUnitCount + 2 else { return false }
    for index in 0..<word.utf8CodeUnitCount where self[index + 1] != word.utf8Start[index] {
      return false
    }
    return true
  }

  /// The characters of a string, quotes included in the bytes.
  var decoded: String {
    let inner = UnsafeBufferPointer(rebasing: self[1..<(count - 1)])
    if !inner.contains(UInt8(ascii: "\\")) { return String(decoding: inner, as: UTF8.self) }
    return JSONString(quoted: self[...].copied).decoded
  }
}

extension Slice<UnsafeBufferPointer<UInt8>> {
  var copied: ArraySlice<UInt8> { Array(self)[...] }
}
