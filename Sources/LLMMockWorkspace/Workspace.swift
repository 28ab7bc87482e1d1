package import LLMMockCore
package import SystemPackage

/// A folder of fixtures that someone works on: changes of its files, each of which can be taken back,
/// also in a later run and from another process.
///
/// All calls block, and may be made from any thread. Files are named by paths as the user knows them;
/// links are followed only to files below ``root``. What goes wrong with a file is a
/// ``FixtureFileError``, what goes wrong with the history a ``HistoryError``; either way no file has
/// changed.
package struct Workspace: Sendable {
  /// The folder that was opened, without links.
  package let opened: FilePath
  /// The root of its git work tree; outside git, the opened folder.
  package let root: FilePath
  package let files: FileSystem

  private let workTree: FilePath?
  private let places: StatePlaces
  let limits: HistoryLimits
  private let now: @Sendable () -> UnixTime

  /// Opens a folder, or the folder of a file; makes nothing.
  ///
  /// A link is followed, because the user named it. Of the environment, `LLM_MOCK_STATE` and
  /// `XDG_STATE_HOME` are read; `home` is the user's home folder, `now` the clock.
  package init(
    opening path: FilePath,
    files: FileSystem,
    environment: [String: String],
    home: FilePath,
    limits: HistoryLimits = HistoryLimits(),
    now: @escaping @Sendable () -> UnixTime
  ) throws {
    let (opened, workTree) = try FixtureFileError.about(path) {
      var opened = try files.resolve(path)
      if try files.status(opened)?.kind != .folder { opened = opened.folder }
      return (opened, try files.workTree(around: opened))
    }
    let places = StatePlaces(environment: environment, home: home)
    self.opened = opened
    self.workTree = workTree
    self.places = places
    self.limits = limits
    self.now = now
    root = workTree ?? opened
    var files = files
    files.lockFile = { [files] folder in
      let state = try StateFolder.find(
        for: opened,
        workTree: workTree,
        places: places,
        files: files
      )
      try state.make(in: files)
      let locks = state.path.appending("locks")
      try files.makeFolders(locks)
      return locks.appending(ContentDigest(of: folder.bytes).hexadecimal)
    }
    self.files = files
  }

  /// Which links this workspace follows.
  package var links: LinkPolicy { .within(root) }

  /// Where this workspace keeps what it remembers; it may not exist yet.
  package func stateFolder() throws -> StateFolder {
    try StateFolder.find(for: opened, workTree: workTree, places: places, files: files)
  }

  /// The path as titles and errors show it: from the root.
  package func visible(_ path: FilePath) -> String {
    ConfinedFiles(files: files, root: root).visible(path)
  }
}

extension Workspace {
  /// The changes that are remembered: the history, which is also the trash; makes nothing.
  package func changes() throws -> ChangeList {
    let history = try history()
    guard try history.exists() else { return ChangeList(changes: [], damaged: []) }
    let contents = try history.locked { try history.contents() }
    let changes = contents.entries.map { change($0, in: contents, of: history) }
    return ChangeList(changes: changes.reversed(), damaged: contents.damaged)
  }

  func history() throws -> History {
    History(files: files, state: try stateFolder(), limits: limits)
  }

  /// The disk as changes of this history may touch it.
  func confined(for history: History) -> ConfinedFiles {
    ConfinedFiles(
      files: files,
      root: workTree ?? history.state.base,
      waiting: [history.state.pending, history.state.misses]
    )
  }

  var time: UnixTime { now() }

  func change(
    _ entry: HistoryEntry,
    in contents: HistoryContents,
    of history: History
  ) -> Change {
    let base = history.state.base
    return Change(
      id: entry.number,
      time: entry.header.time,
      // A record may come from elsewhere.
      title: VisibleText.of(entry.header.title),
      state: contents.state(of: entry),
      paths: confined(for: history).withoutWaiting(
        entry.header.paths.map { base.pushing($0).lexicallyNormalized() }
      ),
      size: entry.size
    )
  }
}
