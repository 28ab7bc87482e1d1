import Foundation
import HTTPTypes
import LLMMockExchange
import Synchronization

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Brings a handler's answer to the client of one request.
///
/// The answer is produced in a task and waits here until URLSession's own queue takes it.
final class Delivery: Sendable {
  private enum Event {
    case head(HTTPURLResponse)
    case chunk([UInt8])
    case end
    case failure(URLError)
  }

  private enum Phase {
    /// Leaves through `start(for:respondent:)`.
    case new
    /// The answer is being made. Leaves through the last event, `stop()` or `fail(with:)`.
    case working
    /// The last event is in the mailbox, or nothing more may be delivered. Terminal.
    case finished
  }

  /// Whom the answer is for.
  // The adapter is used on the session's queue alone; a task may be used from anywhere.
  private struct Receiver: @unchecked Sendable {
    let task: URLSessionTask
    let kind: SessionTask
    let adapter: Adapter
  }

  private struct State {
    var phase = Phase.new
    var mailbox: [Event] = []
    /// Somebody is about to look into the mailbox.
    var isAnnounced = false
    var work: Task<Void, Never>?
    var interceptor: Interceptor?
    var receiver: Receiver?
    var standstill: Standstill?
  }

  private let state = Mutex(State())

  /// Begins to make the answer; does nothing when it was begun before.
  func start(
    for task: URLSessionTask,
    of adapter: Adapter,
    respondent: () -> Result<Interceptor, Refusal>
  ) {
    let isFirst = state.withLock { state in
      guard case .new = state.phase else { return false }
      state.phase = .working
      // We are on the session's queue, and the mailbox is looked into next.
      state.isAnnounced = true
      return true
    }
    guard isFirst else { return }
    let kind = SessionTask(task)
    let receiver = Receiver(task: task, kind: kind, adapter: adapter)
    state.withLock { $0.receiver = receiver }
    switch respondent() {
    case .failure(let refusal):
      finish(.failure(URLError(carrying: refusal, for: task.originalRequest?.url)))
    case .success(let interceptor):
      answer(task, kind, by: interceptor)
    }
  }

  /// Takes up what a suspended task was not given; called on the session's queue.
  func resumed() {
    let receiver = state.withLock { state in
      state.isAnnounced = false
      return state.mailbox.isEmpty ? nil : state.receiver
    }
    guard let receiver else { return }
    if receiver.kind.queue == nil {
      deliver()?()
    } else {
      // The last event must not be delivered on this queue.
      DispatchQueue.global().async { self.bring(to: receiver) }
    }
  }

  /// Delivers what is in the mailbox; not called on the session's queue.
  private func bring(to receiver: Receiver) {
    #if canImport(FoundationNetworking)
    guard let queue = receiver.kind.queue else {
      // Resuming a running task does nothing but start the protocol again, on that queue.
      if receiver.task.state == .running { receiver.task.resume() }
      return
    }
    let (standstill, complete) = queue.sync { () -> (Standstill?, (() -> Void)?) in
      guard let complete = deliver() else { return (nil, nil) }
      guard receiver.kind.resumesCallerOnQueue else {
        complete()
        return (nil, nil)
      }
      let standstill = Standstill(of: queue)
      state.withLock { $0.standstill = standstill }
      return (standstill, complete)
    }
    if let standstill, let complete { standstill.end(after: complete) }
    #else
    deliver()?()
    #endif
  }

  /// Hands what is in the mailbox to the client, and returns what completes the request when it is
  /// time for that.
  private func deliver() -> (() -> Void)? {
    let (events, receiver): ([Event], Receiver?) = state.withLock { state in
      state.isAnnounced = false
      // A suspended task takes it when it is resumed. A cancelled one is about to be told so; a
      // second completion would end the process.
      guard state.receiver?.task.state == .running else { return ([], nil) }
      defer {
        state.mailbox = []
        if case .finished = state.phase { state.receiver = nil }
      }
      return (state.mailbox, state.receiver)
    }
    guard let adapter = receiver?.adapter, let client = adapter.client else { return nil }
    for event in events {
      switch event {
      case .head(let response):
        client.urlProtocol(adapter, didReceive: response, cacheStoragePolicy: .notAllowed)
      case .chunk(let bytes):
        client.urlProtocol(adapter, didLoad: Data(bytes))
      case .end:
        return { client.urlProtocolDidFinishLoading(adapter) }
      case .failure(let error):
        return { client.urlProtocol(adapter, didFailWithError: error) }
      }
    }
    return nil
  }

