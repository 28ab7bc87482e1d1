import LLMMockCore

// The header, the status line and the hints.

extension Drawing {
  mutating func drawHeader() {
    guard let row = layout.header else { return }
    if layout.mode == .narrow {
      drawBreadcrumb(row)
      return
    }
    let listing = state.listing
    var column = frame.put(" llm-mock ", at: 0, row: row, style: Style(.accent, .bold))
    column = frame.put(" \(state.title) ", at: column, row: row, style: Style(.title, .bold))
    if listing.isComplete {
      let counts =
        "  \(counted(listing.fileCount, "file"))  \(counted(listing.interactionCount, "interaction"))"
      column = frame.put(counts, at: column, row: row, style: .muted)
    } else if !listing.entries.isEmpty {
      column = frame.put("  reading\(glyphs.ellipsis)", at: column, row: row, style: .muted)
    }
    if listing.unreadableCount > 0 {
      column = frame.put(
        "   \(glyphs.problem) \(listing.unreadableCount) unreadable",
        at: column,
        row: row,
        style: Style(.danger)
      )
    }
    for segment in standing {
      let width = CharacterWidth.of(segment.text) + 3
      guard column + width < state.size.width - 22 else { break }
      column = frame.put(segment.text, at: column + 3, row: row, style: segment.style)
    }
    let right = "? help   : command "
    let start = state.size.width - right.count
    if start > column + 2 { drawKeys(right, at: start, row: row) }
  }

  /// What waits and what git says, for the header.
  private var standing: [Segment] {
    var parts: [Segment] = []
    if let text = state.gitStanding { parts.append(Segment(text, .muted)) }
    let waiting = state.queue.listing.undecided.count
    if waiting > 0 { parts.append(Segment("P \(counted(waiting, "result"))", Style(.warning))) }
    let missed = state.misses.items?.count ?? 0
    if missed > 0 { parts.append(Segment("M \(missed) missed", Style(.warning))) }
    return parts
  }

