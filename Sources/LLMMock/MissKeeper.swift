import Dispatch
package import LLMMockCore
import Synchronization
import SystemPackage

/// Keeps the requests that no recording answered, where the browser and `llm-mock misses` find them.
///
/// It does so on a thread of its own: who asked is answered first. A miss that can't be kept is no
/// error of the one who asked.
package final class MissKeeper: Sendable {
  private let files: FileSystem
  private let places: StatePlaces
  private let now: @Sendable () -> Int
  private let queue = DispatchQueue(label: "llm-mock.misses")
  private let failure = Mutex<String?>(nil)

  /// - Parameter now: milliseconds since 1970, UTC.
  package init(
    places: StatePlaces,
    files: FileSystem = .disk,
    now: @escaping @Sendable () -> Int
  ) {
    self.places = places
    self.files = files
    self.now = now
  }

  /// Keeps a miss, some time soon.
  ///
  /// - Parameter fallback: where it was looked for, when nothing was near: a file, or a folder.
  func keep(
    _ miss: Miss,
    of call: IncomingCall,
    in fallback: FilePath?,
    isFolder: Bool,
    options: SessionOptions
  ) {
    let near = miss.nearestPlace?.fixture
    guard let fixture = near ?? fallback else { return }
    let time = now()
    queue.async {
      do {
        try self.keep(
          MissRecord(
            miss,
            of: call,
            in: fixture,
            isFolder: near == nil && isFolder,
            options: options,
            time: time
          )
        )
      } catch {
        self.failure.withLock { $0 = $0 ?? "\(error)" }
      }
    }
  }

  private func keep(_ record: MissRecord) throws {
    var record = record
    record.fixture = try located(record.fixture)
    let folder = try existing(record.isFolder ? record.fixture : record.fixture.folder)
    let state = try StateFolder.find(
      for: folder,
      workTree: files.workTree(around: folder),
      places: places,
      files: files
    )
    try MissFolder(state, files: files).keep(record)
  }

  /// A path without links, as far as it exists.
  private func located(_ path: FilePath) throws -> FilePath {
    if try files.status(path) != nil { return try files.resolve(path) }
    let absolute = try path.isAbsolute ? path : files.resolve(".").pushing(path)
    let folder = try existing(absolute.folder)
    let known = try absolute.selfAndParents(to: nil).prefix {
      try files.status($0)?.kind != .folder
    }.count
    return folder.pushing(FilePath(root: nil, absolute.components.suffix(known)))
  }

  /// The folder without links; where it does not exist, the nearest above it that does.
  private func existing(_ folder: FilePath) throws -> FilePath {
    for parent in folder.selfAndParents(to: nil) where try files.status(parent)?.kind == .folder {
      return try files.resolve(parent)
    }
    return try files.resolve(".")
  }

  /// Waits until all that was missed so far is kept.
  package func finished() async {
    await withCheckedContinuation { continuation in
      queue.async { continuation.resume() }
    }
  }

  /// Why a miss could not be kept, the first time; nil when all were.
  package var problem: String? { failure.withLock { $0 } }
}
