import LLMMockCore

/// Takes in what happened and says what to do about it.
///
/// Pure: everything that takes time, or touches anything but the state, is an ``Effect``.
package func update(_ state: inout State, _ message: Message) -> [Effect] {
  var effects: [Effect] = []
  switch message {
  case .input(let input):
    effects = state.take(input)
  case .listed(let listing):
    effects = state.take(listing)
  case .folderChanged:
    effects = [.list(state.files.order, showsOthers: state.showsOthers)]
  case .watchingStarted:
    state.isWatching = true
  case .folderOpened(let title):
    effects = state.folderOpened(title)
  case .detailShown(let content, let generation):
    effects = state.take(content, generation)
  case .detailFailed(let sentence, let generation):
    if generation == state.detail.generation {
      state.detail.shown = nil
      effects = state.fail(sentence)
    }
  case .searched(let rows, let generation):
    if generation == state.detail.generation { state.take(foundRows: rows) }
  case .found(let found, let isComplete, let generation):
    effects = state.take(found, isComplete, generation)
  case .changed(let sentence, let undoable, let selecting):
    state.log.append(sentence)
    if let selecting { state.files.selected = selecting }
    state.clearMarks()
    effects =
      [.list(state.files.order, showsOthers: state.showsOthers)]
      + state.say(sentence, .done, offersUndo: undoable)
  case .undone(let title):
    state.log.append("Undid: \(title)")
    state.queue.selectsArrival = true
    effects =
      [.list(state.files.order, showsOthers: state.showsOthers)]
      + state.say("Undid: \(title)   Z redoes", .done)
  case .redone(let title):
    state.log.append("Redid: \(title)")
    effects =
      [.list(state.files.order, showsOthers: state.showsOthers)]
      + state.say("Redid: \(title)", .done, offersUndo: true)
  case .failed(let sentence):
    effects = state.fail(sentence)
  case .tooBigForHistory(let change, let sentence):
    effects = state.ask(
      Confirm(
        title: "Cannot be undone",
        question: sentence,
        items: [],
        notes: [],
        verb: "Do it",
        action: .withoutHistory(change)
      )
    )
  case .reviewListed(let listing, let generation):
    effects = state.take(listing, generation)
  case .gitMissing(let reason):
    state.git = .none(reason)
    state.review.letters = [:]
    state.review.folderCounts = [:]
    state.review.itemLetters = [:]
    state.review.listing = nil
    if state.focus == .review { effects = state.leaveScreen() + state.say(reason, .hint) }
  case .diffMade(let content, let generation):
    effects = state.take(content, generation)
  case .diffFailed(let sentence, let generation):
    if generation == state.diff.generation {
      state.diff.shown = nil
      effects = state.fail(sentence)
    }
  case .staged(let sentence):
    state.log.append(sentence)
    effects = state.loadReview() + state.say(sentence, .done)
  case .committed(let sentence):
    state.log.append(sentence)
    state.review.message = ""
    effects = state.loadReview() + state.say(sentence, .done)
  case .commitFailed(let sentence, let output):
    state.log.append(sentence)
    state.toast = nil
    state.showText("The commit failed", [sentence] + (output.isEmpty ? [] : [""] + output))
    effects = state.loadReview()
  case .planned(let plan):
    effects = state.take(plan)
  case .queueChanged(let listing):
    effects = state.take(listing)
  case .missesLoaded(let items):
    effects = state.take(items)
  case .staleFound(let stale):
    state.stale = stale
  case .remembered(let look):
    state.diff.look.isSplit = look.isSplit
  case .historyLoaded(let items):
    state.showHistory(items)
  case .nameChecked(let check, let notes, let generation):
    state.take(check, notes, generation)
  case .copied(let sentence):
    state.log.append(sentence)
    effects = state.say(sentence, .hint)
  case .clipboardNeedsTerminal(let bytes, let what):
    effects = [.sendToClipboard(bytes, what)]
  case .logged(let line):
    state.log.append(line)
  case .toastExpired(let generation):
    if state.toast?.generation == generation { state.toast = nil }
  case .jobStarted(let title):
    state.job = title
  case .jobEnded:
    state.job = nil
  case .quitRequested:
    effects = [.quit]
  }
  state.scrollIntoView()
  return effects
}

extension State {
  mutating func take(_ input: Input) -> [Effect] {
    switch input {
    case .key(let key):
      if toast?.kind == .failed { toast = nil }
      return take(key)
    case .mouse(let mouse):
      return usesMouse ? take(mouse) : []
    case .pasted(let text):
      return takePaste(text)
    case .resized(let size):
      self.size = size
      return focus.isScreen ? screenSelectionChanged() : showDetail(keepingPlace: true)
    case .focusGained:
      return [.list(files.order, showsOthers: showsOthers)]
    case .focusLost:
      return []
    }
  }

