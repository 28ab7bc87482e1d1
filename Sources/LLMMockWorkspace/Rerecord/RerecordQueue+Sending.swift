internal import LLMMockCore
internal import LLMMockExchange
internal import Synchronization
internal import SystemPackage

extension RerecordQueue {
  /// Sends a call until it is answered, or it is clear that it won't be.
  func outcome(of call: PlannedCall) async -> State {
    for attempt in 1... {
      do {
        switch try await sent(call) {
        case .kept(let result): return .done(result)
        case .busy(let failure, let pause):
          let pause = pause ?? min(1000 << min(attempt - 1, 6), 60_000)
          guard attempt < options.tries, pause <= options.longestWait else {
            return .failed(failure)
          }
          let until = surroundings.uptime() + pause
          tell(
            call.key,
            .retrying(at: until, attempt: attempt + 1, reason: failure.message)
          )
          try await surroundings.sleep(pause)
        }
      } catch let failure as Failure {
        return .failed(failure)
      } catch is CancellationError {
        return Task.isCancelled
          ? .cancelled : .failed(Failure(message: "\(call.target.address.host) ended the call"))
      } catch {
        return .failed(Failure(message: VisibleText.of("\(error)", lineBreaks: .space)))
      }
    }
    return .cancelled
  }

  enum Sent: Sendable {
    case kept(PendingResult)
    /// The API asks to come again, after so many milliseconds if it says.
    case busy(Failure, pause: Int?)
  }

  private func sent(_ call: PlannedCall) async throws -> Sent {
    try Task.checkCancellation()
    let limit = options.timeout
    let sleep = surroundings.sleep
    return try await withThrowingTaskGroup(of: Sent.self) { group in
      group.addTask { try await self.exchange(call) }
      group.addTask {
        try await sleep(limit)
        throw Failure(message: "no whole answer came within \(limit / 1000) seconds")
      }
      defer { group.cancelAll() }
      guard let first = try await group.next() else { throw CancellationError() }
      return first
    }
  }

  private func exchange(_ call: PlannedCall) async throws -> Sent {
    let started = surroundings.uptime()
    tell(call.key, .running(started: started, bytes: 0))
    let request = try request(of: call)
    let incoming: IncomingCall
    do throws(IncomingCall.Unsupported) {
      incoming = try IncomingCall(request)
    } catch {
      throw Failure(message: "the recorded request can't be sent")
    }
    var transfer = Transfer(queue: self, call: call, incoming: incoming, started: started)
    do {
      let response = try await surroundings.handler(call.target.address)(request)
      return try await transfer.received(response)
    } catch let failure as Failure {
      throw failure
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      throw Failure(message: incoming.shown("\(error)"))
    }
  }

  /// The call with its key, which is read now and held no longer than the call.
  private func request(of call: PlannedCall) throws -> CallRequest {
    guard let source = call.target.key else { return call.request.call(key: nil) }
    guard let key = sources.key(in: source.variable), let field = source.field(key) else {
      throw Failure(message: "\(source.variable) is not set any more")
    }
    return call.request.call(key: field)
  }
}

extension IncomingCall {
  /// A sentence from outside as one line that holds no secret and does nothing to a terminal.
  fileprivate func shown(_ text: String) -> String {
    let text = VisibleText.of(secrets.redacting(text), lineBreaks: .space)
    return CharacterWidth.truncate(text, to: 300, ellipsis: "...")
  }
}

/// One answer on its way.
private struct Transfer {
  let queue: RerecordQueue
  let call: PlannedCall
  let incoming: IncomingCall
  let started: Int
  private var told: Int

  private static let limit = 256 << 20
  /// In milliseconds.
  private static let tellingInterval = 100

  init(queue: RerecordQueue, call: PlannedCall, incoming: IncomingCall, started: Int) {
    self.queue = queue
    self.call = call
    self.incoming = incoming
    self.started = started
    told = started
  }

  private typealias Failure = RerecordQueue.Failure

