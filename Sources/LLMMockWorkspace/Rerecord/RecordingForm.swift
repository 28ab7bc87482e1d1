internal import LLMMockCore

/// How a new answer is written into its fixture: what the file says that the answer does not.
struct RecordingForm: Sendable {
  /// Of interactions in the file.
  var layout: FixtureLayout
  var fixtureProvider: String?
  /// The interaction whose place it takes; nil for one that is added.
  var old: JSONValue?
  /// What the file calls the provider, where a named upstream does not say otherwise.
  var provider: String?

  /// Members whose values the recording itself gives.
  private static let known: Set<String> = [
    "hash", "name", "endpoint", "provider", "upstream", "request_headers", "request", "status",
    "headers", "response", "response_text", "response_base64", "streaming", "stream_framing",
    "stream_events", "stream_text", "stream_base64", "stream_timing_ms", "recorded_at",
  ]

  /// Whether the times of a stream's events are recorded.
  var wantsTiming: Bool { old?["stream_timing_ms"].map { !$0.isNull } ?? false }

  /// The text that accepting the answer writes.
  func text(
    of answer: ReceivedAnswer,
    to call: IncomingCall,
    from target: RerecordTarget,
    seconds: Int,
    times: [Int]?
  ) -> [UInt8] {
    var interaction = answer.interaction(
      of: call,
      provider: target.name == nil ? provider ?? target.provider : target.provider,
      upstream: target.name,
      matchOn: .standard,
      seconds: seconds
    )
    interaction.timing = times
    if let old {
      // The request is the same, so what it is looked up by is, however that was computed.
      if let hash = old["hash"]?.string, !hash.isEmpty { interaction.hash = hash }
      interaction.name = old["name"]?.string
      if old["endpoint"] == nil, Self.infers(call.endpoint, fixtureProvider, answer) {
        interaction.endpoint = nil
      } else if let stored = old["endpoint"]?.string {
        interaction.endpoint = stored
      }
      if let request = old["request"], request.text.elementsEqual(call.request.text) {
        interaction.request = request
        interaction.keepsRequestText = true
      }
      interaction.others = old.members.filter { !Self.known.contains($0.key.decoded) }
    }
    return interaction.text(layout, level: 3, fixtureProvider: fixtureProvider)
  }

  /// Whether the recorded answer is a stream.
  private var wasStream: Bool {
    guard let old else { return false }
    return old["streaming"]?.isTrue == true || (old["stream_events"]?.count ?? 0) > 0
  }

  /// Whether the recorded answer is a stream that its last event ended, so that a new one that lacks
  /// it is not whole.
  func endsStreams(at endpoint: Endpoint) -> Bool {
    guard wasStream, let events = old?["stream_events"] else { return false }
    return StreamEvent.read(events).contains { event in
      endpoint.isTerminal(WireEvent(name: event.name, data: event.wireData))
    }
  }

  /// What is unexpected about an answer; nil when nothing is.
  func note(on answer: ReceivedAnswer) -> String? {
    let isStream = answer.eventCount != nil
    if case .body = answer.answer { return "the answer is not a JSON object" }
    guard old != nil, isStream != wasStream else { return nil }
    return isStream
      ? "the answer is a stream now; one body was recorded"
      : "the answer is one body now; a stream was recorded"
  }

  /// Whether an interaction without a path is still taken for one of that endpoint.
  private static func infers(
    _ endpoint: Endpoint,
    _ fixtureProvider: String?,
    _ answer: ReceivedAnswer
  ) -> Bool {
    var response: JSONValue?
    var events: [StreamEvent] = []
    switch answer.answer {
    case .object(let body): response = body
    case .stream(let stream): events = stream.wireEvents.prefix(8).compactMap { StreamEvent($0) }
    case .body: break
    }
    let found = Endpoint.of(
      storedPath: nil,
      provider: fixtureProvider,
      response: response,
      events: events
    )
    return found == endpoint
  }
}
