import LLMMockCore

// Moving about in the screens: from the browser to them, in them, and back.

extension State {
  /// The list of the screen that is shown.
  var screenList: ScreenList {
    get {
      switch focus {
      case .review: review.list
      case .queue: queue.list
      case .misses: misses.list
      default: ScreenList()
      }
    }
    set {
      switch focus {
      case .review: review.list = newValue
      case .queue: queue.list = newValue
      case .misses: misses.list = newValue
      default: break
      }
    }
  }

  var screenRowCount: Int {
    switch focus {
    case .review: review.rows.count
    case .queue: queue.rows.count
    case .misses: misses.items?.count ?? 0
    default: 0
    }
  }

  /// What the selected row of the list is about.
  var screenSubject: DiffSubject? {
    let row = screenList.cursor.row
    switch focus {
    case .review: return review.rows.indices.contains(row) ? subject(of: review.rows[row]) : nil
    case .queue:
      switch queue.subject(at: row) {
      case .same: return .sameResults(queue.items(at: row).map(\.id))
      case .item(let id): return .result(id)
      case nil: return nil
      }
    case .misses:
      let items = misses.items ?? []
      return items.indices.contains(row) ? .miss(items[row].id) : nil
    case .comparison: return diff.subject
    default: return nil
    }
  }

  /// Leaves the panes for a screen.
  mutating func enter(_ screen: Place) -> [Effect] {
    if !focus.isScreen { returnPlace = focus }
    // What is recorded again out of a review is seen there next.
    returnsToReview = focus == .review && screen == .queue
    focus = screen
    zoom = .normal
    toast = nil
    diff.isFocused = screen == .comparison
    diff.search = ""
    diff.found = []
    return screenSelectionChanged()
  }

  /// Goes back to the panes, or to the review.
  mutating func leaveScreen() -> [Effect] {
    if returnsToReview, git.mayBeAsked { return loadReview() + enter(.review) }
    focus = returnPlace
    zoom = .normal
    diff.subject = nil
    diff.shown = nil
    diff.generation = nextGeneration()
    return [.list(files.order, showsOthers: showsOthers)] + showDetail(keepingPlace: true)
  }

  /// Asks for the diff of what is selected, unless it is there.
  ///
  /// `again` says that the versions may have changed.
  mutating func screenSelectionChanged(again: Bool = false) -> [Effect] {
    rememberScreenSelection()
    guard let subject = screenSubject else {
      diff.subject = nil
      diff.shown = nil
      diff.cursor = ListCursor()
      diff.found = []
      diff.generation = nextGeneration()
      return []
    }
    let isOther = subject != diff.subject || diff.shown == nil
    if isOther {
      diff.subject = subject
      diff.opened = []
      diff.startsOver = true
      diff.found = []
    } else if !again, diff.shownGeneration == diff.generation,
      diff.shown?.width == diffWidth
    {
      return []
    }
    return [.diff(diffRequest(subject, again: again))]
  }

  private mutating func rememberScreenSelection() {
    let row = screenList.cursor.row
    switch focus {
    case .review: review.selected = screenSubject
    case .queue:
      queue.selected = queue.subject(at: row)
    case .misses:
      let items = misses.items ?? []
      misses.selected = items.indices.contains(row) ? items[row].id : nil
    default: break
    }
  }

  /// What a command does on a screen; nil when it is none of the screens'.
  mutating func runOnScreen(_ command: Command) -> [Effect] {
    review.hasMoved = true
    switch command {
    case .down, .up, .first, .last, .halfDown, .halfUp, .pageDown, .pageUp:
      return moveOnScreen(command)
    case .rangeDown, .rangeUp:
      if screenList.anchor == nil { screenList.anchor = screenList.cursor.row }
      diff.isFocused = false
      return moveOnScreen(command == .rangeDown ? .down : .up)
    case .range:
      screenList.anchor = screenList.anchor == nil ? screenList.cursor.row : nil
      return []
    case .scrollLeft, .scrollRight:
      if diff.look.wraps {
        return say("Lines wrap: w cuts them, so that they can be scrolled", .hint)
      }
      diff.scrolled = max(0, diff.scrolled + (command == .scrollLeft ? -8 : 8))
      return []
    case .nextInteraction, .previousInteraction:
      return moveSelection(by: command == .nextInteraction ? 1 : -1)
    case .focusFiles: return focusDiff(false)
    case .focusInteractions, .focusDetail: return focusDiff(true)
    case .nextPane, .previousPane: return focusDiff(!diff.isFocused)
    case .zoomIn, .zoomOut:
      if focus == .comparison { return say("It fills the window already", .hint) }
      zoom = command == .zoomIn ? .full : .normal
      return screenSelectionChanged()
    case .open: return openOnScreen()
    case .close:
      if focus == .queue, !diff.isFocused, let effects = foldSame(false) { return effects }
      return diff.isFocused && focus != .comparison ? focusDiff(false) : backOnScreen()
    case .back: return backOnScreen()
    case .quit: return backOnScreen(byQuitting: true)
    case .nextMatch, .previousMatch: return jumpToChange(forward: command == .nextMatch)
    case .wrap:
      diff.look.wraps.toggle()
      diff.scrolled = 0
      return reshapeDiff()
        + say(diff.look.wraps ? "Lines wrap" : "Lines are cut: H and L scroll", .hint)
    case .splitDiff: return toggleSplit()
    case .lessContext, .moreContext:
      diff.look.context = max(0, min(50, diff.look.context + (command == .moreContext ? 2 : -2)))
      return reshapeDiff()
        + say("\(counted(diff.look.context, "equal line")) around a change", .hint)
    case .volatileFields:
      diff.look.showsVolatile.toggle()
      return reshapeDiff()
        + say(
          diff.look.showsVolatile ? "Volatile fields are shown" : "Volatile fields are hidden",
          .hint
        )
    case .diffPart: return cyclePart()
    case .edit: return editOnScreen()
    case .copy: return copyOnScreen()
    case .find:
      openField(.find)
      return []
    default: break
    }
    switch focus {
    case .review: return runInReview(command)
    case .queue: return runInQueue(command)
    case .misses: return runInMisses(command)
    default: return runInComparison(command)
    }
  }

