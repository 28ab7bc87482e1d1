internal import LLMMockCore
internal import SystemPackage

extension Workspace {
  /// Takes back the newest change that is in force.
  ///
  /// Refuses when a file is not as the change left it: that would be lost.
  @discardableResult
  package func undo() throws -> Change {
    try withExistingHistory(.nothingToUndo) { history, contents in
      guard let entry = contents.undoable else { return nil }
      return try turn(entry, .undo, history, contents)
    }
  }

  /// Does again what was undone last, unless something else was done since.
  @discardableResult
  package func redo() throws -> Change {
    try withExistingHistory(.nothingToRedo) { history, contents in
      guard let entry = contents.redoable else { return nil }
      return try turn(entry, .redo, history, contents)
    }
  }

  /// Takes back a change out of turn, where its files are still as it left them.
  ///
  /// Doing so is a change of its own, unless it was the newest.
  @discardableResult
  package func restore(_ id: Int) throws -> Change {
    let history = try history()
    guard try history.exists() else { throw noSuchChange(id) }
    let isNewest = try withHistory(history) { $0.undoable?.number == id }
    if isNewest { return try undo() }
    var title = ""
    let steps = try withHistory(history) { contents in
      guard let entry = contents.entries.first(where: { $0.number == id }) else {
        throw noSuchChange(id)
      }
      title = VisibleText.of(entry.header.title)
      switch contents.state(of: entry) {
      case .done, .halfDone: break
      case .undone, .dropped, .restored:
        throw HistoryError(.alreadyUndone, "change \(id) (\(title)) is already taken back")
      }
      let steps = try self.steps(.undo, entry, history)
      try confined(for: history).makeFolders(for: steps)
      return steps
    }
    let change = try commit(
      "Took back an earlier change: \(title)",
      touching: steps.flatMap(\.paths),
      withoutHistory: false,
      restores: id
    ) { history in
      let contents = try history.contents()
      guard let entry = contents.entries.first(where: { $0.number == id }) else {
        throw noSuchChange(id)
      }
      return try self.steps(.undo, entry, history)
    }
    guard let change else { throw noSuchChange(id) }
    return change
  }

  private func noSuchChange(_ id: Int) -> HistoryError {
    HistoryError(.noSuchChange, "there is no change \(id) in the history")
  }
}

extension Workspace {
  private enum Direction {
    case undo, redo

    var verb: String { self == .undo ? "undo" : "redo" }
  }

  private func withExistingHistory(
    _ nothing: HistoryError.Code,
    _ body: (History, HistoryContents) throws -> Change?
  ) throws -> Change {
    let history = try history()
    let change = try history.exists() ? withHistory(history) { try body(history, $0) } : nil
    if let change { return change }
    let verb = nothing == .nothingToUndo ? "undo" : "redo"
    throw HistoryError(nothing, "there is nothing to \(verb) in \(visible(opened))")
  }

  /// Moves a change from done to undone or back.
  private func turn(
    _ entry: HistoryEntry,
    _ direction: Direction,
    _ history: History,
    _ contents: HistoryContents
  ) throws -> Change {
    let disk = confined(for: history)
    let end: HistoryEntry.Stage = direction == .undo ? .undone : .done
    let steps = try steps(direction, entry, history)
    guard !steps.isEmpty else {
      _ = try history.advance(entry, to: end)
      throw HistoryError(
        .alreadyUndone,
        "\(title(of: entry)): the files are already as \(direction.verb) would make them"
      )
    }
    try disk.makeFolders(for: steps)
    let moving: HistoryEntry = try locked(steps.flatMap(\.paths)) {
      let steps = try self.steps(direction, entry, history)
      let moving = try history.advance(entry, to: direction == .undo ? .undoing : .redoing)
      do {
        try disk.perform(steps)
      } catch {
        if (error as? HistoryError)?.code != .halfDone {
          // Should this fail, the next change finds out that nothing was done.
          do { _ = try history.advance(moving, to: entry.stage) } catch {}
        }
        guard let conflict = error as? OperationConflict else { throw error }
        throw refusal(direction, .changed(conflict.path), disk)
      }
      return moving
    }
    var contents = contents
    contents.entries = contents.entries.map { $0.number == entry.number ? moving : $0 }
    var warnings: [String] = []
    do {
      let moved = try history.advance(moving, to: end)
      contents.entries = contents.entries.map { $0.number == entry.number ? moved : $0 }
    } catch {
      warnings.append("the history could not be brought up to date: \(error)")
    }
    var change = change(moving, in: contents, of: history)
    change.state = direction == .undo ? .undone : .done
    change.warnings = warnings
    return change
  }

  private func title(of entry: HistoryEntry) -> String { VisibleText.of(entry.header.title) }

  /// What is to be done to take a change back or do it again.
  ///
  /// Empty when the files are already so. Of a half-done change, the part that is not done is left.
  ///
  /// - Throws: ``HistoryError`` when a file is otherwise.
  private func steps(
    _ direction: Direction,
    _ entry: HistoryEntry,
    _ history: History
  ) throws -> [ChangeOperation] {
    let disk = confined(for: history)
    var operations = try history.record(entry).operations
    if direction == .undo { operations = operations.reversed().map(\.inverse) }
    var steps: [ChangeOperation] = []
    var isDone: [ChangeOperation] = []
    for operation in operations {
      for path in operation.paths { try disk.check(path) }
      switch try FixtureFileError.about(operation.paths[0], { try disk.standing(of: operation) }) {
      case .before: steps.append(operation)
      // What waits by now is newer, and must not keep the rest from being taken back.
      case .after where disk.isWaiting(operation), .neither where disk.isWaiting(operation): break
      case .after: isDone.append(operation)
      case .neither(let obstacle): throw refusal(direction, obstacle, disk)
      }
    }
    if let operation = isDone.first, !steps.isEmpty, entry.stage.isSettled {
      throw refusal(direction, .changed(operation.paths[0]), disk)
    }
    return steps
  }

  private func refusal(
    _ direction: Direction,
    _ obstacle: Obstacle,
    _ disk: ConfinedFiles
  ) -> HistoryError {
    let sentence =
      switch obstacle {
      case .changed(let path):
        "\(disk.visible(path)) changed since; \(direction.verb) would overwrite that"
      case .exists(let path):
        "\(disk.visible(path)) exists again; \(direction.verb) would overwrite it"
      case .isGone(let path):
        "\(disk.visible(path)) is gone; \(direction.verb) can't change it"
      }
    return HistoryError(.changedSince, sentence)
  }
}
