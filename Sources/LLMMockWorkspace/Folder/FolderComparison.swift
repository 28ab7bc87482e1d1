internal import SystemPackage

/// Notices changes by walking a tree again and again.
struct FolderComparison {
  private let tree: WatchedTree
  private let stop: StopSignal
  /// The status of everything seen on the last walk; nil for what has none, such as a folder.
  private var known: [FilePath: FolderWalker.Entry.Status?] = [:]

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
    var seen: [FilePath: FolderWalker.Entry.Status?] = [:]
    seen.reserveCapacity(known.count)
    for entry in tree.walker(withStatus: true) {
      if stop.isRaised { return FolderChanges() }
      let path = entry.path
      let isNew = known[path] == nil
      seen[path] = .some(entry.status)
      if entry.kind == .folder {
        if isNew { changes.add(folder: path) }
      } else if isNew || known[path] != .some(entry.status) {
        changes.add(file: path)
      }
    }
    for (path, status) in known where seen[path] == nil {
      if status == nil { changes.add(folder: path) } else { changes.add(file: path) }
    }
    known = seen
    return changes
  }
}
