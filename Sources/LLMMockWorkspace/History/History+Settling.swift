internal import LLMMockCore
internal import SystemPackage

extension History {
  /// Finds out how far changes came that a crash interrupted, and says so in the history.
  ///
  /// Whoever made them is gone: the lock is ours. What is done in part stays so until undo.
  func settle(_ contents: HistoryContents, on disk: ConfinedFiles) throws -> HistoryContents {
    var result = contents
    result.entries = try contents.entries.compactMap { entry in
      guard !entry.stage.isSettled else { return entry }
      let record: HistoryRecord
      do {
        record = try self.record(entry)
        for path in record.operations.flatMap(\.paths) { try disk.check(path) }
      } catch let error as HistoryError where error.code == .damaged {
        result.damaged.append(error.description)
        return nil
      } catch is FixtureFileError {
        // A path it may not touch: undo says so.
        return entry
      }
      do {
        return try settle(entry, record.operations, on: disk)
      } catch is FileSystemError {
        // A file that can't be read now must not keep others from being changed.
        return entry
      }
    }
    return result
  }

  private func settle(
    _ entry: HistoryEntry,
    _ operations: [ChangeOperation],
    on disk: ConfinedFiles
  ) throws -> HistoryEntry? {
    let folders = try operations.flatMap(\.paths).map(\.folder).filter {
      try files.status($0)?.kind == .folder
    }
    return try files.locked(folders) {
      try disk.removeLeftovers(of: operations)
      let standings = Set(try operations.map { try disk.standing(of: $0) })
      if standings == [.before] {
        guard entry.stage == .doing else { return try advance(entry, to: .undone) }
        try remove(entry)
        return nil
      }
      // A file that is neither was changed since, by someone who saw the change done.
      return standings.contains(.before) ? entry : try advance(entry, to: .done)
    }
  }
}
