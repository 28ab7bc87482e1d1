import LLMMockCore

// What is asked in a review before something is changed.

extension State {
  mutating func openDiscardMenu() {
    var items: [Menu.Item] = []
    if focus == .review {
      for target in chosenTargets.prefix(1) {
        if case .item = target {
          items.append(.init(key: "i", title: "this change", choice: .discard(chosenTargets)))
        }
      }
      if let file = selectedReviewFile {
        items.append(
          .init(key: "f", title: "all of \(file.id.shown)", choice: .discard([.file(file.id)]))
        )
      }
    } else if let place = chosenPlace {
      if let index = place.index,
        let item = reviewItem(at: InteractionID(file: place.file, index: index))
      {
        items.append(
          .init(key: "i", title: "interaction #\(index + 1)", choice: .discard([.item(item.id)]))
        )
      }
      if review.letters[place.file] != nil {
        items.append(
          .init(
            key: "f",
            title: "all of \(place.file.shown)",
            choice: .discard([.file(place.file)])
          )
        )
      }
    }
    items.append(.init(key: "a", title: "every change below \(title)", choice: .discard([.all])))
    overlays.append(.menu(Menu(title: "Put back as in HEAD", items: items)))
  }

  func reviewItem(at id: InteractionID) -> ReviewItem? {
    review.listing?.files.first { $0.id == id.file }?.items.first { $0.id.new == id.index }
  }

  mutating func askToDiscard(_ targets: [ReviewTarget]) -> [Effect] {
    guard let listing = review.listing, !targets.isEmpty else { return [] }
    let resolved = resolved(targets.flatMap { Self.files(of: $0, listing) })
    if resolved.isEmpty { return say(sayConflicts, .hint) }
    let targets = resolved.filter { !isInIndexOnly($0) }
    if targets.isEmpty {
      return say("The folder has what HEAD has: space takes it out of the index", .hint)
    }
    var rows: [String] = []
    var notes: [String] = []
    for target in targets {
      switch target {
      case .item(let id):
        for item in items(of: target) {
          rows.append(
            "\(id.file.shown)  \(item.number)  \(Self.fate(of: item.letter))  \(item.label)"
          )
        }
      case .file(let id):
        if let file = listing.file(id) { rows.append("\(id.shown)  \(Self.fate(of: file))") }
      case .all: break
      }
    }
    let isStaged = targets.contains { stage(of: $0) != .none }
    if isStaged { notes.append("What is staged stays staged.") }
    notes.append("z takes it back, later too: :trash keeps it for 30 days.")
    let ofFiles = targets.allSatisfy { if case .file = $0 { true } else { false } }
    let count = counted(rows.count, ofFiles ? "file" : "change")
    let areUnknown = targets.allSatisfy { target in
      if case .file(let id) = target {
        "A?".contains(listing.file(id)?.letter ?? "M")
      } else {
        false
      }
    }
    return ask(
      Confirm(
        title: "Discard",
        question: !listing.hasCommit
          ? "Discard \(count)? There is no commit yet that has anything of it."
          : areUnknown
            ? "Delete \(count) that HEAD does not have?" : "Put \(count) back as in HEAD?",
        items: rows,
        notes: notes,
        verb: "Discard",
        action: .discard(targets)
      )
    )
  }

  private static func fate(of letter: Character) -> String {
    switch letter {
    case "A": "goes"
    case "D": "comes back"
    default: "as in HEAD"
    }
  }

  private static func fate(of file: ReviewFile) -> String {
    if let old = file.oldPath { return "is \(old) again" }
    return switch file.letter {
    case "A", "?": "the file goes"
    case "D": "the file comes back"
    default: "as in HEAD"
    }
  }

  /// All there is as its files.
  private static func files(of target: ReviewTarget, _ listing: ReviewListing) -> [ReviewTarget] {
    if case .all = target { listing.files.map { .file($0.id) } } else { [target] }
  }

  // MARK: Committing

  /// Why nothing can be committed now; nil when it can.
  func reasonAgainstCommitting(_ listing: ReviewListing) -> String? {
    if listing.conflictCount > 0 {
      return listing.conflictCount == 1
        ? "1 file has conflicts: resolve them and run git add first"
        : "\(listing.conflictCount) files have conflicts: resolve them and run git add first"
    }
    // A merge that changes nothing is still to be concluded.
    if listing.stagedCount == 0, listing.operation?.endsWithCommit != true {
      return "Nothing is staged: space stages the selected change"
    }
    return nil
  }

  mutating func askForCommitMessage(_ listing: ReviewListing) -> [Effect] {
    if let reason = reasonAgainstCommitting(listing) { return say(reason, .hint) }
    var notes: [String] = []
    let otherwise = listing.otherwiseStagedCount
    if otherwise > 0 {
      notes.append(
        otherwise == listing.stagedCount && otherwise == 1
          ? "It is staged as another version than the folder's."
          : "\(otherwise) of them \(otherwise == 1 ? "is" : "are") staged as another version than the folder's."
      )
    }
    if let operation = listing.operation {
      notes.append(
        operation.endsWithCommit
          ? "This concludes \(operation.name)."
          : "In the middle of \(operation.name), which this does not end."
      )
    }
    if listing.branch == nil {
      notes.append("HEAD is detached: the commit will be on no branch.")
    }
    let generation = nextGeneration()
    overlays.append(
      .prompt(
        Prompt(
          purpose: .commit,
          title: "Commit",
          context:
            "\(counted(listing.stagedCount, "staged change")) on \(listing.branch ?? listing.head)",
          field: TextField(review.message),
          suffix: "",
          check: .waiting,
          notes: notes,
          generation: generation
        )
      )
    )
    // What else is staged is looked for meanwhile.
    return [.checkName(.commit, "", generation: generation)]
  }
}
