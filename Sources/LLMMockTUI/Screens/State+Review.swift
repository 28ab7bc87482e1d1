import LLMMockCore

// The review against HEAD.

extension State {
  /// Opens the review, at the selected interaction where it changed.
  mutating func openReview() -> [Effect] {
    if case .none(let reason) = git { return say(reason, .hint) }
    review.wanted = chosenPlace
    review.hasMoved = false
    review.selected = nil
    rebuildReviewRows()
    return loadReview() + enter(.review)
  }

  /// What is selected in the panes.
  var chosenPlace: (file: EntryID, index: Int?)? {
    if focus == .files { return selectedEntry.flatMap { $0.isFolder ? nil : ($0.id, nil) } }
    switch detail.subject {
    case .interaction(let id): return (id.file, id.index)
    case .problem(let id): return (id, nil)
    case nil: return nil
    }
  }

  private func reviewRow(at place: (file: EntryID, index: Int?)) -> Int? {
    guard let listing = review.listing else { return nil }
    let exact = review.rows.firstIndex { row in
      guard case .item(let file, let item) = row else { return false }
      let id = listing.files[file].items[item].id
      return id.file == place.file && (place.index == nil || id.new == place.index)
    }
    if let exact { return exact }
    // Another interaction of its file changed: the first of those.
    return review.rows.firstIndex { row in
      if case .item(let file, _) = row { listing.files[file].id == place.file } else { false }
    }
      ?? review.rows.firstIndex { row in
        if case .file(let file) = row { listing.files[file].id == place.file } else { false }
      }
  }

  mutating func loadReview() -> [Effect] {
    review.generation = nextGeneration()
    return [.review(generation: review.generation)]
  }

  mutating func take(_ listing: ReviewListing, _ generation: Int) -> [Effect] {
    guard generation == review.generation else { return [] }
    let listing = listing.completed(by: review.listing)
    git = .listed
    review.listing = listing
    review.letters = [:]
    review.itemLetters = [:]
    review.folderCounts = [:]
    for file in listing.files {
      review.letters[file.id] = file.letter
      var folder = file.id
      while folder != .root {
        folder = folder.parent
        review.folderCounts[folder, default: 0] += 1
      }
      for item in file.items {
        if let new = item.id.new {
          review.itemLetters[InteractionID(file: file.id, index: new)] = item.letter
        }
      }
    }
    review.standing = Self.standing(listing)
    rebuildReviewRows()
    guard focus == .review else { return [] }
    return screenSelectionChanged(again: true)
  }

  private static func standing(_ listing: ReviewListing) -> String {
    let counts = Dictionary(listing.files.map { ($0.letter, 1) }, uniquingKeysWith: +)
    let shown = (["M", "A", "D", "R", "?", "!"] as [Character]).compactMap { letter in
      counts[letter].map { "\(letter)\($0)" }
    }
    let place = listing.branch.map { VisibleText.of($0) } ?? listing.head
    return ([place] + (shown.isEmpty ? ["clean"] : shown)).joined(separator: " ")
  }

  /// The rows of the list; what is selected stays so where it is still there.
  mutating func rebuildReviewRows() {
    let row = review.list.cursor.row
    review.list.anchor = nil
    review.rows = []
    for (place, file) in (review.listing?.files ?? []).enumerated() {
      let shown = file.items.indices.filter {
        !review.hidesReviewed || !file.items[$0].isReviewed
      }
      if review.hidesReviewed, shown.isEmpty, !file.items.isEmpty { continue }
      review.rows.append(.file(place))
      if !review.collapsed.contains(file.id) {
        review.rows += shown.map { ReviewRow.item(place, $0) }
      }
    }
    // The first interaction, not its file, is what one came to see.
    let first = review.rows.count > 1 ? 1 : 0
    let found =
      review.hasMoved
      ? review.selected.flatMap { selected in
        review.rows.firstIndex { subject(of: $0) == selected }
      } : review.wanted.flatMap(reviewRow(at:)) ?? first
    review.list.cursor.row = max(0, min(review.rows.count - 1, found ?? row))
  }

