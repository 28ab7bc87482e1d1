import LLMMockCore

/// What has happened.
package enum Message: Sendable {
  case input(Input)
  case listed(Listing)
  /// Something below the folder changed on disk.
  case folderChanged
  case watchingStarted
  case folderOpened(title: String)
  case detailShown(DetailContent, generation: Int)
  /// What could not be shown, and why.
  case detailFailed(String, generation: Int)
  case searched(rows: [Int], generation: Int)
  /// More matches of a query.
  case found([InteractionID], isComplete: Bool, generation: Int)
  /// A change was made; the sentence tells it.
  case changed(String, undoable: Bool, selecting: EntryID?)
  case undone(String)
  case redone(String)
  /// The sentence says what failed and what to do.
  case failed(String)
  /// The change would be too big for the history; nothing was done.
  case tooBigForHistory(Effect.Change, String)
  case historyLoaded([HistoryItem])
  case reviewListed(ReviewListing, generation: Int)
  /// There is no git, or it can't be asked; the sentence says why.
  case gitMissing(String)
  case diffMade(DiffContent, generation: Int)
  case diffFailed(String, generation: Int)
  /// The index changed; the sentence tells it.
  case staged(String)
  case committed(String)
  /// What git or a hook said; nothing is lost.
  case commitFailed(String, output: [String])
  case planned(RerecordPlanText)
  case queueChanged(QueueListing)
  case missesLoaded([MissItem])
  case staleFound(Set<InteractionID>)
  /// How diffs were looked at last time.
  case remembered(DiffLook)
  case nameChecked(Prompt.Check, notes: [String], generation: Int)
  case copied(String)
  /// No program puts text on the clipboard here; the text, and what it is.
  case clipboardNeedsTerminal([UInt8], String)
  /// A line for the log.
  case logged(String)
  case toastExpired(generation: Int)
  case jobStarted(String)
  case jobEnded
  /// A request from outside to end, as a signal.
  case quitRequested
}
