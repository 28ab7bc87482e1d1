/// Joins two versions of a fixture that come from one: interaction by interaction.
///
/// What one side added, changed, took away or moved is done; the same change of both sides is done
/// once. Where both changed one interaction, each in its own way, ours stays and theirs stands
/// behind it under a name that says so, and the conflict is told.
package struct FixtureMerge: Sendable {
  /// What could not be joined.
  package struct Conflict: Hashable, Sendable {
    /// What it is about: an interaction as a list shows it, or a member of the file.
    package var subject: String
    /// What both sides did, in lower case.
    package var reason: String
    /// The name that their interaction has in the joined file; nil where there is none.
    package var theirs: String?

    package var description: String {
      let place = theirs.map { "; theirs is kept as \"\(VisibleText.of($0))\"" } ?? ""
      return "\(subject): \(reason)\(place)"
    }
  }

  /// What the name of their version begins with, where it stands behind ours.
  package static let conflictPrefix = "conflict: theirs "

  /// The joined file; bytes of what nobody touched are those of ours.
  package let bytes: [UInt8]
  /// In the order of the joined file.
  package let conflicts: [Conflict]

  /// - Parameters:
  ///   - base: what both come from; nil when both sides added the file.
  ///   - volatile: fields in which a difference is no change worth a conflict.
  /// - Throws: ``FixtureProblem`` when the joined file would not be a fixture.
  package init(
    base: FixtureDocument?,
    ours: FixtureDocument,
    theirs: FixtureDocument,
    volatile: VolatileFields = .standard
  ) throws(FixtureProblem) {
    let frame = try FrameMerge(base: base, ours: ours, theirs: theirs)
    let entities = MergeEntities(base: base, ours: ours, theirs: theirs)
    var decisions = MergeDecisions(base, ours, theirs, volatile)
    for entity in entities.list { decisions.decide(entity) }
    let order = MergeOrder(entities, decisions.outcomes, base: base)
    // What ours added took its provider from ours, whatever theirs made of the file.
    let added = Set(entities.list.filter { $0.base == nil && $0.theirs == nil }.compactMap(\.ours))
    let keepsProvider = frame.provider == ours.summary.provider
    var joined = try FixtureDocument(
      ours.composed(
        of: try order.items.map { item throws(FixtureProblem) in
          switch item.source {
          case .ours(let index):
            guard added.contains(index), !keepsProvider else { return .own(index) }
            return .new(try ours.text(of: index, in: ours, provider: frame.provider))
          case .theirs(let index):
            return .new(try ours.text(of: index, in: theirs, provider: frame.provider))
          }
        }
      )
    )
    var conflicts: [Conflict] = frame.conflicts
    for (index, item) in order.items.enumerated() {
      // What ours has stays as it is, but for a name that theirs gave it.
      if item.name == nil, item.conflict == nil, !item.source.isTheirs { continue }
      let wanted = item.name ?? joined.interactions[index].name
      let others = Set(
        joined.interactions.indices.filter { $0 != index }.compactMap {
          joined.interactions[$0].name
        }
      )
      let isTaken = wanted.map { !$0.isEmpty && others.contains($0) } ?? false
      let name = isTaken ? wanted.map { Self.unique($0, others) } : wanted
      if let name, name != joined.interactions[index].name ?? "" {
        let edit = try joined.naming(index, name)
        joined = try FixtureDocument(edit.applied(to: joined.bytes) ?? joined.bytes)
      }
      if let reason = item.conflict {
        let subject = Self.subject(item.isCopy ? index - 1 : index, joined)
        conflicts.append(
          Conflict(subject: subject, reason: reason, theirs: item.isCopy ? name : nil)
        )
      } else if isTaken, let wanted {
        let reason = "both sides gave the name \"\(VisibleText.of(wanted))\""
        conflicts.append(
          Conflict(subject: Self.subject(index, joined), reason: reason, theirs: name)
        )
      }
    }
    bytes = try frame.applied(to: joined)
    self.conflicts = conflicts
  }

  private static func subject(_ index: Int, _ document: FixtureDocument) -> String {
    let interaction = document.interactions[index]
    let reference = InteractionReference.shortest(for: index, in: document.interactions)
    let text = CharacterWidth.truncate(
      VisibleText.of(interaction.name ?? interaction.preview, lineBreaks: .space),
      to: 40
    )
    let place = "@\(index + 1)"
    return reference == place ? "\(place) \"\(text)\"" : "\(place) \(reference) \"\(text)\""
  }

  /// The name with a number behind it, so that no other has it.
  private static func unique(_ name: String, _ others: Set<String>) -> String {
    var number = 2
    while true {
      let suffix = " (\(number))"
      let room = 80 - suffix.unicodeScalars.count
      let candidate = String(String.UnicodeScalarView(name.unicodeScalars.prefix(room))) + suffix
      if !others.contains(candidate) { return candidate }
      number += 1
    }
  }
}
