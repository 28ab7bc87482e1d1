package import LLMMockTUI
import CNcurses

extension Terminal {
  /// Shows a frame; what was on the screen before and is in the frame too is not sent again.
  ///
  /// A frame of another size than the screen is cut, or filled up with blanks.
  package func draw(_ frame: Frame) {
    guard holder == .program, llmmock_guard_has_terminal() else { return }
    if frame == drawn, !startsAfresh { return }
    device.write(device.sequences.beginFrame)
    put(frame)
    placeCursor(of: frame)
    if startsAfresh { llmmock_forget_what_is_drawn() }
    wrefresh(llmmock_screen())
    if startsAfresh {
      device.write(device.sequences.reportPasteAndFocus)
      if reportsMouse { device.write(device.sequences.reportMouse) }
    }
    device.write(device.sequences.endFrame)
    startsAfresh = false
    drawn = frame
  }

  /// Has the next frame drawn in full, over whatever another program left on the screen.
  package func redraw() {
    startsAfresh = true
    drawn = nil
  }

  private func put(_ frame: Frame) {
    let size = size
    let before = drawn?.size == frame.size ? drawn : nil
    for row in 0..<size.height {
      let cells = row < frame.size.height ? frame.row(row) : []
      if let before, row >= frame.size.height || before.row(row) == cells { continue }
      let encoded = encoder.encode(cells, width: size.width, palette: palette)
      // Unlike what adds characters one by one, this also fills the last cell of the last row.
      wmove(llmmock_screen(), Int32(row), 0)
      wadd_wchnstr(llmmock_screen(), encoded, Int32(encoded.count))
    }
  }

  private func placeCursor(of frame: Frame) {
    let size = size
    let position = frame.cursor ?? Position(column: 0, row: size.height - 1)
    wmove(
      llmmock_screen(),
      Int32(max(0, min(position.row, size.height - 1))),
      Int32(max(0, min(position.column, size.width - 1)))
    )
    let shows = frame.showsCursor && frame.cursor != nil
    if shows != showsCursor {
      // Past ncurses, which does not know that another program showed it meanwhile.
      device.write(shows ? device.sequences.showCursor : device.sequences.hideCursor)
      showsCursor = shows
    }
  }
}