  private mutating func take(_ key: Key) -> [Effect] {
    let layout = Layout(self)
    if layout.mode == .tiny {
      // Nothing else can be seen to act.
      switch key {
      case .character("q"), .character("Q"), .control("c"): return [.quit]
      default: return []
      }
    }
    // Who moves on has another row in mind than what is to come.
    queue.selectsArrival = false
    if !overlays.isEmpty { return takeInOverlay(key) }
    if field != nil { return takeInField(key) }
    guard let command = Keymap.command(for: key, at: focus) else {
      // A key that does something elsewhere is told from one that got lost.
      guard Keymap.isBound(key) else { return [] }
      return say("\(key.name) does nothing here; ? lists what does", .hint)
    }
    return run(command)
  }

  private mutating func takePaste(_ text: String) -> [Effect] {
    if Layout(self).mode == .tiny { return [] }
    switch overlays.last {
    case .prompt(var prompt):
      prompt.field.insert(text)
      return promptChanged(prompt)
    case .help(var help):
      help.filter.insert(text)
      help.cursor = ListCursor()
      overlays[overlays.count - 1] = .help(help)
      return []
    case nil where field != nil:
      field?.field.insert(text)
      return fieldChanged()
    default:
      return say("Pasted text is taken only where something can be typed", .hint)
    }
  }

  // MARK: Listings

  mutating func take(_ listing: Listing) -> [Effect] {
    let old = self.listing
    let (file, interaction) = rangeStart
    self.listing = listing
    rebuildFileRows(rangeFrom: file)
    dropStaleMarks(comparedWith: old)
    var effects = withdrawStaleQuestions(comparedWith: old)
    if interactions.query.isEmpty {
      settleInteractionCursor()
      interactions.anchor = interaction.flatMap(interactionRow(of:))
    } else {
      effects += find(again: true)
    }
    if case .interaction(let id) = detail.subject,
      old.summary(of: id)?.hash != listing.summary(of: id)?.hash
    {
      // Another interaction stands in its place: it is shown from its top.
      detail.subject = nil
    }
    if listing.isComplete, git.mayBeAsked { effects += loadReview() }
    return effects + showDetail(keepingPlace: true, reading: true)
  }

  /// Forgets marks of interactions whose file changed: their places may mean others now.
  private mutating func dropStaleMarks(comparedWith old: Listing) {
    interactions.marks = interactions.marks.filter { id in
      guard let now = listing.summary(of: id), let before = old.summary(of: id) else {
        return false
      }
      return now == before
    }
  }

  /// Takes back what was asked about interactions that are not the same any more: the answer would
  /// be for others.
  private mutating func withdrawStaleQuestions(comparedWith old: Listing) -> [Effect] {
    let count = overlays.count
    overlays.removeAll { overlay in
      overlay.interactions.contains { old.summary(of: $0) != listing.summary(of: $0) }
    }
    if overlays.count == count { return [] }
    return say("The file changed meanwhile: look again", .hint)
  }

  mutating func folderOpened(_ title: String) -> [Effect] {
    self.title = title
    overlays = []
    field = nil
    listing = .empty
    files = FilesPane()
    interactions = InteractionsPane()
    detail = DetailPane()
    focus = .files
    review = ReviewScreen()
    queue = QueueScreen()
    misses = MissesScreen()
    diff = DiffPane()
    git = .unknown
    return say("Opened \(title)", .hint)
  }

  // MARK: Toasts

  mutating func say(_ text: String, _ kind: Toast.Kind, offersUndo: Bool = false) -> [Effect] {
    let generation = nextGeneration()
    toast = Toast(text: text, kind: kind, offersUndo: offersUndo, generation: generation)
    if kind == .failed { return [] }
    return [.expireToast(generation: generation, milliseconds: offersUndo ? 8000 : 4000)]
  }

  mutating func fail(_ sentence: String) -> [Effect] {
    log.append(sentence)
    return say(sentence, .failed)
  }

  mutating func clearMarks() {
    files.marks = []
    interactions.marks = []
    files.anchor = nil
    interactions.anchor = nil
  }

  // MARK: Places

  mutating func scrollIntoView() {
    let layout = Layout(self)
    files.cursor.scrollIntoView(count: files.rows.count, height: layout.inside(.files).height)
    interactions.cursor.scrollIntoView(
      count: interactionRowCount,
      height: layout.interactionRows.height
    )
    detail.cursor.scrollIntoView(count: detail.rows.count, height: layout.inside(.detail).height)
    guard focus.isScreen else { return }
    var list = screenList
    list.cursor.scrollIntoView(count: screenRowCount, height: layout.insideScreenList.height)
    screenList = list
    diff.cursor.scrollIntoView(count: diff.rows.count, height: layout.insideDiff.height)
  }
}
