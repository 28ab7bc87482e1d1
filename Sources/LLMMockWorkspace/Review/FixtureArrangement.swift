internal import LLMMockCore
internal import SystemPackage

/// Makes one version of a fixture from another: chosen items as a source has them, every other byte
/// as it is.
struct FixtureArrangement {
  enum Source: Hashable {
    case head, index, worktree
  }

  private let target: Source
  private let source: Source
  private let documents: [Source: FixtureDocument]
  private let comparison: ReviewComparison

  /// - Parameters:
  ///   - target: the version that is changed.
  ///   - source: the version that the chosen items are taken from.
  init(
    target: Source,
    source: Source,
    head: FixtureDocument?,
    index: FixtureDocument?,
    worktree: FixtureDocument?
  ) {
    (self.target, self.source) = (target, source)
    var documents: [Source: FixtureDocument] = [:]
    documents[.head] = head
    documents[.index] = index
    documents[.worktree] = worktree
    self.documents = documents
    comparison = ReviewComparison(head: head, index: index, worktree: worktree)
  }

  /// The target's bytes after the change.
  ///
  /// - Throws: ``GitError`` with the code `changed` when the items are not what they were.
  func arrange(_ selection: ReviewSelection) throws -> [UInt8] {
    let path = selection.file.path
    let items = comparison.items
    guard items.count == selection.file.items.count,
      zip(items, selection.file.items).allSatisfy({ $0.isSame(as: $1) })
    else {
      throw GitError(.changed, "\(path.visible) changed since; look at it again")
    }
    guard let from = documents[source] ?? documents[target] else {
      throw GitError(.changed, "\(path.visible) is gone")
    }
    let chosen = (selection.items ?? Set(items.indices)).sorted().filter(items.indices.contains)
      .map { items[$0] }
    let base = documents[target]
    var order = Order(count: base?.interactions.count ?? 0)
    let place = places(base != nil)
    // Those of the source that have a counterpart in the target, by their position there. One that
    // stands elsewhere is no neighbour for others until it is moved itself.
    var entries: [Int: Int] = place
    for item in items where isMoved(item) && !isPlaced(item) {
      position(item, in: source).map { entries[$0] = nil }
    }
    for item in chosen where item.subject == .interaction {
      let own = position(item, in: target)
      let other = position(item, in: source)
      switch (own, other) {
      case (let own?, let other?):
        order.texts[own] = text(from, other)
        if isMoved(item) {
          order.move(own, at: order.place(besides: other, entries, excluding: own))
        }
        entries[other] = own
      case (let own?, nil):
        order.remove(own)
        entries = entries.filter { $0.value != own }
      case (nil, let other?):
        let place = order.place(besides: other, entries, excluding: nil)
        entries[other] = order.insert(text(from, other), at: place)
      case (nil, nil):
        break
      }
    }
    let takesShell = chosen.contains { $0.subject == .rest } || base == nil
    let shell = takesShell ? from : base ?? from
    do throws(FixtureProblem) {
      let result = write(order, base, shell)
      let written = try FixtureDocument(result)
      guard written.interactions.count == order.numbers.count else {
        throw FixtureProblem("it would have another number of interactions")
      }
      return result
    } catch {
      throw GitError(
        .wholeFileOnly,
        "\(path.visible) can only be taken as a whole: \(error.description)"
      )
    }
  }

  /// Whether source and target may have it in different places.
  private func isMoved(_ item: ReviewItem) -> Bool {
    target == .index ? item.placing != nil : item.isMoved
  }

  /// Whether the target has it in the source's place.
  private func isPlaced(_ item: ReviewItem) -> Bool {
    guard target == .index else { return false }
    return item.placing == (source == .worktree ? .staged : .unstaged)
  }

  private func position(_ item: ReviewItem, in source: Source) -> Int? {
    switch source {
    case .head: item.old
    case .index: item.staged
    case .worktree: item.new
    }
  }

  /// The counterparts in the target of the source's interactions, by position.
  private func places(_ hasTarget: Bool) -> [Int: Int] {
    guard hasTarget else { return [:] }
    switch (source, target) {
    case (.worktree, .index): return comparison.stagedOfNew
    case (.head, .index): return comparison.stagedOfOld
    default:
      var result: [Int: Int] = [:]
      for pair in FixtureComparison(old: documents[.head], new: documents[.worktree]).pairs {
        if let old = pair.old, let new = pair.new { result[old] = new }
      }
      return result
    }
  }

  private func text(_ document: FixtureDocument, _ index: Int) -> [UInt8] {
    Array(document.bytes[document.interactions[index].range])
  }

  // MARK: Writing

  private func write(
    _ order: Order,
    _ base: FixtureDocument?,
    _ shell: FixtureDocument
  ) -> [UInt8] {
    let isOwnShell = base.map { $0.bytes == shell.bytes } ?? false
    return shell.composed(
      of: order.numbers.compactMap { number in
        let text = order.texts[number]
        guard let base, number < base.interactions.count else { return text.map { .new($0) } }
        if isOwnShell { return .own(number, text: text) }
        return .new(text ?? Array(base.bytes[base.interactions[number].range]))
      },
      likeIn: base
    )
  }

  /// Which interactions a file has, in order; numbers from the target's count on are new.
  private struct Order {
    private(set) var numbers: [Int]
    var texts: [Int: [UInt8]] = [:]
    private var next: Int

    init(count: Int) {
      numbers = Array(0..<count)
      next = count
    }

    mutating func remove(_ number: Int) { numbers.removeAll { $0 == number } }

    mutating func insert(_ text: [UInt8], at place: Int) -> Int {
      texts[next] = text
      numbers.insert(next, at: place)
      next += 1
      return next - 1
    }

    /// - Parameter place: counted without the number itself.
    mutating func move(_ number: Int, at place: Int) {
      remove(number)
      numbers.insert(number, at: min(place, numbers.count))
    }

    /// Where the source's interaction belongs: behind the nearest before it that is here, else
    /// before the nearest behind it.
    func place(besides other: Int, _ entries: [Int: Int], excluding: Int?) -> Int {
      let numbers = numbers.filter { $0 != excluding }
      var places: [Int: Int] = [:]
      for (place, number) in numbers.enumerated() { places[number] = place }
      let known = entries.filter { places[$0.value] != nil }
      if let before = known.keys.filter({ $0 < other }).max(), let number = known[before] {
        return (places[number] ?? 0) + 1
      }
      if let behind = known.keys.filter({ $0 > other }).min(), let number = known[behind] {
        return places[number] ?? 0
      }
      return numbers.count
    }
  }
}

extension ReviewItem {
  /// Whether it is the same thing, whatever was seen of it.
  func isSame(as other: ReviewItem) -> Bool {
    var own = self
    own.isReviewed = other.isReviewed
    return own == other
  }
}
