/// A size in character cells.
package struct Size: Hashable, Sendable {
  package var width: Int
  package var height: Int

  package init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }
}

/// A cell's place, counted from 0 at the top left.
package struct Position: Hashable, Sendable {
  package var column: Int
  package var row: Int

  package init(column: Int, row: Int) {
    self.column = column
    self.row = row
  }
}

/// A rectangle of cells; empty when either side is 0 or less.
package struct Rect: Hashable, Sendable {
  package var column: Int
  package var row: Int
  package var width: Int
  package var height: Int

  package init(column: Int, row: Int, width: Int, height: Int) {
    self.column = column
    self.row = row
    self.width = width
    self.height = height
  }

  package init(_ size: Size) {
    self.init(column: 0, row: 0, width: size.width, height: size.height)
  }

  package var isEmpty: Bool { width <= 0 || height <= 0 }
  package var endColumn: Int { column + width }
  package var endRow: Int { row + height }

  package func contains(_ position: Position) -> Bool {
    position.column >= column && position.column < endColumn
      && position.row >= row && position.row < endRow
  }

  /// The rectangle less a border of `columns` and `rows` on each side.
  package func inset(columns: Int, rows: Int) -> Rect {
    Rect(
      column: column + columns,
      row: row + rows,
      width: max(0, width - 2 * columns),
      height: max(0, height - 2 * rows)
    )
  }

  /// The rectangle of that size in the middle of this one, never larger than it.
  package func centered(width inner: Int, height innerHeight: Int) -> Rect {
    let width = min(inner, self.width)
    let height = min(innerHeight, self.height)
    return Rect(
      column: column + (self.width - width) / 2,
      row: row + (self.height - height) / 2,
      width: width,
      height: height
    )
  }
}
