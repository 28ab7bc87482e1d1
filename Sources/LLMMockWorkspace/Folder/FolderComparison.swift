internal import SystemPackage

/// Notices changes by walking a tree again and again.
struct FolderComparison {
  private let tree: WatchedTree
  private let stop: StopSignal
  /// What is compared of a folder or file.
  private struct Seen: Equatable {
    var kind: FolderWalker.Entry.Kind
    var status: FolderWalker.Entry.Status?
    var problem: FolderWalker.Entry.Problem?
  }

  /// Everything seen on the last walk.
  private var known: [[UInt8]: Seen] = [:]

  init(_ tree: WatchedTree, stop: StopSignal) {
    self.tree = tree
    self.stop = stop
  }

  /// Returns when the signal is raised.
  mutating func run(_ onChange: (FolderWatcher.Changes) -> Void) {
    _ = compare()
    if stop.isRaised { return }
    onChange(.everything)
    var pause = tree.options.interval
    while !stop.wait(for: pause) {
      let start = ContinuousClock.now
      var changes = compare()
      if stop.isRaised { return }
      // A walk may take a tenth of the time at most.
      pause = max(tree.options.interval, (ContinuousClock.now - start) * 10)
      if !changes.isEmpty { onChange(changes.take()) }
    }
  }

  private mutating func compare() -> FolderChanges {
    var changes = FolderChanges()
    var seen: [[UInt8]: Seen] = [:]
    seen.reserveCapacity(known.count)
    for entry in tree.walker(withStatus: true) {
      if stop.isRaised { return FolderChanges() }
      let path = entry.parent + entry.name
      let new = Seen(kind: entry.kind, status: entry.status, problem: entry.problem)
      let old = known.removeValue(forKey: path)
      if old != new { changes.add(path, new.kind) }
      // A file in the place of a folder is the end of all that was in it.
      if let old, old.kind != new.kind { changes.add(path, old.kind) }
      seen[path] = new
    }
    for (path, old) in known { changes.add(path, old.kind) }
    known = seen
    return changes
  }
}
