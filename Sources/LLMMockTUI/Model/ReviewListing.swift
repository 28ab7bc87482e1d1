/// What differs from HEAD below the opened folder, as last looked at.
package struct ReviewListing: Hashable, Sendable {
  /// How far an interaction or a file is in git's index.
  package enum Stage: Hashable, Sendable {
    case none
    /// The index has another version than HEAD and the folder.
    case some
    case all
  }

  /// Something that git does in several steps.
  package struct Operation: Hashable, Sendable {
    /// "a merge".
    package var name: String
    /// Whether a commit ends it; others go on with a command of their own.
    package var endsWithCommit: Bool

    package init(name: String, endsWithCommit: Bool) {
      self.name = name
      self.endsWithCommit = endsWithCommit
    }
  }

  /// The commit compared with, as a person reads it: `5cb3412`, or that there is none yet.
  package var head: String
  /// nil on a detached HEAD.
  package var branch: String?
  /// Whether there is a commit to compare with.
  package var hasCommit: Bool
  /// What git is in the middle of; nil when nothing is.
  package var operation: Operation?
  /// Something to know about the list itself, such as that it is cut.
  package var note: String?
  /// In the order of their paths.
  package private(set) var files: [ReviewFile]
  /// Where a file stands in ``files``.
  package private(set) var places: [EntryID: Int] = [:]
  package private(set) var itemCount = 0
  package private(set) var reviewedCount = 0
  /// Interactions, and files as a whole, of which a commit would take something.
  package private(set) var stagedCount = 0
  /// Those of them that the index has as neither HEAD nor the folder has them.
  package private(set) var otherwiseStagedCount = 0
  /// Files with conflicts that are not resolved.
  package private(set) var conflictCount = 0
  /// Whether every file has been compared.
  package var isComplete: Bool

  package init(
    head: String,
    branch: String?,
    hasCommit: Bool = true,
    operation: Operation? = nil,
    note: String? = nil,
    files: [ReviewFile],
    isComplete: Bool
  ) {
    self.head = head
    self.branch = branch
    self.hasCommit = hasCommit
    self.operation = operation
    self.note = note
    self.files = files
    self.isComplete = isComplete
    count()
  }

  /// Counts once what every frame shows.
  private mutating func count() {
    places = Dictionary(files.indices.map { (files[$0].id, $0) }) { first, _ in first }
    (itemCount, reviewedCount, stagedCount) = (0, 0, 0)
    (otherwiseStagedCount, conflictCount) = (0, 0)
    for file in files {
      itemCount += file.items.count
      reviewedCount += file.items.count(where: \.isReviewed)
      let stages = file.items.isEmpty ? [file.stage] : file.items.map(\.stage)
      stagedCount += stages.count { $0 != .none }
      otherwiseStagedCount += stages.count { $0 == .some }
      if file.isConflicted { conflictCount += 1 }
    }
  }

  package func file(_ id: EntryID) -> ReviewFile? { places[id].map { files[$0] } }

  package func item(_ id: ReviewItem.ID) -> ReviewItem? {
    file(id.file)?.items.first { $0.id == id }
  }

  /// Sets or takes the reviewed mark of an interaction.
  package mutating func mark(_ id: ReviewItem.ID, isReviewed: Bool) {
    guard let file = places[id.file],
      let item = files[file].items.firstIndex(where: { $0.id == id }),
      files[file].items[item].isReviewed != isReviewed
    else { return }
    files[file].items[item].isReviewed = isReviewed
    reviewedCount += isReviewed ? 1 : -1
  }

  /// This list with the interactions that `older` had in the files not compared again yet.
  ///
  /// Without them the rows of a list that is asked for again would go and come back, and what is
  /// selected with them.
  package func completed(by older: ReviewListing?) -> ReviewListing {
    guard !isComplete, let older else { return self }
    var completed = self
    for place in files.indices where files[place].items.isEmpty && files[place].problem == nil {
      completed.files[place].items = older.file(files[place].id)?.items ?? []
    }
    completed.count()
    return completed
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
  /// Whether it has conflicts: until they are resolved nothing can be staged of it.
  package var isConflicted: Bool
  /// The path it had, for a renamed file.
  package var oldPath: String?
  package var items: [ReviewItem]

  package init(
    id: EntryID,
    letter: Character,
    stage: ReviewListing.Stage,
    problem: String? = nil,
    isConflicted: Bool = false,
    oldPath: String? = nil,
    items: [ReviewItem]
  ) {
    self.id = id
    self.letter = letter
    self.stage = stage
    self.problem = problem
    self.isConflicted = isConflicted
    self.oldPath = oldPath
    self.items = items
  }
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
  /// Whether the folder has what HEAD has: all there is to do is to take it out of the index.
  package var isInIndexOnly: Bool
  package var isReviewed: Bool
  package var model: String
  /// Its name, else the beginning of its last message.
  package var label: String

  package init(
    id: ID,
    letter: Character,
    stage: ReviewListing.Stage,
    isInIndexOnly: Bool = false,
    isReviewed: Bool,
    model: String,
    label: String
  ) {
    self.id = id
    self.letter = letter
    self.stage = stage
    self.isInIndexOnly = isInIndexOnly
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
