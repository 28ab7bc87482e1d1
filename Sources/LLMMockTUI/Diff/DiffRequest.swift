package import LLMMockCore

/// What a diff is of.
package enum DiffSubject: Hashable, Sendable {
  /// An interaction against HEAD.
  case review(ReviewItem.ID)
  /// A file that can only be taken as a whole.
  case reviewFile(EntryID)
  /// A new result against what is recorded.
  case result(String)
  /// Results that differ in volatile fields alone.
  case sameResults([String])
  /// A request that was missed against the nearest recording.
  case miss(String)
  /// Two interactions.
  case pair(InteractionID, InteractionID)
  /// An interaction of the folder against HEAD, changed or not.
  case head(InteractionID)
}

/// How a diff is looked at.
package struct DiffLook: Hashable, Sendable {
  /// Both versions beside each other, where there is room.
  package var isSplit = true
  /// How many equal lines stand around a change.
  package var context = 3
  package var wraps = true
  package var showsVolatile = false
  /// nil shows all of it.
  package var part: InteractionDiff.Part?

  package init() {}
}

/// Asks for the rows of a diff.
package struct DiffRequest: Hashable, Sendable {
  package var subject: DiffSubject
  package var look: DiffLook
  package var width: Int
  /// Whether brackets stand around changed words, where no colour shows them.
  package var usesBrackets: Bool
  /// The folds that are open; nil opens all.
  package var opened: Set<Int>?
  /// Whether the versions may have changed since it was asked for last.
  package var again: Bool
  package var generation: Int

  package init(
    subject: DiffSubject,
    look: DiffLook,
    width: Int,
    usesBrackets: Bool,
    opened: Set<Int>?,
    again: Bool,
    generation: Int
  ) {
    self.subject = subject
    self.look = look
    self.width = width
    self.usesBrackets = usesBrackets
    self.opened = opened
    self.again = again
    self.generation = generation
  }
}

/// Rows made for the diff pane, and what they are of.
package struct DiffContent: Hashable, Sendable {
  package var subject: DiffSubject
  package var width: Int
  package var isSplit: Bool
  /// What stands above it: the interaction.
  package var title: String
  /// The two versions: "HEAD (recorded 2025-10-11)".
  package var oldTitle: String
  package var newTitle: String
  package var rows: [DiffRow]
  /// A row of each change: the first where a word differs, or its first.
  package var changes: [Int]
  package var hiddenCount: Int
  /// The file and the interaction to edit; nil when it is in none.
  package var place: InteractionID?

  package init(
    subject: DiffSubject,
    width: Int,
    isSplit: Bool,
    title: String,
    oldTitle: String,
    newTitle: String,
    rows: [DiffRow],
    hiddenCount: Int,
    place: InteractionID?
  ) {
    self.subject = subject
    self.width = width
    self.isSplit = isSplit
    self.title = title
    self.oldTitle = oldTitle
    self.newTitle = newTitle
    self.rows = rows
    self.hiddenCount = hiddenCount
    self.place = place
    changes = Self.changes(in: rows)
  }

  private static func changes(in rows: [DiffRow]) -> [Int] {
    var changes: [Int] = []
    var last: Int?
    var hasWord = false
    for (index, row) in rows.enumerated() {
      guard let change = row.change else { continue }
      if change != last {
        changes.append(index)
        hasWord = row.hasChangedWord
      } else if !hasWord, row.hasChangedWord {
        changes[changes.endIndex - 1] = index
        hasWord = true
      }
      last = change
    }
    return changes
  }
}

/// One row of a diff.
package struct DiffRow: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case title
    case line
    /// Equal lines that are not shown; Enter opens them.
    case fold(Int)
    case note
  }

  package var kind: Kind
  /// The left half, or all of it.
  package var left: [Segment]
  /// The right half of a split row; nil where the row goes across.
  package var right: [Segment]?
  /// The change it belongs to, from 0; nil for what is the same.
  package var change: Int?

  package init(_ kind: Kind, _ left: [Segment], right: [Segment]? = nil, change: Int? = nil) {
    self.kind = kind
    self.left = left
    self.right = right
    self.change = change
  }

  /// Whether a word stands out in it.
  fileprivate var hasChangedWord: Bool {
    (left + (right ?? [])).contains {
      $0.style.role == .removedWord || $0.style.role == .addedWord
    }
  }

  /// The row's text, as a search sees it.
  package var text: String {
    (left + [Segment(" ")] + (right ?? [])).map(\.text).joined()
  }
}
