import HTTPTypes
import LLMMockCore
import LLMMockExchange

/// Sends one call to the API, passes the answer on, and saves it.
struct Recorder: Sendable {
  let engine: Engine
  let call: IncomingCall
  let number: Int
  let file: FixtureFile
  let ledger: SharedLedger
  let upstream: Upstream
  /// When the request was sent, in milliseconds of the uptime.
  let started: Int

  /// How many bytes of an answer are kept in memory.
  private static let limit = 256 << 20

  func record(_ request: CallRequest) async throws -> CallResponse {
    let response: CallResponse
    do {
      response = try await upstream.send(request)
    } catch {
      ledger.notKept(call)
      throw error
    }
    let status = response.head.status.code
    if (300...399).contains(status) {
      notKept("status \(status), and redirects are not followed")
      return response
    }
    if status < 200 || (status >= 400 && !engine.options.recordsErrors) {
      notKept("status \(status) (--record-errors keeps such answers)")
      return response
    }
    if status < 400, isStream(response) {
      return CallResponse(response.head, body: CallBody(RecordedChunks(response, self)))
    }
    return try await recordWhole(response)
  }

  /// Whether an answer is a stream of events: by its type, or where the type says nothing, because
  /// one was asked for.
  private func isStream(_ response: CallResponse) -> Bool {
    switch mediaType(of: response.head) {
    case Self.eventStream: true
    case "", "text/plain", "application/octet-stream": call.asksForStream
    case Self.json: Endpoint.asksForStream(path: call.path)
    default: false
    }
  }

  private func mediaType(of head: HTTPResponse) -> String {
    KeptHeaders.mediaType(head.headerFields[.contentType] ?? "")
  }

  private static let eventStream = "text/event-stream"
  private static let json = "application/json"

  // MARK: A body

  private func recordWhole(_ response: CallResponse) async throws -> CallResponse {
    let bytes: [UInt8]
    do {
      bytes = try await response.body.collected(upTo: Self.limit)
    } catch {
      notKept("the answer broke off")
      throw error
    }
    let status = response.head.status.code
    let kept = status >= 400 ? call.secrets.redacting(error: bytes) : call.secrets.redacting(bytes)
    var answer = NewInteraction.Answer.body(kept)
    do {
      let body = try JSONTree(kept).root
      if body.kind == .object { answer = .object(body) }
    } catch {
      // Then it is kept as the text it is.
    }
    var interaction = interaction(answer, response.head, usualType: Self.json)
    interaction.status = status
    try await save(interaction)
    return CallResponse(response.head, body: CallBody(bytes))
  }

  // MARK: A stream

  /// Saves a stream that came to its end.
  ///
  /// - Parameter times: milliseconds from the request to the end of each event.
  func save(stream received: [UInt8], _ head: HTTPResponse, times: [Int]) async throws {
    let stream = RecordedStream(call.secrets.redacting(received))
    if !stream.isComplete, let last = stream.wireEvents.last, last.json == nil,
      !call.endpoint.isTerminal(last)
    {
      notKept("the stream ended in the middle of an event")
      return
    }
    if !engine.options.recordsErrors, stream.wireEvents.contains(where: \.isError) {
      notKept("the stream told of an error (--record-errors keeps such answers)")
      return
    }
    let usual = stream.framing.isArray ? Self.json : Self.eventStream
    var interaction = interaction(.stream(stream), head, usualType: usual)
    interaction.status = head.status.code
    if engine.options.recordsTiming { interaction.timing = times }
    try await save(interaction)
  }

  // MARK: Saving

  private func interaction(
    _ answer: NewInteraction.Answer,
    _ head: HTTPResponse,
    usualType: String
  ) -> NewInteraction {
    var interaction = NewInteraction(
      hash: call.hash(engine.options.matchOn),
      provider: upstream.provider,
      request: call.request,
      answer: answer,
      recordedAt: CalendarTime(seconds: engine.clock.now()).iso + "+00:00"
    )
    let path = call.storedPath
    if path != Provider.named(upstream.provider)?.defaultEndpoint.path {
      interaction.endpoint = path
    }
    interaction.upstream = upstream.name
    interaction.requestHeaders = call.keptHeaders.map {
      ($0.name, call.secrets.redacting($0.value))
    }
    interaction.headers = KeptHeaders.recorded(head.headerFields, usualType: usualType)
      .map { ($0.name, call.secrets.redacting($0.value)) }
    return interaction
  }

  private func save(_ interaction: NewInteraction) async throws {
    if let path = interaction.endpoint, let problem = Endpoint.problem(inStoredPath: path) {
      notKept("its path \(problem)")
      return
    }
    let recording = Recording(call, interaction, isRetry: call.retryCount > 0)
    let saved: RecordedPlace.Saved
    do {
      saved = try await file.save(recording, in: ledger)
    } catch {
      engine.note { $0.ended(number, .failed("\(error)"), preview: call.preview) }
      throw error
    }
    let place = RecordedPlace(fixture: file.name, position: saved.position, preview: call.preview)
    let tokens = tokens(of: interaction)
    engine.note {
      $0.ended(number, .recorded(place, replacing: saved.isReplacing, tokens: tokens))
    }
  }

  private func tokens(of interaction: NewInteraction) -> TokenCount {
    let conversation: Conversation
    switch interaction.answer {
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

  func notKept(_ reason: String) {
    ledger.notKept(call)
    engine.note { $0.ended(number, .notKept(reason), preview: call.preview) }
  }
}
