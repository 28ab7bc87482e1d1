import Foundation
import HTTPTypes
import LLMMockExchange
import Synchronization

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// One call to an upstream and its answer.
final class UpstreamExchange: Sendable {
  private typealias Chunks = AsyncThrowingStream<[UInt8], any Error>

  private enum State {
    /// Nothing sent. Leaves through `response(of:)` or `cancelled()`.
    case idle
    /// Waiting for the head. Leaves through `responseReceived(_:)`, `completed(with:)` or
    /// `cancelled()`.
    case waiting(URLSessionTask, CheckedContinuation<CallResponse, any Error>)
    /// The head is out. Leaves through `completed(with:)`, or `dataReceived(_:)` over the limit.
    case streaming(URLSessionTask, Chunks.Continuation, received: Int, encoding: String?)
    /// Terminal.
    case finished
  }

  private let state = Mutex(State.idle)
  private let host: String
  private let idleTimeout: Duration
  private let limit: Int

  init(host: String, idleTimeout: Duration, limit: Int) {
    self.host = host
    self.idleTimeout = idleTimeout
    self.limit = limit
  }

  /// Starts the transfer and waits for the head.
  func response(of task: URLSessionTask) async throws -> CallResponse {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let starts = state.withLock { state in
          guard case .idle = state else { return false }
          state = .waiting(task, continuation)
          return true
        }
        if starts {
          task.resume()
        } else {
          // Never resumed, it would stay in the session.
          Self.cancel(task)
          continuation.resume(throwing: CancellationError())
        }
      }
    } onCancel: {
      cancelled()
    }
  }

  private func cancelled() {
    let old = finish()
    guard case .waiting(let task, let continuation) = old else { return }
    Self.cancel(task)
    continuation.resume(throwing: CancellationError())
  }

  func responseReceived(_ response: URLResponse) {
    // Early hints come before the answer.
    guard let response = response as? HTTPURLResponse, response.statusCode >= 200 else { return }
    let head = HTTPResponse(response)
    let (stream, chunks) = Chunks.makeStream()
    let encoding = response.value(forHTTPHeaderField: "content-encoding")
    let waiting: CheckedContinuation<CallResponse, any Error>? = state.withLock { state in
      guard case .waiting(let task, let continuation) = state else { return nil }
      chunks.onTermination = { reason in
        if case .cancelled = reason { Self.cancel(task) }
      }
      state = .streaming(task, chunks, received: 0, encoding: encoding)
      return continuation
    }
    waiting?.resume(returning: CallResponse(head, body: CallBody(stream)))
  }

  func dataReceived(_ data: Data) {
    let isTooLong = state.withLock { state in
      guard case .streaming(let task, let chunks, let received, let encoding) = state else {
        return false
      }
      let total = received + data.count
      state = .streaming(task, chunks, received: total, encoding: encoding)
      if total <= limit { chunks.yield([UInt8](data)) }
      return total > limit
    }
    guard isTooLong, case .streaming(let task, let chunks, _, _) = finish() else { return }
    Self.cancel(task)
    chunks.finish(
      throwing: UpstreamError(
        .tooLong,
        host: host,
        detail: "sent a body of more than \(limit) bytes"
      )
    )
  }

  func completed(with error: (any Error)?) {
    switch finish() {
    case .idle, .finished:
      break
    case .waiting(let task, let continuation):
      if let error {
        continuation.resume(throwing: failure(error, encoding: nil, hasBegun: false))
      } else {
        complete(continuation, without: task.response)
      }
    case .streaming(_, let chunks, _, let encoding):
      chunks.finish(throwing: error.map { failure($0, encoding: encoding, hasBegun: true) })
    }
  }

  /// Ends a transfer that reported no head.
  ///
  /// Foundation on Linux keeps back head and body of a redirect that names no place to go to.
  private func complete(
    _ continuation: CheckedContinuation<CallResponse, any Error>,
    without response: URLResponse?
  ) {
    if let response = response as? HTTPURLResponse,
      response.value(forHTTPHeaderField: "content-length") == "0"
    {
      continuation.resume(returning: CallResponse(HTTPResponse(response)))
    } else {
      let detail = "sent a redirect without a location, whose body cannot be read"
      continuation.resume(throwing: UpstreamError(.malformed, host: host, detail: detail))
    }
  }

  private func failure(_ error: any Error, encoding: String?, hasBegun: Bool) -> any Error {
    if (error as NSError).code == NSURLErrorCancelled { return CancellationError() }
    return UpstreamError(
      error,
      host: host,
      encoding: encoding,
      idle: idleTimeout,
      hasBegun: hasBegun
    )
  }

  /// Moves to the end and returns the state before.
  private func finish() -> State {
    state.withLock { state in
      defer { state = .finished }
      return state
    }
  }

  // Cancelling waits for the session's queue, which must happen neither on the concurrency pool nor
  // under the lock a cancellation handler runs in.
  private static func cancel(_ task: URLSessionTask) {
    DispatchQueue.global().async { task.cancel() }
  }
}

extension HTTPResponse {
  /// Status and fields as they arrived, less those of the connection and the encoding.
  fileprivate init(_ response: HTTPURLResponse) {
    var fields = HTTPFields()
    for (name, value) in response.allHeaderFields {
      guard let name = (name as? String).flatMap({ HTTPField.Name($0) }) else { continue }
      fields.append(HTTPField(name: name, value: "\(value)"))
    }
    self.init(status: Status(code: min(response.statusCode, 999)), headerFields: fields.forwarded)
  }
}
