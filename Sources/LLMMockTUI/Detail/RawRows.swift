/// Shows a text line by line as it stands in the file.
struct RawRows {
  let bytes: [UInt8]
  /// Line feeds before the text in its file.
  let linesBefore: Int

  /// A row's node is its line's number in the file.
  func append(to writer: inout RowWriter) {
    bytes.withUnsafeBufferPointer { bytes in
      var lineCount = 1
      var index = 0
      while index < bytes.count {
        index = PlainBytes.lineEnd(in: bytes, from: index) + 1
        if index <= bytes.count { lineCount += 1 }
      }
      let digits = String(linesBefore + lineCount).utf8.count
      // Where there is hardly room for the text there is none for its numbers.
      let indent = writer.width >= digits + 14 ? digits + 2 : 0
      var start = 0
      var number = linesBefore
      while start <= bytes.count {
        let end = PlainBytes.lineEnd(in: bytes, from: start)
        if start == bytes.count, start > 0 { return }
        number += 1
        let line = UnsafeBufferPointer(rebasing: bytes[start..<end])
        let text = String(number)
        let gap = String(repeating: " ", count: max(0, indent - 2 - text.utf8.count))
        writer.text(
          line, layout: writer.layout(line, indent: indent), style: .text, indent: indent,
          node: number,
          label: indent == 0 ? nil : .init(segments: [Segment(gap + text + "  ", .muted)], indent: 0))
        start = end + 1
      }
    }
  }
}
