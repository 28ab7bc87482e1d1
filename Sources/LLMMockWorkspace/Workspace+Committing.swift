internal import LLMMockCore
internal import SystemPackage

extension Workspace {
  /// Makes a change: kept in the history first, then done, all of it or nothing.
  ///
  /// `build` looks at the files and says what to do; when that is nothing, the result is nil. It is
  /// called again when a file changed before it was done. The folders of `paths`, which are without
  /// links, are locked meanwhile.
  func commit(
    _ title: String,
    touching paths: [FilePath],
    withoutHistory: Bool,
    restores: Int? = nil,
    _ build: (History) throws -> [ChangeOperation]
  ) throws -> Change? {
    let history = try history()
    if withoutHistory {
      return try attempt(touching: paths, history) {
        let operations = try build(history)
        if operations.isEmpty { return nil }
        try confined(for: history).perform(operations)
        return Change(
          id: nil,
          time: time,
          title: title,
          state: .done,
          paths: confined(for: history).withoutWaiting(operations.flatMap(\.paths)),
          size: 0
        )
      }
    }
    return try withHistory(history) { contents in
      try attempt(touching: paths, history) {
        let operations = try build(history)
        if operations.isEmpty { return nil }
        let record = HistoryRecord(
          title: title,
          time: time,
          drops: contents.undone,
          restores: restores,
          operations: operations
        )
        return try commit(record, history, contents)
      }
    }
  }

  /// Runs `body` with the history made, locked, and free of interrupted changes.
  func withHistory<Result>(
    _ history: History,
    _ body: (HistoryContents) throws -> Result
  ) throws -> Result {
    do {
      try history.make()
    } catch let error as FileSystemError {
      throw HistoryError(.cannotBeKept, "the history can't be written: \(error)")
    }
    do {
      return try history.locked {
        try body(try history.settle(try history.contents(), on: confined(for: history)))
      }
    } catch let error as FileSystemError {
      throw HistoryError(.cannotBeKept, "the history can't be used: \(error)")
    }
  }

  /// Tries until no one writes the files between the looking and the doing.
  private func attempt<Result>(
    touching paths: [FilePath],
    _ history: History,
    _ body: () throws -> Result
  ) throws -> Result {
    for _ in 1...PlannedUpdate.attempts {
      do {
        return try locked(paths, body)
      } catch is OperationConflict {
        continue
      }
    }
    throw PlannedUpdate.busy(paths.first ?? opened)
  }

  /// Holds the folders of files.
  ///
  /// A process may have only so many files open (256 on some systems). Beyond a number that leaves
  /// room no folder is held: each file is still compared just before it is written.
  func locked<Result>(_ paths: [FilePath], _ body: () throws -> Result) throws -> Result {
    let folders = Array(Set(paths.map(\.folder)))
    guard folders.count <= 64 else { return try body() }
    return try FixtureFileError.about(paths.first ?? opened) { try files.locked(folders, body) }
  }

  /// Keeps a change and makes it.
  private func commit(
    _ record: HistoryRecord,
    _ history: History,
    _ contents: HistoryContents
  ) throws -> Change {
    let entry = try history.begin(record, number: contents.nextNumber)
    do {
      try confined(for: history).perform(record.operations)
    } catch {
      // What is half done stays in the history, and so does the record when it can't be removed
      // now: the next change finds out that nothing was done.
      if (error as? HistoryError)?.code != .halfDone { do { try history.remove(entry) } catch {} }
      throw error
    }
    var warnings: [String] = []
    do {
      _ = try history.advance(entry, to: .done)
      try history.prune(now: record.time, keeping: entry.number)
    } catch {
      warnings.append("the history could not be brought up to date: \(error)")
    }
    return Change(
      id: entry.number,
      time: record.time,
      title: record.title,
      state: .done,
      paths: confined(for: history).withoutWaiting(record.operations.flatMap(\.paths)),
      size: entry.size,
      warnings: warnings
    )
  }
}

extension HistoryContents {
  /// The numbers of what could be done again now.
  fileprivate var undone: [Int] {
    let dropped = dropped
    return entries.filter { $0.stage == .undone && !dropped.contains($0.number) }.map(\.number)
  }
}
