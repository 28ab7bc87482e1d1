import LLMMockCore
import LLMMockTUI
import LLMMockWorkspace
import Synchronization
import SystemPackage

/// The files that differ from HEAD, as last listed, and their versions.
///
/// All calls block.
final class ReviewedFiles: Sendable {
  private struct Shared: Sendable {
    var review: Review?
    /// Raised when the program ends, so that no git holds it up.
    var quit: StopSignal?
    var head = GitHead()
    var files: [EntryID: LLMMockWorkspace.ReviewFile] = [:]
    /// The files in the order of their paths, and where each stands there.
    var order: [EntryID] = []
    var places: [EntryID: Int] = [:]
    /// The versions of files that were looked at, and of those beside them; the oldest first.
    var kept: [Kept] = []
  }

  private struct Kept: Sendable {
    var id: EntryID
    var file: LLMMockWorkspace.ReviewFile
    var versions: ReviewVersions

    /// Whether these are the versions of a file that is listed so.
    func are(of file: LLMMockWorkspace.ReviewFile, _ id: EntryID) -> Bool {
      self.id == id && self.file == file
    }
  }

  /// What versions that are kept may weigh, but for those of a single file.
  private static let limit = 64 << 20
  /// How many files after the one that is looked at are read ahead, and before it.
  private static let ahead = (after: 4, before: 2)

  let workspace: Workspace
  let folder: OpenedFolder
  private let environment: [String: String]
  private let log: @Sendable (String) -> Void
  private let shared = Mutex(Shared())

  init(
    workspace: Workspace,
    folder: OpenedFolder,
    environment: [String: String],
    log: @escaping @Sendable (String) -> Void
  ) {
    self.workspace = workspace
    self.folder = folder
    self.environment = environment
    self.log = log
  }

  /// Why the folder can't be compared with anything; a sentence.
  struct Missing: Error, CustomStringConvertible {
    var sentence: String
    var description: String { sentence }
  }

  /// A file changed since it was listed; it will be listed again.
  struct Outdated: Error {}

  /// - Throws: ``Missing`` outside of a work tree, `GitError` when git can't be asked.
  func review() throws -> Review {
    if let review = shared.withLock({ $0.review }) { return review }
    let found = try GitRepository.containing(folder: workspace.opened, environment: environment) {
      [log] call in
      // Reading happens all the time; what changes something, or fails, is worth a line.
      if call.isChange || call.status > 1 || call.status < 0 {
        log("\(call.line)  (\(call.milliseconds) ms, status \(call.status))")
        for line in call.output { log("  \(line)") }
      }
    }
    guard let repository = found else {
      throw Missing(
        sentence: "\(folder.title) is in no git work tree: there is nothing to compare with"
      )
    }
    let path = folder.file.map { workspace.opened.appending($0) }
    let quit = try StopSignal()
    let review = Review(repository, workspace, folder: path).stopped(by: quit)
    shared.withLock { shared in
      shared.review = review
      shared.quit = quit
    }
    return review
  }

  /// Tells every git under way to end.
  func stop() { shared.withLock { $0.quit }?.raise() }

  /// Where the paths of files begin; the repository's root once there is one.
  private var root: FilePath {
    shared.withLock { $0.review }?.repository.root ?? workspace.root
  }

  /// A file's place in the lists.
  func entry(of path: FilePath) -> EntryID {
    let whole = root.pushing(path)
    return EntryID(whole.relative(to: workspace.opened)?.bytes ?? path.bytes)
  }

  func path(of file: LLMMockWorkspace.ReviewFile) -> FilePath {
    root.pushing(file.path)
  }

  // MARK: The list

  func list(_ list: ReviewList) {
    let order = list.files.map { entry(of: $0.path) }
    let files = Dictionary(zip(order, list.files)) { first, _ in first }
    let places = Dictionary(order.enumerated().map { ($1, $0) }) { first, _ in first }
    shared.withLock { shared in
      shared.head = list.head
      shared.files = files
      shared.order = order
      shared.places = places
      shared.kept.removeAll { files[$0.id] != $0.file }
    }
  }

  /// nil when it does not differ.
  func file(_ id: EntryID) -> LLMMockWorkspace.ReviewFile? { shared.withLock { $0.files[id] } }

  var all: [EntryID: LLMMockWorkspace.ReviewFile] { shared.withLock { $0.files } }

  var headTitle: String {
    shared.withLock { $0.head.short }.map { "HEAD \($0)" } ?? "no commit"
  }

  // MARK: Versions

  /// A file with its versions; nil when it does not differ.
  ///
  /// - Throws: ``Outdated``, `GitError`, and what reading the file throws.
  func versions(
    of id: EntryID
  ) throws -> (file: LLMMockWorkspace.ReviewFile, versions: ReviewVersions)? {
    guard let file = file(id) else { return nil }
    let kept = shared.withLock { shared in shared.kept.first { $0.are(of: file, id) } }
    // Positions in a file that changed since it was listed would mean other interactions.
    guard file.version == (try workspace.files.status(path(of: file))?.version) else {
      throw Outdated()
    }
    if let kept { return (file, kept.versions) }
    let versions = try review().versions(of: file)
    keep([Kept(id: id, file: file, versions: versions)])
    return (file, versions)
  }

  /// Reads the files beside one, so that going on to them waits for nothing.
  func readAhead(from id: EntryID) throws {
    let (review, wanted) = shared.withLock { shared in
      guard let place = shared.places[id] else {
        return (shared.review, [] as [(EntryID, LLMMockWorkspace.ReviewFile)])
      }
      let after = shared.order[place...].dropFirst().prefix(Self.ahead.after)
      let before = shared.order[..<place].suffix(Self.ahead.before)
      let beside = (after + before).compactMap { id in shared.files[id].map { (id, $0) } }
      return (
        shared.review,
        beside.filter { id, file in
          !file.items.isEmpty && !shared.kept.contains { $0.are(of: file, id) }
        }
      )
    }
    guard let review, !wanted.isEmpty else { return }
    let versions = try review.versions(of: wanted.map(\.1))
    keep(zip(wanted, versions).map { Kept(id: $0.0, file: $0.1, versions: $1) })
  }

  private func keep(_ added: [Kept]) {
    let ids = Set(added.map(\.id))
    shared.withLock { shared in
      shared.kept.removeAll { ids.contains($0.id) }
      shared.kept += added
      var weight = shared.kept.reduce(0) { $0 + $1.versions.byteCount }
      while weight > Self.limit, shared.kept.count > 1 {
        weight -= shared.kept.removeFirst().versions.byteCount
      }
    }
  }
}
