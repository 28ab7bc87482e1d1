extension FixtureProblem {
  /// Says why a file is not JSON, and what it seems to be instead.
  package init(_ error: JSONSyntaxError, in bytes: [UInt8]) {
    let position = TextPosition(of: error.offset, in: bytes)
    self.init(
      error,
      position: position,
      line: Self.line(at: error.offset, in: bytes),
      start: bytes.prefix(64)
    )
  }

  /// - Parameters:
  ///   - line: the line the error is in, or its beginning.
  ///   - start: the first bytes of the file.
  package init(
    _ error: JSONSyntaxError,
    position: TextPosition,
    line: ArraySlice<UInt8>,
    start: ArraySlice<UInt8>
  ) {
    if start.starts(with: "version https://git-lfs".utf8) {
      self.init("a Git LFS pointer, not the file itself: run `git lfs pull`")
      return
    }
    if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) {
      self.init("UTF-16 text, expected UTF-8", position: position, offset: error.offset)
      return
    }
    if error.reason == .empty {
      self.init(error.message)
      return
    }
    let isConflict = ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].contains { marker in
      line.starts(with: marker.utf8)
    }
    self.init(
      isConflict ? "git conflict markers: resolve the conflict first" : error.message,
      position: position,
      offset: error.offset
    )
  }

  private static func line(at offset: Int, in bytes: [UInt8]) -> ArraySlice<UInt8> {
    let offset = min(offset, bytes.count)
    let start = bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return bytes[start..<min(bytes.count, start + 16)]
  }
}
