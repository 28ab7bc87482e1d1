import LLMMockCore

extension Layout {
  /// The rows of the Interactions pane below its column titles.
  package var interactionRows: Rect {
    var rect = inside(.interactions)
    if mode != .narrow, rect.height > 2 {
      rect.row += 1
      rect.height -= 1
    }
    return rect
  }
}

extension Drawing {
  // MARK: Files

  mutating func drawFiles() {
    if layout.files.height == 1 {
      let name = state.selectedEntry.map { $0.id == .root ? state.title : $0.id.shown } ?? ""
      drawTitleRow(layout.files, paneTitle(.files, "Files") + [Segment(name, .muted)])
      return
    }
    let inside = layout.inside(.files)
    if layout.mode != .narrow {
      let filter = state.files.filter.isEmpty ? "" : "/\(VisibleText.of(state.files.filter)) "
      let marks = state.files.marks.isEmpty ? "" : ", \(state.files.marks.count) marked"
      drawFrame(
        layout.files,
        title: paneTitle(.files, "Files") + [Segment(filter, Style(.match))],
        note:
          "\(Counted.grouped(min(state.files.rows.count, state.files.cursor.row + 1))) of \(Counted.grouped(state.files.rows.count))\(marks)",
        isFocused: state.focus == .files
      )
    }
    if state.files.rows.isEmpty || (state.files.rows.count == 1 && !state.files.filter.isEmpty) {
      let text =
        state.files.filter.isEmpty ? "Reading\(glyphs.ellipsis)" : "No file's path contains this"
      frame.put(
        text,
        at: inside.column + 2,
        row: inside.row + state.files.rows.count,
        until: inside.endColumn,
        style: .muted
      )
    }
    let range = state.rangeRows(in: .files)
    for line in 0..<inside.height {
      let row = state.files.cursor.top + line
      guard let entry = state.entry(inRow: row) else { break }
      let rect = Rect(column: inside.column, row: inside.row + line, width: inside.width, height: 1)
      let isInRange = range?.contains(row) == true && !entry.isFolder
      draw(entry, in: rect, isMarked: isInRange || state.files.marks.contains(entry.id))
      if row == state.files.cursor.row { select(rect, isFocused: state.focus == .files) }
    }
  }

  private mutating func draw(_ entry: Entry, in rect: Rect, isMarked: Bool) {
    let (right, rightStyle) = count(of: entry)
    let letters = self.letters(of: entry)
    let rightWidth = CharacterWidth.of(right) + letters.count
    frame.put(
      letters,
      at: rect.endColumn - letters.count,
      row: rect.row,
      style: letters.first.map(Self.style(ofLetter:)) ?? .muted
    )
    if isMarked {
      frame.put(glyphs.mark, at: rect.column + 1, row: rect.row, style: Style(.marked))
    }
    // The opened folder and what lies directly in it begin at the same column.
    let indent = state.files.isFlat ? 0 : max(0, entry.depth - 1) * 2
    let start = rect.column + 2
    var column = start + indent - state.files.scrolled
    let end = rect.endColumn - rightWidth - 1
    if entry.isFolder {
      let isCollapsed = state.files.collapsed.contains(entry.id) && state.files.filter.isEmpty
      let name = entry.id == .root ? state.title : entry.name
      put(
        isCollapsed ? glyphs.closed : glyphs.open,
        at: column,
        from: start,
        row: rect.row,
        until: end,
        style: Style(.folder)
      )
      column += 2
      put(
        cut("\(name)/", to: end - column),
        at: column,
        from: start,
        row: rect.row,
        until: end,
        style: Style(.folder)
      )
    } else {
      // A file stands under the names of the folders beside it.
      column += state.files.isFlat ? 0 : 2
      let name = state.files.isFlat ? entry.id.shown : entry.name
      let style: Style =
        entry.content?.problem != nil
        ? Style(.danger) : entry.content == .other ? .muted : isMarked ? Style(.marked) : .text
      put(
        cut(name, to: end - column),
        at: column,
        from: start,
        row: rect.row,
        until: end,
        style: style
      )
    }
    frame.put(right, at: rect.endColumn - rightWidth, row: rect.row, style: rightStyle)
  }

  /// git's letter of a file, or how many files below a folder changed; as wide in every row.
  private func letters(of entry: Entry) -> String {
    guard !state.review.letters.isEmpty else { return "" }
    if let letter = state.review.letters[entry.id] { return "\(letter)  " }
    guard let count = state.review.folderCounts[entry.id], count > 0 else { return "   " }
    return fit(count > 99 ? "M+" : "M\(count)", 3)
  }

