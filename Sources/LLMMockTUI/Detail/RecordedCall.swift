import LLMMockCore

/// One interaction, read: the tree of its JSON and what it says.
struct RecordedCall: Sendable {
  /// What the stored hash is beside the one of the stored request.
  enum Hash: Hashable, Sendable {
    case matches
    /// The request has another one.
    case differs(String)
    case absent
    case unknown
  }

  /// A stored event with the value it stands in.
  struct Event: Sendable {
    var element: JSONValue
    var event: StreamEvent
    /// Milliseconds from sending the request; nil when no timing was asked for.
    var time: Int?
  }

  let position: Int
  let bytes: [UInt8]
  let summary: InteractionSummary
  let linesBefore: Int
  /// nil when the bytes are no JSON, as when the file changed under the reader.
  let tree: JSONTree?
  /// nil when there is none, or it is no object.
  let request: JSONValue?
  let response: JSONValue?
  /// The body where it is no JSON object.
  let responseText: String?
  let events: [Event]
  /// The message that the events make.
  let assembled: JSONValue?
  /// ``responseText``, where that is JSON after all.
  let responseTextValue: JSONValue?
  let endpoint: Endpoint
  let providerName: String?
  let conversation: Conversation
  /// What was said in the request, then in the answer.
  let passages: [Passage]
  /// How many of them are in the request.
  let requestPassageCount: Int
  let hash: Hash

  init(
    position: Int,
    bytes: [UInt8],
    summary: InteractionSummary,
    fixtureProvider: String?,
    linesBefore: Int
  ) {
    self.position = position
    self.bytes = bytes
    self.summary = summary
    self.linesBefore = linesBefore
    providerName = summary.provider ?? fixtureProvider
    do {
      tree = try JSONTree(bytes)
    } catch {
      tree = nil
    }
    let root = tree?.root
    request = root?["request"].flatMap { $0.kind == .object ? $0 : nil }
    response = root?["response"]
    responseText = Self.text(of: root)
    responseTextValue = responseText.flatMap(Self.tree(of:))?.root
    events = Self.events(of: root)
    let streamEvents = events.map(\.event)
    endpoint = Endpoint.of(
      storedPath: summary.endpoint,
      provider: providerName,
      response: response,
      events: streamEvents
    )
    assembled = streamEvents.isEmpty ? nil : endpoint.assembled(streamEvents)
    if let request {
      conversation = Conversation.read(
        endpoint: endpoint,
        request: request,
        response: response,
        events: streamEvents,
        responseText: responseText
      )
      hash = Self.hash(of: request, stored: summary.hash, endpoint: endpoint)
    } else {
      conversation = Conversation()
      hash = summary.hash == nil ? .absent : .unknown
    }
    let asked = Passage.passages(of: conversation.turns)
    requestPassageCount = asked.count
    passages = asked + Passage.passages(of: conversation.answer.turn.map { [$0] } ?? [])
  }

  /// Whether this is an object at all.
  var isObject: Bool { tree?.root.kind == .object }

  /// Whether anything is stored of an answer.
  var hasResponse: Bool { response != nil || responseText != nil || assembled != nil }

  /// Whether the response's own place says nothing, as it does beside a stream.
  var responseIsEmpty: Bool {
    guard let response else { return true }
    return response.isNull || response.kind == .object && response.count == 0
  }

  var status: Int { summary.status ?? 200 }

  /// The path that is asked for, from the API's root.
  var requestPath: String { summary.endpoint ?? endpoint.path }

  private static func hash(
    of request: JSONValue,
    stored: String?,
    endpoint: Endpoint
  ) -> Hash {
    guard let stored else { return .absent }
    let computed = RequestHash(for: endpoint).hash(of: request)
    return computed == stored ? .matches : .differs(computed)
  }

  private static func text(of root: JSONValue?) -> String? {
    if let text = root?["response_text"]?.string { return text }
    guard let encoded = root?["response_base64"], encoded.kind == .string else { return nil }
    return UnescapedText.with(encoded.text) { text in
      Base64.decode(text).map { String(decoding: $0, as: UTF8.self) }
    }
  }

  /// A text's tree when it is an object or an array.
  static func tree(of text: String) -> JSONTree? {
    guard let first = text.utf8.first(where: { $0 > 0x20 }),
      first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    else { return nil }
    do {
      return try JSONTree(text)
    } catch {
      // It only begins like JSON, or a model was cut off while it wrote this.
      return nil
    }
  }

  /// What stands in no place of its own in the file: assembled, or parsed out of a string.
  var derived: JSONValue? { assembled ?? responseTextValue }

  private static func events(of root: JSONValue?) -> [Event] {
    guard let list = root?["stream_events"] else { return [] }
    let times = root?["stream_timing_ms"]?.elements.map(\.int) ?? []
    return zip(list.elements, StreamEvent.read(list)).enumerated().map { index, pair in
      Event(element: pair.0, event: pair.1, time: index < times.count ? times[index] : nil)
    }
  }
}
