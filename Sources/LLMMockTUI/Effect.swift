import LLMMockCore

/// What the browser wants done.
///
/// Whatever takes time comes back as a ``Message``.
package enum Effect: Hashable, Sendable {
  /// Look at the folder again.
  case list(FileOrder, showsOthers: Bool)
  case openFolder(String)
  case show(DetailRequest)
  /// Find the rows of the detail that contain a text.
  case search(String, rows: DetailContent, generation: Int)
  /// Find the interactions at or below an entry that a query fits.
  case find(Query, below: EntryID, in: ListingReference, generation: Int)
  case change(Change)
  /// A change too big for the history that the user wants all the same.
  case changeWithoutHistory(Change)
  case undo
  case redo
  case restore(String)
  case loadHistory
  case checkName(Prompt.Purpose, String, generation: Int)
  case copy(CopyKind, DetailPane.Subject, DetailTab, node: Int?)
  case copyPath(EntryID)
  /// Open the file where the node begins; nil is where the subject begins.
  case edit(DetailPane.Subject?, EntryID, DetailTab, node: Int?)
  case page(DetailPane.Subject?, EntryID, DetailTab)
  /// Ask git what differs from HEAD.
  case review(generation: Int)
  case diff(DiffRequest)
  /// Put a diff on the clipboard as text.
  case copyDiff(DiffSubject)
  /// Put changes into git's index, or take them out of it.
  case stage([ReviewTarget], Bool)
  /// Put HEAD's version back into the folder.
  case discard([ReviewTarget])
  case markReviewed([ReviewItem.ID], Bool)
  case commit(message: String)
  /// Commit with `$EDITOR`, for which the terminal is lent.
  case commitInEditor
  /// Work out what recording again would do; nothing is sent.
  case plan([InteractionID])
  case planAgain([String])
  case planMisses([String])
  /// Send what was planned.
  case startRerecord(Int)
  case pauseQueue
  case resumeQueue
  case cancelQueue
  case accept([String])
  /// Compare results of files that changed with what is there now.
  case rebase([String])
  case reject([String])
  /// Let the recorded volatile values of results stay, or take the new ones.
  case keepVolatile([String], Bool)
  case loadMisses
  case dropMisses([String])
  /// Keep how diffs are looked at for the next run.
  case remember(DiffLook)
  case expireToast(generation: Int, milliseconds: Int)
  /// Forget the keys typed before a question was drawn.
  case dropTypeAhead
  case setMouse(Bool)
  /// No program took the text: ask the terminal to.
  case sendToClipboard([UInt8], String)
  case redraw
  case suspend
  /// Stop what is going on.
  case cancelJob
  case quit

  /// A change of files that can be undone.
  package enum Change: Hashable, Sendable {
    case deleteInteractions([InteractionID])
    case deleteFiles([EntryID])
    case renameFile(EntryID, to: String)
    case nameInteraction(InteractionID, String)
    case addFile(folder: EntryID, name: String)
  }
}

/// A listing, compared by its being the same one: effects carry it without looking inside.
package struct ListingReference: Hashable, Sendable {
  package let listing: Listing
  package let number: Int

  package init(_ listing: Listing, number: Int) {
    self.listing = listing
    self.number = number
  }

  package static func == (left: Self, right: Self) -> Bool { left.number == right.number }
  package func hash(into hasher: inout Hasher) { hasher.combine(number) }
}

/// Asks for the rows of the detail pane.
package struct DetailRequest: Hashable, Sendable {
  package var subject: DetailPane.Subject
  package var tab: DetailTab
  package var width: Int
  package var wraps: Bool
  package var toggled: Set<Int>
  package var unfoldsAll: Bool
  package var generation: Int
}