  mutating func received(_ response: CallResponse) async throws -> RerecordQueue.Sent {
    let head = AnswerHead(response)
    if 300...399 ~= head.status {
      throw Failure(status: head.status, message: redirect(head.location))
    }
    let isStream =
      head.status < 400 && ReceivedAnswer.isStream(response.head, to: incoming)
    var parser = EventStreamParser()
    var body: [UInt8] = []
    var times: [Int] = []
    for try await chunk in response.body {
      guard chunk.count <= Self.limit - body.count else {
        throw Failure(status: head.status, message: "the answer is longer than 256 MB")
      }
      body += chunk
      let now = queue.surroundings.uptime()
      if isStream, call.form.wantsTiming {
        times += parser.feed(chunk).map { _ in now - started }
      }
      if now - told >= Self.tellingInterval {
        told = now
        queue.tell(call.key, .running(started: started, bytes: body.count))
      }
    }
    if isStream, call.form.wantsTiming, parser.finish().event != nil {
      times.append(queue.surroundings.uptime() - started)
    }
    let answer =
      isStream
      ? ReceivedAnswer(stream: body, response.head, to: incoming)
      : ReceivedAnswer(body: body, response.head, to: incoming)
    if head.status >= 400 { return try refused(answer, head) }
    try check(answer, isEmpty: body.isEmpty)
    return .kept(try await keep(answer, times: call.form.wantsTiming && isStream ? times : nil))
  }

  private func redirect(_ location: String?) -> String {
    guard let location, let host = AnswerHead.host(of: location) else {
      return "\(call.target.address.host) redirects the call, and redirects are not followed"
    }
    return
      "\(call.target.address.host) redirects the call to \(VisibleText.of(host)), and redirects "
      + "are not followed"
  }

  private func refused(
    _ answer: ReceivedAnswer,
    _ head: AnswerHead
  ) throws -> RerecordQueue.Sent {
    let told = answer.failure
    let failure = Failure(
      status: head.status,
      message: told.map { incoming.shown($0.message) } ?? "the API gave no reason"
    )
    let isBusy = [429, 503, 529].contains(head.status)
    // Paying helps then, waiting does not.
    guard isBusy, !head.forbidsRetry, told?.type != "insufficient_quota" else { throw failure }
    return .busy(
      failure,
      pause: head.pause(now: queue.surroundings.now().milliseconds / 1000)
    )
  }

  private func check(_ answer: ReceivedAnswer, isEmpty: Bool) throws {
    if isEmpty { throw Failure(status: answer.status, message: "the answer is empty") }
    switch answer.problem {
    case .brokenOff:
      throw Failure(message: "the stream broke off in the middle of an event")
    case .toldError(let failure):
      throw Failure(
        status: answer.status,
        message: incoming.shown(failure?.message ?? "the stream told of an error")
      )
    case nil: break
    }
    if answer.eventCount == 0 {
      throw Failure(status: answer.status, message: "the stream held no event")
    }
    if answer.eventCount != nil, call.form.endsStreams(at: incoming.endpoint),
      !answer.isEnded(at: incoming.endpoint)
    {
      throw Failure(status: answer.status, message: "the stream broke off before its last event")
    }
    if answer.eventCount == nil, let failure = answer.failure {
      throw Failure(status: answer.status, message: incoming.shown(failure.message))
    }
  }

  private func keep(_ answer: ReceivedAnswer, times: [Int]?) async throws -> PendingResult {
    let now = queue.surroundings.now()
    let text = call.form.text(
      of: answer,
      to: incoming,
      from: call.target,
      seconds: now.milliseconds / 1000,
      times: times
    )
    let (queue, store, call, incoming) = (queue, queue.store, call, incoming)
    let took = queue.surroundings.uptime() - started
    do {
      return try await OwnThread.run {
        let fixture = try store.resolved(call.key.fixture)
        let place = PendingResult.Place(call.key.place)
        let result = PendingResult(
          id: PendingStore.id(fixture, place),
          fixture: fixture,
          place: place,
          text: text,
          time: now,
          host: call.target.address.host,
          tokens: answer.tokens(of: incoming),
          milliseconds: took,
          note: call.form.note(on: answer),
          fixtureProvider: call.form.fixtureProvider
        )
        // One after the other: they would wait for each other on the disk anyway.
        try queue.keeping.withLock { _ in _ = try store.keep(result) }
        return result
      }
    } catch {
      throw Failure(
        message: "the answer came, and could not be kept: \(incoming.shown("\(error)"))"
      )
    }
  }
}

extension PendingResult.Place {
  fileprivate init(_ place: RerecordKey.Place) {
    switch place {
    case .interaction(let index, let digest): self = .replaces(index: index, digest: digest)
    case .miss(let id): self = .adds(miss: id)
    }
  }
}
