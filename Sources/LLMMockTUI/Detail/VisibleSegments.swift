import LLMMockCore

/// Makes segments of text so that nothing in it can act on a terminal.
enum VisibleSegments {
  /// Appends a row's text; tokens get the token's style.
  ///
  /// - Parameter row: within one line, as ``TextWrap`` tells it.
  static func append(
    _ text: UnsafeBufferPointer<UInt8>,
    _ row: Range<Int>,
    style: Style,
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
      if cell.kind == .character || cell.kind == .space, cell.start == end,
        !cell.hasSelector(bytes)
      {
        end = cell.end
        continue
      }
      if end > start {
        append(String(decoding: bytes[start..<end], as: UTF8.self), style, to: &segments)
      }
      if cell.kind == .token || cell.kind == .invalid {
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
  fileprivate func hasSelector(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard end - start > 3 else { return false }
    for index in (start + 1)..<(end - 2)
    where bytes[index] == 0xEF && bytes[index + 1] == 0xB8 && bytes[index + 2] & 0xFE == 0x8E {
      return true
    }
    return false
  }

  /// What is drawn for a cell that is not drawn as its bytes.
  fileprivate func drawing(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    if isSpace { return Spaces.text(width) }
    var result = ""
    // A mark with nothing before it stands on a space of its own.
    if kind == .mark { result.unicodeScalars.append(" ") }
    for scalar in String(decoding: bytes[start..<end], as: UTF8.self).unicodeScalars
    where scalar != "\u{FE0E}" && scalar != "\u{FE0F}" {
      result.unicodeScalars.append(scalar)
    }
    return result
  }
}

extension Segment {
  /// The cells it takes.
  var width: Int {
    // Most text is plain, and asking each character takes much longer.
    let isPlain = text.utf8.withContiguousStorageIfAvailable {
      PlainBytes.end(in: $0, from: 0) == $0.count
    }
    return isPlain == true ? text.utf8.count : CharacterWidth.of(text)
  }
}

extension [Segment] {
  /// The cells they take.
  var width: Int {
    reduce(0) { $0 + $1.width }
  }

  /// The segments cut to so many cells, an ellipsis in place of what is cut.
  func truncated(to limit: Int) -> [Segment] {
    var result: [Segment] = []
    var room = limit
    for (index, segment) in enumerated() {
      let width = segment.width
      if width < room || width == room && index == count - 1 {
        result.append(segment)
        room -= width
        continue
      }
      // What fits to the cell is cut too when something follows it.
      let text = width == room ? segment.text + " " : segment.text
      let cut = CharacterWidth.truncate(text, to: room)
      if !cut.isEmpty { result.append(Segment(cut, segment.style)) }
      return result
    }
    return result
  }
}
