package import HTTPTypes

/// An answer as an API gave it, without the call's secrets, and the interaction it makes.
package struct ReceivedAnswer: Sendable {
  package let status: Int
  package let answer: NewInteraction.Answer
  /// Why it is not the whole answer of a model; nil when it is.
  package let problem: Problem?
  private let headers: [(name: String, value: String)]

  /// What keeps a stream from being a whole answer.
  package enum Problem: Hashable, Sendable {
    /// It ended in the middle of an event.
    case brokenOff
    /// One of its events tells of an error.
    case toldError(Answer.Failure?)
  }

  /// Whether an answer is a stream of events: by its type, or where the type says nothing, because
  /// one was asked for.
  package static func isStream(_ head: HTTPResponse, to call: IncomingCall) -> Bool {
    switch KeptHeaders.mediaType(head.headerFields[.contentType] ?? "") {
    case eventStream: true
    case "", "text/plain", "application/octet-stream": call.asksForStream
    case json: Endpoint.asksForStream(path: call.path)
    default: false
    }
  }

  private static let eventStream = "text/event-stream"
  private static let json = "application/json"

  /// An answer that is no stream.
  package init(body: [UInt8], _ head: HTTPResponse, to call: IncomingCall) {
    status = head.status.code
    let kept = status >= 400 ? call.secrets.redacting(error: body) : call.secrets.redacting(body)
    var answer = NewInteraction.Answer.body(kept)
    do {
      let body = try JSONTree(kept).root
      if body.kind == .object { answer = .object(body) }
    } catch {
      // Then it is kept as the text it is.
    }
    self.answer = answer
    problem = nil
    headers = Self.kept(head, call, usualType: Self.json)
  }

  /// A stream that came to its end.
  package init(stream received: [UInt8], _ head: HTTPResponse, to call: IncomingCall) {
    let stream = RecordedStream(call.secrets.redacting(received))
    status = head.status.code
    answer = .stream(stream)
    problem = Self.problem(of: stream, call)
    headers = Self.kept(
      head,
      call,
      usualType: stream.framing.isArray ? Self.json : Self.eventStream
    )
  }

  private static func problem(of stream: RecordedStream, _ call: IncomingCall) -> Problem? {
    let events = stream.wireEvents
    if !stream.isComplete, let last = events.last, last.json == nil,
      !call.endpoint.isTerminal(last)
    {
      return .brokenOff
    }
    guard let event = events.first(where: \.isError) else { return nil }
    return .toldError(StreamEvent(event).flatMap { Answer.failure(in: $0.data) })
  }

  private static func kept(
    _ head: HTTPResponse,
    _ call: IncomingCall,
    usualType: String
  ) -> [(name: String, value: String)] {
    KeptHeaders.recorded(head.headerFields, usualType: usualType)
      .map { ($0.name, call.secrets.redacting($0.value)) }
  }

  /// The interaction that it makes with its call.
  ///
  /// - Parameters:
  ///   - provider: what its provider is called.
  ///   - upstream: the name given with `--upstream`; nil for a provider's own host.
  ///   - seconds: when it was received, since 1970, UTC.
  package func interaction(
    of call: IncomingCall,
    provider: String,
    upstream: String?,
    matchOn: MatchOn,
    seconds: Int
  ) -> NewInteraction {
    var interaction = NewInteraction(
      hash: call.hash(matchOn),
      provider: provider,
      request: call.request,
      answer: answer,
      recordedAt: CalendarTime(seconds: seconds).iso + "+00:00"
    )
    let path = call.storedPath
    if path != Provider.named(provider)?.defaultEndpoint.path { interaction.endpoint = path }
    interaction.upstream = upstream
    interaction.requestHeaders = call.keptHeaders.map {
      ($0.name, call.secrets.redacting($0.value))
    }
    interaction.headers = headers
    interaction.status = status
    return interaction
  }

  /// What it says it cost.
  package func tokens(of call: IncomingCall) -> TokenCount {
    let conversation: Conversation
    switch answer {
    case .body: return TokenCount()
    case .object(let body):
      conversation = .read(endpoint: call.endpoint, request: call.request, response: body)
    case .stream(let stream):
      let events = stream.wireEvents.compactMap { StreamEvent($0) }
      conversation = .read(endpoint: call.endpoint, request: call.request, events: events)
    }
    let usage = conversation.answer.usage
    return TokenCount(input: usage.input ?? 0, output: usage.output ?? 0)
  }

  /// The failure it tells of; nil when it tells of none.
  package var failure: Answer.Failure? {
    switch answer {
    case .object(let body): return Answer.failure(in: body)
    case .body(let bytes):
      // An array around an error is Gemini's; anything else may be a page of a proxy.
      do {
        return try JSONTree(bytes).root.elements.lazy
          .compactMap { Answer.failure(in: $0) }.first
      } catch {
        return nil
      }
    case .stream:
      if case .toldError(let failure) = problem { return failure }
      return nil
    }
  }

  /// Whether a stream ended with the event that its endpoint ends one with; false for a body.
  package func isEnded(at endpoint: Endpoint) -> Bool {
    guard case .stream(let stream) = answer, let last = stream.wireEvents.last else { return false }
    return endpoint.isTerminal(last) || stream.wireEvents.contains(where: endpoint.isTerminal)
  }

  /// How many events a stream has; nil for a body.
  package var eventCount: Int? {
    if case .stream(let stream) = answer { stream.events.count } else { nil }
  }
}
