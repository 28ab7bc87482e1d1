import LLMMockCore

// The diff of a screen: how it is looked at, and where in it one is.

extension State {
  /// The width that rows are made for: the pane's, or what it would be if it were shown.
  var diffWidth: Int {
    let layout = Layout(self)
    if layout.mode == .tiny { return diff.shown?.width ?? 28 }
    if !layout.diff.isEmpty { return layout.diffWidth }
    var other = self
    other.diff.isFocused = true
    return Layout(other).diffWidth
  }

  mutating func diffRequest(_ subject: DiffSubject, again: Bool = false) -> DiffRequest {
    diff.generation = nextGeneration()
    return DiffRequest(
      subject: subject,
      look: diff.look,
      width: diffWidth,
      usesBrackets: !usesColor,
      // What is folded can't be found.
      opened: diff.search.isEmpty ? diff.opened : nil,
      again: again,
      generation: diff.generation
    )
  }

  /// Asks for the rows again after the look changed.
  mutating func reshapeDiff() -> [Effect] {
    guard let subject = diff.subject else { return [] }
    return [.diff(diffRequest(subject))]
  }

  mutating func take(_ content: DiffContent, _ generation: Int) -> [Effect] {
    guard generation == diff.generation else { return [] }
    let before = diff.cursor.row
    let change = diff.rows.indices.contains(before) ? diff.rows[before].change : nil
    diff.shown = content
    diff.shownGeneration = generation
    if diff.startsOver {
      diff.startsOver = false
      diff.scrolled = 0
      diff.cursor = ListCursor(row: content.changes.first ?? 0, top: 0)
    } else if let next = diff.nextCursor {
      diff.cursor = next
    } else if let change,
      !content.rows.indices.contains(before) || content.rows[before].change != change,
      let row = content.rows.firstIndex(where: { $0.change == change })
    {
      diff.cursor.row = row
    }
    diff.nextCursor = nil
    diff.cursor.row = max(0, min(content.rows.count - 1, diff.cursor.row))
    if diff.search.isEmpty { return [] }
    findInDiff()
    if diff.awaitsFound || field?.purpose == .searchDiff { goToFound() }
    defer { diff.awaitsFound = false }
    return diff.awaitsFound && diff.found.isEmpty ? sayNotFound() : []
  }

  mutating func sayNotFound() -> [Effect] {
    say("\"\(diff.search)\" is not in this text", .hint)
  }

  mutating func toggleSplit() -> [Effect] {
    diff.look.isSplit.toggle()
    var effects = reshapeDiff() + [.remember(diff.look)]
    if diff.look.isSplit, diffWidth < DiffLayout.splitWidth {
      effects += say(
        "Side by side needs a wider window; both versions stand under each other",
        .hint
      )
    }
    return effects
  }

  mutating func cyclePart() -> [Effect] {
    let parts: [InteractionDiff.Part?] = [nil, .request, .response]
    let place = parts.firstIndex(of: diff.look.part) ?? 0
    diff.look.part = parts[(place + 1) % parts.count]
    diff.startsOver = true
    let shown =
      switch diff.look.part {
      case .request: "The request alone is compared"
      case .response: "The response alone is compared"
      default: "Request and response are compared"
      }
    return reshapeDiff() + say(shown, .hint)
  }

  /// To the next match of a search, or the next change.
  mutating func jumpToChange(forward: Bool) -> [Effect] {
    let places = diff.search.isEmpty ? diff.shown?.changes ?? [] : diff.found
    let row = diff.cursor.row
    let next = forward ? places.first { $0 > row } : places.last { $0 < row }
    guard let next else {
      if places.isEmpty {
        return diff.search.isEmpty ? say("Nothing changed here", .hint) : sayNotFound()
      }
      return say(
        forward ? "This is the last; J goes to the next interaction" : "This is the first",
        .hint
      )
    }
    diff.cursor.row = next
    return []
  }

  mutating func searchDiff(_ text: String) -> [Effect] {
    let wasSearching = !diff.search.isEmpty
    diff.search = text
    diff.found = []
    // All folds open for a search, and close behind it.
    if wasSearching == text.isEmpty { return reshapeDiff() }
    findInDiff()
    goToFound()
    return []
  }

  /// To the first row found from the cursor on, or from the top.
  private mutating func goToFound() {
    if let row = diff.found.first(where: { $0 >= diff.cursor.row }) ?? diff.found.first {
      diff.cursor.row = row
    }
  }

  private mutating func findInDiff() {
    diff.found =
      diff.search.isEmpty
      ? [] : diff.rows.indices.filter { diff.rows[$0].text.containsIgnoringCase(diff.search) }
  }

  // MARK: Two interactions

  /// Compares the two marked interactions, or the selected one with HEAD.
  mutating func compare() -> [Effect] {
    let chosen = chosenInteractions
    let subject: DiffSubject
    switch chosen.count {
    case 2: subject = .pair(chosen[0], chosen[1])
    case 1: subject = .head(chosen[0])
    case 0: return say("Mark two interactions with space, then C compares them", .hint)
    default: return say("Two interactions can be compared, \(chosen.count) are marked", .hint)
    }
    if case .head = subject, case .none(let reason) = git { return say(reason, .hint) }
    diff.subject = nil
    if !focus.isScreen { returnPlace = focus }
    focus = .comparison
    zoom = .normal
    toast = nil
    diff.isFocused = true
    diff.opened = []
    diff.search = ""
    diff.found = []
    diff.startsOver = true
    diff.subject = subject
    return [.diff(diffRequest(subject, again: true))]
  }

  mutating func runInComparison(_ command: Command) -> [Effect] {
    switch command {
    case .rerecord:
      guard let place = diff.shown?.place else {
        return say("There is no interaction to record again", .hint)
      }
      return [.plan([place])]
    default: return say("Not here: esc goes back to the lists", .hint)
    }
  }
}
