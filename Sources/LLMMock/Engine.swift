import HTTPTypes
package import LLMMockCore
package import LLMMockExchange
import Synchronization

/// Drives one session: reads fixtures, asks the API, saves, and answers.
package final class Engine: Sendable {
  package let options: SessionOptions
  let clock: EngineClock
  /// Keeps what no recording answered; nil where nobody wants it.
  package let misses: MissKeeper?
  private let state: Mutex<State>

  private struct State: Sendable {
    var session: Session
    var ledgers: [ObjectIdentifier: SharedLedger] = [:]
  }

  package init(_ options: SessionOptions, clock: EngineClock, misses: MissKeeper? = nil) {
    self.options = options
    self.clock = clock
    self.misses = misses
    state = Mutex(State(session: Session(options)))
  }

  package var report: Report { state.withLock { $0.session.report } }

  /// Begins a session anew: sequences start again, and so does the journal.
  package func reset() {
    state.withLock { $0 = State(session: Session(options)) }
  }

  /// Looks at a fixture as it is when the session begins: what is there now is what a recording
  /// takes the place of.
  ///
  /// - Throws: ``FixtureParseError``, or ``FixtureFileError``.
  package func open(_ file: FixtureFile) async throws {
    _ = try await ledger(for: file)
  }

  package func passed(host: String) {
    note { $0.passed(host: host) }
  }

  func note(_ change: (inout Session) -> Void) {
    state.withLock { change(&$0.session) }
  }

  func ledger(for file: FixtureFile) async throws -> SharedLedger {
    let key = ObjectIdentifier(file)
    if let known = state.withLock({ $0.ledgers[key] }) { return known }
    let ledger = SharedLedger(RecordingLedger(opened: try await file.current()))
    return state.withLock { state in
      let first = state.ledgers[key] ?? ledger
      state.ledgers[key] = first
      return first
    }
  }

  // MARK: Answering

  /// Answers a call as the mode says.
  ///
  /// - Throws: ``FixtureNotFoundError``, ``FixtureParseError``, `FixtureFileError`, ``RefusedCall``,
  ///   or what the upstream throws.
  package func respond(
    to request: CallRequest,
    from fixtures: any FixtureSource,
    upstream: @Sendable (IncomingCall?) throws -> Upstream
  ) async throws -> CallResponse {
    let call: IncomingCall
    do throws(IncomingCall.Unsupported) {
      call = try IncomingCall(request)
    } catch {
      return try await respond(unsupported: error, request, from: fixtures, upstream)
    }
    let number = arrived(request, call)
    do {
      return try await respond(to: call, number, request, from: fixtures, upstream)
    } catch let error as FixtureNotFoundError {
      throw error
    } catch {
      note {
        $0.ended(number, .failed(call.secrets.redacting("\(error)")), preview: call.preview)
      }
      throw error
    }
  }

  private func arrived(_ request: CallRequest, _ call: IncomingCall?) -> Int {
    state.withLock {
      $0.session.arrived(
        method: request.head.method.rawValue,
        path: request.path,
        call: call
      )
    }
  }

  private func respond(
    to call: IncomingCall,
    _ number: Int,
    _ request: CallRequest,
    from fixtures: any FixtureSource,
    _ upstream: @Sendable (IncomingCall?) throws -> Upstream
  ) async throws -> CallResponse {
    if options.mode != .record {
      switch try await decide(call, fixtures) {
      case .answer(let position, let fit, let fixture):
        return try answer(call, number, position, fit, fixture)
      case .miss(let miss): throw missed(call, number, miss, fixtures)
      case .forward: break
      }
    }
    guard let target = fixtures.target else {
      throw RefusedCall(
        "\(fixtures.name) is a folder, so recording needs --into FILE.",
        status: 404
      )
    }
    note { $0.consulted(target.name) }
    // Before anything is spent: a file that can't be read can't be recorded into.
    let ledger = try await ledger(for: target)
    let upstream = try upstream(call)
    if let missing = Placeholder.missing(in: request.head, upstream.provider) {
      let reason =
        "\(missing) So nothing was sent, and this \(call.method) "
        + "\(call.endpoint.path) cannot be recorded."
      throw missed(call, number, Miss(of: call, fixture: target.name, because: reason), fixtures)
    }
    let recorder = Recorder(
      engine: self,
      call: call,
      number: number,
      file: target,
      ledger: ledger,
      upstream: upstream,
      started: clock.uptime()
    )
    return try await recorder.record(request)
  }

  /// Takes note of a miss, and makes the error that tells it.
  private func missed(
    _ call: IncomingCall,
    _ number: Int,
    _ miss: Miss,
    _ fixtures: any FixtureSource
  ) -> FixtureNotFoundError {
    note { $0.ended(number, .missed(miss)) }
    misses?.keep(
      miss,
      of: call,
      in: fixtures.target?.path ?? fixtures.path,
      isFolder: fixtures.target == nil,
      options: options
    )
    return FixtureNotFoundError(miss)
  }

  private enum Decided {
    case answer(position: Int, JournalEntry.Fit, ConsultedFixture)
    case forward
    case miss(Miss)
  }

  private func decide(
    _ call: IncomingCall,
    _ source: any FixtureSource
  ) async throws -> Decided {
    for isThorough in [false, true] {
      let fixtures = try await source.consulted(for: call, isThorough: isThorough)
      let found = try parsed(fixtures) { () throws(FixtureProblem) in
        try ConsultedFixture.answer(to: call, in: fixtures, matchOn: options.matchOn)
      }
      let isGood = found.map { $0.choice.distance <= 1 } ?? false
      if !isThorough, !isGood, source.leavesFixturesOut { continue }
      let decision = state.withLock { state in
        for fixture in fixtures { state.session.consulted(fixture.name) }
        return state.session.decide(call, found, among: fixtures, named: source.name)
      }
      switch decision {
      case .answer(let number, let position, let fit):
        return .answer(position: position, fit, fixtures[number])
      case .forward: return .forward
      case .miss(let miss): return .miss(miss)
      }
    }
    return .forward
  }

  private func answer(
    _ call: IncomingCall,
    _ number: Int,
    _ position: Int,
    _ fit: JournalEntry.Fit,
    _ fixture: ConsultedFixture
  ) throws -> CallResponse {
    guard let index = fixture.index else { throw RefusedCall("no fixture", status: 500) }
    let answer = try parsed([fixture]) { () throws(FixtureProblem) in
      fit == .exact
        ? try index.answer(at: position, to: call)
        : try RecordedAnswer.of(
          index.interaction(at: position),
          to: call,
          isExact: fit == .exact
        )
    }
    let place = RecordedPlace(
      fixture: fixture.name,
      position: position,
      preview: index.document.interactions[position].preview
    )
    note { $0.ended(number, .answered(fit, place)) }
    return ReplayedResponse.of(answer, speed: options.speed)
  }

  private func parsed<Value>(
    _ fixtures: [ConsultedFixture],
    _ body: () throws(FixtureProblem) -> Value
  ) throws(FixtureParseError) -> Value {
    do throws(FixtureProblem) {
      return try body()
    } catch {
      throw FixtureParseError(error, in: fixtures.first?.name ?? "")
    }
  }

  // MARK: What is never recorded

  private func respond(
    unsupported reason: IncomingCall.Unsupported,
    _ request: CallRequest,
    from fixtures: any FixtureSource,
    _ upstream: @Sendable (IncomingCall?) throws -> Upstream
  ) async throws -> CallResponse {
    let number = arrived(request, nil)
    guard options.mode == .replay else {
      let response: CallResponse
      do {
        response = try await upstream(nil).send(request)
      } catch {
        let secrets = Secrets(of: request.head, request: nil)
        note { $0.ended(number, .failed(secrets.redacting("\(error)"))) }
        throw error
      }
      if case .method = reason {
        note { $0.ended(number, .forwarded) }
      } else {
        note { $0.ended(number, .notKept(reason.phrase)) }
      }
      return response
    }
    if request.head.method == .get, let list = try await ModelList.of(request, fixtures) {
      note { $0.ended(number, .listed) }
      return list
    }
    let path = VisibleText.of(request.path.prefix { $0 != "?" }.description)
    let refusal = RefusedCall(
      "llm-mock: \(request.head.method.rawValue) \(path) is not answered: \(reason.phrase).",
      status: reason.status
    )
    note { $0.ended(number, .refused(reason.phrase)) }
    throw refusal
  }
}

/// A request that is none a fixture could answer.
package struct RefusedCall: Error, Hashable, Sendable, CustomStringConvertible {
  package let description: String
  /// What HTTP calls it.
  package let status: Int

  package init(_ description: String, status: Int) {
    self.description = description
    self.status = status
  }
}

extension IncomingCall.Unsupported {
  /// A phrase that continues "it is not recorded:".
  var phrase: String {
    switch self {
    case .method: "only POST requests are recorded"
    case .noBody: "it has no body"
    case .notJSON(let problem): "its body is not JSON (\(problem))"
    case .notAnObject: "its body is no JSON object"
    }
  }

  var status: Int {
    if case .method = self { 404 } else { 400 }
  }
}
