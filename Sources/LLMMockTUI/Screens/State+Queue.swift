import LLMMockCore

// Recording again: the plan, the queue, and deciding on results; and what was missed.

extension State {
  // MARK: The plan

  mutating func planRerecord() -> [Effect] {
    let chosen = focus == .files ? interactionsOfChosenFiles : chosenInteractions
    let fine = chosen.filter { listing.entry($0.file)?.content?.problem == nil }
    guard !fine.isEmpty else {
      return say(
        chosen.isEmpty ? "No interaction is selected" : "The file can't be read: e edits it",
        .hint
      )
    }
    return [.plan(fine)]
  }

  private var interactionsOfChosenFiles: [InteractionID] {
    let files =
      hasChosenFiles ? chosenFiles : selectedEntry.flatMap { $0.isFolder ? nil : [$0.id] } ?? []
    return files.flatMap { file in
      (0..<(listing.entry(file)?.content?.interactionCount ?? 0)).map {
        InteractionID(file: file, index: $0)
      }
    }
  }

  /// Shows what would be sent, and where; nothing is before it is agreed to.
  mutating func take(_ plan: RerecordPlanText) -> [Effect] {
    var notes = plan.notes
    if let command = plan.command {
      notes.append("To renew the whole chain, run the program: \(command)")
    }
    if !plan.problems.isEmpty {
      showText(
        "Cannot be recorded again",
        plan.problems + (plan.facts.isEmpty ? [] : [""]),
        facts: plan.facts
      )
      return []
    }
    return ask(
      Confirm(
        title: "Re-record",
        question: plan.question,
        items: plan.facts,
        notes: notes,
        verb: "Start",
        action: .startRerecord(plan.id),
        wrapsItems: true
      )
    )
  }

  // MARK: The queue

  mutating func openQueue() -> [Effect] {
    if queue.listing.items.isEmpty {
      return say("No results wait; r records interactions again", .hint)
    }
    return enter(.queue)
  }

  mutating func take(_ listing: QueueListing) -> [Effect] {
    let before = queue.listing
    let shown = queue.items(at: queue.list.cursor.row)
    queue.listing = listing
    if before.items.map(\.id) != listing.items.map(\.id) { queue.list.anchor = nil }
    var found = queueRow(of: queue.selected, before)
    if queue.selectsArrival {
      let known = Set(before.items.map(\.id))
      if let place = listing.items.firstIndex(where: { !known.contains($0.id) }) {
        found = queue.row(of: place)
        queue.selectsArrival = false
      }
    }
    queue.list.cursor.row = max(0, min(queue.rows.count - 1, found ?? queue.list.cursor.row))
    if focus == .queue {
      let isSame = found != nil && shown == queue.items(at: queue.list.cursor.row)
      if listing.items.isEmpty, !listing.isRunning {
        return leaveScreen()
          + say(decided, .done, offersUndo: queue.accepted + queue.rejected > 0)
      }
      return isSame ? [] : screenSelectionChanged(again: true)
    }
    if before.isRunning, !listing.isRunning, !listing.undecided.isEmpty {
      let count = listing.undecided.count
      return say(
        "\(counted(count, "result")) \(count == 1 ? "waits" : "wait"): P shows what came",
        .done
      )
    }
    return []
  }

  /// Where something is now; for a call that ended, where its result is.
  private func queueRow(of subject: QueueScreen.Subject?, _ before: QueueListing) -> Int? {
    let items = queue.listing.items
    switch subject {
    case .same: return queue.rows.firstIndex(of: .same)
    case .item(let id):
      if let place = items.firstIndex(where: { $0.id == id }) { return queue.row(of: place) }
      guard let gone = before.items.first(where: { $0.id == id }), gone.state.isUnderWay else {
        return nil
      }
      return items.firstIndex { $0.file == gone.file && $0.number == gone.number }
        .flatMap(queue.row)
    case nil: return nil
    }
  }

  /// Shows the results of the common row one by one, or takes them together again; nil where another
  /// row is selected.
  mutating func foldSame(_ unfolds: Bool) -> [Effect]? {
    let row = queue.list.cursor.row
    guard queue.rows.indices.contains(row), queue.rows[row] == .same,
      queue.unfoldsSame != unfolds
    else { return nil }
    queue.unfoldsSame = unfolds
    queue.list.anchor = nil
    return []
  }

  private var decided: String {
    queue.accepted == 0 && queue.rejected == 0
      ? "No results wait" : "\(queue.accepted) accepted, \(queue.rejected) rejected"
  }

  mutating func runInQueue(_ command: Command) -> [Effect] {
    let rows = queue.list.range.filter(queue.rows.indices.contains)
    var seen: Set<String> = []
    let chosen = rows.flatMap(queue.items(at:)).filter { seen.insert($0.id).inserted }
    guard !chosen.isEmpty else { return [] }
    // A row that stands for several is asked about.
    let isCommon = rows.contains { queue.rows[$0] == .same }
    switch command {
    case .accept: return isCommon ? askToDecide(chosen, accepting: true) : accept(chosen)
    case .delete, .reject:
      return isCommon ? askToDecide(chosen, accepting: false) : reject(chosen)
    case .skip:
      queue.list.anchor = nil
      return moveSelection(by: 1)
    case .acceptAll, .rejectAll:
      return askToDecide(queue.listing.items, accepting: command == .acceptAll)
    case .keepVolatile:
      let ready = chosen.filter(\.isUndecided)
      guard let first = ready.first else { return say(reasonAgainstDeciding(chosen), .hint) }
      if ready.allSatisfy({ $0.number == QueueItem.new }) {
        return say("It is new: there are no recorded ids to keep", .hint)
      }
      return [.keepVolatile(ready.map(\.id), !first.keepsVolatile)]
    case .rerecord: return [.planAgain(chosen.map(\.id))]
    case .pauseQueue:
      guard queue.listing.isRunning else { return say("No call is under way", .hint) }
      return queue.listing.isPaused ? [.resumeQueue] : [.pauseQueue]
    case .mark:
      diff.isFocused = true
      return runOnScreen(.pageDown)
    default: return say("Not here: esc goes back, and keeps all results", .hint)
    }
  }

