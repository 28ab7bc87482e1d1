internal import LLMMockCore

/// Finds what differs between three versions of a fixture.
struct ReviewComparison {
  let head: FixtureDocument?
  let index: FixtureDocument?
  let worktree: FixtureDocument?
  /// Which interaction of the index stands for one of HEAD's and of the work tree's.
  private(set) var stagedOfOld: [Int: Int] = [:]
  private(set) var stagedOfNew: [Int: Int] = [:]
  private(set) var items: [ReviewItem] = []

  init(head: FixtureDocument?, index: FixtureDocument?, worktree: FixtureDocument?) {
    (self.head, self.index, self.worktree) = (head, index, worktree)
    let pairs = FixtureComparison(old: head, new: worktree).pairs
    // Mostly the index is as one of the others.
    let isHead = index?.bytes == head?.bytes
    let isWorktree = index?.bytes == worktree?.bytes
    let fromHead =
      isHead
      ? Self.unchanged(head)
      : isWorktree ? pairs : FixtureComparison(old: head, new: index).pairs
    let toWorktree =
      isWorktree
      ? Self.unchanged(worktree)
      : isHead ? pairs : FixtureComparison(old: index, new: worktree).pairs
    var used: Set<Int> = []
    for pair in fromHead {
      if let old = pair.old, let new = pair.new {
        stagedOfOld[old] = new
        used.insert(new)
      }
    }
    for pair in toWorktree { if let old = pair.old, let new = pair.new { stagedOfNew[new] = old } }
    let order = StagedOrder(pairs, staged: stagedOfOld)

    var taken: Set<Int> = []
    for pair in pairs {
      var staged = pair.old.flatMap { stagedOfOld[$0] }
      if staged == nil, let new = pair.new, let other = stagedOfNew[new], !used.contains(other) {
        staged = other
      }
      if let staged { taken.insert(staged) }
      if let new = pair.new { stagedOfNew[new] = staged }
      let isUnchanged = isEqual(head, pair.old, worktree, pair.new)
      let isStagedAsHead = isEqual(head, pair.old, index, staged)
      let isStagedAsWorktree = isEqual(index, staged, worktree, pair.new)
      let isMovedInIndexOnly = pair.old.map(order.movedInIndexOnly.contains) ?? false
      let change: ReviewItem.Change
      if pair.old == nil {
        change = .added
      } else if pair.new == nil {
        change = .deleted
      } else if !isUnchanged {
        change = pair.isSame ? .layout : .changed
      } else if pair.isMoved {
        change = .moved
      } else if !isStagedAsHead || isMovedInIndexOnly {
        change = .indexOnly
      } else {
        continue
      }
      var placing: ReviewItem.Staging?
      if pair.isMoved, let old = pair.old, let new = pair.new {
        placing = staged.map { order.staging(old: old, new: new, staged: $0) } ?? .partly
      } else if isMovedInIndexOnly {
        placing = .partly
      }
      let contents: ReviewItem.Staging =
        isStagedAsWorktree ? .staged : isStagedAsHead ? .unstaged : .partly
      let staging: ReviewItem.Staging =
        if change == .indexOnly {
          .partly
        } else if change == .moved, isStagedAsHead {
          placing ?? contents
        } else {
          placing == nil || placing == contents ? contents : .partly
        }
      var item = ReviewItem(.interaction, change, staging, label: "")
      (item.isMoved, item.placing) = (pair.isMoved, placing)
      (item.old, item.staged, item.new) = (pair.old, staged, pair.new)
      item.oldDigest = digest(head, pair.old)
      item.newDigest = isUnchanged ? item.oldDigest : digest(worktree, pair.new)
      items.append(item)
    }
    for staged in (index?.interactions ?? []).indices where !taken.contains(staged) {
      var item = ReviewItem(.interaction, .indexOnly, .partly, label: "")
      item.staged = staged
      items.append(item)
    }
    for index in items.indices { describe(&items[index]) }
    appendRest()
  }

