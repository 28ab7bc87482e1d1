import LLMMockExchange
import LLMMockGateway
import Testing

@Suite(.timeLimit(.minutes(1)))
struct GatewayServerTests {
  @Test
  func `it starts once and stops once however many ask`() async throws {
    let server = GatewayServer(configuration: GatewayConfiguration(), backend: StandInBackend())
    let ports = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<4 { group.addTask { try await server.start() } }
      return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
    }
    let port = try #require(ports.first)
    #expect(ports.count == 1)
    let client = try RawClient(port: port)
    #expect(try await client.call(get()).body == "hello")

    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<4 { group.addTask { await server.stop() } }
    }
    await server.stop()
    #expect(throws: RawClient.Failure.self) { try RawClient(port: port) }
    await #expect(throws: GatewayListenError(reason: .stopped, host: "127.0.0.1", port: 0)) {
      try await server.start()
    }
  }

  @Test
  func `a server that never started can be stopped`() async {
    await GatewayServer(configuration: GatewayConfiguration(), backend: StandInBackend()).stop()
  }

  @Test
  func `a port that is taken is named`() async throws {
    try await GatewayServer.withServer(
      configuration: GatewayConfiguration(),
      backend: StandInBackend()
    ) { port in
      let other = GatewayServer(
        configuration: GatewayConfiguration(port: port),
        backend: StandInBackend()
      )
      let error = await #expect(throws: GatewayListenError.self) { try await other.start() }
      #expect(
        error.map { "\($0)" }
          == "can't listen on 127.0.0.1:\(port): another program already listens there"
      )
      await other.stop()
    }
  }

  @Test(arguments: [
    ("nowhere.invalid", 0, "can't listen on nowhere.invalid:0: no address is known for that host"),
    ("192.0.2.1", 0, "can't listen on 192.0.2.1:0: that is not an address of this machine"),
    ("127.0.0.1", 70000, "can't listen on 127.0.0.1:70000: a port is a number from 0 to 65535"),
    ("::1", -1, "can't listen on [::1]:-1: a port is a number from 0 to 65535"),
  ])
  func `a place where nobody can listen is named`(
    host: String,
    port: Int,
    sentence: String
  ) async throws {
    let server = GatewayServer(
      configuration: GatewayConfiguration(host: host, port: port),
      backend: StandInBackend()
    )
    let error = await #expect(throws: GatewayListenError.self) { try await server.start() }
    #expect(error.map { "\($0)" } == sentence)
  }

  @Test
  func `it can listen by name`() async throws {
    let configuration = GatewayConfiguration(host: "localhost")
    let server = GatewayServer(configuration: configuration, backend: StandInBackend())
    #expect(try await server.start() > 0)
    await server.stop()
  }

  @Test
  func `a stop waits for the answer that is under way and closes idle connections`() async throws {
    let (chunks, source) = AsyncThrowingStream<[UInt8], any Error>.makeStream()
    let server = GatewayServer(
      configuration: GatewayConfiguration(grace: .seconds(60)),
      backend: StandInBackend { call in
        call.request.path == "/slow" ? .chunks(chunks) : .text("hello")
      }
    )
    let port = try await server.start()
    let idle = try RawClient(port: port)
    #expect(try await idle.call(get()).body == "hello")
    let fresh = try RawClient(port: port)
    let busy = try RawClient(port: port)
    try await busy.send(post("/slow"))
    #expect(try await busy.head().status == 200)

    async let stopped: Void = server.stop()
    #expect(try await idle.readToEnd() == "")
    #expect(try await fresh.readToEnd() == "")
    source.yield("one")
    #expect(try await busy.chunk() == "one")
    source.finish()
    #expect(try await busy.chunk() == "")
    #expect(try await busy.readToEnd() == "")
    await stopped
  }

  @Test
  func `what does not finish in time is cancelled and cut off`() async throws {
    let (chunks, source) = AsyncThrowingStream<[UInt8], any Error>.makeStream()
    let stopped = Signal()
    source.onTermination = { _ in stopped.happen() }
    let server = GatewayServer(
      configuration: GatewayConfiguration(grace: .zero),
      backend: StandInBackend { _ in .chunks(chunks) }
    )
    let client = try RawClient(port: try await server.start())
    try await client.send(post())
    #expect(try await client.head().status == 200)
    await server.stop()
    await stopped.wait()
    #expect(try await client.chunk() == nil)
  }

  @Test
  func `a scope that fails stops its server`() async throws {
    struct Failure: Error {}
    var port = 0
    await #expect(throws: Failure.self) {
      try await GatewayServer.withServer(
        configuration: GatewayConfiguration(),
        backend: StandInBackend()
      ) {
        port = $0
        throw Failure()
      }
    }
    #expect(throws: RawClient.Failure.self) { try RawClient(port: port) }
  }
}
