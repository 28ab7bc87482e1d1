#if os(Linux)
#if canImport(Glibc)
internal import Glibc
#else
internal import Musl
#endif
internal import LLMMockCore
internal import Synchronization
internal import SystemPackage

/// Notices changes in a tree because the kernel tells (inotify).
///
/// Every folder has a watch of its own. Whatever changes which folders there are — a new one, one
/// moved, a changed ignore file — leads to a new walk, which adds the watches that are missing and
/// removes those no longer needed.
struct FolderEvents {
  enum Outcome {
    case stopped
    /// The kernel can't tell about this tree.
    case unable
  }

  /// Watches, which a walk adds to from its callback.
  private final class Watches: Sendable {
    struct State {
      /// The paths of each watched folder; more than one when links lead to it.
      var paths: [Int32: [[UInt8]]] = [:]
      var folders: Set<[UInt8]> = []
      var isExhausted = false
    }

    let state = Mutex(State())
  }

  private let tree: WatchedTree
  private let stop: StopSignal
  private var watches = Watches()
  private var changes = FolderChanges()
  private var needsWalk = false

  init(_ tree: WatchedTree, stop: StopSignal) {
    self.tree = tree
    self.stop = stop
  }

  /// Returns when the signal is raised, or when the tree can't be watched in this way.
  mutating func run(_ onChange: (FolderWatcher.Changes) -> Void) -> Outcome {
    let queue = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
    if queue < 0 { return .unable }
    defer { close(queue) }
    changes.addEverything()
    needsWalk = true
    while true {
      if needsWalk {
        walk(queue)
        if watches.state.withLock(\.isExhausted) { return .unable }
      }
      if stop.isRaised { return .stopped }
      if !changes.isEmpty { onChange(changes.take()) }
      guard waitForBurst(queue) else { return .stopped }
    }
  }

  /// Waits for a change, and then for those that come with it.
  ///
  /// - Returns: false when the signal is raised.
  private mutating func waitForBurst(_ queue: Int32) -> Bool {
    // A folder that is gone may come back, and no watch would tell.
    let hasRoot = watches.state.withLock { $0.folders.contains([]) }
    if stop.wait(for: hasRoot ? nil : tree.options.interval, orInputFrom: queue) { return false }
    let end = ContinuousClock.now + .milliseconds(50)
    while true {
      FolderEvent.takeAll(from: queue) { event in note(event) }
      let left = end - .now
      if left <= .zero || (changes.isEmpty && !needsWalk) { break }
      if stop.wait(for: left, orInputFrom: queue) { return false }
    }
    if !hasRoot { needsWalk = true }
    return true
  }

  /// Watches every folder there is, each before it is read, so that nothing is missed.
  private mutating func walk(_ queue: Int32) {
    needsWalk = false
    let before = watches
    let hadRoot = before.state.withLock { $0.folders.contains([]) }
    watches = Watches()
    let (watches, root) = (watches, tree.root)
    let walker = tree.walker(withStatus: false) { folder in
      let path = root.pushing(FilePath(pathBytes: folder))
      let watch = path.withPlatformString { inotify_add_watch(queue, $0, Self.mask) }
      let error = errno
      watches.state.withLock { state in
        if watch >= 0 {
          state.paths[watch, default: []].append(folder)
          state.folders.insert(folder)
        } else if error == ENOSPC || error == ENOMEM {
          state.isExhausted = true
        }
      }
    }
    for _ in walker where stop.isRaised || watches.state.withLock(\.isExhausted) { return }
    let now = watches.state.withLock { $0 }
    for watch in before.state.withLock({ Array($0.paths.keys) }) where now.paths[watch] == nil {
      inotify_rm_watch(queue, watch)
    }
    if !hadRoot, now.folders.contains([]) { changes.addEverything() }
    // A new folder that is ignored is of no interest; one that is gone is.
    let gone = before.state.withLock(\.folders)
    changes.keepFolders { folder in
      let path = folder.bytes + (folder.isEmpty ? [] : [UInt8(ascii: "/")])
      return now.folders.contains(path) || gone.contains(path)
    }
  }

  private mutating func note(_ event: FolderEvent) {
    if event.has(IN_Q_OVERFLOW, IN_UNMOUNT) {
      changes.addEverything()
      needsWalk = true
      return
    }
    for folder in watches.state.withLock({ $0.paths[event.watch] ?? [] }) {
      if event.name.isEmpty {
        noteItself(event, folder)
      } else {
        noteName(event, folder)
      }
    }
  }

  private mutating func noteItself(_ event: FolderEvent, _ folder: [UInt8]) {
    if event.has(IN_DELETE_SELF, IN_MOVE_SELF) { needsWalk = true }
    if !event.has(IN_DELETE_SELF, IN_MOVE_SELF, IN_ATTRIB) { return }
    if folder.isEmpty {
      changes.addEverything()
    } else {
      changes.add(folder: FilePath(pathBytes: folder))
    }
  }

  private mutating func noteName(_ event: FolderEvent, _ folder: [UInt8]) {
    let path = FilePath(pathBytes: folder + event.name)
    if Self.decidesWhatIsShown(event.name) {
      changes.addEverything()
      needsWalk = true
    } else if event.has(IN_ISDIR) {
      if FolderWalker.isNeverEntered(event.name) { return }
      if !tree.options.includeIgnored, FolderWalker.hidingReason(of: event.name) != nil { return }
      changes.add(folder: path)
      needsWalk = true
    } else if FolderWalker.isCandidate(event.name) {
      changes.add(file: path)
    }
  }

  /// True for what makes a walk leave out other things than before when it comes or goes.
  private static func decidesWhatIsShown(_ name: [UInt8]) -> Bool {
    [".git", ".gitignore", "pyvenv.cfg"].contains { name.elementsEqual($0.utf8) }
  }

  private static var mask: UInt32 {
    UInt32(
      IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_MODIFY | IN_CLOSE_WRITE | IN_ATTRIB
        | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR
    )
  }
}
#endif
