import LLMMockCore

extension Drawing {
  /// The diff pane of a screen.
  mutating func drawDiff() {
    let pane = state.diff
    let isFocused = pane.isFocused
    let inside = layout.insideDiff
    if layout.mode != .narrow { drawDiffFrame(isFocused: isFocused) }
    guard let shown = pane.shown else {
      let text =
        pane.subject == nil
        ? (state.screenRowCount == 0 ? "" : "Nothing is selected") : "Comparing\(glyphs.ellipsis)"
      frame.put(
        text,
        at: inside.column + 2,
        row: inside.row,
        until: inside.endColumn,
        style: .muted
      )
      return
    }
    let found = Set(pane.found)
    let change =
      pane.rows.indices.contains(pane.cursor.row) ? pane.rows[pane.cursor.row].change : nil
    for line in 0..<max(0, inside.height) where pane.rows.indices.contains(pane.cursor.top + line) {
      let place = pane.cursor.top + line
      let row = pane.rows[place]
      let rect = Rect(column: inside.column, row: inside.row + line, width: inside.width, height: 1)
      draw(row, of: shown, in: rect)
      if found.contains(place) { highlight(pane.search, in: rect) }
      if isFocused, place == pane.cursor.row {
        frame.put(glyphs.selected, at: rect.column, row: rect.row, style: Style(.accent, .bold))
        frame.cursor = Position(column: rect.column, row: rect.row)
        if case .fold = row.kind { frame.restyle(rect) { $0 = $0.with(.reverse) } }
      } else if let change, row.change == change {
        frame.put(glyphs.change, at: rect.column, row: rect.row, style: Style(.accent))
      }
    }
  }

  private mutating func drawDiffFrame(isFocused: Bool) {
    let rect = layout.diff
    let shown = state.diff.shown
    let style = isFocused ? Style(.focus, .bold) : Style(.muted)
    let count = state.diff.rows.count
    let last = min(count, state.diff.cursor.top + layout.insideDiff.height)
    var notes: [String] = []
    if let shown, shown.hiddenCount > 0 { notes.append("\(shown.hiddenCount) volatile hidden") }
    if let part = state.diff.look.part {
      notes.append(part == .request ? "request only" : "response only")
    }
    if count > 0 {
      notes.append("\(state.diff.cursor.top + 1)-\(last) of \(Counted.grouped(count))")
    }
    drawFrame(rect, title: [], note: notes.joined(separator: "  "), isFocused: isFocused)
    let marker = isFocused ? glyphs.focus : ""
    guard let shown else {
      frame.put("\(marker)[2] Diff ", at: rect.column + 2, row: rect.row, style: style)
      return
    }
    if shown.isSplit {
      // Each version's title stands above its half.
      let half = (shown.width - 3) / 2
      let middle = rect.column + 2 + half + 3
      put(
        "\(marker)[2] \(shown.oldTitle) ",
        in: rect.column + 2..<middle - 2,
        row: rect.row,
        style: style
      )
      put(" \(shown.newTitle) ", in: middle - 1..<rect.endColumn - 2, row: rect.row, style: style)
    } else {
      put(
        "\(marker)[2] \(shown.title)  \(shown.oldTitle) \(glyphs.arrow) \(shown.newTitle) ",
        in: rect.column + 2..<rect.endColumn - 2,
        row: rect.row,
        style: style
      )
    }
  }

  private mutating func put(_ text: String, in columns: Range<Int>, row: Int, style: Style) {
    frame.put(
      cut(VisibleText.of(text), to: columns.count),
      at: columns.lowerBound,
      row: row,
      until: columns.upperBound,
      style: style
    )
  }

  private mutating func draw(_ row: DiffRow, of shown: DiffContent, in rect: Rect) {
    let start = rect.column + 1
    let scrolled = state.diff.look.wraps ? 0 : state.diff.scrolled
    guard let right = row.right, shown.isSplit else {
      put(row.left, from: start, scrolled: scrolled, until: rect.endColumn, row: rect.row)
      return
    }
    let half = (shown.width - 3) / 2
    put(row.left, from: start, scrolled: scrolled, until: start + half, row: rect.row)
    frame.put(String(glyphs.vertical), at: start + half + 1, row: rect.row, style: Style(.border))
    put(right, from: start + half + 3, scrolled: scrolled, until: rect.endColumn, row: rect.row)
  }

  private mutating func put(
    _ segments: [Segment],
    from start: Int,
    scrolled: Int,
    until end: Int,
    row: Int
  ) {
    var column = start - scrolled
    for segment in segments {
      if column >= end { break }
      column = put(
        segment.text,
        at: column,
        from: start,
        row: row,
        until: end,
        style: segment.style
      )
    }
  }
}
