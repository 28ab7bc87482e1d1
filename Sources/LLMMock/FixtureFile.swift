import Dispatch
package import LLMMockCore
import Synchronization
package import SystemPackage

/// A fixture file that sessions read from and record into, as it is at any moment.
package final class FixtureFile: Sendable {
  package let path: FilePath
  /// The path as the user knows it.
  package let name: String
  /// Whether the file stands where a request named it; otherwise the user did.
  private let links: LinkPolicy
  private let files: FileSystem
  private let cache = Mutex(Cache())
  /// Reading and saving wait on the disk, which the concurrency pool must not.
  private let queue: DispatchQueue
  private let waiting = Mutex(Waiting())

  private struct Cache {
    /// nil when the file was not there.
    var version: FileVersion?
    var index: CallIndex?
    /// Whether the index is that of the version; else it is of an older one, and of use for making
    /// the next.
    var isCurrent = true
  }

  private struct Waiting {
    var saves: [Save] = []
    var isSaving = false
  }

  private struct Save: Sendable {
    var recording: Recording
    var ledger: SharedLedger
    var done: @Sendable (Result<RecordedPlace.Saved, any Error>) -> Void
  }

  package init(_ path: FilePath, links: LinkPolicy = .named, files: FileSystem = .disk) {
    self.path = path
    name = path.visible
    self.links = links
    self.files = files
    queue = DispatchQueue(label: "llm-mock.fixture")
  }

  // MARK: Reading

  /// The file's interactions as they are now; nil when the file does not exist.
  ///
  /// - Throws: ``FixtureParseError``, or ``FixtureFileError`` when it can't be read.
  package func current() async throws -> CallIndex? {
    // One question to the disk: cheaper than another thread.
    let version = try FixtureFileError.about(path) { try files.version(of: path) }
    if let known = cache.withLock({ known -> CallIndex?? in
      known.isCurrent && known.version == version ? .some(known.index) : nil
    }) {
      return known
    }
    return try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Result { try self.reload() }) }
    }
  }

  private func reload() throws -> CallIndex? {
    let status = try FixtureFileError.about(path) { try files.status(path) }
    guard let status else {
      cache.withLock { $0 = Cache() }
      return nil
    }
    guard status.kind == .file else {
      throw FixtureFileError(.notAFile, path, "it is no file")
    }
    let target = try files.target(of: path, links: links)
    let contents = try FixtureFileError.about(path) { try files.read(target) }
    let index = try index(of: contents.bytes)
    cache.withLock { $0 = Cache(version: contents.status.version, index: index) }
    return index
  }

  private func index(of bytes: [UInt8]) throws -> CallIndex {
    let old = cache.withLock { $0.index }
    if let old, old.document.bytes == bytes { return old }
    do throws(FixtureProblem) {
      return CallIndex(try FixtureDocument(bytes), reusing: old)
    } catch {
      throw FixtureParseError(error, in: name)
    }
  }

  /// The file that the Python package would have made for this name, where that one exists and this
  /// one does not.
  package func pythonName() -> String? {
    guard let last = path.lastComponent else { return nil }
    let stem = last.bytes.dropLast(5)
    guard let dot = stem.lastIndex(of: UInt8(ascii: ".")), dot > stem.startIndex,
      let name = FilePath.Component(bytes: stem[..<dot] + ".json".utf8)
    else { return nil }
    let other = path.removingLastComponent().appending(name)
    do {
      return try files.status(other)?.kind == .file ? other.visible : nil
    } catch {
      // It is only a hint.
      return nil
    }
  }

  // MARK: Saving

  /// Saves an answer; calls that come in during one save go together into the next.
  ///
  /// - Returns: where it stands, once it would survive a loss of power.
  package func save(
    _ recording: Recording,
    in ledger: SharedLedger
  ) async throws -> RecordedPlace.Saved {
    try await withCheckedThrowingContinuation { continuation in
      let save = Save(recording: recording, ledger: ledger) { continuation.resume(with: $0) }
      let starts = waiting.withLock { waiting in
        waiting.saves.append(save)
        defer { waiting.isSaving = true }
        return !waiting.isSaving
      }
      if starts { queue.async { self.saveWaiting() } }
    }
  }

  private func saveWaiting() {
    while true {
      let batch = waiting.withLock { waiting in
        defer { waiting.saves = [] }
        if waiting.saves.isEmpty { waiting.isSaving = false }
        return waiting.saves
      }
      if batch.isEmpty { return }
      // Sessions differ in what they replace, so each has a save of its own.
      var rest = batch[...]
      while let first = rest.first {
        let own = rest.prefix { $0.ledger === first.ledger }
        rest = rest.dropFirst(own.count)
        save(Array(own))
      }
    }
  }

  private func save(_ batch: [Save]) {
    guard let ledger = batch.first?.ledger else { return }
    let result = Result { try save(batch.map(\.recording), ledger) }
    for (number, save) in batch.enumerated() {
      save.done(
        result.map { plan in
          RecordedPlace.Saved(
            position: plan.places[number].position,
            isReplacing: plan.places[number].isReplacing
          )
        }
      )
    }
  }

  private func save(
    _ recordings: [Recording],
    _ ledger: SharedLedger
  ) throws -> RecordingLedger.Plan {
    let provider = recordings.first?.interaction.provider ?? ""
    for _ in 1...PlannedUpdate.attempts {
      do {
        return try update(recordings, ledger)
      } catch let error as FixtureFileError where error.code == .vanished {
        if let plan = try make(recordings, ledger, provider: provider) { return plan }
      }
    }
    throw PlannedUpdate.busy(path)
  }

  private func update(
    _ recordings: [Recording],
    _ ledger: SharedLedger
  ) throws -> RecordingLedger.Plan {
    var made: RecordingLedger.Plan?
    _ = try files.update(path, links: links) { bytes in
      let index = try index(of: bytes)
      cache.withLock { $0 = Cache(index: index, isCurrent: false) }
      let plan = try plan(recordings, ledger, index)
      made = plan
      return plan.edit
    }
    guard let made else { throw PlannedUpdate.busy(path) }
    ledger.made(made)
    return made
  }

  /// - Returns: nil when the file came into being meanwhile.
  private func make(
    _ recordings: [Recording],
    _ ledger: SharedLedger,
    provider: String
  ) throws -> RecordingLedger.Plan? {
    let empty = NewFixture.text(provider: provider)
    let index = CallIndex(try parsed(empty))
    let plan = try plan(recordings, ledger, index)
    guard let bytes = plan.edit.applied(to: empty) else { throw PlannedUpdate.busy(path) }
    try FixtureFileError.about(path) {
      try checkLinks()
      // Those of every new folder: the process's mask narrows them.
      try files.makeFolders(path.folder, permissions: FilePermissions(rawValue: 0o777))
    }
    let entry = try files.entry(at: path, links: links)
    do {
      try files.locked([entry.folder]) {
        try files.make(entry, bytes, permissions: Self.permissions)
        try files.syncFolder(entry.folder)
      }
      cache.withLock { $0 = Cache(index: index, isCurrent: false) }
      ledger.made(plan)
      return plan
    } catch let error as FileSystemError {
      if error.code == .exists { return nil }
      throw FixtureFileError(error, path)
    }
  }

  private static let permissions: FilePermissions = [
    .ownerReadWrite, .groupReadWrite, .otherReadWrite,
  ]

  /// Refuses a folder that a link leads out of where this fixture may be, before any is made in it.
  private func checkLinks() throws {
    let parents = path.folder.selfAndParents(to: nil)
    guard case .within(let root) = links,
      let existing = try parents.first(where: { try files.status($0) != nil })
    else { return }
    let target = try files.resolve(existing)
    if !target.isWithin(root) {
      throw FixtureFileError(
        .linkLeadsOut,
        path,
        "it leads out of \(root.visible), to \(target.visible)"
      )
    }
  }

  private func plan(
    _ recordings: [Recording],
    _ ledger: SharedLedger,
    _ index: CallIndex
  ) throws -> RecordingLedger.Plan {
    do throws(FixtureProblem) {
      return try ledger.plan(recordings, in: index)
    } catch {
      throw FixtureParseError(error, in: name)
    }
  }

  private func parsed(_ bytes: [UInt8]) throws -> FixtureDocument {
    do throws(FixtureProblem) {
      return try FixtureDocument(bytes)
    } catch {
      throw FixtureParseError(error, in: name)
    }
  }
}

extension RecordedPlace {
  /// Where an answer was saved.
  package struct Saved: Hashable, Sendable {
    /// From 0, at the time.
    package var position: Int
    package var isReplacing: Bool
  }
}
