import LLMMockCore

/// Draws the whole screen.
///
/// Only visible rows are looked at.
package func view(_ state: State) -> Frame {
  var drawing = Drawing(state)
  drawing.draw()
  return drawing.frame
}

/// A screen being drawn.
///
/// Each part is in an extension of its own.
struct Drawing {
  let state: State
  let layout: Layout
  let glyphs: Glyphs
  var frame: Frame

  init(_ state: State) {
    self.state = state
    layout = Layout(state)
    glyphs = state.isUnicode ? .unicode : .ascii
    frame = Frame(size: state.size)
  }

  mutating func draw() {
    if layout.mode == .tiny {
      drawTooSmall()
      return
    }
    if layout.mode == .narrow, let overlay = state.overlays.last {
      // There is no room for the panes behind it.
      draw(overlay)
      return
    }
    if state.focus.isScreen {
      drawScreen()
    } else {
      if isEmpty {
        drawEmpty()
      } else {
        drawPanes()
      }
      drawHeader()
    }
    drawStatus()
    drawHints()
    for overlay in state.overlays { draw(overlay) }
  }

  /// Whether the folder has been walked and holds nothing to show.
  var isEmpty: Bool {
    state.listing.isComplete && state.listing.fileCount == 0
      && !(state.showsOthers && state.listing.otherCount > 0)
      && !state.listing.entries.contains { $0.isFolder && $0.folderProblem != nil }
  }

  private mutating func drawPanes() {
    if !layout.files.isEmpty { drawFiles() }
    if !layout.interactions.isEmpty { drawInteractions() }
    if !layout.detail.isEmpty { drawDetail() }
  }

  private mutating func drawTooSmall() {
    let lines = [
      "llm-mock: window is \(state.size.width)x\(state.size.height).", "",
      "It needs 30 columns and", "8 rows.  Make it larger,", "or press q to quit.",
    ]
    for (row, line) in lines.enumerated() { frame.put(line, at: row == 0 ? 1 : 1, row: row) }
  }

  // MARK: Frames

  /// Draws a frame with a title in its upper and a note in its lower edge.
  mutating func drawFrame(
    _ rect: Rect,
    title: [Segment],
    note: String = "",
    isFocused: Bool,
    style: Style? = nil
  ) {
    guard rect.width >= 2, rect.height >= 2 else { return }
    let style = style ?? Style(isFocused ? .focus : .border)
    let line = String(repeating: glyphs.horizontal, count: rect.width - 2)
    let last = rect.endRow - 1
    frame.put(
      "\(glyphs.topLeft)\(line)\(glyphs.topRight)",
      at: rect.column,
      row: rect.row,
      style: style
    )
    frame.put(
      "\(glyphs.bottomLeft)\(line)\(glyphs.bottomRight)",
      at: rect.column,
      row: last,
      style: style
    )
    for row in (rect.row + 1)..<last {
      frame.put(String(glyphs.vertical), at: rect.column, row: row, style: style)
      frame.put(String(glyphs.vertical), at: rect.endColumn - 1, row: row, style: style)
    }
    var column = rect.column + 2
    for segment in title {
      column = frame.put(
        segment.text,
        at: column,
        row: rect.row,
        until: rect.endColumn - 2,
        style: segment.style
      )
    }
    if !note.isEmpty {
      let text = " \(note) "
      let width = CharacterWidth.of(text)
      if width <= rect.width - 4 {
        frame.put(text, at: rect.endColumn - 2 - width, row: last, style: Style(.muted))
      }
    }
  }

  /// The title of a pane: a marker when it is focused, and its number.
  func paneTitle(_ place: Place, _ text: String) -> [Segment] {
    let number = (Place.panes.firstIndex(of: place) ?? 0) + 1
    let isFocused = state.focus == place
    let style = isFocused ? Style(.focus, .bold) : Style(.muted)
    return [Segment("\(isFocused ? glyphs.focus : "")[\(number)] \(text) ", style)]
  }

  // MARK: Text

  /// Draws a text that begins left of the column from which on it is seen.
  ///
  /// Returns the column after the last cell of the text, drawn or not.
  @discardableResult
  mutating func put(
    _ text: String,
    at column: Int,
    from start: Int,
    row: Int,
    until end: Int,
    style: Style
  ) -> Int {
    guard column < start else {
      return frame.put(text, at: column, row: row, until: end, style: style)
    }
    var column = column
    var rest = text.unicodeScalars[...]
    while column < start, let scalar = rest.popFirst() {
      column += CharacterWidth.of(String(scalar))
    }
    // Half a wide character, or a part of a token, leaves blanks.
    return column < start
      ? column : frame.put(String(rest), at: column, row: row, until: end, style: style)
  }

  func cut(_ text: String, to width: Int) -> String {
    CharacterWidth.truncate(text, to: max(0, width), ellipsis: glyphs.ellipsis)
  }

  /// The text, cut or padded to exactly that many cells.
  func fit(_ text: String, _ width: Int) -> String {
    let text = cut(text, to: width)
    return text + String(repeating: " ", count: max(0, width - CharacterWidth.of(text)))
  }

  func alignRight(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - CharacterWidth.of(text))) + text
  }

  /// Shows a row as selected: `>` for everyone, reversed where the keys go.
  mutating func select(_ rect: Rect, isFocused: Bool) {
    frame.put(glyphs.selected, at: rect.column, row: rect.row, style: Style(.accent, .bold))
    frame.restyle(rect) { style in
      // Colours reversed side by side would be a patchwork: the selected row has one.
      style = isFocused ? Style(.text, style.emphasis.union(.reverse)) : style.with(.bold)
    }
    if state.field == nil, state.overlays.isEmpty, isFocused {
      frame.cursor = Position(column: rect.column, row: rect.row)
    }
  }

  func size(_ bytes: Int) -> String { ByteCount.text(bytes) }

  func counted(_ count: Int, _ noun: String) -> String {
    Counted.text(count, noun)
  }

}

extension Entry {
  var folderProblem: String? {
    if case .folder(let problem) = kind { problem } else { nil }
  }
}
