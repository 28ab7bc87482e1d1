/// What belongs together in two JSON values: the one rule for matching and for diffs.
enum ValuePairs {
  /// What two objects have under one key; one of them may have none.
  struct Members {
    var key: JSONString
    var old: JSONValue?
    var new: JSONValue?
  }

  /// The members of two objects by key, in the order of the old one, then those that only the new
  /// one has; of repeated keys the last.
  ///
  /// - Parameter isAbsent: whether a member counts as none.
  static func members(
    _ old: JSONValue,
    _ new: JSONValue,
    isAbsent: (JSONString, JSONValue) -> Bool = { _, _ in false }
  ) -> [Members] {
    let old = lastMembers(of: old).filter { !isAbsent($0.key, $0.value) }
    let new = lastMembers(of: new).filter { !isAbsent($0.key, $0.value) }
    var byKey: [JSONString: JSONValue] = [:]
    for member in new { byKey[member.key] = member.value }
    var pairs: [Members] = []
    for member in old {
      pairs.append(
        Members(key: member.key, old: member.value, new: byKey.removeValue(forKey: member.key))
      )
    }
    for member in new where byKey[member.key] != nil {
      pairs.append(Members(key: member.key, old: nil, new: member.value))
    }
    return pairs
  }

  /// Whether two values that are no containers and of one kind are equal.
  static func areEqualScalars(_ old: JSONValue, _ new: JSONValue) -> Bool {
    switch old.kind {
    case .string: JSONString(quoted: old.text) == JSONString(quoted: new.text)
    case .number: ExactNumber.areEqual(old.text, new.text)
    default: true
    }
  }

  /// The members of an object in order; of repeated keys the last.
  static func lastMembers(of object: JSONValue) -> [JSONValue.Member] {
    let members = Array(object.members)
    let distinct = ShapeText.members(of: object)
    if distinct.count == members.count { return members }
    let kept = Set(distinct.map(\.keyRange))
    return members.filter { kept.contains($0.keyRange) }
  }
}

/// A place in a JSON value (RFC 6901).
enum JSONPointer {
  /// The pointer to a member.
  static func appending(_ key: String, to pointer: String) -> String {
    "\(pointer)/\(escaped(key))"
  }

  private static func escaped(_ key: String) -> String {
    guard key.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else {
      return key
    }
    var result: [UInt8] = []
    for byte in key.utf8 {
      switch byte {
      case UInt8(ascii: "~"): result += "~0".utf8
      case UInt8(ascii: "/"): result += "~1".utf8
      default: result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
