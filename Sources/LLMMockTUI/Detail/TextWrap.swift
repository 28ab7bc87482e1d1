/// Cuts text into rows of at most so many cells, between words where it can.
///
/// Works on bytes that should be UTF-8; what they are drawn as is ``VisibleSegments``' matter. Rows
/// are told as byte ranges, so that a caller may count them without making them.
struct TextWrap {
  /// A row: the bytes of one line that are in it, without the spaces around them.
  struct Row: Hashable {
    var range: Range<Int>
    /// Cells before it: its line's indentation, and the room of a list's bullet below the bullet.
    var indent: Int
  }

  /// Cells of a row; a single character wider than that still gets a row.
  var width: Int

  /// Rows end at line breaks only.
  static let never = TextWrap(width: Int.max >> 1)

  /// - Parameter width: taken as 1 when it is less.
  init(width: Int) {
    self.width = max(1, width)
  }

  /// Tells each row in order until the body returns false.
  ///
  /// An empty line is an empty row.
  func forEachRow(of text: UnsafeBufferPointer<UInt8>, _ body: (Row) -> Bool) {
    var start = 0
    while true {
      let plainEnd = PlainBytes.end(in: text, from: start)
      let isPlain = plainEnd == text.count || text[plainEnd] == UInt8(ascii: "\n")
      let end = isPlain ? plainEnd : PlainBytes.lineEnd(in: text, from: plainEnd)
      let line = Line(text, start..<end, width: width)
      guard isPlain ? wrapPlain(text, line, body) : wrapMixed(text, line, body) else { return }
      guard end < text.count else { return }
      start = end + 1
    }
  }

  /// What there is of a line between its indentation and the spaces at its end.
  struct Line {
    var range: Range<Int>
    var indent: Int
    /// Cells of a bullet or number that later rows stand clear of.
    var bullet: Int

    init(_ text: UnsafeBufferPointer<UInt8>, _ line: Range<Int>, width: Int) {
      var start = line.lowerBound
      var cells = 0
      while start < line.upperBound {
        if text[start] == UInt8(ascii: " ") {
          cells += 1
        } else if text[start] == UInt8(ascii: "\t") {
          cells += CellReader.tabWidth - cells % CellReader.tabWidth
        } else {
          break
        }
        start += 1
      }
      var end = line.upperBound
      while end > start, text[end - 1] == UInt8(ascii: " ") || text[end - 1] == UInt8(ascii: "\t") {
        end -= 1
      }
      range = start..<end
      // A deep indentation gives way to the words.
      indent = start == end ? 0 : min(cells, width / 2)
      bullet = Self.bullet(text, range)
      if indent + bullet > width / 2 { bullet = 0 }
    }

    private static func bullet(_ text: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) -> Int {
      var index = line.lowerBound
      guard index + 2 < line.upperBound else { return 0 }
      switch text[index] {
      case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: ">"):
        return text[index + 1] == UInt8(ascii: " ") ? 2 : 0
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        while index < line.upperBound, 0x30...0x39 ~= text[index] { index += 1 }
        guard index + 1 < line.upperBound, index - line.lowerBound <= 3,
          text[index] == UInt8(ascii: ".") || text[index] == UInt8(ascii: ")"),
          text[index + 1] == UInt8(ascii: " ")
        else { return 0 }
        return index + 2 - line.lowerBound
      default: return 0
      }
    }
  }

  /// A line in which every byte is one cell.
  func wrapPlain(
    _ text: UnsafeBufferPointer<UInt8>,
    _ line: Line,
    _ body: (Row) -> Bool
  ) -> Bool {
    let space = UInt8(ascii: " ")
    var start = line.range.lowerBound
    var indent = line.indent
    let end = line.range.upperBound
    while end - start > width - indent {
      let limit = start + width - indent
      var place = limit
      while place > start, text[place] != space { place -= 1 }
      // One long word is cut.
      var rowEnd = place > start ? place : limit
      while text[rowEnd - 1] == space { rowEnd -= 1 }
      guard body(Row(range: start..<rowEnd, indent: indent)) else { return false }
      start = place > start ? place : limit
      while text[start] == space { start += 1 }
      indent = line.indent + line.bullet
    }
    return body(Row(range: start..<end, indent: indent))
  }

  /// A line with anything in it.
  func wrapMixed(
    _ text: UnsafeBufferPointer<UInt8>,
    _ line: Line,
    _ body: (Row) -> Bool
  ) -> Bool {
    var reader = CellReader(text, line.range)
    var row = Row(range: line.range.lowerBound..<line.range.lowerBound, indent: line.indent)
    var cells = 0
    /// The last place to break at: where the row would end, where the next would begin, and the
    /// cells before that.
    var place: (end: Int, next: Int, cells: Int)?
    var last: CellReader.Cell?

    func next(from start: Int) {
      row = Row(range: start..<start, indent: line.indent + line.bullet)
      place = nil
    }

    while let cell = reader.next(column: cells) {
      if cell.isSpace {
        if !row.range.isEmpty { place = (row.range.upperBound, cell.end, cells + cell.width) }
        cells += cell.width
        last = cell
        continue
      }
      if let last, !last.isSpace, !row.range.isEmpty,
        IdeographicBreak.isAllowed(after: last, before: cell)
      {
        place = (row.range.upperBound, cell.start, cells)
      }
      while cells + cell.width > width - row.indent {
        if let found = place {
          let end = row.range.upperBound
          row.range = row.range.lowerBound..<found.end
          guard body(row) else { return false }
          cells -= found.cells
          next(from: found.next)
          // The words after that place are in the new row.
          if end > found.next { row.range = found.next..<end }
        } else if !row.range.isEmpty {
          guard body(row) else { return false }
          cells = 0
          next(from: cell.start)
        } else {
          break
        }
      }
      cells += cell.width
      row.range = row.range.lowerBound..<cell.end
      last = cell
    }
    return body(row)
  }
}
