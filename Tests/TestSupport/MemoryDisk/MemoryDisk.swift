package import LLMMockCore
internal import Synchronization
package import SystemPackage

/// A disk in memory that fails when it is told to, and forgets what was not synced.
///
/// ```swift
/// let disk = MemoryDisk(["/repository/a.json": "{}"])
/// disk.fail(.write, with: .noSpace)
/// #expect(throws: FixtureFileError.self) { try disk.fileSystem.update("/repository/a.json", …) }
/// #expect(disk.texts == ["/repository/a.json": "{}"])
/// ```
package final class MemoryDisk: Sendable {
  /// What can fail.
  package enum Operation: Hashable, Sendable {
    case open, read, list, lock
    // Those below change the disk; a crash counts them.
    case create, write, sync, resemble, makeLink, rename, renameExclusively, remove, makeFolder
    case setPermissions, syncFolder

    var changesDisk: Bool {
      switch self {
      case .open, .read, .list, .lock: false
      default: true
      }
    }
  }

  /// Thrown by everything between a crash and the restart.
  package struct Crashed: Error {}

  struct State: Sendable {
    var tree: MemoryTree
    var faults: [Fault] = []
    var hooks: [Hook] = []
    var operationsBeforeCrash: Int?
    var isDown = false
    var changes = 0
    var held: Set<UInt64> = []
    var time = 1_000_000_000
    var tick = 1_000_000
    var random: UInt64 = 0
    var capacity: Int?
    var locksFolders = true
    let user: UInt32
  }

  struct Fault {
    var operation: Operation
    var skips: Int
    var code: FileSystemError.Code
    var isLasting: Bool
  }

  struct Hook {
    var operation: Operation
    var skips: Int
    var body: @Sendable (MemoryDisk) -> Void
  }

  let state: Mutex<State>

  /// A disk with these files, their folders made as needed.
  package init(
    _ files: [FilePath: String] = [:],
    folders: [FilePath] = [],
    ignoresCase: Bool = false,
    user: UInt32 = 1000
  ) {
    state = Mutex(State(tree: MemoryTree(ignoresCase: ignoresCase, owner: user), user: user))
    for folder in folders { makeFolders(folder) }
    for (path, text) in files { put(path, text) }
  }

  private init(_ state: State) {
    self.state = Mutex(state)
  }

  /// Another disk that is now as this one is.
  package func copy() -> MemoryDisk { MemoryDisk(state.withLock { $0 }) }

  // MARK: Faults

  /// Lets the operation after the next `skipping` ones of its kind fail, or all from there on.
  package func fail(
    _ operation: Operation,
    skipping: Int = 0,
    with code: FileSystemError.Code,
    forever isLasting: Bool = false
  ) {
    state.withLock {
      $0.faults.append(
        Fault(operation: operation, skips: skipping, code: code, isLasting: isLasting)
      )
    }
  }

  /// Runs `body` once, just before such an operation: what another program does in the meantime.
  package func before(
    _ operation: Operation,
    skipping: Int = 0,
    _ body: @escaping @Sendable (MemoryDisk) -> Void
  ) {
    state.withLock { $0.hooks.append(Hook(operation: operation, skips: skipping, body: body)) }
  }

  /// Everything fails after so many changes of the disk, until the restart.
  package func crash(after changes: Int) {
    state.withLock { $0.operationsBeforeCrash = changes }
  }

  /// No more than so many bytes fit in files.
  package func limit(toBytes capacity: Int?) {
    state.withLock { $0.capacity = capacity }
  }

  /// As NFS: folders can't be locked, files can.
  package func refuseFolderLocks() {
    state.withLock { $0.locksFolders = false }
  }

  /// The clock of the disk no longer moves: files that change keep their time.
  package func stopClock() {
    state.withLock { $0.tick = 0 }
  }

  package var isDown: Bool { state.withLock { $0.isDown } }

  /// How often the disk was changed.
  package var changes: Int { state.withLock { $0.changes } }

  /// Starts again after the process was killed: everything written is there.
  package func restart() {
    state.withLock { state in
      state.isDown = false
      state.operationsBeforeCrash = nil
      state.faults = []
      state.hooks = []
      state.held = []
    }
  }

  /// Starts again after a loss of power: what was not synced may be there, in part or not at all.
  package func restartWithoutPower(_ generator: inout some RandomNumberGenerator) {
    state.withLock { $0.tree.losePower(&generator) }
    restart()
  }

  // MARK: Arranging and looking

  /// Writes a file in place and whole, as an editor without locks does; makes its folders.
  package func put(_ path: FilePath, _ text: String, permissions: FilePermissions? = nil) {
    put(path, Array(text.utf8), permissions: permissions)
  }

  package func put(_ path: FilePath, _ bytes: [UInt8], permissions: FilePermissions? = nil) {
    makeFolders(path.removingLastComponent())
    state.withLock { state in
      state.time += state.tick
      guard let place = state.tree.place(path, links: true) else { return }
      let number =
        place.number
        ?? state.add(.file, at: place, permissions: [.ownerReadWrite, .groupRead, .otherRead])
      state.tree.nodes[number]?.bytes = bytes
      state.tree.nodes[number]?.synced = bytes
      state.tree.nodes[number]?.modified = state.time
      if let permissions { state.tree.nodes[number]?.permissions = permissions }
      state.tree.syncNames()
    }
  }

  package func makeFolders(_ path: FilePath) {
    let bytes = path.bytes
    let slash = UInt8(ascii: "/")
    for end in bytes.indices.dropFirst() where end == bytes.count - 1 || bytes[end + 1] == slash {
      guard let folder = FilePath(bytes: bytes[...end]) else { continue }
      state.withLock { state in
        guard let place = state.tree.place(folder, links: true), place.number == nil else { return }
        _ = state.add(
          .folder,
          at: place,
          permissions: [.ownerReadWriteExecute, .groupReadExecute, .otherReadExecute]
        )
        state.tree.syncNames()
      }
    }
  }

  /// Lets a file or folder belong to another user.
  package func giveAway(_ path: FilePath, to owner: UInt32) {
    state.withLock { state in
      guard let number = state.tree.place(path, links: true)?.number else { return }
      state.tree.nodes[number]?.owner = owner
    }
  }

  package func putLink(_ path: FilePath, to target: FilePath) {
    makeFolders(path.removingLastComponent())
    state.withLock { state in
      guard let place = state.tree.place(path, links: false) else { return }
      let number = state.add(.link, at: place, permissions: [.ownerReadWriteExecute])
      state.tree.nodes[number]?.target = target
      state.tree.syncNames()
    }
  }

  /// Takes a file away, as another program does.
  package func take(_ path: FilePath) {
    state.withLock { state in
      guard let place = state.tree.place(path, links: false), place.number != nil else { return }
      state.tree.change(.took(place.entry))
      state.tree.syncNames()
    }
  }

  package func bytes(at path: FilePath) -> [UInt8]? {
    state.withLock { state in
      state.tree.place(path, links: true)?.number.flatMap { state.tree.nodes[$0] }
        .flatMap { $0.kind == .file ? $0.bytes : nil }
    }
  }

  package func permissions(at path: FilePath) -> FilePermissions? {
    state.withLock { state in
      state.tree.place(path, links: true)?.number.flatMap { state.tree.nodes[$0]?.permissions }
    }
  }

  /// All files and links below a folder with their contents, but for what lies in `excluding`.
  package func files(
    in folder: FilePath = "/",
    excluding: Set<FilePath.Component> = []
  ) -> [FilePath: [UInt8]] {
    let excluded = Set(excluding.map(\.bytes))
    return state.withLock { state in
      guard let start = state.tree.place(folder, links: true)?.number else { return [:] }
      var result: [FilePath: [UInt8]] = [:]
      var open = [(start, folder.bytes)]
      while let (number, path) = open.popLast() {
        for (name, child) in state.tree.entries(of: number) where !excluded.contains(name) {
          guard let node = state.tree.nodes[child] else { continue }
          let path = path + [UInt8(ascii: "/")] + name
          if node.kind == .folder {
            open.append((child, path))
          } else if let path = FilePath(bytes: path) {
            result[path] = node.kind == .link ? node.target.bytes : node.bytes
          }
        }
      }
      return result
    }
  }

  /// The same as text, by path.
  package var texts: [String: String] {
    files().reduce(into: [:]) { $0[$1.key.visible] = String(decoding: $1.value, as: UTF8.self) }
  }
}

extension MemoryDisk.State {
  mutating func add(
    _ kind: FileKind,
    at place: MemoryTree.Place,
    permissions: FilePermissions
  ) -> MemoryTree.Number {
    let node = MemoryTree.Node(
      kind: kind,
      permissions: permissions,
      modified: time,
      owner: user,
      group: user
    )
    let number = tree.add(node)
    tree.change(.gave(number, place.entry))
    return number
  }
}