  /// What stands at the right of a file or folder.
  private func count(of entry: Entry) -> (String, Style) {
    switch entry.kind {
    case .folder(let problem?):
      return ("\(glyphs.problem) \(cut(problem, to: 16)) ", Style(.danger))
    case .folder:
      let isCollapsed = state.files.collapsed.contains(entry.id)
      guard isCollapsed || entry.id == .root, state.listing.isComplete,
        let place = state.listing.place(of: entry.id)
      else { return (" ", .muted) }
      return ("\(Counted.grouped(state.listing.interactions(below: place).count)) ", .muted)
    case .file(.pending): return ("\(glyphs.ellipsis) ", .muted)
    case .file(.other): return ("other ", .muted)
    case .file(.unreadable): return ("\(glyphs.problem) ", Style(.danger, .bold))
    case .file(.fixture(let summary)):
      let hasProblem = summary.interactions.contains { $0.problem != nil }
      return (
        "\(hasProblem ? glyphs.problem : "")\(Counted.grouped(summary.interactions.count)) ",
        hasProblem ? Style(.warning) : .muted
      )
    }
  }

  private mutating func drawTitleRow(_ rect: Rect, _ title: [Segment]) {
    var column = rect.column + 1
    for segment in title {
      column = frame.put(
        cut(segment.text, to: rect.endColumn - column),
        at: column,
        row: rect.row,
        until: rect.endColumn,
        style: segment.style
      )
    }
  }

  // MARK: Interactions

  /// The name beside the pane's title: the file, or the folder whose interactions are listed.
  private var scopeName: String {
    guard let entry = state.selectedEntry else { return "" }
    if entry.id == .root { return "all files" }
    return entry.isFolder ? "\(entry.name)/" : entry.name
  }

  mutating func drawInteractions() {
    let query = state.interactions.query
    var title = paneTitle(.interactions, "Interactions")
    if query.isFiltering {
      title.append(Segment("/\(VisibleText.of(query.rowText + query.termsText)) ", Style(.match)))
    } else {
      title.append(Segment("\(scopeName) ", .muted))
    }
    if layout.interactions.height == 1 {
      drawTitleRow(layout.interactions, title)
      return
    }
    let count = state.interactionRowCount
    if layout.mode != .narrow {
      let marks =
        state.interactions.marks.isEmpty ? "" : ", \(state.interactions.marks.count) marked"
      let place =
        count == 0
        ? "none"
        : "\(Counted.grouped(state.interactions.cursor.row + 1)) of \(Counted.grouped(count))"
      drawFrame(
        layout.interactions,
        title: title,
        note: place + (state.interactions.isSearching ? "\(glyphs.ellipsis)" : "") + marks,
        isFocused: state.focus == .interactions
      )
    }
    let columns = InteractionColumns(
      width: layout.inside(.interactions).width,
      digits: digits(count),
      showsFile: state.selectedEntry?.isFolder == true,
      showsLetters: !state.review.letters.isEmpty
    )
    let rows = layout.interactionRows
    if rows.row > layout.inside(.interactions).row { drawColumnTitles(columns, row: rows.row - 1) }
    if count == 0 { drawNoInteractions(rows) }
    let range = state.rangeRows(in: .interactions)
    for line in 0..<max(0, rows.height) {
      let row = state.interactions.cursor.top + line
      guard let id = state.interaction(inRow: row) else { break }
      let rect = Rect(column: rows.column, row: rows.row + line, width: rows.width, height: 1)
      draw(
        id,
        columns,
        in: rect,
        isMarked: state.interactions.marks.contains(id) || range?.contains(row) == true
      )
      if row == state.interactions.cursor.row {
        select(rect, isFocused: state.focus == .interactions)
      }
    }
    if case .unreadable(let problem, let readable)? = state.selectedEntry?.content,
      readable.count < rows.height, !query.isFiltering, let position = problem.position
    {
      frame.put(
        "\(glyphs.dash)\(glyphs.dash) unreadable from line \(position.line) \(glyphs.dash)\(glyphs.dash)",
        at: rows.column + 2,
        row: rows.row + readable.count,
        until: rows.endColumn,
        style: Style(.danger)
      )
    }
  }

  private func digits(_ count: Int) -> Int {
    // Positions are a file's own; a folder's list has them too.
    let largest: Int =
      state.selectedEntry?.isFolder == true ? min(count, 999) : max(count, 1)
    return max(2, String(largest).utf8.count)
  }

  private mutating func drawNoInteractions(_ rows: Rect) {
    let text: String
    if state.interactions.isSearching {
      text = "Searching\(glyphs.ellipsis)"
    } else if !state.interactions.query.rowText.isEmpty {
      text = "No row contains this; f searches the recordings"
    } else if state.interactions.query.isFiltering {
      text = "Nothing fits this filter"
    } else if state.selectedEntry?.content == .pending || !state.listing.isComplete {
      text = "Reading\(glyphs.ellipsis)"
    } else if state.selectedEntry?.content?.problem != nil {
      return
    } else {
      text = "No interactions"
    }
    frame.put(
      cut(text, to: rows.width - 3),
      at: rows.column + 2,
      row: rows.row,
      until: rows.endColumn,
      style: .muted
    )
  }

