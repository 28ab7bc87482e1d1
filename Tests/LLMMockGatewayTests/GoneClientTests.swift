import LLMMockExchange
import LLMMockGateway
import Testing

@Suite(.timeLimit(.minutes(1)))
struct GoneClientTests {
  @Test
  func `a stream stops when its client goes away between chunks`() async throws {
    let stopped = Signal()
    let (chunks, source) = AsyncThrowingStream<[UInt8], any Error>.makeStream()
    source.onTermination = { _ in stopped.happen() }
    let backend = StandInBackend { _ in .chunks(chunks) }
    try await withGateway(backend) { client in
      try await client.send(post())
      source.yield("data: 1\n\n")
      _ = try await client.head()
      #expect(try await client.chunk() == "data: 1\n\n")
      client.close()
      await stopped.wait()
    }
  }

  @Test
  func `the backend is told when its client goes away before the answer`() async throws {
    let asked = Signal()
    let cancelled = Signal()
    let backend = StandInBackend { _ in
      asked.happen()
      await withTaskCancellationHandler {
        await cancelled.wait()
      } onCancel: {
        cancelled.happen()
      }
      throw CancellationError()
    }
    try await withGateway(backend) { client in
      try await client.send(post())
      await asked.wait()
      client.close()
      await cancelled.wait()
    }
  }

  @Test
  func `a stream that never waits stops when its client goes away`() async throws {
    let dropped = Signal()
    let backend = StandInBackend { _ in .chunks(Endless(dropped: dropped)) }
    try await withGateway(backend) { client in
      try await client.send(post())
      _ = try await client.read(count: 1 << 20)
      client.close()
      await dropped.wait()
    }
  }

  @Test
  func `a stream is made no faster than its client reads`() async throws {
    let dropped = Signal()
    let chunks = Endless(dropped: dropped)
    let backend = StandInBackend { _ in .chunks(chunks) }
    try await GatewayServer.withServer(configuration: GatewayConfiguration(), backend: backend) {
      port in
      let client = try RawClient(port: port, receiveBuffer: 1 << 16)
      try await client.send(post())
      for megabyte in 1...16 {
        _ = try await client.read(count: 1 << 20)
        // What lies between is in the buffers of the system.
        #expect(chunks.pulledBytes < (megabyte + 12) << 20)
      }
      client.close()
      await dropped.wait()
    }
  }

  @Test
  func `a client that has nothing more to ask still gets its answer`() async throws {
    let asked = Signal()
    let goesOn = Signal()
    let backend = StandInBackend { _ in
      asked.happen()
      await goesOn.wait()
      return .text("hello")
    }
    try await withGateway(backend) { client in
      try await client.send(post())
      client.finishSending()
      await asked.wait()
      goesOn.happen()
      #expect(try await client.answer().body == "hello")
      #expect(try await client.readToEnd() == "")
    }
  }

  @Test
  func `a client that goes away in the middle of its request is forgotten`() async throws {
    let backend = StandInBackend()
    try await withGateway(backend) { client in
      try await client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nabc")
      client.finishSending()
      #expect(try await client.readToEnd().hasPrefix("HTTP/1.1 400 "))
    }
    #expect(backend.calls.isEmpty)
  }
}