  private mutating func accept(_ chosen: [QueueItem]) -> [Effect] {
    let ready = chosen.filter(\.isUndecided)
    let outdated = chosen.filter { $0.state == .outdated }
    if ready.isEmpty, !outdated.isEmpty {
      return [.rebase(outdated.map(\.id))]
        + say(
          "The file changed: this is the difference from what is there now; a accepts it",
          .hint
        )
    }
    if ready.isEmpty { return say(reasonAgainstDeciding(chosen), .hint) }
    queue.list.anchor = nil
    queue.accepted += ready.count
    return [.accept(ready.map(\.id))]
  }

  private mutating func reject(_ chosen: [QueueItem]) -> [Effect] {
    let ready = chosen.filter { $0.state != .running && $0.state != .waiting }
    if ready.isEmpty { return say(reasonAgainstDeciding(chosen), .hint) }
    queue.list.anchor = nil
    queue.rejected += ready.count
    return [.reject(ready.map(\.id))]
  }

  private func reasonAgainstDeciding(_ chosen: [QueueItem]) -> String {
    switch chosen.first?.state {
    case .failed: "There is no result: the recorded version stays; d takes it off the list"
    case .outdated: "The file changed since: r records it again, d drops the result"
    default: "The answer is not there yet"
    }
  }

  private mutating func askToDecide(_ items: [QueueItem], accepting: Bool) -> [Effect] {
    let all = items.filter(\.isUndecided)
    if all.isEmpty { return say("No results wait", .hint) }
    let ready = accepting ? all.filter { !$0.isUnexpected } : all
    let left = all.count - ready.count
    let check = "\(counted(left, "answer")) \(left == 1 ? "is" : "are") not what was to be expected"
    if ready.isEmpty { return say("\(check): a accepts each by itself", .hint) }
    let same = ready.count { $0.state == .same }
    let verb = accepting ? "Accept" : "Reject"
    return ask(
      Confirm(
        title: items.count == queue.listing.items.count ? "\(verb) all" : verb,
        question: "\(verb) \(counted(ready.count, "result"))?",
        items: ready.map { item in
          let result = item.number == item.result ? "" : "  \(item.result)"
          return "\(item.file.shown)  \(item.number)\(result)  \(item.label)"
        },
        notes: [
          same == 0
            ? ""
            : same == ready.count
              ? "They differ in volatile fields alone."
              : "\(same) of them differ in volatile fields alone.",
          left > 0 ? "\(check), and \(left == 1 ? "is" : "are") left to be decided alone." : "",
          accepting
            ? "The bytes shown are written; z takes it back."
            : "The recorded versions stay. z takes it back.",
        ].filter { !$0.isEmpty },
        verb: verb,
        action: accepting ? .accept(ready.map(\.id)) : .reject(ready.map(\.id))
      )
    )
  }

  /// Before quitting while calls are under way: their answers would be paid for and lost.
  mutating func askToQuit() {
    let count = queue.listing.total - queue.listing.done
    overlays.append(
      .confirm(
        Confirm(
          title: "Quit",
          question: "\(counted(count, "call")) \(count == 1 ? "is" : "are") under way. Quit?",
          items: [],
          notes: [
            "What has not arrived is lost, and may be charged. Results that arrived are kept.",
            "P shows how far they are.",
          ],
          verb: "Quit",
          action: .quit
        )
      )
    )
  }

  /// Ctrl-C: first no new calls, then those under way too.
  mutating func stopQueue() -> [Effect] {
    if queue.listing.isPaused {
      return [.cancelQueue] + say("Cancelled: recorded versions stay where no answer came", .hint)
    }
    return [.pauseQueue]
      + say("Paused: calls under way finish. Ctrl-C again cancels them, p goes on", .hint)
  }

  // MARK: Misses

  mutating func openMisses() -> [Effect] {
    let effects = enter(.misses)
    return [.loadMisses] + effects
  }

  mutating func take(_ items: [MissItem]) -> [Effect] {
    misses.items = items
    let found = misses.selected.flatMap { id in items.firstIndex { $0.id == id } }
    misses.list.cursor.row = max(0, min(items.count - 1, found ?? misses.list.cursor.row))
    misses.list.anchor = nil
    return focus == .misses ? screenSelectionChanged(again: true) : []
  }

  mutating func runInMisses(_ command: Command) -> [Effect] {
    let items = misses.items ?? []
    let chosen = misses.list.range.filter(items.indices.contains).map { items[$0].id }
    if chosen.isEmpty { return say("Nothing was missed", .hint) }
    switch command {
    case .rerecord: return [.planMisses(chosen)]
    case .delete:
      misses.list.anchor = nil
      return [.dropMisses(chosen)]
    default: return say("Not here: esc goes back to the lists", .hint)
    }
  }
}
