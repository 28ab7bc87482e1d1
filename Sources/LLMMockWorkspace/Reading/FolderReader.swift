internal import LLMMockCore
internal import Synchronization
internal import SystemPackage

/// Walks a folder and reads its possible fixtures on several threads, and tells of them in the order
/// of the walk.
package struct FolderReader: Sendable {
  package var walker: FolderWalker
  /// How many threads read, the caller's own included.
  package var threads: Int

  package init(_ walker: FolderWalker, threads: Int = 2) {
    self.walker = walker
    self.threads = threads
  }

  /// What a walk left out because it is seldom meant.
  package struct Hidden: Hashable, Sendable {
    package var folders: Int
    package var files: Int

    package init(folders: Int = 0, files: Int = 0) {
      self.folders = folders
      self.files = files
    }
  }

  /// Reads all.
  ///
  /// Folders are told only where something is wrong with them. What can't be read is told as an
  /// unreadable file that says so.
  ///
  /// - Parameters:
  ///   - transform: called on the thread that read a file, in no order: what it does is done in
  ///     parallel.
  ///   - each: called on the caller's thread, in the order of the walk, as soon as all before has
  ///     been told. When it throws, nothing more is read.
  /// - Returns: what was left out.
  /// - Throws: ``FixtureFileError`` when the folder itself can't be read, and what `each` throws.
  package func read<Item: Sendable>(
    _ transform: @escaping @Sendable (FolderWalker.Entry, FixtureReader.Result) -> Item,
    each: (Item) throws -> Void
  ) throws -> Hidden {
    let shared = Shared<Item>(walker, transform)
    var helpers: [WatcherThread] = []
    for _ in 1..<max(threads, 1) {
      // Without another thread this one does all.
      do { helpers.append(try WatcherThread { shared.work() }) } catch { break }
    }
    defer {
      shared.stop()
      for helper in helpers { helper.join() }
    }
    let reader = FixtureReader()
    while shared.workOnce(with: reader) {
      for item in shared.takeFinished() { try each(item) }
    }
    for helper in helpers { helper.join() }
    for item in shared.takeFinished() { try each(item) }
    return try shared.hidden()
  }

  private final class Shared<Item: Sendable>: Sendable {
    /// Few enough that no thread has much left when the others are done, enough that they seldom
    /// wait for each other.
    private static var batchSize: Int { 16 }

    private struct State: Sendable {
      var walk: FolderWalker.Iterator
      var isStopped = false
      /// Why the folder itself can't be read.
      var failure: FixtureFileError?
      /// How many batches have been handed out, and how many of them have been told.
      var begun = 0
      var told = 0
      /// Batches that are finished while one before them is not.
      var finished: [Int: [Item]] = [:]
    }

    private let state: Mutex<State>
    private let folder: FilePath
    /// Its path with a slash at its end.
    private let root: [UInt8]
    private let transform: @Sendable (FolderWalker.Entry, FixtureReader.Result) -> Item

    init(
      _ walker: FolderWalker,
      _ transform: @escaping @Sendable (FolderWalker.Entry, FixtureReader.Result) -> Item
    ) {
      state = Mutex(State(walk: walker.makeIterator()))
      folder = walker.root
      root = walker.root.bytes + [UInt8(ascii: "/")]
      self.transform = transform
    }

    func hidden() throws -> Hidden {
      try state.withLock { state in
        if let failure = state.failure { throw failure }
        return Hidden(folders: state.walk.hiddenFolders, files: state.walk.hiddenFiles)
      }
    }

    func stop() { state.withLock { $0.isStopped = true } }

    func work() {
      let reader = FixtureReader()
      while workOnce(with: reader) {}
    }

    /// Reads the next few files; false when there are none.
    func workOnce(with reader: FixtureReader) -> Bool {
      let (number, batch) = nextBatch()
      if batch.isEmpty { return false }
      let items = batch.map { transform($0, read($0, with: reader)) }
      state.withLock { $0.finished[number] = items }
      return true
    }

    /// The walk goes on under the lock: it takes a tenth of the time of reading what it finds.
    private func nextBatch() -> (number: Int, [FolderWalker.Entry]) {
      state.withLock { state in
        var batch: [FolderWalker.Entry] = []
        while !state.isStopped, batch.count < Self.batchSize, let entry = state.walk.next() {
          if entry.name.isEmpty {
            state.failure = entry.obstacle.map { FixtureFileError(.system, folder, $0) }
          } else if entry.kind == .file || entry.obstacle != nil {
            batch.append(entry)
          }
        }
        defer { if !batch.isEmpty { state.begun += 1 } }
        return (state.begun, batch)
      }
    }

    private func read(
      _ entry: FolderWalker.Entry,
      with reader: FixtureReader
    ) -> FixtureReader.Result {
      guard let obstacle = entry.obstacle else {
        // Thousands of paths are joined here, so their bytes are.
        let path = root + entry.parent + entry.name + [0]
        return path.withUnsafeBytes { bytes in
          bytes.withMemoryRebound(to: CChar.self) { path in
            path.baseAddress.map { reader.read($0) } ?? reader.read("")
          }
        }
      }
      return FixtureReader.Result(
        content: .unreadable(FixtureProblem(obstacle), readable: []),
        version: entry.status?.version
      )
    }

    func takeFinished() -> [Item] {
      state.withLock { state in
        var items: [Item] = []
        while let batch = state.finished.removeValue(forKey: state.told) {
          items += batch
          state.told += 1
        }
        return items
      }
    }
  }
}

extension FolderWalker.Entry {
  /// Why what was found is not to be read, as a phrase; nil when it is.
  package var obstacle: String? {
    if leadsOut { return "a link that leads out of the repository; it is not followed" }
    switch problem {
    case .system(.permissionDenied): return "permission denied"
    case .system(.noSuchFileOrDirectory):
      return isLink ? "a link to something that is not there" : "it is gone"
    case .system(.tooManySymbolicLinkLevels): return "a link that leads in a circle"
    case .system(let errno): return "\(errno)"
    case .tooDeep: return "folders are nested too deep"
    case .shownElsewhere, nil: return nil
    }
  }
}
