import LLMMockCore

extension Drawing {
  mutating func draw(_ overlay: Overlay) {
    frame.cursor = nil
    switch overlay {
    case .help(let help): draw(help)
    case .confirm(let confirm): draw(confirm)
    case .prompt(let prompt): draw(prompt)
    case .menu(let menu): draw(menu)
    case .sheet(let sheet): draw(sheet)
    }
    if layout.mode == .narrow { drawOverlayHint(overlay) }
  }

  private mutating func drawBox(
    _ overlay: OverlayLayout,
    title: String,
    note: String = "",
    style: Style = Style(.focus)
  ) {
    frame.fill(overlay.frame)
    drawFrame(
      overlay.frame,
      title: [Segment(" \(title) ", style.with(.bold))],
      note: note,
      isFocused: true,
      style: style
    )
  }

  private mutating func drawOverlayHint(_ overlay: Overlay) {
    if let toast = state.toast {
      draw(toast, row: layout.hints, width: state.size.width - 2)
      return
    }
    let text: String
    switch overlay {
    case .help: text = " type to filter  enter runs  esc"
    case .confirm(let confirm): text = " y \(confirm.verb.lowercased())   esc cancel"
    case .prompt: text = " enter  Ctrl-U clear  esc cancel"
    case .menu: text = " press a key   esc cancel"
    case .sheet: text = " j k move   esc close"
    }
    frame.put(fit(text, state.size.width), at: 0, row: layout.hints, style: .muted)
  }

  // MARK: Questions

  private mutating func draw(_ confirm: Confirm) {
    let overlay = OverlayLayout(confirm: confirm, size: state.size)
    drawBox(overlay, title: confirm.title, style: Style(.danger))
    let content = overlay.content
    for (index, line) in overlay.lines.enumerated()
    where content.row + index < overlay.buttons.yes.row {
      let row = content.row + index
      switch line {
      case .question(let text):
        frame.put(
          cut(text, to: content.width),
          at: content.column,
          row: row,
          style: Style(.title, .bold)
        )
      case .item(let text):
        let shown = VisibleText.of(text, lineBreaks: .space, tab: " ")
        frame.put(cut(shown, to: content.width - 2), at: content.column + 2, row: row)
      case .note(let text):
        frame.put(cut(text, to: content.width), at: content.column, row: row, style: .muted)
      case .more(let text):
        frame.put(cut(text, to: content.width), at: content.column, row: row, style: Style(.accent))
      case .blank: break
      }
    }
    let yes = Style(
      confirm.isYesFocused ? .danger : .muted,
      confirm.isYesFocused ? [.bold, .reverse] : []
    )
    let cancel = Style(
      confirm.isYesFocused ? .muted : .text,
      confirm.isYesFocused ? [] : [.bold, .reverse]
    )
    let buttons = overlay.buttons
    frame.put("[ y  \(confirm.verb) ]", at: buttons.yes.column, row: buttons.yes.row, style: yes)
    frame.put("[ esc  Cancel ]", at: buttons.cancel.column, row: buttons.cancel.row, style: cancel)
    let focused = confirm.isYesFocused ? buttons.yes : buttons.cancel
    frame.cursor = Position(column: focused.column, row: focused.row)
  }

  // MARK: Names

  private mutating func draw(_ prompt: Prompt) {
    let width = min(70, max(30, state.size.width - 10))
    let notes = prompt.notes.prefix(6)
    let overlay = OverlayLayout(width: width, rows: 6 + notes.count, size: state.size)
    drawBox(overlay, title: prompt.title)
    let content = overlay.content
    var row = content.row
    frame.put(cut(prompt.context, to: content.width), at: content.column, row: row, style: .muted)
    row += 1
    frame.put(">", at: content.column, row: row, style: Style(.accent, .bold))
    let suffixWidth = CharacterWidth.of(prompt.suffix)
    let room = content.width - 2 - suffixWidth
    let typed = min(room, max(1, CharacterWidth.of(prompt.field.text) + 1))
    drawField(prompt.field, at: content.column + 2, row: row, until: content.column + 2 + typed)
    frame.put(prompt.suffix, at: content.column + 2 + typed - 1, row: row, style: .muted)
    // The cursor stands on the suffix when it is at the end of the name.
    row += 2
    switch prompt.check {
    case .waiting: break
    case .fine(let text):
      frame.put("ok", at: content.column, row: row, style: Style(.success, .bold))
      frame.put(cut(text, to: content.width - 4), at: content.column + 4, row: row, style: .muted)
    case .wrong(let text):
      frame.put(glyphs.problem, at: content.column, row: row, style: Style(.danger, .bold))
      frame.put(
        cut(text, to: content.width - 4),
        at: content.column + 4,
        row: row,
        style: Style(.danger)
      )
    }
    row += 1
    for note in notes where row < content.endRow - 1 {
      frame.put(
        cut(note, to: content.width - 4),
        at: content.column + 4,
        row: row,
        style: Style(.warning)
      )
      row += 1
    }
    if layout.mode != .narrow {
      let keys = "enter \(verb(of: prompt))   Ctrl-U clear   esc cancel"
      frame.put(
        cut(keys, to: content.width),
        at: content.column,
        row: content.endRow - 1,
        style: .muted
      )
    }
  }

