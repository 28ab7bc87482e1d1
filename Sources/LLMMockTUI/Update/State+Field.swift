import LLMMockCore

// The line typed at the bottom: filters, searches and commands.

extension State {
  enum FieldKind {
    case find, filter, commandLine
  }

  mutating func openField(_ kind: FieldKind) {
    toast = nil
    switch (kind, focus) {
    case (.commandLine, _): field = InlineField(.command)
    case (.filter, _): field = InlineField(.query, text: interactions.query.termsText)
    case (.find, .files): field = InlineField(.filterFiles, text: files.filter)
    case (.find, .interactions):
      field = InlineField(.filterInteractions, text: interactions.query.rowText)
    case (.find, .detail): field = InlineField(.searchDetail, text: detail.search)
    case (.find, _): field = InlineField(.searchDiff, text: diff.search)
    }
    field?.file = files.selected
    field?.interaction = interactions.selected
    field?.detailCursor = focus.isScreen ? diff.cursor : detail.cursor
    field?.toggled = detail.toggled
  }

  mutating func takeInField(_ key: Key) -> [Effect] {
    guard var line = field else { return [] }
    switch key {
    case .escape, .control("c"):
      return cancelField(line)
    case .enter:
      return acceptField(line)
    case .backspace where line.field.isEmpty:
      return cancelField(line)
    case .tab where line.purpose == .command:
      line.field.replace(with: CommandLine.complete(line.field.text))
      field = line
      return []
    case .up where line.purpose == .command, .down where line.purpose == .command:
      recall(key == .up ? -1 : 1)
      return []
    case .down, .up, .pageDown, .pageUp:
      // The list behind a filter can be walked while it is typed.
      return walkBehindField(key)
    default:
      guard line.field.take(key) else { return [] }
      line.historyPlace = nil
      field = line
      return fieldChanged()
    }
  }

  private mutating func walkBehindField(_ key: Key) -> [Effect] {
    let place: Place =
      switch field?.purpose {
      case .filterFiles: .files
      case .searchDetail, .searchDiff: .detail
      default: .interactions
      }
    guard let command = Keymap.command(for: key, at: place) else { return [] }
    return focus.isScreen ? runOnScreen(command) : move(command, in: place)
  }

  private mutating func recall(_ step: Int) {
    guard var line = field, !commandHistory.isEmpty else { return }
    let place = (line.historyPlace ?? commandHistory.count) + step
    if commandHistory.indices.contains(place) {
      line.historyPlace = place
      line.field.replace(with: commandHistory[place])
    } else if place >= commandHistory.count {
      line.historyPlace = nil
      line.field.replace(with: "")
    }
    field = line
  }

  /// What is shown follows what is typed.
  mutating func fieldChanged() -> [Effect] {
    guard let line = field else { return [] }
    switch line.purpose {
    case .filterFiles:
      files.filter = line.field.text
      // Where nothing fitted, what fits now is looked for from where it was before.
      return filesChanged(selecting: files.selected == .root ? line.file : nil)
    case .filterInteractions:
      interactions.query.rowText = line.field.text
      return queryChanged()
    case .query:
      // A term may be half typed: the last that was understood stays.
      guard let terms = try? Query.terms(line.field.text) else { return [] }
      interactions.query.terms = terms
      interactions.query.termsText = line.field.text
      return queryChanged()
    case .searchDetail:
      return search(line.field.text)
    case .searchDiff:
      return searchDiff(line.field.text)
    case .command:
      return []
    }
  }

  private mutating func cancelField(_ line: InlineField) -> [Effect] {
    var line = line
    line.field.replace(with: line.before)
    field = line
    var effects = fieldChanged()
    field = nil
    switch line.purpose {
    case .filterFiles:
      if let row = line.file.flatMap(listing.place(of:)).flatMap(fileRow(ofEntry:)) {
        files.cursor.row = row
        effects += fileSelectionChanged()
      }
    case .filterInteractions, .query:
      interactions.selected = line.interaction
      if interactions.query.isEmpty {
        settleInteractionCursor()
        effects += showDetail()
      }
    case .searchDetail:
      if line.before.isEmpty, detail.unfoldsAll {
        // What was unfolded to be searched is folded again.
        detail.unfoldsAll = false
        detail.toggled = line.toggled
        detail.nextCursor = line.detailCursor
        effects = reshapeDetail()
      } else {
        detail.cursor = line.detailCursor
      }
    case .searchDiff:
      // Rows that were unfolded to be searched are folded again.
      if effects.isEmpty {
        diff.cursor = line.detailCursor
      } else {
        diff.nextCursor = line.detailCursor
      }
    case .command: break
    }
    return effects
  }

  private mutating func acceptField(_ line: InlineField) -> [Effect] {
    switch line.purpose {
    case .command:
      field = nil
      let text = line.field.text
      if !text.isEmpty, commandHistory.last != text { commandHistory.append(text) }
      return run(commandLine: text)
    case .query:
      do throws(Query.SyntaxError) {
        interactions.query.terms = try Query.terms(line.field.text)
        interactions.query.termsText = line.field.text
      } catch {
        return say(error.message, .hint)
      }
      field = nil
      if focus == .files { focus = .interactions }
      return queryChanged()
    case .searchDiff:
      field = nil
      diff.isFocused = true
      if diff.search.isEmpty { return screenSelectionChanged() }
      // The rows may not be there yet.
      diff.awaitsFound = diff.shownGeneration != diff.generation
      if diff.awaitsFound || !diff.found.isEmpty { return screenSelectionChanged() }
      diff.cursor.row = min(line.detailCursor.row, max(0, diff.rows.count - 1))
      return screenSelectionChanged() + sayNotFound()
    case .filterFiles, .filterInteractions, .searchDetail:
      field = nil
      return []
    }
  }

  // MARK: Queries

  mutating func queryChanged() -> [Effect] {
    interactions.anchor = nil
    if interactions.query.isEmpty {
      interactions.matches = nil
      interactions.isSearching = false
      settleInteractionCursor()
      return showDetail()
    }
    return find()
  }

  /// Asks for the interactions that the query fits, or `again` because files changed since.
  mutating func find(again: Bool = false) -> [Effect] {
    guard let entry = selectedEntry else { return [] }
    let generation = nextGeneration()
    interactions.generation = generation
    interactions.isSearching = true
    interactions.keepsMatches = again && interactions.matches != nil
    return [
      .find(
        interactions.query,
        below: entry.id,
        in: ListingReference(listing, number: generation),
        generation: generation
      )
    ]
  }

  /// Takes the matches so far, all of them each time.
  mutating func take(
    _ found: [InteractionID],
    _ isComplete: Bool,
    _ generation: Int
  ) -> [Effect] {
    guard generation == interactions.generation, !interactions.query.isEmpty else { return [] }
    // A part of them may lack what is selected.
    if interactions.keepsMatches, !isComplete { return [] }
    let begun = rangeStart.interaction
    interactions.matches = found
    interactions.isSearching = !isComplete
    settleInteractionCursor()
    interactions.anchor = begun.flatMap(interactionRow(of:))
    return showDetail()
  }

  // MARK: Search in the detail

  private mutating func search(_ text: String) -> [Effect] {
    detail.search = text
    detail.found = []
    guard !text.isEmpty, let shown = detail.shown else { return [] }
    if !detail.unfoldsAll {
      // What is folded can't be found.
      detail.unfoldsAll = true
      detail.toggled = []
      return reshapeDetail()
    }
    return [.search(text, rows: shown, generation: detail.generation)]
  }
}
