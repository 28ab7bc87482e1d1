import HTTPTypes
import LLMMockExchange
import LLMMockGateway
import Testing

@Suite(.timeLimit(.minutes(1)))
struct RequestBodyTests {
  @Test
  func `a body in chunks arrives whole`() async throws {
    let backend = StandInBackend()
    try await withGateway(backend) { client in
      let head = "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
      try await client.send(head + "3\r\nabc\r\n")
      try await client.send("5;x=y\r\ndefgh\r\n0\r\nX-Trailer: 1\r\n\r\n")
      #expect(try await client.answer().status == 200)
    }
    #expect(backend.calls.map { String(decoding: $0.request.body, as: UTF8.self) } == ["abcdefgh"])
  }

  @Test
  func `a large body arrives whole`() async throws {
    let body = String(repeating: "0123456789abcdef", count: 1 << 18)
    let backend = StandInBackend { .text("\($0.request.body.count)") }
    try await withGateway(backend) { client in
      let answer = try await client.call(post(body: body))
      #expect(answer.body == "4194304")
    }
    #expect(backend.calls.first?.request.body == Array(body.utf8))
  }

  @Test(arguments: ["Content-Length: 2097152", "Transfer-Encoding: chunked"])
  func `a client can read that its body is too long`(framing: String) async throws {
    let backend = StandInBackend()
    let configuration = GatewayConfiguration(bodyLimit: 1 << 20)
    try await withGateway(backend, configuration: configuration) { client in
      // All of it is sent before the answer is looked at.
      try await client.send("POST /v1/x HTTP/1.1\r\nHost: localhost\r\n\(framing)\r\n\r\n")
      let part = [UInt8](repeating: 0x61, count: 1 << 18)
      for _ in 0..<8 {
        if framing.hasPrefix("T") { try await client.send("40000\r\n") }
        try await client.send(part)
        if framing.hasPrefix("T") { try await client.send("\r\n") }
      }
      if framing.hasPrefix("T") { try await client.send("0\r\n\r\n") }
      let answer = try await client.answer()
      #expect(answer.status == 413)
      #expect(answer.body.contains("the request's body is longer than 1 MiB"))
      #expect(answer.isWhole)
      #expect(try await client.readToEnd() == "")
    }
    #expect(backend.calls.isEmpty)
  }

  @Test
  func `a body of exactly the limit is taken`() async throws {
    let configuration = GatewayConfiguration(bodyLimit: 4)
    try await withGateway(configuration: configuration) { client in
      let fitting = try await client.call(post(body: "1234"))
      #expect(fitting.status == 200)
      let tooLong = try await client.call(post(body: "12345"))
      #expect(tooLong.status == 413)
    }
  }

  @Test
  func `a client that waits to be told is told to send the body`() async throws {
    let backend = StandInBackend()
    try await withGateway(backend) { client in
      try await client.send(
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n"
      )
      #expect(try await client.read(through: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
      try await client.send("abc")
      #expect(try await client.answer().body == "hello")
      // The connection goes on.
      #expect(try await client.call(post()).body == "hello")
    }
    #expect(backend.calls.first?.request.body == Array("abc".utf8))
    #expect(backend.calls.first?.request.head.headerFields.isEmpty == true)
  }

  @Test(arguments: [
    ("Host: evil.test", "100-continue", 403), ("Host: localhost", "magic", 417),
    ("Content-Encoding: zstd\r\nHost: localhost", "100-continue", 415),
    ("Host: localhost\r\nContent-Length: 99999", "100-continue", 413),
  ])
  func `a client that waits is not told to send what nobody wants`(
    field: String,
    expectation: String,
    status: Int
  ) async throws {
    let configuration = GatewayConfiguration(bodyLimit: 1000)
    try await withGateway(configuration: configuration) { client in
      let length = field.contains("Length") ? "" : "Content-Length: 3\r\n"
      let answer = try await client.call(
        "POST / HTTP/1.1\r\n\(field)\r\n\(length)Expect: \(expectation)\r\n\r\n"
      )
      #expect(answer.status == status)
    }
  }

  @Test(arguments: Encoded.all)
  func `an encoded body reaches the backend decoded`(_ encoded: Encoded) async throws {
    let backend = StandInBackend()
    try await withGateway(backend) { client in
      let head = post(fields: ["Content-Encoding: \(encoded.name)"], body: "")
        .replacing("Content-Length: 0", with: "Content-Length: \(encoded.bytes.count)")
      try await client.send(Array(head.utf8) + encoded.bytes)
      #expect(try await client.answer().status == 200)
    }
    let request = try #require(backend.calls.first).request
    #expect(String(decoding: request.body, as: UTF8.self) == Encoded.text)
    #expect(request.head.headerFields.isEmpty)
  }

  @Test
  func `an encoding that nobody knows is refused`() async throws {
    try await withGateway { client in
      let answer = try await client.call(post(fields: ["Content-Encoding: gzip, zstd"]))
      #expect(answer.status == 415)
      #expect(answer.body.contains(#"content-encoding \"zstd\" is not one of gzip, deflate, br"#))
      #expect(answer["accept-encoding"] == "gzip, deflate, br")
    }
  }

  @Test(arguments: [
    ("gzip", "{}", 400, "its bytes are not"), ("br", "{}", 400, "its bytes are not"),
    ("deflate", "\u{7}{}", 400, "its bytes are not"), ("gzip", "\u{1F}", 400, "ends too early"),
    ("gzip, gzip, gzip, gzip", "x", 415, "more than three"),
  ])
  func `a body that is not what it says is refused`(
    coding: String,
    body: String,
    status: Int,
    sentence: String
  ) async throws {
    let backend = StandInBackend()
    try await withGateway(backend) { client in
      let answer = try await client.call(post(fields: ["Content-Encoding: \(coding)"], body: body))
      #expect(answer.status == status)
      #expect(answer.body.contains(sentence), "\(answer.body)")
    }
    #expect(backend.calls.isEmpty)
  }

  @Test(arguments: [Encoded.brotliBomb, Encoded.gzipBomb])
  func `a small body that becomes a huge one is refused`(_ bomb: Encoded) async throws {
    let configuration = GatewayConfiguration(bodyLimit: 1 << 19)
    try await withGateway(configuration: configuration) { client in
      let head = post(fields: ["Content-Encoding: \(bomb.name)"], body: "")
        .replacing("Content-Length: 0", with: "Content-Length: \(bomb.bytes.count)")
      try await client.send(Array(head.utf8) + bomb.bytes)
      let answer = try await client.answer()
      #expect(answer.status == 413)
      #expect(answer.body.contains("524288 bytes once decoded"))
    }
  }

  @Test(arguments: [
    ("nonsense\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: a\r\nBad Name: x\r\n\r\n", 400),
    ("GET / HTTP/2.5\r\nHost: localhost\r\n\r\n", 505),
    ("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n", 400),
    ("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
    (
      "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
      400
    ),
    ("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
    (
      "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + String(repeating: "x", count: 100_000)
        + "\r\n\r\n",
      431
    ),
  ])
  func `what is not HTTP is answered with a sentence`(request: String, status: Int) async throws {
    try await withGateway { client in
      let answer = try await client.call(request)
      #expect(answer.status == status, "\(answer)")
      #expect(answer.body.contains("llm_mock_error"))
      client.finishSending()
      #expect(try await client.readToEnd() == "")
    }
  }
}
