/// Which interactions answer a call, and how well they fit.
package enum Choice: Sendable {
  /// The whole request is equal.
  case exact([Int])
  /// Equal but for `stream` and `stream_options`.
  case converted([Int])
  /// The hash is the same, other fields differ.
  case differing([Int], [RequestDifference])

  /// The interactions that answer the request one after the other, in the order of the file; never
  /// empty.
  package var positions: [Int] {
    switch self {
    case .exact(let positions), .converted(let positions), .differing(let positions, _): positions
    }
  }

  /// How far it is from being exact; less is better.
  package var distance: Int {
    switch self {
    case .exact: 0
    case .converted: 1
    case .differing(_, let differences): 2 + differences.count
    }
  }
}

extension CallIndex {
  /// Chooses among the interactions of a call's endpoint; nil when none answers it.
  ///
  /// The whole request chooses: of thousands of real calls, every second group with the same model,
  /// messages and temperature differs in its tools, its system prompt or its stream.
  package func choice(
    for call: IncomingCall,
    matchOn: MatchOn
  ) throws(FixtureProblem) -> Choice? {
    let exact = try equal(to: call)
    if !exact.isEmpty { return .exact(exact) }
    let converted = try equalButForDelivery(to: call).filter { canAnswer($0, call) }
    if let first = converted.first {
      // Recordings of one request are a sequence; those of another form of it are not.
      return .converted(converted.filter { calls[$0].shape == calls[first].shape })
    }
    return try nearestOfSameHash(as: call, matchOn)
  }

  private func nearestOfSameHash(
    as call: IncomingCall,
    _ matchOn: MatchOn
  ) throws(FixtureProblem) -> Choice? {
    var best: (index: Int, differences: [RequestDifference])?
    for index in try sameHash(as: call, matchOn) where canAnswer(index, call) {
      guard let request = try request(at: index) else { continue }
      let limit = best.map(\.differences.count) ?? .max
      let differences = RequestComparison.differences(
        request,
        call.request,
        limit: limit,
        ignoringDelivery: true
      )
      if best == nil || differences.count < limit { best = (index, differences) }
    }
    guard let best else { return nil }
    let group = calls.indices.filter {
      calls[$0].shape == calls[best.index].shape && calls[$0].endpoint == call.endpoint
    }
    return .differing(group, best.differences)
  }

  /// Whether an interaction's answer has the form the call asks for, or can be given it.
  private func canAnswer(_ index: Int, _ call: IncomingCall) -> Bool {
    calls[index].isStream == call.asksForStream || call.endpoint.convertsStreams
      || calls[index].problem != nil || !calls[index].isStream
  }
}

extension Endpoint {
  /// Whether a recorded message can be sent as a stream, and a recorded stream as a message.
  fileprivate var convertsStreams: Bool {
    ["messages", "chat/completions", "responses", "generateContent"].contains(name)
  }
}
