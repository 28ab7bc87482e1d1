import HTTPTypes
package import LLMMockCore
package import LLMMockExchange
import LLMMockInterception
import Synchronization

#if canImport(FoundationNetworking)
public import FoundationNetworking
#else
public import Foundation
#endif

/// An open mock: what was asked of it, and how other sessions than `URLSession.shared` reach it.
public final class Mock: Sendable {
  /// The innermost mock around this task; nil when none is open.
  ///
  /// A test with the trait finds its mock here, for sessions of its own.
  @TaskLocal public static var current: Mock?

  package let engine: Engine
  package let fixtures: any FixtureSource
  private let interceptor: Interceptor?
  private let found = Mutex<[FixtureNotFoundError]>([])

  /// The fixture's file.
  public let fixture: String

  /// A default configuration for a session of your own, whose calls are answered by this mock from
  /// any task.
  ///
  /// Once the mock is closed such a session fails them.
  /// Where `LLM_MOCK_DISABLED` is set it is an ordinary one.
  public var configuration: URLSessionConfiguration {
    interceptor?.configuration ?? .default
  }

  /// The requests that no recording answered, in the order of arrival.
  public var misses: [FixtureNotFoundError] { found.withLock { $0 } }

  /// How many requests arrived.
  public var requestCount: Int { engine.report.requests }

  /// Answers one call as this mock's sessions would.
  package func respond(to request: CallRequest) async throws -> CallResponse {
    try await Self.noting(found: missed) {
      try await engine.respond(to: request, from: fixtures, upstream: Self.upstream(of: request))
    }
  }

  /// Takes note of a request that no recording answered.
  package func missed(_ error: FixtureNotFoundError) {
    found.withLock { $0.append(error) }
  }

  package init(
    _ options: SessionOptions,
    fixture file: FixtureFile,
    provider: ProviderSelection,
    isDisabled: Bool = false,
    clock: EngineClock,
    misses: MissKeeper? = nil
  ) {
    let engine = Engine(options, clock: clock, misses: misses)
    let source = SingleFixture(file)
    self.engine = engine
    fixtures = source
    fixture = file.name
    guard !isDisabled else {
      interceptor = nil
      return
    }
    let box = MockBox()
    interceptor = Interceptor(
      claims: { provider.claims(host: Self.host(of: $0), path: $0.path ?? "/") },
      passedThrough: { engine.passed(host: $0) },
      handler: { request in
        guard let mock = box.mock else { throw CancellationError() }
        return try await mock.respond(to: request)
      }
    )
    box.mock = self
  }

  /// Looks at the fixture as it is now.
  func openFixture() async throws {
    guard interceptor != nil, let file = fixtures.target else { return }
    try await engine.open(file)
  }

  /// Answers the calls of a closure's tasks while it runs.
  package func installed<Result>(_ body: () async throws -> Result) async rethrows -> Result {
    guard let interceptor else { return try await body() }
    return try await interceptor.installed(body)
  }

  private static func noting<Result>(
    found: (FixtureNotFoundError) -> Void,
    _ body: () async throws -> Result
  ) async throws -> Result {
    do {
      return try await body()
    } catch let error as FixtureNotFoundError {
      found(error)
      throw error
    }
  }

  private static func host(of head: HTTPRequest) -> String {
    let authority = head.authority ?? ""
    guard let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") else {
      return authority
    }
    return String(authority[..<colon])
  }

  /// The host that the code under test called: it gets what it was sent, and no other does.
  private static func upstream(
    of request: CallRequest
  ) -> @Sendable (IncomingCall?) throws -> Upstream {
    let head = request.head
    return { call in
      let base = try UpstreamBase("\(head.scheme ?? "https")://\(head.authority ?? "")")
      let endpoint = call?.endpoint ?? Endpoint.of(path: head.path ?? "/")
      return Upstream(
        provider: Provider.name(host: base.host, endpoint: endpoint),
        send: client.handler(to: base)
      )
    }
  }

  private static let client = UpstreamClient()
}

/// Leads from an interceptor to its mock, which owns it.
private final class MockBox: Sendable {
  private struct Weak: Sendable {
    weak var mock: Mock?
  }

  private let reference = Mutex(Weak())

  var mock: Mock? {
    get { reference.withLock { $0.mock } }
    set { reference.withLock { $0.mock = newValue } }
  }
}