  /// Ends the work without a further word to the client.
  func stop() {
    let (work, interceptor, standstill) = state.withLock { state in
      state.phase = .finished
      state.mailbox = []
      state.receiver = nil
      return (state.work.take(), state.interceptor.take(), state.standstill)
    }
    work?.cancel()
    interceptor?.end(self)
    // What is being completed must be seen as complete by whoever cancels it.
    standstill?.wait()
  }

  /// Ends the work and fails the request.
  func fail(with error: any Error) {
    let work = state.withLock { $0.work.take() }
    finish(.failure(URLError(carrying: error, for: nil)))
    work?.cancel()
  }

  private func answer(_ task: URLSessionTask, _ kind: SessionTask, by interceptor: Interceptor) {
    let url = task.originalRequest?.url
    guard let url, let request = task.originalRequest,
      let head = HTTPRequest(request, adding: kind.additionalFields),
      interceptor.begin(self)
    else {
      finish(.failure(URLError(carrying: Refusal.closed, for: url)))
      return
    }
    if let refusal = kind.refusal ?? head.encodingRefusal {
      state.withLock { $0.interceptor = interceptor }
      finish(.failure(URLError(carrying: refusal, for: url)))
      return
    }
    let body = request.httpBody.map { [UInt8]($0) } ?? []
    let stream = request.httpBody == nil ? request.httpBodyStream.map(BodyStream.init) : nil
    let inChunks = kind.takesChunks
    state.withLock { $0.interceptor = interceptor }
    let work = Task {
      do {
        let bytes = try await stream?.drained() ?? body
        let response = try await interceptor.handler(CallRequest(head, body: bytes))
        try await self.pass(on: response, to: url, inChunks: inChunks)
      } catch {
        self.finish(.failure(URLError(carrying: error, for: url)))
      }
    }
    // It may be over already, or the mock was closed meanwhile.
    let isWorking = state.withLock { state in
      guard case .working = state.phase else { return false }
      state.work = work
      return true
    }
    if !isWorking { work.cancel() }
  }

  private func pass(on response: CallResponse, to url: URL, inChunks: Bool) async throws {
    guard let head = HTTPURLResponse.of(response.head, to: url) else {
      throw URLError(.badServerResponse)
    }
    if inChunks, response.body.bytes == nil {
      post([.head(head)])
      for try await chunk in response.body { post([.chunk(chunk)]) }
      finish(.end)
    } else {
      // With a completion handler only the last chunk would reach the caller.
      let bytes = try await response.body.collected()
      post(bytes.isEmpty ? [.head(head)] : [.head(head), .chunk(bytes)], announced: false)
      finish(.end)
    }
  }

  private func finish(_ event: Event) {
    let interceptor = state.withLock { $0.interceptor.take() }
    interceptor?.end(self)
    post([event], isLast: true)
  }

  /// Puts events into the mailbox and has them delivered on the session's queue.
  private func post(_ events: [Event], isLast: Bool = false, announced: Bool = true) {
    let receiver: Receiver? = state.withLock { state in
      guard case .working = state.phase else { return nil }
      state.mailbox += events
      if isLast { state.phase = .finished }
      guard announced, !state.isAnnounced else { return nil }
      state.isAnnounced = true
      return state.receiver
    }
    if let receiver { bring(to: receiver) }
  }
}

extension HTTPRequest {
  fileprivate var encodingRefusal: Refusal? {
    let encoding = headerFields[.contentEncoding]?.lowercased() ?? "identity"
    return encoding == "identity" || encoding.isEmpty ? nil : .encoded
  }
}

extension Optional {
  /// Returns the value and leaves nil.
  fileprivate mutating func take() -> Wrapped? {
    defer { self = nil }
    return self
  }
}
