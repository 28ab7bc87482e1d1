/// What differs from HEAD below the opened folder, as last looked at.
package struct ReviewListing: Hashable, Sendable {
  /// How far an interaction or a file is in git's index.
  package enum Stage: Hashable, Sendable {
    case none
    /// The index has another version than HEAD and the folder.
    case some
    case all
  }

  /// The commit compared with, as a person reads it: `5cb3412`, or that there is none yet.
  package var head: String
  /// nil on a detached HEAD.
  package var branch: String?
  /// What git is in the middle of: "a merge"; nil when nothing is.
  package var operation: String?
  /// Something to know about the list itself, such as that it is cut.
  package var note: String?
  /// In the order of their paths.
  package var files: [ReviewFile]
  /// Whether every file has been compared.
  package var isComplete: Bool

  package init(
    head: String,
    branch: String?,
    operation: String? = nil,
    note: String? = nil,
    files: [ReviewFile],
    isComplete: Bool
  ) {
    self.head = head
    self.branch = branch
    self.operation = operation
    self.note = note
    self.files = files
    self.isComplete = isComplete
  }

  /// This list with the interactions that `older` had in the files not compared again yet.
  ///
  /// Without them the rows of a list that is asked for again would go and come back, and what is
  /// selected with them.
  package func completed(by older: ReviewListing?) -> ReviewListing {
    guard !isComplete, let older else { return self }
    let known = Dictionary(older.files.map { ($0.id, $0) }) { first, _ in first }
    var completed = self
    for place in files.indices where files[place].items.isEmpty && files[place].problem == nil {
      completed.files[place].items = known[files[place].id]?.items ?? []
    }
    return completed
  }

  package var itemCount: Int { files.reduce(0) { $0 + $1.items.count } }
  package var reviewedCount: Int {
    files.reduce(0) { $0 + $1.items.count(where: \.isReviewed) }
  }
  package var stagedCount: Int {
    files.reduce(0) { $0 + $1.items.count { $0.stage == .all } + ($1.isStagedWhole ? 1 : 0) }
  }
}

/// A changed file, with what changed in it.
package struct ReviewFile: Hashable, Sendable {
  package var id: EntryID
  /// git's letter: `M`, `A`, `D`, `R`, `?` for a file git does not know, `!` for one in conflict or
  /// that cannot be read.
  package var letter: Character
  package var stage: ReviewListing.Stage
  /// Why the file can only be taken as a whole; nil when its interactions are listed.
  package var problem: String?
  /// The path it had, for a renamed file.
  package var oldPath: String?
  package var items: [ReviewItem]

  package init(
    id: EntryID,
    letter: Character,
    stage: ReviewListing.Stage,
    problem: String? = nil,
    oldPath: String? = nil,
    items: [ReviewItem]
  ) {
    self.id = id
    self.letter = letter
    self.stage = stage
    self.problem = problem
    self.oldPath = oldPath
    self.items = items
  }

  fileprivate var isStagedWhole: Bool { items.isEmpty && stage == .all }
}

/// A changed interaction: where it stands in HEAD's version and in the folder's.
///
/// What changed outside of the interactions stands in neither.
package struct ReviewItem: Hashable, Sendable {
  package struct ID: Hashable, Sendable {
    package var file: EntryID
    /// Counted from 0; nil where the version has no such interaction.
    package var old: Int?
    package var new: Int?
    /// The same in the index, for one that only the index has.
    package var staged: Int?

    package init(file: EntryID, old: Int?, new: Int?, staged: Int? = nil) {
      self.file = file
      self.old = old
      self.new = new
      self.staged = staged
    }
  }

  package var id: ID
  /// `M`, `A`, `D`, or `R` for one that only moved.
  package var letter: Character
  package var stage: ReviewListing.Stage
  package var isReviewed: Bool
  package var model: String
  /// Its name, else the beginning of its last message.
  package var label: String

  package init(
    id: ID,
    letter: Character,
    stage: ReviewListing.Stage,
    isReviewed: Bool,
    model: String,
    label: String
  ) {
    self.id = id
    self.letter = letter
    self.stage = stage
    self.isReviewed = isReviewed
    self.model = model
    self.label = label
  }

  /// `#2`, in brackets where it is gone.
  package var number: String {
    if let new = id.new { return "#\(new + 1)" }
    return (id.old ?? id.staged).map { "(#\($0 + 1))" } ?? "file"
  }
}

/// What a command of the review acts on.
package enum ReviewTarget: Hashable, Sendable {
  case item(ReviewItem.ID)
  /// A file with everything in it.
  case file(EntryID)
  /// Every change below the opened folder.
  case all
}

/// What git says of the opened folder, for marks in the lists.
package enum GitState: Hashable, Sendable {
  /// Not asked yet.
  case unknown
  /// There is none, or it can't be asked; the sentence says why.
  case none(String)
  case listed

  var mayBeAsked: Bool {
    if case .none = self { false } else { true }
  }
}