  private mutating func drawColumnTitles(_ columns: InteractionColumns, row: Int) {
    let start = layout.inside(.interactions).column
    func put(_ text: String, _ range: Range<Int>) {
      frame.put(
        text,
        at: start + range.lowerBound,
        row: row,
        until: start + range.upperBound,
        style: Style(.muted, .underline)
      )
    }
    frame.put(
      String(repeating: " ", count: max(0, columns.width - 2)),
      at: start + 1,
      row: row,
      style: Style(.muted, .underline)
    )
    put(alignRight("#", columns.number.count), columns.number)
    if let file = columns.file { put("file", file) }
    if let model = columns.model { put("model", model) }
    put("last message", columns.text)
    if let tokens = columns.tokens { put(alignRight("tok", tokens.count), tokens) }
  }

  private mutating func draw(
    _ id: InteractionID,
    _ columns: InteractionColumns,
    in rect: Rect,
    isMarked: Bool
  ) {
    guard let summary = state.listing.summary(of: id) else {
      frame.put("gone", at: rect.column + columns.text.lowerBound, row: rect.row, style: .muted)
      return
    }
    func put(_ text: String, _ range: Range<Int>, _ style: Style) {
      frame.put(
        fit(text, range.count),
        at: rect.column + range.lowerBound,
        row: rect.row,
        until: rect.column + range.upperBound,
        style: style
      )
    }
    if isMarked { put(glyphs.mark, 1..<2, Style(.marked)) }
    put(
      alignRight("\(id.index + 1)", columns.number.count),
      columns.number,
      isMarked ? Style(.marked) : .muted
    )
    let status = summary.status ?? 200
    if summary.problem != nil || status >= 400 {
      put(glyphs.problem, columns.flag, Style(.danger, .bold))
    } else if state.stale.contains(id) {
      put(glyphs.stale, columns.flag, Style(.warning, .bold))
    } else if summary.isStreaming {
      put(glyphs.stream, columns.flag, Style(.accent))
    }
    if let column = columns.letter, let letter = letter(of: id) {
      put(String(letter), column, Self.style(ofLetter: letter))
    }
    if let file = columns.file { put(VisibleText.of(bytes: id.file.name), file, .muted) }
    if let model = columns.model {
      put(VisibleText.of(summary.model ?? "?"), model, Style(.key))
    }
    let text: String
    let style: Style
    if let name = summary.name {
      (text, style) = (name, Style(.accent))
    } else if let problem = summary.problem {
      (text, style) = (problem, Style(.danger))
    } else {
      text = summary.lastMessage ?? summary.preview
      style = text.hasPrefix("(") && text.hasSuffix(")") ? .muted : .text
    }
    let shown = VisibleText.of(text, lineBreaks: .space, tab: " ")
    put(dropFirst(shown, state.interactions.scrolled), columns.text, style)
    if let tokens = columns.tokens {
      let count =
        status >= 400 ? "\(status)" : summary.tokens.map { Self.short($0) } ?? ""
      put(alignRight(count, tokens.count), tokens, status >= 400 ? Style(.danger) : .muted)
    }
  }

  /// git's letter of an interaction: its file's where all of it is new.
  private func letter(of id: InteractionID) -> Character? {
    if let letter = state.review.itemLetters[id] { return letter }
    let file = state.review.letters[id.file]
    return file == "?" || file == "A" ? file : nil
  }

  private func dropFirst(_ text: String, _ count: Int) -> String {
    count == 0 ? text : String(text.dropFirst(count))
  }

  /// A count in at most five cells.
  private static func short(_ count: Int) -> String {
    count < 100_000 ? "\(count)" : count < 10_000_000 ? "\(count / 1000)k" : "\(count / 1_000_000)M"
  }
}

/// Where the columns of the Interactions list stand, from the pane's inner edge.
struct InteractionColumns {
  var width: Int
  var number: Range<Int>
  /// A stream, or something wrong.
  var flag: Range<Int>
  /// What git says, where it says anything.
  var letter: Range<Int>?
  /// The file, where several are listed.
  var file: Range<Int>?
  var model: Range<Int>?
  var text: Range<Int>
  var tokens: Range<Int>?

  init(width: Int, digits: Int, showsFile: Bool, showsLetters: Bool = false) {
    self.width = width
    number = 2..<2 + digits
    flag = number.upperBound + 1..<number.upperBound + 2
    var start = flag.upperBound + 1
    if showsLetters {
      letter = start..<start + 1
      start += 2
    }
    var end = width
    if width >= 36 {
      tokens = width - 6..<width - 1
      end = width - 7
    }
    if showsFile {
      let file = min(24, max(8, (end - start) / 3))
      self.file = start..<start + file
      start += file + 1
    }
    if end - start >= 32 {
      let model = end - start >= 60 ? 24 : 11
      self.model = start..<start + model
      start += model + 1
    }
    text = start..<max(start, end)
  }
}