  private static func unchanged(_ document: FixtureDocument?) -> [FixtureComparison.Pair] {
    (document?.interactions ?? []).indices.map {
      FixtureComparison.Pair(old: $0, new: $0, isSame: true, isMoved: false)
    }
  }

  // MARK: Interactions

  private func describe(_ item: inout ReviewItem) {
    let summary =
      item.new.flatMap { worktree?.interactions[$0] } ?? item.old.flatMap {
        head?.interactions[$0]
      } ?? item.staged.flatMap { index?.interactions[$0] }
    guard let summary else { return }
    item.label = VisibleText.of(summary.name ?? summary.preview, lineBreaks: .space)
    item.model = summary.model.map { VisibleText.of($0, lineBreaks: .token) }
    if item.change == .changed, let old = item.old, let new = item.new {
      item.parts = parts(old, new)
    }
  }

  /// Which parts of an interaction changed, judged by their text.
  private func parts(_ old: Int, _ new: Int) -> [String] {
    guard let head, let worktree else { return [] }
    do {
      let sides = (
        try head.interaction(at: old).root, try worktree.interaction(at: new).root
      )
      var names: [String] = []
      var seen: Set<String> = []
      for member in Array(sides.0.members) + Array(sides.1.members) {
        guard seen.insert(member.key.decoded).inserted else { continue }
        let (first, second) = (sides.0[member.key.decoded], sides.1[member.key.decoded])
        if let first, let second, FixtureText.isEqual(first.text, second.text) { continue }
        let part = FixtureText.part(of: member.key.decoded)
        if !names.contains(part) { names.append(part) }
      }
      return names.sorted()
    } catch {
      // It was read before, so this can't be; without parts the list says less.
      return []
    }
  }

  private func text(_ document: FixtureDocument?, _ index: Int?) -> ArraySlice<UInt8>? {
    guard let document, let index else { return nil }
    return document.bytes[document.interactions[index].range]
  }

  private func isEqual(
    _ first: FixtureDocument?,
    _ firstIndex: Int?,
    _ second: FixtureDocument?,
    _ secondIndex: Int?
  ) -> Bool {
    switch (text(first, firstIndex), text(second, secondIndex)) {
    case (let first?, let second?): FixtureText.isEqual(first, second)
    case (nil, nil): true
    default: false
    }
  }

  private func digest(_ document: FixtureDocument?, _ index: Int?) -> ContentDigest? {
    text(document, index).map(FixtureText.digest)
  }

  // MARK: The rest

  /// What is outside the interactions; also where nothing else tells why git lists the file.
  private mutating func appendRest() {
    let shells = [head, index, worktree].map { $0.map(FixtureText.shell) }
    let differs =
      head != nil && worktree != nil
      ? shells[0] != shells[2] || (index != nil && shells[1] != shells[0]) : false
    guard differs || items.isEmpty else { return }
    var change: ReviewItem.Change = differs ? .changed : .layout
    var texts: [[UInt8]?] = shells
    if !differs {
      texts = [head, index, worktree].map { $0.map { FixtureText.unixLines($0.bytes[...]) } }
    }
    if head == nil { change = worktree == nil ? .indexOnly : .added }
    if head != nil, worktree == nil { change = .deleted }
    if differs, shells[0] == shells[2] { change = .indexOnly }
    var staging: ReviewItem.Staging =
      texts[1] == texts[2] ? .staged : texts[1] == texts[0] ? .unstaged : .partly
    if change == .indexOnly { staging = .partly }
    let label =
      switch change {
      case .layout: "layout, line ends or permissions"
      case .added, .deleted: "a file without interactions"
      default: "the file outside its interactions"
      }
    var item = ReviewItem(.rest, change, staging, label: label)
    item.oldDigest = texts[0].map { ContentDigest(of: $0) }
    item.newDigest = texts[2].map { ContentDigest(of: $0) }
    items.append(item)
  }
}
