/// A selected row of a list, and which row is drawn first.
package struct ListCursor: Hashable, Sendable {
  /// The selected row; 0 in an empty list.
  package var row = 0
  /// The first row drawn.
  package var top = 0

  package init(row: Int = 0, top: Int = 0) {
    self.row = row
    self.top = top
  }

  /// Moves by rows and stays inside the list.
  package mutating func move(by rows: Int, count: Int) {
    row = max(0, min(count - 1, row + rows))
  }

  /// Scrolls by rows and takes the selected row along as far as it must.
  mutating func scroll(by rows: Int, count: Int, height: Int) {
    guard height > 0 else { return move(by: rows, count: count) }
    top = max(0, min(count - height, top + rows))
    let margin = Self.margin(in: height)
    let first = top == 0 ? 0 : top + margin
    let last = top + height >= count ? count - 1 : top + height - 1 - margin
    row = max(0, first, min(last, row))
  }

  /// How many rows around the selected one are drawn.
  private static func margin(in height: Int) -> Int { min(2, (height - 1) / 2) }

  /// Scrolls as little as needed to draw the selected row with some context.
  package mutating func scrollIntoView(count: Int, height: Int) {
    row = max(0, min(count - 1, row))
    guard height > 0 else {
      // Not drawn now.
      top = max(0, min(top, count - 1))
      return
    }
    let margin = Self.margin(in: height)
    if row - margin < top { top = row - margin }
    if row + margin >= top + height { top = row + margin - height + 1 }
    top = max(0, min(top, count - height))
  }
}
