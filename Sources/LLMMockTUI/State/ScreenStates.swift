// The screens that show a list beside the diff of what is selected in it.

/// The list of a screen.
package struct ScreenList: Hashable, Sendable {
  package var cursor = ListCursor()
  /// Where a range was begun; nil when none is being selected.
  package var anchor: Int?

  package init() {}

  /// The rows a range covers; the selected one alone when there is none.
  var range: ClosedRange<Int> {
    let start = anchor ?? cursor.row
    return min(start, cursor.row)...max(start, cursor.row)
  }
}

/// A row of the list of changes.
package enum ReviewRow: Hashable, Sendable {
  /// A file: its place in the listing.
  case file(Int)
  /// An interaction: the places of its file and of itself.
  case item(Int, Int)
}

/// The review against HEAD.
package struct ReviewScreen: Sendable {
  /// nil before git was asked.
  package var listing: ReviewListing?
  package var rows: [ReviewRow] = []
  package var list = ScreenList()
  package var collapsed: Set<EntryID> = []
  package var hidesReviewed = false
  /// What is selected, to find it again in another listing.
  package var selected: DiffSubject?
  /// What the review was opened at, until the cursor is moved: lists come in slices.
  var wanted: (file: EntryID, index: Int?)?
  var hasMoved = false
  /// What git says of the files, by path.
  package var letters: [EntryID: Character] = [:]
  /// How many files below each folder changed.
  package var folderCounts: [EntryID: Int] = [:]
  /// What git says of the folder in a few words: `main M2 A1`.
  package var standing = ""
  /// The same of interactions as they stand in the folder now.
  package var itemLetters: [InteractionID: Character] = [:]
  /// The message of a commit that was not made: it is there again when the next is asked for.
  package var message = ""
  /// The request whose answer is awaited.
  package var generation = 0
}

/// A row of the list of results.
package enum QueueRow: Hashable, Sendable {
  /// All results that differ in volatile fields alone.
  case same
  /// A call or a result: its place in the listing.
  case item(Int)
}

/// The queue of what is recorded again, and of the results that wait.
package struct QueueScreen: Hashable, Sendable {
  package var listing = QueueListing() { didSet { rebuildRows() } }
  package private(set) var rows: [QueueRow] = []
  package var list = ScreenList()
  /// What is selected, to find it again in another listing; nil when nothing is.
  package var selected: Subject?
  /// Whether the results that are the same have rows of their own below their common one.
  package var unfoldsSame = false { didSet { rebuildRows() } }
  /// Whether the next call or result that is new to the list is selected: it was just asked for.
  var selectsArrival = false
  /// Results decided on in this run of the program.
  package var accepted = 0
  package var rejected = 0

  /// What a row is about.
  package enum Subject: Hashable, Sendable {
    case same
    /// A call or a result, by its name.
    case item(String)
  }

  /// Those that need no look stand in one row, before what is to be decided.
  private mutating func rebuildRows() {
    let items = listing.items
    let same = items.indices.filter { items[$0].state == .same }
    if same.count < 2 {
      rows = items.indices.map(QueueRow.item)
    } else {
      rows = [.same] + (unfoldsSame ? same.map(QueueRow.item) : [])
      rows += items.indices.filter { items[$0].state != .same }.map(QueueRow.item)
    }
  }

  /// The calls and results that a row stands for.
  func items(at row: Int) -> [QueueItem] {
    guard rows.indices.contains(row) else { return [] }
    switch rows[row] {
    case .same: return listing.items.filter { $0.state == .same }
    case .item(let place): return [listing.items[place]]
    }
  }

  func subject(at row: Int) -> Subject? {
    guard rows.indices.contains(row) else { return nil }
    switch rows[row] {
    case .same: return .same
    case .item(let place): return .item(listing.items[place].id)
    }
  }

  /// The row that shows a call or a result: its own, or the common one.
  func row(of place: Int) -> Int? {
    rows.firstIndex(of: .item(place))
      ?? (listing.items[place].state == .same ? rows.firstIndex(of: .same) : nil)
  }
}

/// The requests that no fixture answered.
package struct MissesScreen: Hashable, Sendable {
  /// nil before they were read.
  package var items: [MissItem]?
  package var list = ScreenList()
  package var selected: String?
}

/// The diff beside a screen's list, or alone.
package struct DiffPane: Hashable, Sendable {
  /// What is wanted; the rows may still be of what was wanted before.
  package var subject: DiffSubject?
  package var look = DiffLook()
  package var shown: DiffContent?
  package var cursor = ListCursor()
  package var scrolled = 0
  /// Folds that are open.
  package var opened: Set<Int> = []
  /// Whether the keys that move go to the diff, not to the list.
  package var isFocused = false
  /// The request whose answer is awaited.
  package var generation = 0
  /// The request whose answer is shown.
  package var shownGeneration = 0
  /// Whether the rows awaited are shown from their first change.
  var startsOver = true
  package var search = ""
  package var found: [Int] = []
  /// Where the rows awaited are shown from; nil leaves the cursor where it is.
  var nextCursor: ListCursor?
  /// Whether the rows awaited are searched, and what is found in them is gone to.
  var awaitsFound = false

  package var rows: [DiffRow] { shown?.rows ?? [] }

  /// The change the cursor is in or behind, from 0; nil before the first.
  package var change: Int? {
    if rows.indices.contains(cursor.row), let own = rows[cursor.row].change {
      return shown?.changes.firstIndex { rows[$0].change == own }
    }
    return shown?.changes.lastIndex { $0 <= cursor.row }
  }
}
