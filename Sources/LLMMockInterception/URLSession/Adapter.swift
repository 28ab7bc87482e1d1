import Foundation
import HTTPTypes

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Marks the protocol classes of this module.
protocol OurProtocol {}

/// Answers one request of a URLSession.
class Adapter: URLProtocol, OurProtocol {
  private let delivery = Delivery()

  override class func canonicalRequest(for request: URLRequest) -> URLRequest { request }

  override class func requestIsCacheEquivalent(_ a: URLRequest, to b: URLRequest) -> Bool { false }

  /// Who answers the request this was made for.
  func respondent(for head: HTTPRequest) -> Result<Interceptor, Refusal> {
    .failure(.closed)
  }

  // On Linux this is called again whenever the task is resumed, always on the session's queue.
  override func startLoading() {
    guard let task else { return }
    delivery.start(for: task, of: self) {
      guard let head = HTTPRequest(request) else { return .failure(.closed) }
      return respondent(for: head)
    }
    delivery.resumed()
  }

  override func stopLoading() {
    // Suspending a task says so here too.
    guard task?.state != .suspended else { return }
    delivery.stop()
  }
}

/// Stands for one mock in the shared session.
final class SharedAdapter<Place: Slot>: Adapter {
  override class func canInit(with request: URLRequest) -> Bool {
    let interceptors = Interceptors.shared
    if let scope = Scope.current {
      guard let own = interceptors.installed(inSlot: Place.number),
        scope.contains(where: { $0 === own })
      else {
        return false
      }
    } else if interceptors.onlyInstalled(inSlot: Place.number) == nil {
      return false
    }
    guard let head = HTTPRequest(request), case .answer(let interceptor) = Route.ofShared(head)
    else { return false }
    return interceptor === interceptors.installed(inSlot: Place.number)
  }

  override func respondent(for head: HTTPRequest) -> Result<Interceptor, Refusal> {
    Interceptors.shared.installed(inSlot: Place.number).map(Result.success) ?? .failure(.closed)
  }
}

/// Stands for one mock in sessions made from its configuration.
final class OwnAdapter<Place: Slot>: Adapter {
  override class func canInit(with request: URLRequest) -> Bool {
    guard let head = HTTPRequest(request) else { return false }
    switch Route.of(head, in: Interceptors.shared.owner(ofSlot: Place.number)) {
    case .answer, .refuse:
      return true
    case .pass(let interceptor):
      interceptor?.passedThrough(request.url?.host ?? "")
      return false
    }
  }

  override func respondent(for head: HTTPRequest) -> Result<Interceptor, Refusal> {
    guard let owner = Interceptors.shared.owner(ofSlot: Place.number), !owner.isClosed else {
      return .failure(.closed)
    }
    return owner.claims(head) ? .success(owner) : .failure(.foreign)
  }
}

/// Takes what a mock claims that is closed, so that it does not reach the network.
final class ClosedGuard: Adapter {
  override class func canInit(with request: URLRequest) -> Bool {
    guard let head = HTTPRequest(request) else { return false }
    // A mock that answers would have taken it before, unless it was closed in between.
    return switch Route.ofShared(head) {
    case .answer, .refuse(.closed): true
    case .refuse, .pass: false
    }
  }
}

/// Takes what nobody can tell the owner of, so that it does not reach the network.
///
/// It is asked last, so what it does not take passes through.
final class SeveralGuard: Adapter {
  override class func canInit(with request: URLRequest) -> Bool {
    guard let head = HTTPRequest(request) else { return false }
    switch Route.ofShared(head) {
    case .answer, .refuse:
      return true
    case .pass(let interceptor):
      interceptor?.passedThrough(request.url?.host ?? "")
      return false
    }
  }

  override func respondent(for head: HTTPRequest) -> Result<Interceptor, Refusal> {
    .failure(.several)
  }
}
