package import SystemPackage

/// Something that was done to fixture files, as a person is told of it.
package struct Change: Hashable, Sendable {
  package enum State: String, Hashable, Sendable {
    case done
    /// Taken back; can be done again.
    case undone
    /// Taken back, and something else was done since.
    case dropped
    /// A later change that is in force took it back.
    case restored
    /// A crash left only a part of it done. Undo takes that part back.
    case halfDone = "half_done"
  }

  /// What ``Workspace/restore(_:)`` takes; nil when the history does not have it.
  package var id: Int?
  package var time: UnixTime
  /// One sentence in the past tense without a full stop: `Deleted chat/greeting.json`.
  package var title: String
  package var state: State
  /// The files it is about, absolute, without links; after a rename both names.
  package var paths: [FilePath]
  /// The bytes it takes in the history.
  package var size: Int
  /// What went wrong beside the change itself, a sentence each.
  package var warnings: [String]

  package init(
    id: Int?,
    time: UnixTime,
    title: String,
    state: State,
    paths: [FilePath],
    size: Int,
    warnings: [String] = []
  ) {
    self.id = id
    self.time = time
    self.title = title
    self.state = state
    self.paths = paths
    self.size = size
    self.warnings = warnings
  }
}

/// The changes that are remembered.
package struct ChangeList: Hashable, Sendable {
  /// The newest first.
  package var changes: [Change]
  /// Files of the history that can't be read, a sentence each.
  package var damaged: [String]

  package init(changes: [Change], damaged: [String]) {
    self.changes = changes
    self.damaged = damaged
  }
}
