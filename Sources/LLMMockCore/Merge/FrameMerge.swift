/// Joins what stands in a fixture beside its interactions: version, provider, unknown members.
struct FrameMerge {
  /// What becomes of a member of ours.
  private enum Change {
    case replaced([UInt8])
    case removed
    case added([UInt8])
  }

  private var changes: [(key: JSONString, change: Change)] = []
  private(set) var conflicts: [FixtureMerge.Conflict] = []
  /// What the joined file names.
  private(set) var provider: String?

  init(
    base: FixtureDocument?,
    ours: FixtureDocument,
    theirs: FixtureDocument
  ) throws(FixtureProblem) {
    provider = ours.summary.provider
    let old = try base.map { document throws(FixtureProblem) in try Self.members(document) } ?? []
    let own = try Self.members(ours)
    let other = try Self.members(theirs)
    for key in Self.keys(own, other) {
      let before = old.last { $0.key == key }?.value
      let mine = own.last { $0.key == key }?.value
      let yours = other.last { $0.key == key }?.value
      if Self.areEqual(mine, yours) || Self.areEqual(before, yours) { continue }
      if Self.areEqual(before, mine) {
        switch (mine, yours) {
        case (_?, let yours?): changes.append((key, .replaced(Array(yours.text))))
        case (nil, let yours?): changes.append((key, .added(Array(yours.text))))
        case (_, nil): changes.append((key, .removed))
        }
        if key.equals("provider") { provider = yours?.string }
        continue
      }
      // Both added the file, each with calls of its own provider: the interactions say theirs.
      if base == nil, key.equals("provider") || key.equals("version") { continue }
      conflicts.append(
        FixtureMerge.Conflict(
          subject: "\"\(VisibleText.of(key.decoded))\"",
          reason: "both sides changed it; ours stays, theirs \(Self.told(yours))"
        )
      )
    }
  }

  private static func members(
    _ document: FixtureDocument
  ) throws(FixtureProblem) -> [JSONValue.Member] {
    try root(of: document.bytes).members.filter { !$0.key.equals("interactions") }
  }

  private static func root(of bytes: [UInt8]) throws(FixtureProblem) -> JSONValue {
    do throws(JSONSyntaxError) {
      return try JSONTree(bytes).root
    } catch {
      throw FixtureProblem(error, in: bytes)
    }
  }

  /// What a side has, since the joined file does not.
  private static func told(_ value: JSONValue?) -> String {
    guard let value else { return "has none" }
    return "is \(VisibleText.of(ReadableJSON.compact(value, elidingBeyond: 200)))"
  }

  private static func keys(
    _ own: [JSONValue.Member],
    _ other: [JSONValue.Member]
  ) -> [JSONString] {
    var keys: [JSONString] = []
    for member in own + other where !keys.contains(member.key) { keys.append(member.key) }
    return keys
  }

  private static func areEqual(_ one: JSONValue?, _ other: JSONValue?) -> Bool {
    guard let one, let other else { return one == nil && other == nil }
    return RequestComparison.areEqualValues(one, other)
  }

  /// The joined file with the members that theirs changed.
  func applied(to document: FixtureDocument) throws(FixtureProblem) -> [UInt8] {
    var bytes = document.bytes
    for (key, change) in changes {
      let root = try Self.root(of: bytes)
      let members = Array(root.members)
      let place = members.lastIndex { $0.key == key }
      switch change {
      case .replaced(let text):
        guard let place else { continue }
        bytes.replaceSubrange(members[place].value.range, with: text)
      case .removed:
        guard let place else { continue }
        let range =
          place > 0
          ? members[place - 1].value.range.upperBound..<members[place].value.range.upperBound
          : members.count > 1
            ? members[0].keyRange.lowerBound..<members[1].keyRange.lowerBound
            : members[0].keyRange.lowerBound..<members[0].value.range.upperBound
        bytes.removeSubrange(range)
      case .added(let text):
        // Before the interactions, where a reader sees it.
        guard let anchor = members.first(where: { $0.key.equals("interactions") }) ?? members.first,
          let first = members.first
        else { continue }
        let space = bytes[root.range.lowerBound + 1..<first.keyRange.lowerBound]
        let colon = bytes[anchor.keyRange.upperBound..<anchor.value.range.lowerBound]
        var member = [UInt8(ascii: "\"")] + key.escaped + [UInt8(ascii: "\"")] + colon + text
        member += [UInt8(ascii: ",")] + (space.isEmpty ? [UInt8(ascii: " ")][...] : space)
        bytes.insert(contentsOf: member, at: anchor.keyRange.lowerBound)
      }
    }
    return bytes
  }
}
