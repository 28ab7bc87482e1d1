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
    if status < 400, ReceivedAnswer.isStream(response.head, to: call) {
      return CallResponse(response.head, body: CallBody(RecordedChunks(response, self)))
    }
    return try await recordWhole(response)
  }

  // MARK: A body

  private func recordWhole(_ response: CallResponse) async throws -> CallResponse {
    let bytes: [UInt8]
    do {
      bytes = try await response.body.collected(upTo: Self.limit)
    } catch {
      notKept("the answer broke off")
      throw error
    }
    try await save(ReceivedAnswer(body: bytes, response.head, to: call))
    return CallResponse(response.head, body: CallBody(bytes))
  }

  // MARK: A stream

  /// Saves a stream that came to its end.
  ///
  /// - Parameter times: milliseconds from the request to the end of each event.
  func save(stream received: [UInt8], _ head: HTTPResponse, times: [Int]) async throws {
    let answer = ReceivedAnswer(stream: received, head, to: call)
    switch answer.problem {
    case .brokenOff:
      notKept("the stream ended in the middle of an event")
      return
    case .toldError where !engine.options.recordsErrors:
      notKept("the stream told of an error (--record-errors keeps such answers)")
      return
    case .toldError, nil: break
    }
    try await save(answer, times: engine.options.recordsTiming ? times : nil)
  }

  // MARK: Saving

  private func save(_ answer: ReceivedAnswer, times: [Int]? = nil) async throws {
    var interaction = answer.interaction(
      of: call,
      provider: upstream.provider,
      upstream: upstream.name,
      matchOn: engine.options.matchOn,
      seconds: engine.clock.now()
    )
    interaction.timing = times
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
    let tokens = answer.tokens(of: call)
    engine.note {
      $0.ended(number, .recorded(place, replacing: saved.isReplacing, tokens: tokens))
    }
  }

  func notKept(_ reason: String) {
    ledger.notKept(call)
    engine.note { $0.ended(number, .notKept(reason), preview: call.preview) }
  }
}
