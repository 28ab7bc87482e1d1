/// Shows a text line by line as it stands in the file.
struct RawRows {
  let bytes: [UInt8]
  /// Line feeds before the text in its file.
  let linesBefore: Int

  /// A row's node is its line's number in the file.
  func append(to writer: inout RowWriter) {
    bytes.withUnsafeBufferPointer { bytes in
      let digits = String(linesBefore + Self.lineCount(bytes)).utf8.count
      // Where there is hardly room for the text there is none for its numbers.
      let indent = writer.width >= digits + 14 ? digits + 2 : 0
      var number = linesBefore
      var start = 0
      repeat {
        let end = PlainBytes.lineEnd(in: bytes, from: start)
        number += 1
        let line = UnsafeBufferPointer(rebasing: bytes[start..<end])
        append(line, number: number, indent: indent, to: &writer)
        start = end + 1
        // What follows the last line feed is no line.
      } while start < bytes.count
    }
  }

  private func append(
    _ line: UnsafeBufferPointer<UInt8>,
    number: Int,
    indent: Int,
    to writer: inout RowWriter
  ) {
    let digits = String(number)
    let before = indent - 2 - digits.utf8.count
    let wrap = writer.wraps ? TextWrap(width: writer.width - indent) : TextWrap.never
    if line.count <= wrap.width {
      var isFirst = true
      wrap.forEachRow(of: line) { row in
        var result = DetailRow(indent: indent + row.indent, node: number)
        if isFirst, indent > 0 {
          result.indent = 0
          let after = row.range.isEmpty ? 0 : 2 + row.indent
          let label = Spaces.around(digits, before: before, after: after)
          result.segments = [Segment(label, .muted)]
        }
        isFirst = false
        VisibleSegments.append(line, row.range, style: .text, to: &result.segments)
        writer.append(result)
        return true
      }
      return
    }
    let label = Spaces.around(digits, before: before, after: 0)
    writer.text(
      line,
      layout: writer.layout(line, indent: indent),
      style: .text,
      indent: indent,
      node: number,
      label: indent == 0 ? nil : .init(segments: [Segment(label, .muted)], indent: 0)
    )
  }

  private static func lineCount(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var count = 1
    var index = PlainBytes.lineEnd(in: bytes, from: 0)
    while index < bytes.count {
      count += 1
      index = PlainBytes.lineEnd(in: bytes, from: index + 1)
    }
    return count
  }
}