  private func verb(of prompt: Prompt) -> String {
    switch prompt.purpose {
    case .renameFile: "rename"
    case .nameInteraction: "name"
    case .addFile: "create"
    case .openFolder: "open"
    case .commit: "commit"
    }
  }

  // MARK: Menus

  private mutating func draw(_ menu: Menu) {
    let overlay = OverlayLayout(menu: menu, size: state.size)
    drawBox(overlay, title: menu.title)
    let content = overlay.content
    for (index, item) in menu.items.enumerated() where index < content.height {
      let row = content.row + index
      frame.put(String(item.key), at: content.column + 1, row: row, style: Style(.accent, .bold))
      frame.put(cut(item.title, to: content.width - 5), at: content.column + 5, row: row)
      if index == menu.row {
        select(
          Rect(column: content.column - 1, row: row, width: content.width + 2, height: 1),
          isFocused: true
        )
      }
    }
  }

  // MARK: Sheets

  private mutating func draw(_ sheet: Sheet) {
    let widest = sheet.rows.map { CharacterWidth.of($0) }.max() ?? 0
    let overlay = OverlayLayout(
      width: max(56, min(widest + 2, state.size.width - 8)),
      rows: min(sheet.rows.count + 1, state.size.height - 6),
      size: state.size
    )
    let isHistory = if case .history(let items) = sheet.purpose { !items.isEmpty } else { false }
    drawBox(
      overlay,
      title: sheet.title,
      note: isHistory ? "enter restores   esc closes" : "esc closes"
    )
    var cursor = sheet.cursor
    cursor.scrollIntoView(count: sheet.rows.count, height: overlay.content.height)
    for line in 0..<max(0, overlay.content.height)
    where sheet.rows.indices.contains(cursor.top + line) {
      let row = overlay.content.row + line
      frame.put(
        cut(VisibleText.of(sheet.rows[cursor.top + line]), to: overlay.content.width - 1),
        at: overlay.content.column + 1,
        row: row
      )
      if cursor.top + line == cursor.row {
        select(
          Rect(
            column: overlay.content.column - 1,
            row: row,
            width: overlay.content.width + 2,
            height: 1
          ),
          isFocused: true
        )
      }
    }
  }

  // MARK: Help

  private mutating func draw(_ help: Help) {
    let rows = HelpRow.rows(of: help)
    let all = HelpRow.rows(of: Help(place: help.place))
    let overlay = OverlayLayout(
      width: min(76, state.size.width - 8),
      rows: min(all.count + 2, state.size.height - 4),
      size: state.size
    )
    let count = rows.filter(\.isCommand).count
    drawBox(
      overlay,
      title: "Help",
      note:
        "\(min(count, help.cursor.row + 1)) of \(count)   type to filter, enter runs, esc closes"
    )
    let content = overlay.content
    frame.put("filter:", at: content.column, row: content.row, style: Style(.accent, .bold))
    drawField(help.filter, at: content.column + 8, row: content.row, until: content.endColumn)
    let list = Rect(
      column: content.column,
      row: content.row + 2,
      width: content.width,
      height: max(0, content.height - 2)
    )
    // The cursor counts commands, the list has headings too.
    let commands = rows.indices.filter { rows[$0].isCommand }
    let selected = commands.indices.contains(help.cursor.row) ? commands[help.cursor.row] : 0
    var cursor = ListCursor(row: selected)
    cursor.scrollIntoView(count: rows.count, height: list.height)
    for line in 0..<list.height where rows.indices.contains(cursor.top + line) {
      let row = list.row + line
      switch rows[cursor.top + line] {
      case .heading(let title):
        frame.put(title, at: list.column, row: row, style: Style(.title, .bold))
      case .entry(let keys, let command):
        frame.put(fit(keys, 18), at: list.column + 2, row: row, style: Style(.accent))
        frame.put(
          cut(command.title(in: help.place), to: list.width - 21),
          at: list.column + 21,
          row: row
        )
        if commands.indices.contains(help.cursor.row), cursor.top + line == selected {
          select(
            Rect(column: list.column - 1, row: row, width: list.width + 2, height: 1),
            isFocused: true
          )
        }
      case .blank: break
      }
    }
  }
}
