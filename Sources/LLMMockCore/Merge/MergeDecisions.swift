/// Decides what becomes of each interaction that three versions have.
struct MergeDecisions {
  /// What one side did to an interaction of the base.
  private enum Change { case none, volatile, real }

  private let base: FixtureDocument?
  private let ours: FixtureDocument
  private let theirs: FixtureDocument
  private let options: InteractionDiff.Options
  /// What stands in the joined file for each entity, in order.
  private(set) var outcomes: [[MergeItem]] = []

  init(
    _ base: FixtureDocument?,
    _ ours: FixtureDocument,
    _ theirs: FixtureDocument,
    _ volatile: VolatileFields
  ) {
    self.base = base
    self.ours = ours
    self.theirs = theirs
    options = InteractionDiff.Options(volatile: volatile)
  }

  mutating func decide(_ entity: MergeEntity) {
    outcomes.append(items(of: entity))
  }

  private func items(of entity: MergeEntity) -> [MergeItem] {
    switch (entity.base, entity.ours, entity.theirs) {
    case (_, nil, nil): return []
    case (nil, let own?, nil): return [MergeItem(.ours(own))]
    case (nil, nil, let other?): return [MergeItem(.theirs(other))]
    case (nil, let own?, let other?):
      if entity.isSameAddition || areAlike(ours, own, theirs, other) {
        return [MergeItem(.ours(own))]
      }
      return conflict(own, other, "both sides added it with different answers")
    case (let old?, let own?, nil):
      guard change(old, ours, own, entity.isSameInOurs) == .real else { return [] }
      var item = MergeItem(.ours(own))
      item.conflict = "ours changed it, theirs took it away; ours stays"
      return [item]
    case (let old?, nil, let other?):
      guard change(old, theirs, other, entity.isSameInTheirs) == .real else { return [] }
      var item = MergeItem(.theirs(other))
      item.conflict = "theirs changed it, ours took it away; theirs stays"
      return [item]
    case (let old?, let own?, let other?):
      return items(of: entity, old, own, other)
    }
  }

  private func items(of entity: MergeEntity, _ old: Int, _ own: Int, _ other: Int) -> [MergeItem] {
    let change = (
      ours: change(old, ours, own, entity.isSameInOurs),
      theirs: change(old, theirs, other, entity.isSameInTheirs)
    )
    switch change {
    case (_, .none): return [MergeItem(.ours(own))]
    case (.none, _): return [MergeItem(.theirs(other))]
    case (_, .volatile): return [MergeItem(.ours(own))]
    case (.volatile, .real): return [MergeItem(.theirs(other))]
    case (.real, .real):
      if areAlike(ours, own, theirs, other) { return [MergeItem(.ours(own))] }
      if let item = named(old, own, other) { return [item] }
      return conflict(own, other, "both sides changed it")
    }
  }

  /// Their version under our name, or ours under theirs, where one side did no more than name it.
  private func named(_ old: Int, _ own: Int, _ other: Int) -> MergeItem? {
    guard let base else { return nil }
    let name = base.interactions[old].name
    let (ownName, otherName) = (ours.interactions[own].name, theirs.interactions[other].name)
    if ownName != name, otherName == name, isNamedAlone(base, old, ours, own) {
      var item = MergeItem(.theirs(other))
      item.name = ownName ?? ""
      return item
    }
    if otherName != name, ownName == name, isNamedAlone(base, old, theirs, other) {
      var item = MergeItem(.ours(own))
      item.name = otherName ?? ""
      return item
    }
    return nil
  }

  private func isNamedAlone(
    _ one: FixtureDocument,
    _ index: Int,
    _ other: FixtureDocument,
    _ place: Int
  ) -> Bool {
    let diff = difference(one, index, other, place)
    let lines = diff.sections.flatMap(\.lines).filter { $0.change != nil }
    return lines.allSatisfy { $0.path == "/name" }
  }

  private func conflict(_ own: Int, _ other: Int, _ reason: String) -> [MergeItem] {
    var copy = MergeItem(.theirs(other))
    let interaction = theirs.interactions[other]
    let label =
      interaction.name ?? InteractionReference.shortest(for: other, in: theirs.interactions)
    let name = "\(FixtureMerge.conflictPrefix)\(VisibleText.of(label))"
    copy.name = String(String.UnicodeScalarView(name.unicodeScalars.prefix(80)))
    copy.conflict = reason
    copy.isCopy = true
    return [MergeItem(.ours(own)), copy]
  }

  // MARK: Comparing

  private func change(
    _ old: Int,
    _ document: FixtureDocument,
    _ index: Int,
    _ isSame: Bool
  ) -> Change {
    guard let base, !isSame else { return .none }
    return areAlike(base, old, document, index) ? .volatile : .real
  }

  private func areAlike(
    _ one: FixtureDocument,
    _ index: Int,
    _ other: FixtureDocument,
    _ place: Int
  ) -> Bool {
    difference(one, index, other, place).isEmpty
  }

  private func difference(
    _ one: FixtureDocument,
    _ index: Int,
    _ other: FixtureDocument,
    _ place: Int
  ) -> InteractionDiff {
    InteractionDiff(old: side(one, index), new: side(other, place), options: options)
  }

  private func side(_ document: FixtureDocument, _ index: Int) -> InteractionDiff.Side? {
    do throws(FixtureProblem) {
      return InteractionDiff.Side(
        interaction: try document.interaction(at: index).root,
        fixtureProvider: document.summary.provider
      )
    } catch {
      // The document was checked when it was read.
      return nil
    }
  }
}
