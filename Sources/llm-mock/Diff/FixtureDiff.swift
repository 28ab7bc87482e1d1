import LLMMockCore

/// What differs between two versions of a fixture.
struct FixtureDiff {
  /// One interaction that differs, or stands elsewhere.
  struct Item {
    enum Change: String { case changed, new, gone, moved, volatile }

    var pair: FixtureComparison.Pair
    var diff: InteractionDiff
    var summary: InteractionSummary
    /// As a user names it: in the new version, or the old one when it is gone.
    var reference: String

    var change: Change {
      if pair.old == nil { return .new }
      if pair.new == nil { return .gone }
      if !diff.isEmpty { return .changed }
      return pair.isMoved ? .moved : .volatile
    }
  }

  /// Those that are not the same, in the order of the new version.
  var items: [Item]
  /// What stands beside the interactions.
  var members: [RequestDifference]
  /// Whether the bytes differ.
  var isOtherwiseWritten: Bool

  /// Whether anything differs but volatile fields.
  var isDifferent: Bool { !members.isEmpty || items.contains { $0.change != .volatile } }

  init(_ old: FixtureDocument?, _ new: FixtureDocument?, _ options: InteractionDiff.Options) throws
  {
    items = []
    for pair in FixtureComparison(old: old, new: new).pairs where !pair.isSame || pair.isMoved {
      let (oldSide, newSide) = (try Self.side(pair.old, old), try Self.side(pair.new, new))
      var options = options
      options.budget = .halfASecond
      guard let document = pair.new == nil ? old : new, let index = pair.new ?? pair.old else {
        continue
      }
      let diff =
        pair.isSame
        ? InteractionDiff() : InteractionDiff(old: oldSide, new: newSide, options: options)
      // The same values, otherwise written.
      if diff.isEmpty, diff.hidden.isEmpty, !pair.isMoved, pair.old != nil, pair.new != nil {
        continue
      }
      items.append(
        Item(
          pair: pair,
          diff: diff,
          summary: document.interactions[index],
          reference: InteractionReference.shortest(for: index, in: document.interactions)
        )
      )
    }
    members = Self.members(old, new)
    isOtherwiseWritten = old.flatMap { old in new.map { old.bytes != $0.bytes } } ?? false
  }

  static func side(_ index: Int?, _ document: FixtureDocument?) throws -> InteractionDiff.Side? {
    guard let index, let document else { return nil }
    return InteractionDiff.Side(
      interaction: try document.interaction(at: index).root,
      fixtureProvider: document.summary.provider
    )
  }

  private static func members(
    _ old: FixtureDocument?,
    _ new: FixtureDocument?
  ) -> [RequestDifference] {
    guard let old, let new else { return [] }
    return FixtureMembers.differences(old, new)
  }
}

extension ComparisonBudget {
  /// One that is spent in half a second from now.
  static var halfASecond: ComparisonBudget {
    let end = ContinuousClock.now + .milliseconds(500)
    return ComparisonBudget { ContinuousClock.now >= end }
  }
}
