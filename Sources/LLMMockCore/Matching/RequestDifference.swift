/// One place where an incoming request differs from a recorded one.
package struct RequestDifference: Sendable {
  /// Where, as a JSON pointer (RFC 6901): `/messages/0/content`.
  package var path: String
  /// What was recorded there; nil when nothing was.
  package var recorded: JSONValue?
  /// What came in; nil when nothing did.
  package var incoming: JSONValue?
}

/// Compares whole requests, the way the choice among recordings does.
package enum RequestComparison {
  /// What a recorder writes in the place of a secret; it equals any value.
  package static let redacted = "[redacted]"

  /// Whether two requests are equal, redacted values being equal to any.
  ///
  /// - Parameter ignoringDelivery: leaves `stream` and `stream_options` out.
  package static func areEqual(
    _ recorded: JSONValue,
    _ incoming: JSONValue,
    ignoringDelivery: Bool = false
  ) -> Bool {
    differences(recorded, incoming, limit: 1, ignoringDelivery: ignoringDelivery).isEmpty
  }

  /// Whether two JSON values are equal, without any rule of requests.
  static func areEqualValues(_ one: JSONValue, _ other: JSONValue) -> Bool {
    var texts: ([UInt8], [UInt8]) = ([], [])
    ShapeText.append(one, to: &texts.0)
    ShapeText.append(other, to: &texts.1)
    return texts.0 == texts.1
  }

  /// Where two requests differ, in the order of the recorded one; at most `limit` places.
  package static func differences(
    _ recorded: JSONValue,
    _ incoming: JSONValue,
    limit: Int = .max,
    ignoringDelivery: Bool = false
  ) -> [RequestDifference] {
    var comparison = Walk(limit: limit)
    comparison.compareRequests(recorded, incoming, ignoringDelivery: ignoringDelivery)
    return comparison.found
  }

  private struct Walk {
    let limit: Int
    var found: [RequestDifference] = []
    /// Pairs yet to compare, the next one last; a value that is nil is not there.
    private var pending: [(path: String, recorded: JSONValue?, incoming: JSONValue?)] = []

    init(limit: Int) {
      self.limit = limit
    }

    mutating func compareRequests(
      _ recorded: JSONValue,
      _ incoming: JSONValue,
      ignoringDelivery: Bool
    ) {
      guard recorded.kind == .object, incoming.kind == .object else {
        compare("", recorded, incoming)
        return
      }
      compareMembers("", recorded, incoming) { key, value in
        if key.equals("stream") { return ignoringDelivery || value.kind == .false }
        if key.equals("stream_options") { return ignoringDelivery }
        // What an absent temperature is.
        return key.equals("temperature") && value.kind == .number
          && ExactNumber.areEqual(value.text, [UInt8(ascii: "1")])
      }
      drain()
    }

    private mutating func compare(_ path: String, _ recorded: JSONValue, _ incoming: JSONValue) {
      pending.append((path, recorded, incoming))
      drain()
    }

    private mutating func drain() {
      while found.count < limit, let (path, old, new) = pending.popLast() {
        guard let recorded = old, let incoming = new else {
          if let old, Self.isRedacted(old) { continue }
          found.append(RequestDifference(path: path, recorded: old, incoming: new))
          continue
        }
        if Self.isRedacted(recorded) || Self.isRedacted(incoming) { continue }
        guard recorded.kind == incoming.kind else {
          found.append(RequestDifference(path: path, recorded: recorded, incoming: incoming))
          continue
        }
        switch recorded.kind {
        case .object: compareMembers(path, recorded, incoming) { _, _ in false }
        case .array: compareElements(path, recorded, incoming)
        default:
          if !Self.areEqual(recorded, incoming) {
            found.append(RequestDifference(path: path, recorded: recorded, incoming: incoming))
          }
        }
      }
    }

    private static func areEqual(_ recorded: JSONValue, _ incoming: JSONValue) -> Bool {
      switch recorded.kind {
      case .string: JSONString(quoted: recorded.text) == JSONString(quoted: incoming.text)
      case .number: ExactNumber.areEqual(recorded.text, incoming.text)
      default: true
      }
    }

    private static func isRedacted(_ value: JSONValue) -> Bool {
      value.kind == .string && value.range.count == RequestComparison.redacted.utf8.count + 2
        && JSONString(quoted: value.text).equals(RequestComparison.redacted)
    }

    /// - Parameter isAbsent: whether a member counts as none.
    private mutating func compareMembers(
      _ path: String,
      _ recorded: JSONValue,
      _ incoming: JSONValue,
      isAbsent: (JSONString, JSONValue) -> Bool
    ) {
      let old = RequestComparison.lastMembers(of: recorded).filter { !isAbsent($0.key, $0.value) }
      let new = RequestComparison.lastMembers(of: incoming).filter { !isAbsent($0.key, $0.value) }
      var byKey: [JSONString: JSONValue] = [:]
      for member in new { byKey[member.key] = member.value }
      var pairs: [(path: String, recorded: JSONValue?, incoming: JSONValue?)] = []
      for member in old {
        let place = "\(path)/\(RequestComparison.pointer(member.key.decoded))"
        pairs.append((place, member.value, byKey.removeValue(forKey: member.key)))
      }
      for member in new where byKey[member.key] != nil {
        let place = "\(path)/\(RequestComparison.pointer(member.key.decoded))"
        pairs.append((place, nil, member.value))
      }
      pending += pairs.reversed()
    }

    private mutating func compareElements(
      _ path: String,
      _ recorded: JSONValue,
      _ incoming: JSONValue
    ) {
      var (old, new) = (recorded.elements, incoming.elements)
      var pairs: [(path: String, recorded: JSONValue?, incoming: JSONValue?)] = []
      while true {
        let (recorded, incoming) = (old.next(), new.next())
        if recorded == nil, incoming == nil { break }
        pairs.append(("\(path)/\(pairs.count)", recorded, incoming))
      }
      pending += pairs.reversed()
    }
  }

  /// The members of an object in order; of repeated keys the last.
  private static func lastMembers(of object: JSONValue) -> [JSONValue.Member] {
    let members = Array(object.members)
    let distinct = ShapeText.members(of: object)
    if distinct.count == members.count { return members }
    let kept = Set(distinct.map(\.keyRange))
    return members.filter { kept.contains($0.keyRange) }
  }

  private static func pointer(_ key: String) -> String {
    guard key.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else {
      return key
    }
    return String(
      key.flatMap { character -> String in
        switch character {
        case "~": "~0"
        case "/": "~1"
        default: String(character)
        }
      }
    )
  }
}
