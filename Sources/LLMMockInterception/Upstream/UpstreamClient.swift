import Foundation
import HTTPTypes
package import LLMMockExchange

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Sends calls to an API over the network.
///
/// No mock of this process ever answers them. Redirects are returned, not followed; no cookie,
/// cache or stored credential is used.
package final class UpstreamClient: Sendable {
  private let session: URLSession
  private let delegate = UpstreamDelegate()
  private let idleTimeout: Duration
  private let limit: Int

  /// Opens connections when they are first needed.
  ///
  /// - Parameters:
  ///   - idleTimeout: how long an upstream may say nothing; whole seconds, at least one.
  ///   - limit: how many bytes a body may have.
  package init(idleTimeout: Duration = .seconds(600), limit: Int = 256 << 20) {
    let seconds = min(max(1, idleTimeout.components.seconds), 7 * 24 * 3600)
    self.idleTimeout = .seconds(seconds)
    self.limit = limit
    let configuration = URLSessionConfiguration.default
    // Foundation's own protocols are found without being listed; a mock's are not.
    configuration.protocolClasses = []
    configuration.httpMaximumConnectionsPerHost = 256
    configuration.timeoutIntervalForRequest = TimeInterval(seconds)
    configuration.urlCache = nil
    configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
    configuration.urlCredentialStorage = nil
    configuration.httpCookieStorage = nil
    configuration.httpCookieAcceptPolicy = .never
    configuration.httpShouldSetCookies = false
    session = URLSession(configuration: configuration, delegate: delegate, delegateQueue: nil)
  }

  deinit {
    // Bodies that are still read keep coming.
    session.finishTasksAndInvalidate()
  }

  /// What answers a call by sending it to a base.
  package func handler(to base: UpstreamBase) -> CallHandler {
    { request in try await self.send(request, to: base) }
  }

  /// Sends a call and returns when the head of its answer is there.
  ///
  /// Scheme and authority of the request are replaced by the base's. The body comes in chunks as
  /// they arrive; letting it or its iterator go, or cancelling the task, ends the transfer.
  ///
  /// - Throws: ``UpstreamError``, also while the body is read, or `CancellationError`.
  package func send(_ request: CallRequest, to base: UpstreamBase) async throws -> CallResponse {
    let exchange = UpstreamExchange(host: base.authority, idleTimeout: idleTimeout, limit: limit)
    let task = session.dataTask(with: try urlRequest(for: request, to: base))
    delegate.add(exchange, for: task)
    return try await exchange.response(of: task)
  }

  private func urlRequest(for request: CallRequest, to base: UpstreamBase) throws -> URLRequest {
    guard let url = URL(string: base.url(ofPath: request.path)) else {
      throw UpstreamError(
        .invalidRequest,
        host: base.authority,
        detail: "was not called: the path of the request cannot be part of a URL"
      )
    }
    var result = URLRequest(url: url)
    result.httpMethod = request.head.method.rawValue
    if !request.body.isEmpty {
      // Foundation on Linux cannot send one and would say the resource is too big.
      guard request.head.method != .get else {
        throw UpstreamError(
          .invalidRequest,
          host: base.authority,
          detail: "was not called: a GET request with a body cannot be sent"
        )
      }
      result.httpBody = Data(request.body)
    }
    for (name, value) in request.head.headerFields.forwarded.joined {
      result.setValue(value, forHTTPHeaderField: name)
    }
    return result
  }
}
