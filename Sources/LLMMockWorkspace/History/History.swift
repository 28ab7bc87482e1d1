internal import LLMMockCore
internal import SystemPackage

/// How much a history keeps.
package struct HistoryLimits: Hashable, Sendable {
  package var days: Int
  package var bytes: Int

  package init(days: Int = 30, bytes: Int = 256 << 20) {
    self.days = days
    self.bytes = bytes
  }
}

/// The changes of a folder's files on disk, so that a later run can take them back.
///
/// One file holds one change; its name says its number and stage. It is written before the change is
/// made, and never again. All that follows is done under the lock.
struct History {
  let files: FileSystem
  let state: StateFolder
  let limits: HistoryLimits

  var folder: FilePath { state.path.appending("history") }

  func exists() throws -> Bool { try files.status(folder)?.kind == .folder }

  /// Runs `body` while no other process works with this history.
  func locked<Result>(_ body: () throws -> Result) throws -> Result {
    try files.locked([folder], body)
  }

  /// Makes the folder where it is missing.
  func make() throws {
    try state.make(in: files)
    try files.makeFolders(folder)
  }

  // MARK: Reading

  /// The entries; damaged ones are reported and left where they are.
  func contents() throws -> HistoryContents {
    var result = HistoryContents()
    guard try exists() else { return result }
    for item in try files.list(folder) where item.kind == .file {
      guard let (number, stage) = HistoryEntry.parse(item.name) else { continue }
      result.nextNumber = max(result.nextNumber, number + 1)
      do {
        let entry = try entry(item.name, number, stage)
        // Where one place holds several histories, the others' changes are not ours to undo.
        if !state.isShared || entry.header.base == state.base { result.entries.append(entry) }
      } catch let damage as HistoryDamage {
        result.damaged.append("\(folder.appending(item.name).visible): \(damage)")
      } catch let error as FileSystemError {
        result.damaged.append("\(error)")
      }
    }
    result.entries.sort { $0.number < $1.number }
    return result
  }

  private func entry(
    _ name: FilePath.Component,
    _ number: Int,
    _ stage: HistoryEntry.Stage
  ) throws -> HistoryEntry {
    let file = try files.open(folder.appending(name))
    let status = try file.status()
    let header = try header(of: file, size: status.size)
    try file.close()
    return HistoryEntry(
      number: number,
      stage: stage,
      size: status.size,
      modified: UnixTime(milliseconds: status.modified / 1_000_000),
      header: header
    )
  }

  private func header(of file: OpenFile, size: Int) throws -> HistoryHeader {
    var count = 1 << 14
    while true {
      let beginning = try file.read(0, min(count, size))
      do {
        return try HistoryLine(beginning).header()
      } catch let damage as HistoryDamage {
        // Perhaps a long first line.
        if count >= size { throw damage }
        count *= 8
      }
    }
  }

  /// Reads all of a change.
  func record(_ entry: HistoryEntry) throws -> HistoryRecord {
    let path = folder.appending(entry.name)
    do {
      return try HistoryRecord(files.read(path).bytes, relativeTo: state.base)
    } catch let damage as HistoryDamage {
      throw HistoryError(.damaged, "\(path.visible): \(damage)")
    }
  }

  // MARK: Writing

  /// Keeps a change that is about to be made.
  ///
  /// - Throws: ``HistoryError`` with the code `tooBig` or `cannotBeKept`.
  func begin(_ record: HistoryRecord, number: Int) throws -> HistoryEntry {
    var record = record
    record.base = state.isShared ? state.base : nil
    let bytes = record.encoded(relativeTo: state.base)
    if bytes.count > limits.bytes { throw tooBig(bytes.count) }
    let path = folder.appending(HistoryEntry.name(number, .doing))
    do {
      try files.make(path, bytes, permissions: .ownerReadWrite)
      try files.syncFolder(folder)
    } catch let error as FileSystemError {
      throw HistoryError(.cannotBeKept, "\(path.visible): \(error.reason), so undo can't keep this")
    }
    return HistoryEntry(
      number: number,
      stage: .doing,
      size: bytes.count,
      modified: record.time,
      header: try HistoryLine(bytes).header()
    )
  }

  func tooBig(_ size: Int) -> HistoryError {
    HistoryError(
      .tooBig,
      "undo would have to keep \(megabytes(size)) for this, and keeps \(megabytes(limits.bytes))"
    )
  }

  private func megabytes(_ bytes: Int) -> String { "\((bytes + 1_048_575) >> 20) MB" }

  func advance(_ entry: HistoryEntry, to stage: HistoryEntry.Stage) throws -> HistoryEntry {
    var result = entry
    result.stage = stage
    if result == entry { return entry }
    do {
      try files.rename(folder.appending(entry.name), folder.appending(result.name))
      try files.syncFolder(folder)
    } catch let error as FileSystemError {
      throw HistoryError(.cannotBeKept, "the history can't be written: \(error)")
    }
    return result
  }

  func remove(_ entry: HistoryEntry) throws {
    try files.remove(folder.appending(entry.name))
  }

  /// Removes what is too old, and then the oldest until the rest is small enough, but not `newest`.
  func prune(now: UnixTime, keeping newest: Int) throws {
    var kept: [(number: Int, path: FilePath, size: Int)] = []
    let oldest = now.milliseconds - limits.days * 86_400_000
    for item in try files.list(folder) where item.kind == .file {
      let path = folder.appending(item.name)
      guard let (number, stage) = HistoryEntry.parse(item.name) else {
        // Under the lock no writer is at work, so a temporary file is one that was left behind.
        if TemporaryName.isOne(item.name) { try files.remove(path) }
        continue
      }
      guard let status = try files.linkStatus(path) else { continue }
      let time = try time(of: item.name, number, stage) ?? status.modified / 1_000_000
      if number != newest, time < oldest {
        try files.remove(path)
      } else {
        kept.append((number, path, status.size))
      }
    }
    kept.sort { $0.number < $1.number }
    var total = kept.reduce(0) { $0 + $1.size }
    for (_, path, size) in kept.dropLast() where total > limits.bytes {
      try files.remove(path)
      total -= size
    }
  }

  /// When a change was made; nil when its record does not tell.
  private func time(
    of name: FilePath.Component,
    _ number: Int,
    _ stage: HistoryEntry.Stage
  ) throws -> Int? {
    do {
      return try entry(name, number, stage).header.time.milliseconds
    } catch is HistoryDamage {
      return nil
    }
  }
}
