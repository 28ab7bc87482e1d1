import Foundation
import HTTPTypes
import LLMMockExchange
import LLMMockInterception
import Synchronization
import TestSupport

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

extension Interceptor {
  /// Answers every request to a host with a text.
  static func answering(_ text: String, host: String = "mock.invalid") -> Interceptor {
    Interceptor(claims: { $0.authority == host }) { _ in .text(text) }
  }

  /// Answers every request to `mock.invalid`.
  static func handling(_ handler: @escaping CallHandler) -> Interceptor {
    Interceptor(claims: { $0.authority == "mock.invalid" }, handler: handler)
  }
}

extension CallResponse {
  static func text(_ text: String, status: HTTPResponse.Status = .ok) -> CallResponse {
    CallResponse(HTTPResponse(status: status), body: CallBody(Array(text.utf8)))
  }

  /// An answer whose chunks a closure makes; nil ends it.
  static func chunks(
    _ next: @escaping @Sendable (Int) async throws -> String?
  ) -> CallResponse {
    CallResponse(HTTPResponse(status: .ok), body: CallBody(MadeChunks(next: next)))
  }
}

private struct MadeChunks: AsyncSequence, Sendable {
  let next: @Sendable (Int) async throws -> String?

  struct AsyncIterator: AsyncIteratorProtocol {
    let make: @Sendable (Int) async throws -> String?
    var count = 0

    mutating func next() async throws -> [UInt8]? {
      defer { count += 1 }
      return try await make(count).map { Array($0.utf8) }
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(make: next) }
}

/// An address no network knows.
func address(_ path: String = "/v1/messages", host: String = "mock.invalid") throws -> URL {
  try url("https://\(host)\(path)")
}

func url(_ text: String) throws -> URL {
  guard let url = URL(string: text) else { throw URLError(.badURL) }
  return url
}

func post(_ body: String = "{}", to url: URL) -> URLRequest {
  var request = URLRequest(url: url)
  request.httpMethod = "POST"
  request.httpBody = Data(body.utf8)
  return request
}

extension URLSession {
  func text(_ request: URLRequest) async throws -> String {
    let (data, _) = try await data(for: request)
    return String(decoding: data, as: UTF8.self)
  }

  func text(_ url: URL) async throws -> String { try await text(URLRequest(url: url)) }
}

/// Sends from a task that knows no mock.
func detached<Result: Sendable>(
  _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result {
  try await Task.detached { try await body() }.value
}

/// Collects what a session tells its delegate.
final class RecordingDelegate: NSObject, URLSessionDataDelegate {
  private let chunks = Mutex<[String]>([])
  private let gates: [Gate]
  private let error = Mutex<(any Error)?>(nil)
  private let response = Mutex<URLResponse?>(nil)
  let finished = Gate()

  /// - Parameter gates: opened one by one when chunks arrive.
  init(gates: [Gate] = []) {
    self.gates = gates
  }

  var received: [String] { chunks.withLock { $0 } }
  var failure: (any Error)? { error.withLock { $0 } }
  var status: Int? { response.withLock { ($0 as? HTTPURLResponse)?.statusCode } }

  func urlSession(
    _ session: URLSession,
    dataTask: URLSessionDataTask,
    didReceive response: URLResponse,
    completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
  ) {
    self.response.withLock { $0 = response }
    completionHandler(.allow)
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    let count = chunks.withLock { chunks in
      chunks.append(String(decoding: data, as: UTF8.self))
      return chunks.count
    }
    if count <= gates.count { gates[count - 1].open() }
  }

  func urlSession(
    _ session: URLSession,
    task: URLSessionTask,
    didCompleteWithError error: (any Error)?
  ) {
    self.error.withLock { $0 = error }
    finished.open()
  }
}
