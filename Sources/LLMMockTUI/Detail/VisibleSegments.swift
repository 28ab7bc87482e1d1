import LLMMockCore

/// Makes segments of text so that nothing in it can act on a terminal.
enum VisibleSegments {
  /// Appends a row's text; tokens get the token's style.
  ///
  /// - Parameter row: within one line, as ``TextWrap`` tells it.
  static func append(
    _ text: UnsafeBufferPointer<UInt8>, _ row: Range<Int>, style: Style,
    to segments: inout [Segment]
  ) {
    guard !row.isEmpty else { return }
    let bytes = UnsafeBufferPointer(rebasing: text[row])
    guard PlainBytes.end(in: bytes, from: 0) < bytes.count else {
      append(String(decoding: bytes, as: UTF8.self), style, to: &segments)
      return
    }
    var reader = CellReader(bytes, 0..<bytes.count)
    var column = 0
    /// Where the bytes begin that are drawn as they are, and where they end so far.
    var start = 0
    var end = 0
    while let cell = reader.next(column: column) {
      column += cell.width
      if !cell.isToken, !cell.isAltered, cell.start == end, !cell.endsInSelector(bytes) {
        end = cell.end
        continue
      }
      if end > start {
        append(String(decoding: bytes[start..<end], as: UTF8.self), style, to: &segments)
      }
      if cell.isToken {
        append(cell.token, Style(.token, style.emphasis), to: &segments)
      } else {
        append(cell.drawing(bytes), style, to: &segments)
      }
      start = cell.end
      end = cell.end
    }
    if end > start {
      append(String(decoding: bytes[start..<end], as: UTF8.self), style, to: &segments)
    }
  }

  /// The segments of a text on one line: line feeds become spaces.
  static func of(_ text: String, _ style: Style = .text) -> [Segment] {
    var segments: [Segment] = []
    append(text, visibly: style, to: &segments)
    return segments
  }

  static func append(_ text: String, visibly style: Style, to segments: inout [Segment]) {
    var text = text
    text.withUTF8 { bytes in
      var start = 0
      while true {
        let end = PlainBytes.lineEnd(in: bytes, from: start)
        append(bytes, start..<end, style: style, to: &segments)
        guard end < bytes.count else { return }
        append(" ", style, to: &segments)
        start = end + 1
      }
    }
  }

  private static func append(_ text: String, _ style: Style, to segments: inout [Segment]) {
    if let last = segments.indices.last, segments[last].style == style {
      segments[last].text += text
    } else {
      segments.append(Segment(text, style))
    }
  }
}

extension CellReader.Cell {
  /// Whether there are variation selectors among its marks.
  fileprivate func endsInSelector(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard end - start > 3 else { return false }
    for index in (start + 1)..<(end - 2)
    where bytes[index] == 0xEF && bytes[index + 1] == 0xB8 && bytes[index + 2] & 0xFE == 0x8E {
      return true
    }
    return false
  }

  /// What is drawn for a cell that is not drawn as its bytes.
  fileprivate func drawing(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    if isSpace { return String(repeating: " ", count: width) }
    var result = ""
    // A mark with nothing before it stands on a space of its own.
    if isAltered { result.unicodeScalars.append(" ") }
    for scalar in String(decoding: bytes[start..<end], as: UTF8.self).unicodeScalars
    where scalar != "\u{FE0E}" && scalar != "\u{FE0F}" {
      result.unicodeScalars.append(scalar)
    }
    return result
  }
}

extension [Segment] {
  /// The cells they take.
  var width: Int {
    reduce(0) { $0 + CharacterWidth.of($1.text) }
  }

  /// The segments cut to so many cells, an ellipsis in place of what is cut.
  func truncated(to limit: Int) -> [Segment] {
    var result: [Segment] = []
    var room = limit
    for (index, segment) in enumerated() {
      let width = CharacterWidth.of(segment.text)
      let isLast = index == count - 1
      if width < room || width == room && isLast {
        result.append(segment)
        room -= width
        continue
      }
      let text = CharacterWidth.truncate(segment.text, to: room)
      if text == segment.text, room >= 1 {
        // It fits to the cell, but something follows it.
        result.append(Segment(CharacterWidth.truncate(text + " ", to: room), segment.style))
      } else if !text.isEmpty {
        result.append(Segment(text, segment.style))
      }
      return result
    }
    return result
  }
}