  /// Draws `? help   : command`: the keys stand out.
  private mutating func drawKeys(_ text: String, at column: Int, row: Int) {
    var column = column
    for (index, word) in text.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
      if index > 0 { column += 1 }
      let isKey = word == "?" || word == ":"
      column = frame.put(word, at: column, row: row, style: isKey ? Style(.accent, .bold) : .muted)
    }
  }

  private mutating func drawBreadcrumb(_ row: Int) {
    let width = state.size.width
    var crumbs = [state.title.split(separator: "/").last.map(String.init) ?? state.title]
    if state.focus != .files, let entry = state.selectedEntry, entry.id != .root {
      crumbs.append(entry.isFolder ? "\(entry.name)/" : entry.name)
    }
    if state.focus == .detail, let subject = state.detail.subject,
      case .interaction(let id) = subject
    {
      crumbs.append("#\(id.index + 1)")
    }
    let note: String
    switch state.focus {
    case .files:
      note =
        state.listing.unreadableCount > 0
        ? "\(glyphs.problem)\(state.listing.unreadableCount)  \(counted(state.listing.fileCount, "file")) "
        : "\(counted(state.listing.fileCount, "file")) "
    case .interactions: note = "\(Counted.grouped(state.interactionRowCount)) "
    default:
      let count = state.detail.rows.count
      note =
        "\(state.detail.shown?.tab.title ?? "") \(min(count, state.detail.cursor.row + 1))/\(count) "
    }
    let text = " " + crumbs.joined(separator: " > ")
    frame.put(
      cut(text, to: width - CharacterWidth.of(note) - 1),
      at: 0,
      row: row,
      style: Style(.title, .bold)
    )
    frame.put(note, at: width - CharacterWidth.of(note), row: row, style: .muted)
    frame.put(
      String(repeating: glyphs.horizontal, count: width),
      at: 0,
      row: row + 1,
      style: Style(.border)
    )
  }

  // MARK: Status

  mutating func drawStatus() {
    let row = layout.status
    let width = state.size.width
    if let field = state.field {
      draw(field, row: row)
      return
    }
    let note = state.statusNote(layout)
    let end = width - CharacterWidth.of(note.text)
    frame.put(note.text, at: end, row: row, style: note.style)
    if let toast = state.toast {
      draw(toast, row: row, width: state.toastWidth(layout))
      return
    }
    frame.put(cut(explanation, to: end - 2), at: 1, row: row, until: end, style: .muted)
  }

  mutating func draw(_ toast: Toast, row: Int, width: Int) {
    let style: Style =
      switch toast.kind {
      case .done: Style(.success, .bold)
      case .failed: Style(.danger, .bold)
      case .hint: Style(.warning)
      }
    let line = ToastLine(toast, width: width, isUnicode: state.isUnicode)
    frame.put(line.text, at: 1, row: row, until: width + 1, style: style)
    if let button = line.button {
      frame.put(
        ToastLine.undo,
        at: 1 + button.lowerBound,
        row: row,
        until: width + 1,
        style: Style(.accent, .bold)
      )
    }
  }

  private mutating func draw(_ field: InlineField, row: Int) {
    let label = " \(field.label)"
    var note = ""
    switch field.purpose {
    case .filterInteractions, .query:
      note =
        state.interactions.isSearching
        ? "searching\(glyphs.ellipsis) "
        : "\(counted(state.interactionRowCount, "match").replacingMatchs) "
    case .searchDetail where !field.field.isEmpty:
      note = "\(counted(state.detail.found.count, "row")) "
    case .searchDiff where !field.field.isEmpty:
      note = "\(counted(state.diff.found.count, "row")) "
    default: break
    }
    let width = state.size.width
    let column = frame.put(label, at: 0, row: row, style: Style(.accent, .bold))
    if field.purpose == .query, field.field.isEmpty {
      let examples = [
        "model:gpt status:>=400 stream recorded:>2026-06 tokens:>500 file:chat !word ",
        "model:gpt status:>=400 stream tokens:>500 !word ", "model:gpt status:429 !word ",
      ]
      note = examples.first { $0.count + column + 8 <= width } ?? ""
    }
    let noteWidth = CharacterWidth.of(note)
    let end = width - (noteWidth + column + 8 <= width ? noteWidth : 0)
    drawField(field.field, at: column, row: row, until: end)
    if end < width { frame.put(note, at: end, row: row, style: .muted) }
  }

  /// Draws a text being typed so that its cursor is in sight.
  mutating func drawField(_ field: TextField, at column: Int, row: Int, until end: Int) {
    let room = max(1, end - column - 1)
    // As much before the cursor as there is room for: a pasted text may be long.
    var start = field.cursor
    var width = 0
    while start > 0 {
      let more = CharacterWidth.of(String(field.characters[start - 1]))
      if width + more > room { break }
      width += more
      start -= 1
    }
    let visible = String(field.characters[start..<min(field.characters.count, start + room)])
    frame.put(
      String(repeating: " ", count: max(0, end - column)),
      at: column,
      row: row,
      until: end
    )
    frame.put(visible, at: column, row: row, until: end - 1, style: Style(.text, .underline))
    frame.cursor = Position(column: max(0, min(end - 1, column + width)), row: row)
    frame.showsCursor = true
  }

  /// What the selected row is, where no toast and no job says anything.
  private var explanation: String {
    if state.focus.isScreen { return screenExplanation }
    if state.focus == .files || state.detail.subject == nil {
      guard let entry = state.selectedEntry else { return "" }
      return explanation(of: entry)
    }
    switch state.detail.subject {
    case .problem(let id): return state.listing.entry(id).map(explanation(of:)) ?? ""
    case .interaction(let id):
      guard let summary = state.listing.summary(of: id) else { return "" }
      var facts = ["#\(id.index + 1)"]
      if let name = summary.name { facts.append("\"\(VisibleText.of(name))\"") }
      facts.append(VisibleText.of(summary.model ?? "no model"))
      if let status = summary.status { facts.append("status \(status)") }
      if summary.isStreaming { facts.append("stream") }
      if let tokens = summary.tokens { facts.append(counted(tokens, "token")) }
      if let recorded = summary.recordedAt {
        facts.append(VisibleText.of(String(recorded.prefix(10))))
      }
      if state.stale.contains(id) {
        facts.append("\(glyphs.stale) stale: the answer that fed it was recorded again")
      }
      if let problem = summary.problem { facts.append("\(glyphs.problem) \(problem)") }
      return facts.joined(separator: "  ")
    case nil: return ""
    }
  }

  private func explanation(of entry: Entry) -> String {
    let path = entry.id == .root ? state.title : entry.id.shown
    switch entry.kind {
    case .folder(let problem?): return "\(path): \(problem)"
    case .folder:
      guard let place = state.listing.place(of: entry.id) else { return path }
      let count = state.listing.interactions(below: place).count
      return "\(path)/  \(counted(count, "interaction"))"
    case .file(.pending): return path
    case .file(.other): return "\(path)  JSON, but no fixture: it has no \"interactions\""
    case .file(.unreadable(let problem, _)): return "\(path): \(problem.description)"
    case .file(.fixture(let summary)):
      let provider = summary.provider.map { "  \(VisibleText.of($0))" } ?? ""
      return
        "\(path)\(provider)  \(counted(summary.interactions.count, "interaction"))  \(size(entry.size))"
    }
  }

  // MARK: Hints

  mutating func drawHints() {
    let row = layout.hints
    if state.field != nil, let toast = state.toast {
      // The line being typed stands where a toast would.
      draw(toast, row: row, width: state.size.width - 2)
      return
    }
    let pairs = hints
    var column = 1
    let right = layout.mode == .narrow ? ("?", "help") : ("q", "quit")
    let end = state.size.width - 8
    for (key, label) in pairs {
      let width = CharacterWidth.of(key) + 1 + CharacterWidth.of(label)
      // Whole entries only, the best first.
      guard column + width < end else { break }
      column = frame.put(key, at: column, row: row, style: Style(.accent, .bold)) + 1
      column = frame.put(label, at: column, row: row, style: .muted) + 2
    }
    let start = state.size.width - 7
    frame.put(right.0, at: start, row: row, style: Style(.accent, .bold))
    frame.put(right.1, at: start + 2, row: row, style: .muted)
  }

  /// The keys that work now, best first.
  private var hints: [(String, String)] {
    if let field = state.field {
      return field.purpose == .command
        ? [("enter", "run"), ("tab", "complete"), ("Up", "earlier"), ("esc", "cancel")]
        : [("enter", "keep"), ("esc", "cancel"), ("Down", "next row"), ("Ctrl-U", "clear")]
    }
    if state.anchor != nil {
      return [("j k", "extend"), ("v", "mark the range"), ("d", "delete"), ("esc", "cancel")]
    }
    let commands: [Command]
    switch state.focus {
    case _ where state.focus.isScreen: commands = screenCommands
    case _ where isEmpty:
      commands = [.addFile, .openFolder, .showOthers, .rescan, .undo, .help]
    case .files:
      commands = [
        .open, .find, .filter, .rerecord, .delete, .rename, .review, .mark, .edit, .copy, .undo,
        .help,
      ]
    case .interactions:
      commands = [
        .open, .find, .mark, .rerecord, .delete, .rename, .review, .copy, .filter, .edit, .undo,
        .close,
        .help,
      ]
    default:
      commands = [
        .fold, .nextTab, .nextInteraction, .find, .copy, .page, .edit, .delete, .close, .help,
      ]
    }
    return commands.compactMap { command in
      guard state.reasonAgainst(command) == nil, let label = command.hint,
        let key = Keymap.key(for: command, at: state.focus)
      else { return nil }
      if let worded = screenHint(command, key), state.focus.isScreen { return worded }
      if command == .nextTab { return ("[ ]", label) }
      if command == .nextInteraction { return ("J K", label) }
      if command == .find, state.focus == .detail { return (key, "search") }
      if command == .rename, state.focus != .files { return (key, "name") }
      return (key, label)
    }
  }
}

extension String {
  /// "matches" for the plural that counting makes of "match".
  fileprivate var replacingMatchs: String {
    hasSuffix("matchs") ? String(dropLast()) + "es" : self
  }
}