  // MARK: Moving

  private mutating func moveOnScreen(_ command: Command) -> [Effect] {
    let layout = Layout(self)
    let height = diff.isFocused ? layout.insideDiff.height : layout.insideScreenList.height
    let step = command.step(page: max(1, height - 1))
    if diff.isFocused {
      diff.cursor.move(by: step, count: diff.rows.count)
      return []
    }
    return moveSelection(by: step)
  }

  mutating func moveSelection(by step: Int) -> [Effect] {
    guard screenRowCount > 0 else {
      return say(
        focus == .comparison ? "This is the only comparison here" : "There is nothing here",
        .hint
      )
    }
    let row = screenList.cursor.row
    screenList.cursor.move(by: step, count: screenRowCount)
    // J and K go from one interaction to the next, over the names of files.
    if abs(step) == 1, diff.isFocused, focus == .review { skipFileRow(step) }
    if screenList.cursor.row == row {
      return say(step > 0 ? "This is the last" : "This is the first", .hint)
    }
    return screenSelectionChanged()
  }

  private mutating func skipFileRow(_ step: Int) {
    let row = review.list.cursor.row
    guard review.rows.indices.contains(row), case .file(let file) = review.rows[row],
      review.listing?.files[file].items.isEmpty == false,
      review.rows.indices.contains(row + step)
    else { return }
    review.list.cursor.row += step
  }

  mutating func focusDiff(_ isFocused: Bool) -> [Effect] {
    if focus == .comparison { return say("There is no list here: esc goes back", .hint) }
    diff.isFocused = isFocused
    return screenSelectionChanged()
  }

  private mutating func openOnScreen() -> [Effect] {
    if !diff.isFocused {
      if focus == .review, let effects = unfoldReviewFile() { return effects }
      if focus == .queue, let effects = foldSame(true) { return effects }
      return screenSubject == nil ? say("There is nothing to open", .hint) : focusDiff(true)
    }
    guard diff.rows.indices.contains(diff.cursor.row) else { return [] }
    if case .fold(let id) = diff.rows[diff.cursor.row].kind {
      diff.opened.insert(id)
      return reshapeDiff()
    }
    if focus == .queue {
      // It never accepts.
      zoom = zoom == .full ? .normal : .full
      return screenSelectionChanged()
    }
    return say("Enter opens a fold of equal lines", .hint)
  }

  /// Leaves the innermost thing: range, search, zoom, diff, screen.
  private mutating func backOnScreen(byQuitting: Bool = false) -> [Effect] {
    if screenList.anchor != nil {
      screenList.anchor = nil
      return []
    }
    if !diff.search.isEmpty, !byQuitting { return searchDiff("") }
    if zoom != .normal {
      zoom = .normal
      return screenSelectionChanged()
    }
    let isNarrow = Layout(self).mode == .narrow
    if diff.isFocused, focus != .comparison, !byQuitting || isNarrow { return focusDiff(false) }
    return leaveScreen()
  }

  // MARK: Texts

  private mutating func editOnScreen() -> [Effect] {
    guard let place = diff.shown?.place else { return say("No file has it to be edited", .hint) }
    return [.edit(.interaction(place), place.file, .raw, node: nil)]
  }

  private mutating func copyOnScreen() -> [Effect] {
    guard let subject = screenSubject, diff.shown != nil else {
      return say("There is nothing to copy", .hint)
    }
    return [.copyDiff(subject)]
  }
}
