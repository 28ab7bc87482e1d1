/// A recorded interaction as a candidate for an answer: what it takes to choose, and no more.
package struct RecordedCall: Sendable {
  package let endpoint: Endpoint
  /// As the file has it; nil when it has none.
  package let storedHash: String?
  /// nil when there is no request to compare with.
  package let shape: RequestShape?
  /// Whether the answer is a stream.
  package let isStream: Bool
  /// Whether its request holds `[redacted]`, so that its shape says nothing.
  package let isRedacted: Bool
  /// Why it may not be answered, as a phrase that continues "it"; nil when it may.
  package let problem: String?

  /// - Parameters:
  ///   - interaction: the interaction's JSON.
  ///   - fixtureProvider: the provider that the file names.
  package init(of interaction: JSONValue, fixtureProvider: String?) {
    let storedPath = interaction["endpoint"]?.string
    var events: [StreamEvent] = []
    if storedPath == nil, let stored = interaction["stream_events"] {
      // The first ones tell where a stream came from.
      events = stored.elements.prefix(8).map {
        StreamEvent(name: $0["event"]?.string, data: $0["data"] ?? $0)
      }
    }
    endpoint = Endpoint.of(
      storedPath: storedPath,
      provider: interaction["provider"]?.string ?? fixtureProvider,
      response: interaction["response"],
      events: events
    )
    storedHash = interaction["hash"]?.string
    isStream =
      interaction["streaming"]?.isTrue == true || (interaction["stream_events"]?.count ?? 0) > 0
    let request = interaction["request"].flatMap { $0.kind == .object ? $0 : nil }
    shape = request.map {
      RequestShape(
        of: $0,
        streamsByPath: storedPath.map(Endpoint.asksForStream(path:))
          ?? (interaction["streaming"]?.isTrue == true && $0["stream"] == nil)
      )
    }
    isRedacted = request?.text.contains(RequestComparison.redacted.utf8) ?? false
    problem = Self.problem(of: interaction, request: request)
  }

  private static func problem(of interaction: JSONValue, request: JSONValue?) -> String? {
    if request == nil { return "has no \"request\" object" }
    if let path = interaction["endpoint"], !path.isNull {
      guard let path = path.string else { return "has an \"endpoint\" that is no string" }
      if let problem = Endpoint.problem(inStoredPath: path) {
        return "has an \"endpoint\" that \(problem)"
      }
    }
    if let status = interaction["status"], !status.isNull {
      guard let code = status.int, (200...299).contains(code) || (400...599).contains(code) else {
        return "has a \"status\" that is not 200 to 299 or 400 to 599"
      }
    }
    return interaction["headers"].flatMap(KeptHeaders.problem(in:))
  }
}
