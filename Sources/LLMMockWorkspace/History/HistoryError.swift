/// Says why a change can't be kept, undone, redone or restored; no file has changed.
package struct HistoryError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Why; the raw values are stable.
  package enum Code: String, Hashable, Sendable {
    case nothingToUndo = "nothing_to_undo"
    case nothingToRedo = "nothing_to_redo"
    case noSuchChange = "no_such_change"
    case alreadyUndone = "already_undone"
    /// A file is not as the change left it.
    case changedSince = "changed_since"
    /// More bytes than the history may hold; can be done without it.
    case tooBig = "too_big"
    /// The history can't be written; the change can be done without it.
    case cannotBeKept = "cannot_be_kept"
    case damaged
    /// A change of several files stopped in the middle, and its first part could not be taken back.
    case halfDone = "half_done"
  }

  package var code: Code
  /// One sentence in lower case that names the file where there is one.
  package var description: String

  package init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}
