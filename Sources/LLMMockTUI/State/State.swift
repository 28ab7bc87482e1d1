import LLMMockCore

/// Everything the browser knows; ``update(_:_:)`` changes it and ``view(_:)`` draws it.
package struct State: Sendable {
  /// The window in cells.
  package var size: Size
  /// Whether the terminal draws more than ASCII.
  package var isUnicode: Bool
  package var theme: Theme
  /// The opened folder as the user named it.
  package var title: String
  package var listing = Listing.empty

  package var focus = Place.files
  package var zoom = Zoom.normal
  package var files = FilesPane()
  package var interactions = InteractionsPane()
  package var detail = DetailPane()
  package var review = ReviewScreen()
  package var queue = QueueScreen()
  package var misses = MissesScreen()
  package var diff = DiffPane()
  /// Where a screen is left to.
  package var returnPlace = Place.files
  /// Whether the queue was entered out of the review, and leads back there.
  var returnsToReview = false
  package var git = GitState.unknown
  /// Interactions whose recorded request was fed by an answer that has changed since.
  package var stale: Set<InteractionID> = []

  /// A line being typed at the bottom: a filter, a search or a command.
  package var field: InlineField?
  /// What lies over the panes; the last takes the keys.
  package var overlays: [Overlay] = []
  package var toast: Toast?
  /// What is going on; nil when nothing is.
  package var job: String?
  /// What was done, oldest first.
  package var log: [String] = []
  /// Whether JSON files that are no fixtures, and what git ignores, are listed.
  package var showsOthers = false
  package var usesMouse: Bool
  /// Whether colours tell things apart; brackets stand around changed words where none do.
  package var usesColor = true
  /// Whether the folder is watched for changes.
  package var isWatching = false
  /// Commands typed before, oldest first.
  package var commandHistory: [String] = []
  /// Counts requests, so that answers to old ones are known.
  package var generation = 0

  package init(
    size: Size,
    title: String,
    isUnicode: Bool = true,
    theme: Theme = .standard,
    usesMouse: Bool = true,
    usesColor: Bool = true
  ) {
    self.size = size
    self.title = title
    self.isUnicode = isUnicode
    self.theme = theme
    self.usesMouse = usesMouse
    self.usesColor = usesColor
  }

  package enum Zoom: Int, Hashable, Sendable {
    case normal, half, full
  }

  /// Whether everything the screen shows has been read: the listed rows and what is selected.
  package var isSettled: Bool {
    guard !listing.entries.isEmpty else { return false }
    let height = Layout(self).inside(.files).height
    let isRead = (files.cursor.top..<files.cursor.top + max(0, height)).allSatisfy { row in
      entry(inRow: row)?.content != .pending
    }
    return isRead && (detail.subject == nil || detail.shown?.subject == detail.subject)
  }

  package mutating func nextGeneration() -> Int {
    generation += 1
    return generation
  }
}

/// The tree of files.
package struct FilesPane: Hashable, Sendable {
  package var cursor = ListCursor()
  /// The selected entry; nil before anything is listed.
  package var selected: EntryID?
  /// The entries drawn, in order: places in the listing.
  package var rows: [Int] = []
  package var collapsed: Set<EntryID> = []
  package var isFlat = false
  /// Shows only files whose path contains it; empty shows all.
  package var filter = ""
  package var marks: Set<EntryID> = []
  /// Where a range was begun; nil when none is being selected.
  package var anchor: Int?
  package var order = FileOrder.name
  package var scrolled = 0
}

package enum FileOrder: String, CaseIterable, Hashable, Sendable {
  case name, size, calls

  package var title: String {
    switch self {
    case .name: "by name"
    case .size: "largest first"
    case .calls: "most interactions first"
    }
  }
}

/// The interactions of the selected file or folder.
package struct InteractionsPane: Hashable, Sendable {
  package var cursor = ListCursor()
  package var selected: InteractionID?
  package var query = Query()
  /// What the query found so far; nil when there is none and everything is shown.
  package var matches: [InteractionID]?
  package var isSearching = false
  /// Whether the matches stay until all new ones are there.
  package var keepsMatches = false
  /// The request whose matches are awaited or shown.
  package var generation = 0
  package var marks: Set<InteractionID> = []
  package var anchor: Int?
  package var scrolled = 0
}

/// What the detail pane shows.
package struct DetailPane: Hashable, Sendable {
  package enum Subject: Hashable, Sendable {
    case interaction(InteractionID)
    /// A file that cannot be read.
    case problem(EntryID)
  }

  /// What is selected, and so wanted; the rows may still be of what was selected before.
  package var subject: Subject?
  package var tab = DetailTab.overview
  package var wraps = true
  /// What the rows were made for.
  package var shown: DetailContent?
  package var cursor = ListCursor()
  package var scrolled = 0
  /// Nodes whose fold differs from the default.
  package var toggled: Set<Int> = []
  package var unfoldsAll = false
  /// The request whose answer is awaited.
  package var generation = 0
  /// The request whose answer is shown.
  var shownGeneration = 0
  /// Where the rows awaited are shown from; nil keeps the cursor on what it is on.
  var nextCursor: ListCursor?
  /// The text searched for; empty when there is none.
  package var search = ""
  /// Rows that contain it, ascending.
  package var found: [Int] = []

  package var rows: [DetailRow] { shown?.rows ?? [] }
}

/// Rows made for the detail pane, and what they are of.
package struct DetailContent: Hashable, Sendable {
  package var subject: DetailPane.Subject
  package var tab: DetailTab
  /// The tabs there are, each with a number beside its title where it has one.
  package var tabs: [DetailTabTitle]
  package var width: Int
  package var rows: [DetailRow]

  package init(
    subject: DetailPane.Subject,
    tab: DetailTab,
    tabs: [DetailTabTitle],
    width: Int,
    rows: [DetailRow]
  ) {
    self.subject = subject
    self.tab = tab
    self.tabs = tabs
    self.width = width
    self.rows = rows
  }
}

package struct DetailTabTitle: Hashable, Sendable {
  package var tab: DetailTab
  package var count: Int?

  package init(_ tab: DetailTab, count: Int? = nil) {
    self.tab = tab
    self.count = count
  }
}

/// A sentence at the bottom that goes by itself.
package struct Toast: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case done
    /// Stays until a key.
    case failed
    case hint
  }

  package var text: String
  package var kind: Kind
  /// Whether `z` takes back what it tells.
  package var offersUndo: Bool
  package var generation: Int
}

/// A line being typed at the bottom.
package struct InlineField: Hashable, Sendable {
  package enum Purpose: Hashable, Sendable {
    case filterFiles
    /// Matches what a row shows.
    case filterInteractions
    /// Terms such as `model:gpt-4o`.
    case query
    case searchDetail
    case searchDiff
    case command
  }

  package var purpose: Purpose
  package var field: TextField
  /// What stood there before, to go back to with Esc.
  package var before: String
  /// What was selected before, to go back to with Esc.
  var file: EntryID?
  var interaction: InteractionID?
  var detailCursor = ListCursor()
  var toggled: Set<Int> = []
  /// Which line of the history is shown; nil when none is.
  package var historyPlace: Int?

  package init(_ purpose: Purpose, text: String = "") {
    self.purpose = purpose
    field = TextField(text)
    before = text
  }

  package var label: String {
    switch purpose {
    case .filterFiles: "filter files: "
    case .filterInteractions: "filter: "
    case .query: "find: "
    case .searchDetail, .searchDiff: "search: "
    case .command: ":"
    }
  }
}
