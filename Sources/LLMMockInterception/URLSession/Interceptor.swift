package import HTTPTypes
package import LLMMockExchange
import Synchronization

#if canImport(FoundationNetworking)
import Foundation
package import FoundationNetworking
#else
package import Foundation
#endif

/// Answers requests of this process's URLSessions in place of the network.
///
/// A request belongs to the innermost mock around the task that sends it whose `claims` accepts it,
/// on `URLSession.shared`, or to the mock whose ``configuration`` its session was made from. Without
/// a mock around it, as on a dispatch queue or in a detached task, it belongs to the only mock that
/// is installed; when several are and any of them claims it, it fails with a sentence. What no mock
/// claims goes to the network.
package final class Interceptor: Sendable {
  /// Whether a request is to be answered here, by method, scheme, authority and path with query.
  ///
  /// It is asked several times for one request, under a lock of URLSession: it must neither wait nor
  /// start a request.
  package typealias Claim = @Sendable (HTTPRequest) -> Bool

  private enum Phase {
    /// Made; its own sessions work. Leaves through `installed(_:)` or `close()`.
    case new
    /// Installed in the shared session. Leaves through `close()`.
    case open
    /// Terminal.
    case closed
  }

  let claims: Claim
  let handler: CallHandler
  let passedThrough: @Sendable (String) -> Void
  private let phase = Mutex(Phase.new)
  private let ownSlot = Mutex<Int?>(nil)
  private let deliveries = Mutex<[ObjectIdentifier: Delivery]>([:])

  /// Does nothing until it is installed or its configuration is used.
  ///
  /// - Parameters:
  ///   - claims: which requests are answered here.
  ///   - passedThrough: called with the host of a request that goes to the network although its
  ///     sender belongs to this mock; once for a request, under the same rules as `claims`.
  ///   - handler: answers the claimed requests.
  package init(
    claims: @escaping Claim,
    passedThrough: @escaping @Sendable (_ host: String) -> Void = { _ in },
    handler: @escaping CallHandler
  ) {
    self.claims = claims
    self.passedThrough = passedThrough
    self.handler = handler
  }

  deinit {
    if let slot = ownSlot.withLock({ $0 }) { Interceptors.shared.forget(ownSlot: slot) }
  }

  /// A default configuration for a session whose claimed requests are answered here, from any task.
  ///
  /// Once this mock is closed such a session fails them.
  package var configuration: URLSessionConfiguration {
    let slot = ownSlot.withLock { slot in
      let number = slot ?? Interceptors.shared.ownSlot(for: self)
      slot = number
      return number
    }
    let configuration = URLSessionConfiguration.default
    configuration.protocolClasses =
      [ownAdapter(slot: slot)] + (configuration.protocolClasses ?? [])
    return configuration
  }

  /// Answers the requests of `URLSession.shared` while a closure runs, and is closed after it.
  ///
  /// - Precondition: it was neither installed nor closed before.
  package func installed<Result>(_ body: () async throws -> Result) async rethrows -> Result {
    phase.withLock { phase in
      precondition(phase == .new, "an interceptor is installed once")
      phase = .open
    }
    Interceptors.shared.install(self)
    defer { close() }
    return try await Scope.$current.withValue(Scope(self, outer: Scope.current)) {
      try await body()
    }
  }

  /// Answers nothing any more, and fails what is not answered yet.
  package func close() {
    let old = phase.withLock { phase in
      defer { phase = .closed }
      return phase
    }
    guard old != .closed else { return }
    if old == .open { Interceptors.shared.uninstall(self) }
    let unfinished = deliveries.withLock { deliveries in
      defer { deliveries = [:] }
      return deliveries.values
    }
    for delivery in unfinished { delivery.fail(with: Refusal.closed) }
  }

  var isClosed: Bool { phase.withLock { $0 == .closed } }

  /// Remembers an unfinished delivery, unless this is closed.
  func begin(_ delivery: Delivery) -> Bool {
    phase.withLock { phase in
      guard phase != .closed else { return false }
      deliveries.withLock { $0[ObjectIdentifier(delivery)] = delivery }
      return true
    }
  }

  func end(_ delivery: Delivery) {
    deliveries.withLock { $0[ObjectIdentifier(delivery)] = nil }
  }
}

/// The mocks around a task, innermost first.
final class Scope: Sendable, Sequence {
  @TaskLocal static var current: Scope?

  private let interceptor: Interceptor
  private let outer: Scope?

  init(_ interceptor: Interceptor, outer: Scope?) {
    self.interceptor = interceptor
    self.outer = outer
  }

  func makeIterator() -> some IteratorProtocol<Interceptor> {
    sequence(first: self) { $0.outer }.lazy.map(\.interceptor).makeIterator()
  }
}
