/// Walks through two JSON values at any depth and tells the places where they differ.
struct ValueComparison {
  /// A place and what stands there; nil where nothing does.
  typealias Place = (path: String, old: JSONValue?, new: JSONValue?)

  /// How many places are looked for.
  let limit: Int
  /// A string that equals any value; nil for none.
  let wildcard: String?
  private(set) var found: [Place] = []
  /// Pairs yet to compare, the next one last.
  private var pending: [Place] = []

  init(limit: Int, wildcard: String? = nil) {
    self.limit = limit
    self.wildcard = wildcard
  }

  /// Compares two values, in the order of the old one.
  ///
  /// - Parameter isAbsent: whether a member of the values themselves counts as none.
  mutating func compare(
    _ old: JSONValue,
    _ new: JSONValue,
    isAbsent: (JSONString, JSONValue) -> Bool
  ) {
    if old.kind == .object, new.kind == .object {
      addMembers("", old, new, isAbsent: isAbsent)
    } else {
      pending.append(("", old, new))
    }
    drain()
  }

  private mutating func drain() {
    while found.count < limit, let place = pending.popLast() {
      guard let old = place.old, let new = place.new else {
        if let old = place.old, isWildcard(old) { continue }
        found.append(place)
        continue
      }
      if isWildcard(old) || isWildcard(new) { continue }
      guard old.kind == new.kind else {
        found.append(place)
        continue
      }
      switch old.kind {
      case .object: addMembers(place.path, old, new) { _, _ in false }
      case .array: addElements(place.path, old, new)
      default:
        if !ValuePairs.areEqualScalars(old, new) { found.append(place) }
      }
    }
  }

  private func isWildcard(_ value: JSONValue) -> Bool {
    guard let wildcard, value.kind == .string, value.range.count == wildcard.utf8.count + 2 else {
      return false
    }
    return JSONString(quoted: value.text).equals(wildcard)
  }

  private mutating func addMembers(
    _ path: String,
    _ old: JSONValue,
    _ new: JSONValue,
    isAbsent: (JSONString, JSONValue) -> Bool
  ) {
    for pair in ValuePairs.members(old, new, isAbsent: isAbsent).reversed() {
      pending.append((JSONPointer.appending(pair.key.decoded, to: path), pair.old, pair.new))
    }
  }

  private mutating func addElements(_ path: String, _ old: JSONValue, _ new: JSONValue) {
    var (old, new) = (old.elements, new.elements)
    var pairs: [Place] = []
    while true {
      let (one, other) = (old.next(), new.next())
      if one == nil, other == nil { break }
      pairs.append(("\(path)/\(pairs.count)", one, other))
    }
    pending += pairs.reversed()
  }
}
