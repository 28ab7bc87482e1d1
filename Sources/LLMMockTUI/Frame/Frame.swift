/// One character cell of a screen.
package struct Cell: Hashable, Sendable {
  /// One visible character with its combining marks; a space where nothing is drawn.
  package var character: Character
  /// 1, or 2 for the left half of a wide character, or 0 for its right half.
  package var width: UInt8
  package var style: Style

  package init(character: Character, width: UInt8, style: Style) {
    self.character = character
    self.width = width
    self.style = style
  }

  package static let blank = Cell(character: " ", width: 1, style: .text)
}

/// A whole screen of cells: what `view` makes and a terminal draws.
///
/// Every row is exactly as wide as the frame. Nothing in it moves a cursor: text goes in through
/// ``put(_:at:row:until:style:)``, which draws control characters as tokens.
package struct Frame: Hashable, Sendable {
  package let size: Size
  package private(set) var cells: [Cell]
  /// Where the terminal's cursor is parked; nil hides it in the lower left corner.
  package var cursor: Position?
  /// Whether the cursor is drawn, as in a text field.
  package var showsCursor = false

  package init(size: Size) {
    self.size = Size(width: max(0, size.width), height: max(0, size.height))
    cells = Array(repeating: .blank, count: self.size.width * self.size.height)
  }

  package subscript(column: Int, row: Int) -> Cell {
    cells[row * size.width + column]
  }

  /// The cells of one row.
  package func row(_ row: Int) -> ArraySlice<Cell> {
    cells[(row * size.width)..<((row + 1) * size.width)]
  }

  /// The text of one row, exactly as wide as the frame.
  package func text(ofRow row: Int) -> String {
    String(self.row(row).lazy.filter { $0.width > 0 }.map(\.character))
  }

  /// The rows' texts, joined by line feeds.
  package var text: String {
    (0..<size.height).map(text(ofRow:)).joined(separator: "\n")
  }

  // MARK: Drawing

  /// Draws text from a column on, up to `end` (a column, the frame's edge when nil).
  ///
  /// A wide character that does not fit leaves a blank. Returns the column after the last cell
  /// drawn; a row outside the frame draws nothing.
  @discardableResult
  package mutating func put(
    _ text: some StringProtocol,
    at column: Int,
    row: Int,
    until end: Int? = nil,
    style: Style = .text
  ) -> Int {
    let end = min(end ?? size.width, size.width)
    guard row >= 0, row < size.height, column < end else { return column }
    var column = column
    var writer = CellWriter(text)
    while let cell = writer.next() {
      let width = Int(cell.width)
      if column + width > end {
        if column < end, column >= 0 {
          setCell(.init(character: " ", width: 1, style: style), at: column, row: row)
        }
        return end
      }
      if column >= 0 {
        setCell(
          Cell(character: cell.character, width: UInt8(width), style: style),
          at: column,
          row: row
        )
        if width == 2 {
          cells[row * size.width + column + 1] = Cell(character: " ", width: 0, style: style)
        }
      }
      column += width
    }
    return column
  }

  /// Fills a rectangle with one character.
  package mutating func fill(_ rect: Rect, with character: Character = " ", style: Style = .text) {
    for row in max(0, rect.row)..<max(0, rect.row, min(size.height, rect.endRow)) {
      for column in max(0, rect.column)..<max(0, rect.column, min(size.width, rect.endColumn)) {
        setCell(Cell(character: character, width: 1, style: style), at: column, row: row)
      }
    }
  }

  /// Changes the style of what stands in a rectangle.
  package mutating func restyle(_ rect: Rect, _ change: (inout Style) -> Void) {
    for row in max(0, rect.row)..<max(0, rect.row, min(size.height, rect.endRow)) {
      for column in max(0, rect.column)..<max(0, rect.column, min(size.width, rect.endColumn)) {
        change(&cells[row * size.width + column].style)
      }
    }
  }

  /// Writes a cell and blanks the other half of a wide character it cuts.
  private mutating func setCell(_ cell: Cell, at column: Int, row: Int) {
    let index = row * size.width + column
    if cells[index].width == 0, column > 0 {
      cells[index - 1] = Cell(character: " ", width: 1, style: cells[index - 1].style)
    }
    let last = index + Int(cell.width) - 1
    if cells[last].width == 2, column + Int(cell.width) < size.width {
      cells[last + 1] = Cell(character: " ", width: 1, style: cells[last + 1].style)
    }
    cells[index] = cell
  }
}
