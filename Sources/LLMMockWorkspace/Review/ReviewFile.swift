package import LLMMockCore
package import SystemPackage

/// A fixture that is not as HEAD has it.
package struct ReviewFile: Hashable, Sendable {
  package enum Change: String, Hashable, Sendable {
    case modified, added, deleted, renamed, untracked, conflicted
  }

  /// From the root of the work tree.
  package var path: FilePath
  /// The path HEAD has it under, when it was renamed.
  package var oldPath: FilePath?
  /// The path the index has it under: the old one where the renaming is not staged.
  package var indexPath: FilePath
  package var change: Change
  /// How much of the whole file a commit would take.
  package var staging: ReviewItem.Staging
  /// Why it is one item as a whole, one sentence; nil when ``items`` tell it.
  package var problem: String?
  /// Whether the contents were looked at; until then `items` is empty.
  package var isRead = false
  package var items: [ReviewItem] = []
  /// Whether the whole was seen as it is now; only where there is a `problem`.
  package var isReviewed = false
  /// Digests of both sides as a whole; nil where a side has nothing or is not read.
  package var oldDigest: ContentDigest?
  package var newDigest: ContentDigest?
  /// What git stores for it, by git's ids and modes.
  package var head: Stored?
  package var index: Stored?
  /// What the index has under ``oldPath``; nil where that is out of it.
  package var oldIndex: Stored?
  /// The file on the disk that was looked at; nil when there is none.
  package var version: FileVersion?

  package struct Stored: Hashable, Sendable {
    package var mode: String
    package var id: String

    package init(mode: String, id: String) {
      self.mode = mode
      self.id = id
    }
  }

  package init(path: FilePath, change: Change, staging: ReviewItem.Staging) {
    self.path = path
    indexPath = path
    self.change = change
    self.staging = staging
  }

  /// The letter a list shows.
  package var letter: Character {
    switch change {
    case .modified: "M"
    case .added: "A"
    case .deleted: "D"
    case .renamed: "R"
    case .untracked: "?"
    case .conflicted: "U"
    }
  }

  /// Whether single interactions of it can be staged and discarded.
  package var isDivisible: Bool { problem == nil && change != .conflicted }
}

/// All that changed, for a person to look through.
package struct ReviewList: Hashable, Sendable {
  package var head: GitHead
  /// By path.
  package var files: [ReviewFile]
  /// What is to be known about the list itself, a sentence each.
  package var notes: [String]

  package init(head: GitHead, files: [ReviewFile], notes: [String]) {
    self.head = head
    self.files = files
    self.notes = notes
  }
}

/// What is known so far while a list is made.
package enum ReviewProgress: Sendable {
  /// Which files there are; none is read yet, and some may turn out to be no fixtures.
  case listed(ReviewList)
  /// Files that are read now; each takes the place of the one with its path.
  case read([ReviewFile])
  /// Files that are no fixtures, or that another file was renamed from.
  case dropped([FilePath])
}

/// The items of one file that something is done with.
package struct ReviewSelection: Hashable, Sendable {
  package var file: ReviewFile
  /// Numbers in ``ReviewFile/items``; nil means the whole file.
  package var items: Set<Int>?

  package init(_ file: ReviewFile, items: Set<Int>? = nil) {
    self.file = file
    self.items = items
  }
}
