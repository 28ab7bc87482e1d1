import HTTPTypes
import LLMMockExchange
import LLMMockGateway
import Testing

@Suite(.timeLimit(.minutes(1)))
struct AnswerTests {
  @Test
  func `a whole answer has its length`() async throws {
    let backend = StandInBackend { _ in .text("hello", fields: [.contentType: "text/plain"]) }
    try await withGateway(backend) { client in
      try await client.send(post())
      let text = try await client.read(through: "hello")
      #expect(
        text == """
          HTTP/1.1 200 OK\r
          Content-Type: text/plain\r
          content-length: 5\r
          \r
          hello
          """
      )
    }
  }

  @Test
  func `a chunk reaches the client before there is another`() async throws {
    let (chunks, source) = AsyncThrowingStream<[UInt8], any Error>.makeStream()
    let backend = StandInBackend { _ in .chunks(chunks) }
    try await withGateway(backend) { client in
      try await client.send(post())
      let head = try await client.head()
      #expect(head["transfer-encoding"] == "chunked")
      #expect(head["content-length"] == nil)
      for event in ["data: 1\n\n", "data: 2\n\n", "data: 3\n\n"] {
        source.yield(event)
        #expect(try await client.chunk() == event)
      }
      source.finish()
      #expect(try await client.chunk() == "")
      // The connection goes on, though not with that stream.
      #expect(try await client.call(get("/_llm-mock/health")).body == "control: health")
    }
  }

  @Test
  func `a body that breaks off cuts the connection`() async throws {
    let backend = StandInBackend { _ in
      .chunks(
        AsyncThrowingStream { source in
          source.yield("data: 1\n\n")
          source.finish(throwing: GatewayRefusal(.badGateway, "gone"))
        }
      )
    }
    try await withGateway(backend) { client in
      let answer = try await client.call(post())
      #expect(answer.status == 200)
      #expect(answer.body == "data: 1\n\n")
      #expect(!answer.isWhole)
      #expect(try await client.readToEnd() == "")
    }
  }

  struct Broken: Error, CustomStringConvertible {
    let description: String
  }

  @Test
  func `an error before the answer is told to the client`() async throws {
    let backend = StandInBackend { call in
      switch call.request.path {
      case "/a": throw Broken(description: "the upstream \"a\" is\ngone\u{7}")
      case "/b": throw GatewayRefusal(.notFound, "nothing recorded matches")
      default: return CallResponse(HTTPResponse(status: .switchingProtocols))
      }
    }
    try await withGateway(backend) { client in
      let broken = try await client.call(post("/a"))
      #expect(broken.status == 502)
      #expect(
        broken.body == #"""
          {"error": {"message": "the upstream \"a\" is\ngone\u0007", "type": "llm_mock_error"}}
          """#
      )
      #expect(broken["x-should-retry"] == "false")
      #expect(broken["content-type"] == "application/json")
      #expect(try await client.call(post("/b")).status == 404)
      let odd = try await client.call(post("/c"))
      #expect(odd.status == 502)
      #expect(odd.body.contains("the answer has status 101"))
    }
  }

  @Test
  func `fields that only concern a connection are this server's`() async throws {
    let backend = StandInBackend { _ in
      var answer = CallResponse.text("hello")
      for (name, value) in [
        ("connection", "close, x-own"), ("x-own", "1"), ("keep-alive", "timeout=1"),
        ("transfer-encoding", "gzip"), ("content-length", "99"), ("content-encoding", "gzip"),
        ("upgrade", "h2c"), ("trailer", "x"), ("request-id", "r1"), ("retry-after", "7"),
      ] {
        answer.head.headerFields.append(
          HTTPField(name: try #require(HTTPField.Name(name)), value: value)
        )
      }
      return answer
    }
    try await withGateway(backend) { client in
      let answer = try await client.call(post())
      #expect(
        answer.fields.map { "\($0.name): \($0.value)" }
          == ["request-id: r1", "retry-after: 7", "content-length: 5"]
      )
      #expect(try await client.call(post()).body == "hello")
    }
  }

  @Test(arguments: ["HEAD", "GET", "PUT", "DELETE", "PATCH", "PROPFIND", "OPTIONS"])
  func `any method is a call`(method: String) async throws {
    let backend = StandInBackend()
    try await withGateway(backend) { client in
      let answer = try await client.call(get(method: method), isHead: method == "HEAD")
      #expect(answer.status == 200)
      #expect(answer["content-length"] == "5")
      // Nothing came after it that belongs to it.
      #expect(try await client.call(get("/_llm-mock/health")).body == "control: health")
    }
    #expect(backend.calls.map(\.request.head.method.rawValue) == [method])
  }

  @Test
  func `answers that have no body end with their head`() async throws {
    let dropped = Signal()
    let backend = StandInBackend { call in
      var answer = CallResponse.chunks(Endless(dropped: dropped))
      if call.request.path == "/204" { answer.head.status = .noContent }
      if call.request.path == "/304" { answer.head.status = .notModified }
      return answer
    }
    try await withGateway(backend) { client in
      for (method, path) in [("GET", "/204"), ("GET", "/304"), ("HEAD", "/")] {
        let answer = try await client.call(get(path, method: method), isHead: true)
        #expect(answer.fields.isEmpty)
      }
      #expect(try await client.call(get("/_llm-mock/health")).body == "control: health")
    }
  }

  @Test
  func `requests on one connection are answered in order`() async throws {
    let backend = StandInBackend { .text($0.request.path) }
    try await withGateway(backend) { client in
      try await client.send((1...50).map { post("/\($0)") }.joined())
      for number in 1...50 {
        #expect(try await client.answer().body == "/\(number)")
      }
    }
  }

  @Test(arguments: [
    get(fields: ["Connection: close"]), post(fields: ["Connection: Upgrade", "Upgrade: h2c"]),
    "CONNECT evil.test:443 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: localhost\r\nBad\r\n\r\n",
  ])
  func `a connection that can't go on is closed after the answer`(request: String) async throws {
    try await withGateway { client in
      let answer = try await client.call(request)
      client.finishSending()
      #expect(answer["connection"] == "close")
      #expect(try await client.readToEnd() == "")
    }
  }

  @Test(arguments: [(false, "close"), (true, "keep-alive")])
  func `a client of before is answered as it understands`(
    keepsAlive: Bool,
    connection: String
  ) async throws {
    let backend = StandInBackend { call in
      guard call.request.path == "/stream" else { return .text("hello") }
      return .chunks(
        AsyncThrowingStream { source in
          source.yield("one")
          source.yield("two")
          source.finish()
        }
      )
    }
    let fields =
      "HTTP/1.0\r\nHost: localhost\r\n" + (keepsAlive ? "Connection: keep-alive\r\n" : "")
    try await withGateway(backend) { client in
      let answer = try await client.call("GET / \(fields)\r\n")
      #expect(answer["connection"] == connection)
      #expect(answer.body == "hello")
      guard keepsAlive else { return }
      let stream = try await client.call("GET /stream \(fields)\r\n")
      #expect(stream["transfer-encoding"] == nil)
      #expect(stream["connection"] == "close")
      #expect(stream.body == "onetwo")
    }
  }

  @Test
  func `many clients at once get each its own`() async throws {
    let backend = StandInBackend { call in
      .text("\(call.request.path) \(String(decoding: call.request.body, as: UTF8.self))")
    }
    try await GatewayServer.withServer(configuration: GatewayConfiguration(), backend: backend) {
      port in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<24 {
          group.addTask {
            let client = try RawClient(port: port)
            for round in 0..<20 {
              let body = String(repeating: "\(number).\(round) ", count: round * 100)
              let answer = try await client.call(post("/\(number)/\(round)", body: body))
              #expect(answer.body == "/\(number)/\(round) \(body)")
            }
          }
        }
        try await group.waitForAll()
      }
    }
    #expect(backend.calls.count == 24 * 20)
  }

  @Test
  func `a backend can say it in its own words`() async throws {
    struct Speaker: GatewayBackend {
      func respond(to call: GatewayCall) async throws -> CallResponse { .text("hello") }
      func control(_ request: ControlRequest) async -> CallResponse { .text("hello") }
      func explain(_ refusal: GatewayRefusal) -> CallResponse {
        CallResponse(
          HTTPResponse(status: refusal.status),
          body: CallBody(Array("\(refusal.path ?? "-"): \(refusal.message)".utf8))
        )
      }
    }
    try await GatewayServer.withServer(configuration: GatewayConfiguration(), backend: Speaker()) {
      port in
      let client = try RawClient(port: port)
      let encoding = ["Content-Encoding: zstd"]
      let answer = try await client.call(get("/fixture/a/v1/messages?x", fields: encoding))
      #expect(answer.status == 415)
      #expect(answer.body.hasPrefix("/v1/messages?x: the body's content-encoding"))
      #expect(try await client.call(get("/%zz")).body.hasPrefix("-: the request's path"))
    }
  }
}
