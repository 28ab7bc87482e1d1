import CNcurses
import LLMMockTUI

/// Turns a row of a frame into ncurses' cells.
@MainActor
struct RowEncoder {
  private let isUTF8: Bool
  private var cells: [cchar_t] = []
  /// The character being encoded; a cell of ncurses holds it and four marks.
  private var scalars: [UInt32] = []

  /// - Parameter isUTF8: whether the terminal is sent UTF-8; if not, only ASCII is drawn.
  init(isUTF8: Bool) {
    self.isUTF8 = isUTF8
  }

  /// The cells of one row, as many columns wide as the screen is.
  ///
  /// A character that the C library gives another width than the frame does is drawn as `?`, since
  /// everything to the right of it would be misplaced.
  mutating func encode(_ row: ArraySlice<Cell>, width: Int, palette: Palette) -> [cchar_t] {
    cells.removeAll(keepingCapacity: true)
    var column = 0
    for cell in row {
      // The right half of a wide character comes with its left half.
      if cell.width == 0 { continue }
      if column + Int(cell.width) > width { break }
      append(cell, look: palette[cell.style])
      column += Int(cell.width)
    }
    while column < width {
      append(" ", look: palette[.text])
      column += 1
    }
    return cells
  }

  private mutating func append(_ cell: Cell, look: Palette.Look) {
    scalars.removeAll(keepingCapacity: true)
    for scalar in cell.character.unicodeScalars {
      if scalars.isEmpty {
        guard isDrawable(scalar, width: cell.width) else {
          append("?", look: look)
          for _ in 1..<max(1, cell.width) { append(" ", look: look) }
          return
        }
      } else if !isUTF8 || scalars.count == 5 || llmmock_width(scalar.value) != 0 {
        // What has a width of its own would take a place of its own.
        continue
      }
      scalars.append(scalar.value)
    }
    appendScalars(look: look)
  }

  private mutating func append(_ scalar: Unicode.Scalar, look: Palette.Look) {
    scalars = [scalar.value]
    appendScalars(look: look)
  }

  private mutating func appendScalars(look: Palette.Look) {
    var cell = cchar_t()
    _ = llmmock_make_cell(&cell, scalars, Int32(scalars.count), look.attributes, look.pair)
    cells.append(cell)
  }

  private func isDrawable(_ scalar: Unicode.Scalar, width: UInt8) -> Bool {
    if scalar.value >= 0x20, scalar.value < 0x7F { return width == 1 }
    return isUTF8 && llmmock_width(scalar.value) == Int32(width)
  }
}
