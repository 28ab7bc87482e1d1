import LLMMockCore

/// Where a tab's title stands.
struct TabSpan {
  var tab: DetailTab
  var text: String
  var columns: Range<Int>
}

extension State {
  /// The tabs in the upper edge of the detail pane; none where they are not drawn.
  func tabSpans(_ layout: Layout) -> [TabSpan] {
    guard let shown = detail.shown, layout.mode != .narrow else { return [] }
    // A problem's title stands where the tabs would.
    if case .problem = shown.subject { return [] }
    let rect = layout.detail
    let label = detailLabel
    let start = rect.column + 2 + CharacterWidth.of(label)
    for isShort in [false, true] {
      var column = start
      let spans = shown.tabs.map { title in
        let name = isShort ? title.tab.shortTitle : title.tab.title
        let count = title.count.map { " \($0)" } ?? ""
        let isActive = title.tab == shown.tab
        let text = isActive ? "[\(name)\(count)]" : " \(name)\(count) "
        defer { column += text.count }
        return TabSpan(tab: title.tab, text: text, columns: column..<column + text.count)
      }
      if isShort || column <= rect.endColumn - 2 { return spans }
    }
    return []
  }

  /// What stands before the tabs.
  var detailLabel: String {
    let marker = focus == .detail ? (isUnicode ? "●" : "*") : ""
    switch detail.shown?.subject ?? detail.subject {
    case .interaction(let id): return "\(marker)[3] #\(id.index + 1) "
    case .problem(let id): return "\(marker)[3] \(VisibleText.of(bytes: id.name)) "
    case nil: return "\(marker)[3] Detail "
    }
  }
}

extension Drawing {
  mutating func drawDetail() {
    let isFocused = state.focus == .detail
    let rows = state.detail.rows
    let inside = layout.inside(.detail)
    let top = state.detail.cursor.top
    let isProblem = if case .problem = state.detail.shown?.subject { true } else { false }
    if layout.mode != .narrow {
      let last = min(rows.count, top + inside.height)
      let note =
        rows.isEmpty
        ? ""
        : "\(Counted.grouped(top + 1))-\(Counted.grouped(last)) of \(Counted.grouped(rows.count))"
      drawFrame(
        layout.detail,
        title: [Segment(state.detailLabel, isFocused ? Style(.focus, .bold) : Style(.muted))],
        note: note,
        isFocused: isFocused
      )
      if isProblem {
        frame.put(
          "\(glyphs.problem) unreadable ",
          at: layout.detail.column + 2 + CharacterWidth.of(state.detailLabel),
          row: layout.detail.row,
          until: layout.detail.endColumn - 2,
          style: Style(.danger, .bold)
        )
      } else {
        drawTabs()
      }
    }
    if rows.isEmpty, state.detail.shown == nil {
      let text = state.listing.isComplete ? "Nothing is selected" : "Reading\(glyphs.ellipsis)"
      frame.put(
        text,
        at: inside.column + 2,
        row: inside.row,
        until: inside.endColumn,
        style: .muted
      )
    }
    let found = Set(state.detail.found.filter { $0 >= top && $0 < top + inside.height })
    for line in 0..<max(0, inside.height) where rows.indices.contains(top + line) {
      let rect = Rect(column: inside.column, row: inside.row + line, width: inside.width, height: 1)
      draw(rows[top + line], in: rect, isFound: found.contains(top + line))
      if isFocused, top + line == state.detail.cursor.row { select(rect, isFocused: true) }
    }
  }

  private mutating func drawTabs() {
    for span in state.tabSpans(layout) {
      let isActive = span.tab == state.detail.shown?.tab
      frame.put(
        span.text,
        at: span.columns.lowerBound,
        row: layout.detail.row,
        until: layout.detail.endColumn - 2,
        style: isActive ? Style(.title, .bold) : Style(.muted)
      )
    }
  }

  private mutating func draw(_ row: DetailRow, in rect: Rect, isFound: Bool) {
    // The marker of the selected row has a cell and a gap.
    let start = rect.column + 2
    let scrolled = state.detail.wraps ? 0 : state.detail.scrolled
    var column = start + row.indent - scrolled
    if let fold = row.fold {
      let marker = fold == .open ? glyphs.open : glyphs.closed
      let place = max(start, column - 2)
      if column - 2 >= start { frame.put(marker, at: place, row: rect.row, style: .muted) }
    }
    for segment in row.segments {
      if column >= rect.endColumn { break }
      column = put(
        segment.text,
        at: column,
        from: start,
        row: rect.row,
        until: rect.endColumn,
        style: segment.style
      )
    }
    if isFound { highlight(state.detail.search, in: rect) }
  }

  /// Shows what a search found in a drawn row.
  mutating func highlight(_ text: String, in rect: Rect) {
    let needle = Array(text.lowercased())
    guard !needle.isEmpty else { return }
    // A wide character has two cells and is one to look for.
    let columns = (rect.column..<rect.endColumn).filter { frame[$0, rect.row].width > 0 }
    let characters = columns.map { frame[$0, rect.row].character.lowercased().first ?? " " }
    var place = 0
    while place + needle.count <= columns.count {
      if characters[place..<place + needle.count].elementsEqual(needle) {
        let last = columns[place + needle.count - 1]
        let end = last + Int(frame[last, rect.row].width)
        frame.restyle(
          Rect(column: columns[place], row: rect.row, width: end - columns[place], height: 1)
        ) { $0 = Style(.match) }
        place += needle.count
      } else {
        place += 1
      }
    }
  }
}
