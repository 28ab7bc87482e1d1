/// The interaction that comes closest to a call that none answers.
package struct NearestCall: Sendable {
  /// From 0.
  package var position: Int
  package var summary: InteractionSummary
  package var differences: [RequestDifference]
}

extension CallIndex {
  /// How many interactions are compared: a miss must not take longer than its reader waits.
  private static let comparisons = 2_000
  /// How many places of one comparison count: what differs in more is not near.
  private static let places = 64

  /// The closest interaction of the call's endpoint; nil when it has none.
  ///
  /// That is the one that differs in the fewest places; of those, the one whose texts have most in
  /// common with the call's.
  package func nearest(to call: IncomingCall) throws(FixtureProblem) -> NearestCall? {
    var best: (index: Int, differences: [RequestDifference], likeness: Double)?
    var candidates = calls.indices.filter { calls[$0].endpoint == call.endpoint }
    if candidates.count > Self.comparisons {
      let model = call.model
      let sameModel = candidates.filter { document.interactions[$0].model == model }
      candidates = Array((sameModel.isEmpty ? candidates : sameModel).prefix(Self.comparisons))
    }
    for index in candidates {
      guard let request = try request(at: index), request.kind == .object else { continue }
      let limit = min(Self.places, (best?.differences.count ?? Self.places) + 1)
      let differences = RequestComparison.differences(request, call.request, limit: limit)
      let likeness = differences.reduce(0) { $0 + Self.likeness(of: $1) }
      if let best,
        (differences.count, -likeness) >= (best.differences.count, -best.likeness)
      {
        continue
      }
      best = (index, differences, likeness)
    }
    return best.map {
      NearestCall(
        position: $0.index,
        summary: document.interactions[$0.index],
        differences: $0.differences
      )
    }
  }

  /// The share of two strings that they begin and end with alike, from 0 to 1.
  private static func likeness(of difference: RequestDifference) -> Double {
    guard let recorded = difference.recorded?.jsonString?.escaped,
      let incoming = difference.incoming?.jsonString?.escaped
    else { return 0 }
    let shorter = min(recorded.count, incoming.count)
    let longer = max(recorded.count, incoming.count)
    guard longer > 0 else { return 0 }
    let prefix = zip(recorded, incoming).prefix { $0 == $1 }.count
    let suffix = zip(recorded.reversed(), incoming.reversed())
      .prefix(shorter - prefix).prefix { $0 == $1 }.count
    return Double(prefix + suffix) / Double(longer)
  }
}