  func subject(of row: ReviewRow) -> DiffSubject? {
    guard let listing = review.listing else { return nil }
    switch row {
    case .file(let file):
      guard listing.files.indices.contains(file) else { return nil }
      return .reviewFile(listing.files[file].id)
    case .item(let file, let item):
      guard listing.files.indices.contains(file),
        listing.files[file].items.indices.contains(item)
      else { return nil }
      return .review(listing.files[file].items[item].id)
    }
  }

  /// Opens a closed file of the list; nil when the selected row is none.
  mutating func unfoldReviewFile() -> [Effect]? {
    let row = review.list.cursor.row
    guard review.rows.indices.contains(row), case .file(let place) = review.rows[row],
      let file = review.listing?.files[place], review.collapsed.contains(file.id)
    else { return nil }
    review.collapsed.remove(file.id)
    rebuildReviewRows()
    return screenSelectionChanged()
  }

  // MARK: Commands

  mutating func runInReview(_ command: Command) -> [Effect] {
    guard let listing = review.listing else { return say("git is still being asked", .hint) }
    switch command {
    case .commit: return askForCommitMessage(listing)
    case .commitInEditor:
      if let reason = reasonAgainstCommitting(listing) { return say(reason, .hint) }
      return [.commitInEditor]
    case .hideReviewed:
      review.hidesReviewed.toggle()
      rebuildReviewRows()
      return screenSelectionChanged()
        + say(review.hidesReviewed ? "Reviewed ones are hidden" : "Reviewed ones are shown", .hint)
    case .collapseAll:
      review.collapsed = Set(listing.files.map(\.id))
      rebuildReviewRows()
      return screenSelectionChanged()
    case .expandAll:
      review.collapsed = []
      rebuildReviewRows()
      return screenSelectionChanged()
    case .previousTab, .nextTab: return moveFile(forward: command == .nextTab)
    default: break
    }
    if review.rows.isEmpty { return say("Nothing differs from HEAD", .hint) }
    switch command {
    case .mark: return stage(chosenTargets)
    case .stageFile:
      guard let file = selectedReviewFile else { return [] }
      return stage([.file(file.id)])
    case .delete: return askToDiscard(chosenTargets)
    case .discardMenu:
      openDiscardMenu()
      return []
    case .reviewed: return toggleReviewed()
    case .rerecord:
      let ids = chosenItems.compactMap { item in
        item.id.new.map { InteractionID(file: item.id.file, index: $0) }
      }
      return ids.isEmpty ? say("There is no interaction to record again", .hint) : [.plan(ids)]
    default: return say("Not here: esc goes back to the lists", .hint)
    }
  }

  var selectedReviewFile: ReviewFile? {
    let row = review.list.cursor.row
    guard review.rows.indices.contains(row), let listing = review.listing else { return nil }
    switch review.rows[row] {
    case .file(let file), .item(let file, _): return listing.files[file]
    }
  }

  /// What a command acts on: the range, else the selected row; a file stands for all in it.
  var chosenTargets: [ReviewTarget] {
    guard let listing = review.listing else { return [] }
    var targets: [ReviewTarget] = []
    var whole: Set<Int> = []
    for row in review.list.range where review.rows.indices.contains(row) {
      switch review.rows[row] {
      case .file(let file):
        whole.insert(file)
        targets.append(.file(listing.files[file].id))
      case .item(let file, let item):
        if !whole.contains(file) { targets.append(.item(listing.files[file].items[item].id)) }
      }
    }
    return targets
  }

  /// Targets without those in files with conflicts, of which git takes nothing before they are
  /// resolved.
  func resolved(_ targets: [ReviewTarget]) -> [ReviewTarget] {
    targets.filter { target in
      switch target {
      case .item(let id): review.listing?.file(id.file)?.isConflicted != true
      case .file(let id): review.listing?.file(id)?.isConflicted != true
      case .all: true
      }
    }
  }

