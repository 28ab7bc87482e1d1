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
        let file = listing.files.first { $0.id == id }
        rows.append("\(id.shown)  \(Self.fileFate(of: file?.letter ?? "M"))")
      case .all:
        rows += listing.files.map { "\($0.id.shown)  \(Self.fileFate(of: $0.letter))" }
      }
    }
    let isStaged = targets.contains { stage(of: $0) != .none }
    if isStaged { notes.append("What is staged stays staged.") }
    notes.append("z takes it back, later too: :trash keeps it for 30 days.")
    return ask(
      Confirm(
        title: "Discard",
        question: "Put \(counted(rows.count, "change")) back as in HEAD?",
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

  private static func fileFate(of letter: Character) -> String {
    switch letter {
    case "A", "?": "the file goes"
    case "D": "the file comes back"
    default: "as in HEAD"
    }
  }

  // MARK: Committing

  mutating func askForCommitMessage(_ listing: ReviewListing) -> [Effect] {
    if listing.stagedCount == 0 { return say(Self.nothingStaged, .hint) }
    var notes: [String] = []
    if let operation = listing.operation { notes.append("This concludes \(operation).") }
    if listing.branch == nil {
      notes.append("HEAD is detached: the commit will be on no branch.")
    }
    overlays.append(
      .prompt(
        Prompt(
          purpose: .commit,
          title: "Commit",
          context:
            "\(counted(listing.stagedCount, "staged change")) on \(listing.branch ?? listing.head)",
          field: TextField(),
          suffix: "",
          check: .waiting,
          notes: notes
        )
      )
    )
    return []
  }
}
