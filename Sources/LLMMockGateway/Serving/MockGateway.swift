public import LLMMock
import LLMMockCore
import LLMMockExchange
import SystemPackage

extension Mock {
  /// Serves this mock on a loopback address while a closure runs, for clients on other transports
  /// than URLSession: AsyncHTTPClient, a C library, another process.
  ///
  /// Its requests are the mock's: they are answered from its fixture, and in `record` and `auto` go
  /// to the providers' own hosts.
  ///
  /// ```swift
  /// try await withLLMMock(fixture: "Tests/fixtures/summarize") { mock in
  ///   try await mock.withGateway { baseURL in
  ///     let client = OpenAIClient(baseURL: baseURL + "/v1")
  ///   }
  /// }
  /// ```
  ///
  /// - Parameter body: gets the base URL without a slash at its end: `http://127.0.0.1:PORT`.
  /// - Returns: what the closure returns.
  /// - Throws: what the closure throws, or an error that names host and port when nothing can be
  ///   listened on.
  public func withGateway<Result>(
    _ body: (_ baseURL: String) async throws -> Result
  ) async throws -> Result {
    try await GatewayServer.withServer(
      configuration: GatewayConfiguration(),
      backend: MockBackend(mock: self)
    ) { port in
      try await body("http://127.0.0.1:\(port)")
    }
  }
}

/// Answers a server's requests as a mock.
private final class MockBackend: GatewayBackend {
  private let mock: Mock
  private let inner: EngineBackend

  init(mock: Mock) {
    self.mock = mock
    let upstreams = Upstreams(rules: UpstreamRules(), provider: nil)
    inner = EngineBackend(
      engine: mock.engine,
      fixtures: ServedFixtures(standard: mock.fixtures, folder: "."),
      upstreams: upstreams,
      missed: mock.missed
    )
  }

  func respond(to call: GatewayCall) async throws -> CallResponse {
    var call = call
    // One mock has one fixture.
    call.fixture = nil
    return try await inner.respond(to: call)
  }

  func explain(_ refusal: GatewayRefusal) -> CallResponse { inner.explain(refusal) }

  func control(_ request: ControlRequest) async -> CallResponse { await inner.control(request) }
}