  static func conflicts(of file: ReviewFile) -> String {
    "\(file.id.shown) has conflicts: e edits it, and git add says that they are resolved"
  }

  var sayConflicts: String {
    selectedReviewFile.map(Self.conflicts) ?? "Conflicts are to be resolved first"
  }

  /// The interactions a command acts on.
  private var chosenItems: [ReviewItem] {
    chosenTargets.flatMap(items(of:))
  }

  func items(of target: ReviewTarget) -> [ReviewItem] {
    guard let listing = review.listing else { return [] }
    switch target {
    case .item(let id): return listing.item(id).map { [$0] } ?? []
    case .file(let id): return listing.file(id)?.items ?? []
    case .all: return listing.files.flatMap(\.items)
    }
  }

  func stage(of target: ReviewTarget) -> ReviewListing.Stage {
    guard let listing = review.listing else { return .none }
    switch target {
    case .item(let id): return listing.item(id)?.stage ?? .none
    case .file(let id): return listing.file(id)?.stage ?? .none
    case .all: return listing.files.allSatisfy { $0.stage == .all } ? .all : .none
    }
  }

  /// Whether the folder has all of it as HEAD has it.
  func isInIndexOnly(_ target: ReviewTarget) -> Bool {
    let items = items(of: target)
    return !items.isEmpty && items.allSatisfy(\.isInIndexOnly)
  }

  /// Stages what is not, or takes it out of the index when all of it is staged.
  private mutating func stage(_ targets: [ReviewTarget]) -> [Effect] {
    guard !targets.isEmpty else { return [] }
    let targets = resolved(targets)
    if targets.isEmpty { return say(sayConflicts, .hint) }
    let isStaged = targets.allSatisfy { stage(of: $0) == .all || isInIndexOnly($0) }
    review.list.anchor = nil
    return [.stage(targets, !isStaged)]
  }

  private mutating func toggleReviewed() -> [Effect] {
    let items = chosenItems
    guard !items.isEmpty else { return say("A whole file has no reviewed mark", .hint) }
    let marks = !items.allSatisfy(\.isReviewed)
    review.list.anchor = nil
    // At once on the screen; what is kept follows.
    for item in items { review.listing?.mark(item.id, isReviewed: marks) }
    let effects: [Effect] = [.markReviewed(items.map(\.id), marks)]
    if review.hidesReviewed { rebuildReviewRows() }
    guard marks, !review.hidesReviewed else { return effects + screenSelectionChanged() }
    return effects + nextUnreviewed()
  }

  /// To the next interaction that is not reviewed.
  private mutating func nextUnreviewed() -> [Effect] {
    guard let listing = review.listing else { return [] }
    let rows = review.rows.indices.dropFirst(review.list.cursor.row + 1)
    let next = rows.first { row in
      guard case .item(let file, let item) = review.rows[row] else { return false }
      return !listing.files[file].items[item].isReviewed
    }
    guard let next else {
      let isDone = listing.reviewedCount == listing.itemCount
      return screenSelectionChanged()
        + (isDone ? say("All changes are reviewed", .done) : [])
    }
    review.list.cursor.row = next
    return screenSelectionChanged()
  }

  private mutating func moveFile(forward: Bool) -> [Effect] {
    let row = review.list.cursor.row
    let files = review.rows.indices.filter {
      if case .file = review.rows[$0] { true } else { false }
    }
    let own = files.last { $0 <= row } ?? 0
    guard let next = forward ? files.first(where: { $0 > row }) : files.last(where: { $0 < own })
    else { return say(forward ? "This is the last file" : "This is the first file", .hint) }
    // To its first interaction.
    let hasItems = review.rows.indices.contains(next + 1) && !files.contains(next + 1)
    review.list.cursor.row = hasItems ? next + 1 : next
    return screenSelectionChanged()
  }
}
