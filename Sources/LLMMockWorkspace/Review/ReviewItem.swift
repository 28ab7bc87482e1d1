package import LLMMockCore

/// One thing of a file that differs between HEAD, the index and the work tree: the unit of staging,
/// discarding and reviewing.
package struct ReviewItem: Hashable, Sendable {
  package enum Subject: Hashable, Sendable {
    case interaction
    /// All of the file that is outside its interactions.
    case rest
  }

  /// What happened since HEAD.
  package enum Change: String, Hashable, Sendable {
    case added, changed, deleted
    /// Equal, but in another place.
    case moved
    /// White space, line ends or the spelling of equal values.
    case layout
    /// The work tree has what HEAD has; only the index has something else.
    case indexOnly = "index_only"
  }

  /// What of it a commit would take now.
  package enum Staging: String, Hashable, Sendable {
    case unstaged, staged
    /// The index has neither HEAD's version nor the work tree's.
    case partly
  }

  package var subject: Subject
  package var change: Change
  package var staging: Staging
  /// Whether the work tree has it in another place among the others, also where it changed.
  package var isMoved = false
  /// What a commit would take of its place; nil where all have it in the same.
  package var placing: Staging?
  /// The user has seen it as it is now.
  package var isReviewed = false
  /// Positions from 0 in HEAD's version, the index's and the work tree's; nil where there is none.
  package var old: Int?
  package var staged: Int?
  package var new: Int?
  /// Its name, else the beginning of its first user text; safe to draw, of any length.
  package var label: String
  /// Safe to draw; nil when the request names none.
  package var model: String?
  /// What differs, for a list: `about`, `request`, `response`; empty unless it was changed.
  package var parts: [String] = []
  /// Digests of both sides, line ends apart; nil where a side has nothing.
  package var oldDigest: ContentDigest?
  package var newDigest: ContentDigest?

  package init(
    _ subject: Subject,
    _ change: Change,
    _ staging: Staging,
    label: String
  ) {
    self.subject = subject
    self.change = change
    self.staging = staging
    self.label = label
  }

  /// The position a list shows: the work tree's, else the one it had.
  package var position: Int? { new ?? old ?? staged }
}
