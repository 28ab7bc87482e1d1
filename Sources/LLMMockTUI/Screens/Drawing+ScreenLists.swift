import LLMMockCore

// The lists of the screens: changes, results, misses.

extension Drawing {
  mutating func drawScreenList() {
    let inside = layout.insideScreenList
    let count = state.screenRowCount
    let isFocused = !state.diff.isFocused
    if layout.mode != .narrow {
      drawFrame(
        layout.list,
        title: [
          Segment(
            "\(isFocused ? glyphs.focus : "")[1] \(screenListTitle) ",
            isFocused ? Style(.focus, .bold) : Style(.muted)
          )
        ],
        note: count == 0 ? "" : "\(state.screenList.cursor.row + 1) of \(Counted.grouped(count))",
        isFocused: isFocused
      )
    }
    if count == 0 { return drawNothing(in: inside) }
    let top = state.screenList.cursor.top
    let range = state.screenList.anchor == nil ? nil : state.screenList.range
    for line in 0..<max(0, inside.height) where top + line < count {
      let rect = Rect(column: inside.column, row: inside.row + line, width: inside.width, height: 1)
      let isMarked = range?.contains(top + line) == true
      switch state.focus {
      case .review: drawReviewRow(state.review.rows[top + line], in: rect, isMarked: isMarked)
      case .queue:
        switch state.queue.rows[top + line] {
        case .same: drawSame(in: rect, isMarked: isMarked)
        case .item(let place):
          draw(state.queue.listing.items[place], in: rect, isMarked: isMarked)
        }
      default:
        if let items = state.misses.items { draw(items[top + line], in: rect, isMarked: isMarked) }
      }
      if top + line == state.screenList.cursor.row { select(rect, isFocused: isFocused) }
    }
  }

  private var screenListTitle: String {
    switch state.focus {
    case .review: state.review.hidesReviewed ? "Changes, not reviewed" : "Changes"
    case .queue: state.queue.listing.isRunning ? "Queue" : "Results"
    default: "Requests"
    }
  }

  private mutating func drawNothing(in rect: Rect) {
    let lines: [String]
    switch state.focus {
    case .review where state.review.listing?.isComplete != true:
      lines = ["Asking git\(glyphs.ellipsis)"]
    case .review:
      lines =
        state.review.hidesReviewed && state.review.listing?.files.isEmpty == false
        ? ["All is reviewed.", "M shows it."] : ["Nothing differs from HEAD."]
    case .misses:
      lines = [state.misses.items == nil ? "Reading\(glyphs.ellipsis)" : "Nothing was missed."]
    default: lines = ["No results wait."]
    }
    let rows = lines.flatMap { OverlayLayout.wrap($0, rect.width - 2) }
    for (index, line) in rows.enumerated() where index < rect.height {
      frame.put(
        cut(line, to: rect.width - 2),
        at: rect.column + 2,
        row: rect.row + index,
        style: .muted
      )
    }
  }

  // MARK: Changes

  private mutating func drawReviewRow(_ row: ReviewRow, in rect: Rect, isMarked: Bool) {
    guard let listing = state.review.listing else { return }
    switch row {
    case .file(let place):
      let file = listing.files[place]
      let isOpen = !state.review.collapsed.contains(file.id)
      drawStage(file.stage, in: rect)
      let marker = file.items.isEmpty ? " " : isOpen ? glyphs.open : glyphs.closed
      frame.put(marker, at: rect.column + 2, row: rect.row, style: Style(.folder))
      let isFine = file.problem == nil
      putCut(
        file.id.shown,
        in: rect.column + 4..<rect.endColumn - 3,
        row: rect.row,
        style: isMarked ? Style(.marked) : isFine ? Style(.folder) : Style(.danger)
      )
      putLetter(file.letter, in: rect)
    case .item(let place, let number):
      let item = listing.files[place].items[number]
      drawStage(item.stage, in: rect)
      if item.isReviewed {
        frame.put(glyphs.reviewed, at: rect.column + 3, row: rect.row, style: Style(.success))
      }
      let column = frame.put(
        item.number,
        at: rect.column + 5,
        row: rect.row,
        style: isMarked ? Style(.marked, .bold) : .muted
      )
      putCut(
        VisibleText.of(item.label, lineBreaks: .space, tab: " "),
        in: column + 1..<rect.endColumn - 3,
        row: rect.row,
        style: isMarked ? Style(.marked) : item.isReviewed ? .muted : .text
      )
      putLetter(item.letter, in: rect)
    }
  }

  private mutating func drawStage(_ stage: ReviewListing.Stage, in rect: Rect) {
    let glyph =
      switch stage {
      case .none: ""
      case .some: glyphs.partlyStaged
      case .all: glyphs.staged
      }
    frame.put(glyph, at: rect.column + 1, row: rect.row, style: Style(.success, .bold))
  }

