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
    var comparison = ValueComparison(limit: limit, wildcard: redacted)
    comparison.compare(recorded, incoming) { key, value in
      if key.equals("stream") { return ignoringDelivery || value.kind == .false }
      if key.equals("stream_options") { return ignoringDelivery }
      // What an absent temperature is.
      return key.equals("temperature") && value.kind == .number
        && ExactNumber.areEqual(value.text, [UInt8(ascii: "1")])
    }
    return comparison.found.map { place in
      RequestDifference(path: place.path, recorded: place.old, incoming: place.new)
    }
  }
}
