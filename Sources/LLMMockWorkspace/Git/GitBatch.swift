/// Cuts the output of one `git cat-file --batch --filters` into files.
///
/// The size git says is that of the stored bytes, not of what the filters make of them. So each file
/// is followed by a question for something that nobody can have foreseen, and the answer, that it is
/// missing, tells where the file ends.
struct GitBatch {
  private let blobs: [GitBlob]
  private let name: [UInt8]
  /// The answer that ends a file, after the line break that belongs to the file's own answer.
  private let mark: [UInt8]
  /// How many bytes one file may have.
  private let limit: Int
  /// Whether the file that is coming has more, so that nothing of it is kept.
  private var isTooLarge = false
  private var buffer: [UInt8] = []
  /// How much of the buffer was searched for the mark.
  private var searched = 0
  /// The first file that nothing was heard of.
  private(set) var next = 0

  init(_ blobs: [GitBlob], random: UInt64, limit: Int = .max) {
    self.blobs = blobs
    self.limit = limit
    name = Array("llm-mock-\(String(random, radix: 36))".utf8)
    mark = [UInt8(ascii: "\n")] + name + Array(" missing\n".utf8)
  }

  /// How many bytes wait for the rest of their file.
  var held: Int { buffer.count }

  /// What git gets to read.
  var input: [UInt8] {
    blobs.reduce(into: []) { input, blob in
      input += Array("\(blob.id) ".utf8) + blob.name + [UInt8(ascii: "\n")]
      input += name + [UInt8(ascii: "\n")]
    }
  }

  /// Takes output, and hands over the files that are whole by now.
  mutating func receive(
    _ bytes: UnsafeRawBufferPointer,
    _ each: (Int, GitContents) throws -> Void
  ) rethrows {
    buffer += bytes
    var start = 0
    while next < blobs.count, let place = markPlace(from: max(start, searched)) {
      let contents = contents(in: buffer[start..<place])
      isTooLarge = false
      start = place + mark.count
      searched = start
      next += 1
      try each(next - 1, contents)
    }
    if start > 0 {
      buffer.removeFirst(start)
      searched -= start
    }
    searched = max(0, max(searched, buffer.count - mark.count + 1))
    // What stands before the file is shorter than a hundred bytes.
    if searched - 100 > limit, next < blobs.count { isTooLarge = true }
    if isTooLarge {
      buffer.removeFirst(searched)
      searched = 0
    }
  }

  private func markPlace(from start: Int) -> Int? {
    guard buffer.count - start >= mark.count else { return nil }
    return buffer.withUnsafeBufferPointer { buffer in
      var place = start
      let last = buffer.count - mark.count
      while place <= last {
        // Few lines begin with the letter that the name begins with.
        if buffer[place] == mark[0], buffer[place + 1] == mark[1],
          buffer[place..<(place + mark.count)].elementsEqual(mark)
        {
          return place
        }
        place += 1
      }
      return nil
    }
  }

  /// What git's answer to one question means.
  private func contents(in answer: ArraySlice<UInt8>) -> GitContents {
    if isTooLarge { return .tooLarge(limit) }
    guard let end = answer.firstIndex(of: UInt8(ascii: "\n")) else {
      return .unreadable("git does not have its contents")
    }
    let bytes = Array(answer[(end + 1)...])
    if bytes.count > limit { return .tooLarge(limit) }
    return LargeFilePointer.matches(bytes)
      ? .unreadable(LargeFilePointer.sentence) : .bytes(bytes)
  }
}