  private mutating func putLetter(_ letter: Character, in rect: Rect) {
    frame.put(
      String(letter),
      at: rect.endColumn - 2,
      row: rect.row,
      style: Self.style(ofLetter: letter)
    )
  }

  /// How git's letters look everywhere.
  static func style(ofLetter letter: Character) -> Style {
    switch letter {
    case "A", "?": Style(.success, .bold)
    case "D": Style(.danger, .bold)
    case "!": Style(.danger, .bold)
    default: Style(.warning, .bold)
    }
  }

  private mutating func putCut(_ text: String, in columns: Range<Int>, row: Int, style: Style) {
    frame.put(
      cut(text, to: columns.count),
      at: columns.lowerBound,
      row: row,
      until: columns.upperBound,
      style: style
    )
  }

  // MARK: Results

  /// The row of all results that differ in volatile fields alone.
  private mutating func drawSame(in rect: Rect, isMarked: Bool) {
    let (word, style) = Self.word(for: .same)
    if isMarked {
      frame.put(glyphs.mark, at: rect.column + 1, row: rect.row, style: Style(.marked))
    }
    frame.put(word, at: rect.column + 2, row: rect.row, style: style)
    let marker = state.queue.unfoldsSame ? glyphs.open : glyphs.closed
    frame.put(marker, at: rect.column + 9, row: rect.row, style: Style(.folder))
    let count = state.queue.listing.items.count { $0.state == .same }
    putCut(
      "\(count) the same but for ids and times",
      in: rect.column + 11..<rect.endColumn - 1,
      row: rect.row,
      style: isMarked ? Style(.marked) : .text
    )
  }

  private mutating func draw(_ item: QueueItem, in rect: Rect, isMarked: Bool) {
    let (word, style) =
      item.isUnexpected && item.state == .decide
      ? ("CHECK", Style(.danger, .bold)) : Self.word(for: item.state)
    if isMarked {
      frame.put(glyphs.mark, at: rect.column + 1, row: rect.row, style: Style(.marked))
    }
    frame.put(word, at: rect.column + 2, row: rect.row, style: style)
    let number = rect.column + 9
    frame.put(
      alignRight(item.number, 4),
      at: number,
      row: rect.row,
      style: isMarked ? Style(.marked) : .muted
    )
    // The result says more than the prompt: it gets what it needs.
    let text = VisibleText.of(item.result) + (item.keepsVolatile ? ", ids kept" : "")
    let wanted = CharacterWidth.of(text)
    let room = rect.endColumn - 1 - (number + 5)
    let resultWidth = min(wanted, room)
    let result = rect.endColumn - 1 - resultWidth
    if result - 2 > number + 8 {
      putCut(
        label(of: item),
        in: number + 5..<result - 1,
        row: rect.row,
        style: .text
      )
    }
    putCut(
      text,
      in: result..<rect.endColumn - 1,
      row: rect.row,
      style: item.state == .failed ? Style(.danger) : .muted
    )
  }

  /// What was asked; after the file's name when the results are of several.
  private func label(of item: QueueItem) -> String {
    let label = VisibleText.of(item.label, lineBreaks: .space, tab: " ")
    if state.queue.listing.onlyFile != nil { return label }
    var name = VisibleText.of(bytes: item.file.name)
    if name.hasSuffix(".json") { name.removeLast(5) }
    return "\(name): \(label)"
  }

  private static func word(for state: QueueItem.State) -> (String, Style) {
    switch state {
    case .waiting: ("wait", .muted)
    case .running: ("run", Style(.accent))
    case .same: ("same", Style(.success))
    case .decide: ("DECIDE", Style(.warning, .bold))
    case .failed: ("FAIL", Style(.danger, .bold))
    case .outdated: ("OLD", Style(.danger, .bold))
    }
  }

  // MARK: Misses

  private mutating func draw(_ item: MissItem, in rect: Rect, isMarked: Bool) {
    if isMarked {
      frame.put(glyphs.mark, at: rect.column + 1, row: rect.row, style: Style(.marked))
    }
    let nearest = item.nearest.map { "near \($0)" } ?? "nothing near"
    let end = rect.endColumn - 1 - CharacterWidth.of(nearest)
    putCut(
      VisibleText.of(item.label, lineBreaks: .space, tab: " "),
      in: rect.column + 2..<max(rect.column + 2, end - 1),
      row: rect.row,
      style: isMarked ? Style(.marked) : .text
    )
    frame.put(nearest, at: end, row: rect.row, until: rect.endColumn, style: .muted)
  }
}
