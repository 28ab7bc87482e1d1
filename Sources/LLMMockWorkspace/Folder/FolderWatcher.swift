internal import Synchronization
package import SystemPackage

/// Tells that something in a tree of folders has changed, from a thread of its own.
///
/// The tree is the one a `FolderWalker` walks: what it leaves out is not watched. On Linux the
/// kernel tells (inotify); where it can't, as on network file systems or when the user's watches
/// are used up, and on other systems, the tree is walked every two seconds and compared. Changes
/// of one twentieth of a second are told together.
///
/// Where the kernel tells, a change of a file elsewhere to which a link leads is not noticed, nor one
/// of an ignore file above the tree.
///
/// The first notice is always `everything`, when the tree is being watched: what changed before is
/// not known.
package final class FolderWatcher: Sendable {
  package enum Changes: Hashable, Sendable {
    /// Anything may have changed.
    case everything
    /// Paths from the folder watched. Something may have changed about each of the files, and
    /// anything in and below each of the folders. What is named may not exist any more, and may be
    /// ignored.
    case some(folders: Set<FilePath>, files: Set<FilePath>)
  }

  package struct Options: Hashable, Sendable {
    /// Watches what a walk leaves out too.
    package var includeIgnored = false
    /// How long to wait between two walks where they are compared; longer when a walk takes long.
    package var interval: Duration = .seconds(2)
    /// Compares walks even where the kernel could tell.
    package var alwaysCompares = false

    package init(
      includeIgnored: Bool = false,
      interval: Duration = .seconds(2),
      alwaysCompares: Bool = false
    ) {
      self.includeIgnored = includeIgnored
      self.interval = interval
      self.alwaysCompares = alwaysCompares
    }
  }

  private let stop: StopSignal
  private let thread: WatcherThread

  /// Starts watching, and returns at once.
  ///
  /// A folder that does not exist is waited for. `onChange` is called on the watcher's thread, one
  /// call after the other. An error means that there is no descriptor or thread left.
  package init(
    root: FilePath,
    options: Options = Options(),
    user: IgnoreRules.UserFiles,
    onChange: @escaping @Sendable (Changes) -> Void
  ) throws(Errno) {
    let stop = try StopSignal()
    let tree = WatchedTree(root: root, options: options, user: user)
    self.stop = stop
    thread = try WatcherThread {
      #if os(Linux)
      if !options.alwaysCompares, !tree.isRemote {
        var events = FolderEvents(tree, stop: stop)
        if events.run(onChange) == .stopped { return }
      }
      #endif
      var comparison = FolderComparison(tree, stop: stop)
      comparison.run(onChange)
    }
  }

  /// Stops watching; `onChange` is not called any more once this returns.
  ///
  /// Waits for a call of `onChange` under way, unless it comes from one.
  package func cancel() {
    stop.raise()
    thread.join()
  }

  deinit { cancel() }
}

/// What a watcher watches.
struct WatchedTree: Sendable {
  let root: FilePath
  let options: FolderWatcher.Options
  let user: IgnoreRules.UserFiles

  func walker(
    withStatus: Bool,
    willRead: (@Sendable (_ folder: [UInt8]) -> Void)? = nil
  ) -> FolderWalker {
    FolderWalker(
      root,
      options: FolderWalker.Options(
        includeIgnored: options.includeIgnored,
        includeEmptyFolders: true,
        withStatus: withStatus
      ),
      user: user,
      willRead: willRead
    )
  }
}
