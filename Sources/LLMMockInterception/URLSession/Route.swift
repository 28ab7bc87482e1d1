import Foundation
import HTTPTypes

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Where a request of the shared session goes.
enum Route {
  case answer(Interceptor)
  case refuse(Refusal)
  /// To the network, counted by the mock its sender belongs to.
  case pass(Interceptor?)

  /// Decides for a request, in the context of the task that sends it.
  static func ofShared(_ head: HTTPRequest) -> Route {
    if let scope = Scope.current {
      if let claiming = scope.first(where: { $0.claims(head) }) {
        return claiming.isClosed ? .refuse(.closed) : .answer(claiming)
      }
      return .pass(scope.first { !$0.isClosed })
    }
    let installed = Interceptors.shared.allInstalled
    let claiming = installed.filter { $0.claims(head) }
    if installed.count == 1 { return claiming.first.map(Route.answer) ?? .pass(installed.first) }
    return claiming.isEmpty ? .pass(nil) : .refuse(.several)
  }

  /// Decides for a request of a session made from a mock's configuration.
  ///
  /// - Parameter owner: that mock; nil when it is gone.
  static func of(_ head: HTTPRequest, in owner: Interceptor?) -> Route {
    // Nobody is left to ask what a mock that is gone would have claimed.
    guard let owner else { return .refuse(.closed) }
    if owner.claims(head) { return owner.isClosed ? .refuse(.closed) : .answer(owner) }
    // A mock around the sender claims it, so it must not reach the network.
    if let scope = Scope.current, scope.contains(where: { $0.claims(head) }) {
      return .refuse(.foreign)
    }
    return .pass(owner)
  }
}

/// Why a claimed request is not answered.
struct Refusal: Error, Hashable, CustomStringConvertible {
  let description: String

  static let closed = Refusal(
    description: """
      this request was sent after its mock was closed: await every request inside the mock's scope
      """
  )
  static let several = Refusal(
    description: """
      several mocks are open and this request does not say whose it is: send it from a child task \
      of the mock's scope, not from a detached task or a dispatch queue, or on a session made from \
      the mock's configuration
      """
  )
  static let foreign = Refusal(
    description: """
      this session was made from the configuration of a mock that does not answer this request: \
      use the configuration of the mock that does, or URLSession.shared
      """
  )
  static let upload = Refusal(
    description: """
      the body of an upload task cannot be seen by a mock: send it as the httpBody of a data task
      """
  )
  static let download = Refusal(
    description: "a download task cannot be answered by a mock: use a data task"
  )
  static let webSocket = Refusal(description: "a web socket cannot be answered by a mock")
  static let encoded = Refusal(
    description: "a request body with a content encoding cannot be read by a mock: send it plain"
  )
}
