import Foundation
import HTTPTypes
import LLMMockExchange
import LLMMockInterception
import Synchronization
import TestSupport
import Testing

struct UpstreamClientTests {
  private func send(
    _ client: UpstreamClient = UpstreamClient(),
    method: HTTPRequest.Method = .post,
    path: String = "/v1/messages",
    fields: HTTPFields = [:],
    body: String = "{}",
    to server: StandInServer
  ) async throws -> CallResponse {
    let head = HTTPRequest(
      method: method,
      scheme: "https",
      authority: "api.example.com",
      path: path,
      headerFields: fields
    )
    return try await client.send(
      CallRequest(head, body: Array(body.utf8)),
      to: UpstreamBase(server.url)
    )
  }

  private func text(_ response: CallResponse) async throws -> String {
    try await String(decoding: response.body.collected(), as: UTF8.self)
  }

  @Test func `a call arrives with its method, path, fields and body`() async throws {
    let seen = Mutex<StandInServer.Request?>(nil)
    let server = try StandInServer { request in
      seen.withLock { $0 = request }
      return [.answer(201, fields: [("Request-Id", "r1")], "made")]
    }
    let fields: HTTPFields = [
      .contentType: "application/json", .authorization: "Bearer k", .userAgent: "sdk/1",
    ]
    let response = try await send(
      path: "/v1/messages?beta=true&q=%2F",
      fields: fields,
      body: #"{"é":1}"#,
      to: server
    )
    #expect(response.head.status.code == 201)
    let identifier = try #require(HTTPField.Name("request-id"))
    #expect(response.head.headerFields[identifier] == "r1")
    #expect(try await text(response) == "made")
    let request = try #require(seen.withLock { $0 })
    #expect(request.method == "POST")
    #expect(request.target == "/v1/messages?beta=true&q=%2F")
    #expect(request["authorization"] == ["Bearer k"])
    #expect(request["content-type"] == ["application/json"])
    #expect(request["user-agent"] == ["sdk/1"])
    #expect(request["host"] == ["127.0.0.1:\(server.port)"])
    #expect(request.body == Array(#"{"é":1}"#.utf8))
  }

  @Test func `a GET has no body and one with a body is an error`() async throws {
    let server = try StandInServer { [.answer(200, $0.method)] }
    #expect(try await text(send(method: .get, body: "", to: server)) == "GET")
    await #expect(throws: UpstreamError.self) {
      try await send(method: .get, path: "/v1/models?key=s", body: "x", to: server)
    }
  }

  @Test func `fields of a connection and an encoding stay behind, both ways`() async throws {
    let seen = Mutex<StandInServer.Request?>(nil)
    let server = try StandInServer { request in
      seen.withLock { $0 = request }
      return [
        .answer(
          200,
          fields: [
            ("Connection", "x-hop"), ("X-Hop", "1"), ("Keep-Alive", "timeout=5"), ("X-A", "1"),
            ("X-A", "2"), ("Set-Cookie", "a=b"),
          ],
          "ok"
        )
      ]
    }
    var fields: HTTPFields = [
      .acceptEncoding: "identity;q=0", .connection: "x-mine, close", .contentEncoding: "br",
      .contentLength: "99", .te: "trailers", .upgrade: "h2c", .transferEncoding: "chunked",
    ]
    for (name, value) in [
      ("x-mine", "1"), ("proxy-authorization", "Basic x"), ("host", "evil.test"), ("x-b", "1"),
      ("x-b", "2"), ("cookie", "c=1"), ("expect", "100-continue"), ("x-empty", ""),
    ] {
      fields.append(HTTPField(name: try #require(HTTPField.Name(name)), value: value))
    }
    let response = try await send(fields: fields, to: server)
    #expect(
      response.head.headerFields.map { "\($0.name.canonicalName)=\($0.value)" }.sorted()
        == ["set-cookie=a=b", "x-a=1, 2"]
    )
    let request = try #require(seen.withLock { $0 })
    for name in ["x-mine", "proxy-authorization", "te", "upgrade", "transfer-encoding", "expect"] {
      #expect(request[name] == [], "\(name)")
    }
    #expect(request["host"] == ["127.0.0.1:\(server.port)"])
    #expect(request["content-length"] == ["2"])
    #expect(request["content-encoding"] == [])
    #expect(request["accept-encoding"] != ["identity;q=0"])
    #expect(request["x-b"] == ["1, 2"])
    #expect(request["cookie"] == ["c=1"])
    #expect(request["x-empty"] == [""])
  }

  @Test(arguments: [301, 302, 303, 307, 308])
  func `a redirect is the answer`(status: Int) async throws {
    let target = try StandInServer { _ in [.answer(200, "followed")] }
    let server = try StandInServer { _ in
      [.answer(status, fields: [("Location", target.url + "/x")], "moved")]
    }
    let response = try await send(to: server)
    #expect(response.head.status.code == status)
    #expect(response.head.headerFields[.location] == target.url + "/x")
    #expect(try await text(response) == "moved")
    #expect(target.connections == 0)
  }

  @Test func `a redirect without a location is an error, not an empty body`() async throws {
    let server = try StandInServer { _ in [.answer(307, "moved")] }
    await #expect(throws: UpstreamError.self) { try await send(to: server) }
  }

  @Test(arguments: [
    nil, "Basic realm=\"x\"", "Bearer", "Bearer realm=\"x\"", "Digest realm=\"x\", nonce=\"y\"",
    "Negotiate",
  ])
  func `a 401 is an answer like any other`(challenge: String?) async throws {
    let server = try StandInServer { _ in
      [.answer(401, fields: challenge.map { [("WWW-Authenticate", $0)] } ?? [], "no")]
    }
    let response = try await send(to: server)
    #expect(response.head.status.code == 401)
    #expect(try await text(response) == "no")
    #expect(server.connections == 1)
  }

  @Test func `a body arrives chunk by chunk`() async throws {
    let gate = Gate()
    let server = try StandInServer { _ in
      [.chunkedHead(), .chunk("one"), .wait(gate), .chunk("two"), .lastChunk]
    }
    var chunks = try await send(to: server).body.makeAsyncIterator()
    #expect(try await chunks.next() == Array("one".utf8))
    gate.open()
    #expect(try await chunks.next() == Array("two".utf8))
    #expect(try await chunks.next() == nil)
  }

  @Test func `early hints are not the answer`() async throws {
    let server = try StandInServer { _ in
      [.send("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"), .answer(200, "ok")]
    }
    let response = try await send(to: server)
    #expect(response.head.status.code == 200)
    #expect(try await text(response) == "ok")
  }

  @Test func `gzip is decoded and not mentioned`() async throws {
    // "hello" as gzip writes it.
    let gzip: [UInt8] = [
      31, 139, 8, 0, 0, 0, 0, 0, 0, 3, 203, 72, 205, 201, 201, 7, 0, 134, 166, 16, 54, 5, 0, 0, 0,
    ]
    let server = try StandInServer { _ in
      [
        .send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 25\r\n\r\n"),
        .send(gzip),
      ]
    }
    let response = try await send(to: server)
    #expect(response.head.headerFields.isEmpty)
    #expect(try await text(response) == "hello")
  }

  @Test(arguments: ["compress", "x-secret"])
  func `an encoding that cannot be decoded is an error that names it`(name: String) async throws {
    let server = try StandInServer { _ in [.answer(fields: [("Content-Encoding", name)], "abc")] }
    let error = await #expect(throws: UpstreamError.self) {
      try await text(send(to: server))
    }
    #expect(
      error?.description
        == "127.0.0.1:\(server.port) sent a body encoded as \(name), which cannot be decoded"
    )
  }

  @Test(arguments: [
    [StandInServer.Step.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"), .close],
    [.chunkedHead(), .chunk("abc"), .close],
    [.chunkedHead(), .send("5\r\nabc"), .close],
    [.chunkedHead(), .chunk("abc"), .reset],
    [.send("HTTP/1.1 200 OK\r\n\r\nabc"), .reset],
  ])
  func `a body that is cut off throws`(steps: [StandInServer.Step]) async throws {
    let server = try StandInServer { _ in steps }
    let error = await #expect(throws: UpstreamError.self) { try await text(send(to: server)) }
    #expect([.cut, .reset].contains(error?.code))
  }

  @Test(arguments: [
    ([StandInServer.Step.close], UpstreamError.Code.cut, "closed the connection without an answer"),
    ([.reset], .reset, "reset the connection"),
    ([.send("garbage\r\n\r\n"), .close], .malformed, "did not answer in HTTP"),
    (
      [
        .send(
          [72, 84, 84, 80] + Array("/1.1 200 OK\r\nX: \u{e9}\r\n".utf8) + [88, 58, 233, 13, 10]
        )
      ],
      .malformed, "sent a header that cannot be read"
    ),
    (
      [.send("HTTP/1.1 200 OK\r\nno colon\r\n\r\n")], .malformed,
      "sent a header that cannot be read"
    ),
  ])
  func `no answer is an error of one sentence`(
    steps: [StandInServer.Step],
    code: UpstreamError.Code,
    detail: String
  ) async throws {
    let server = try StandInServer { _ in steps }
    let error = await #expect(throws: UpstreamError.self) {
      try await send(path: "/v1/x?key=secret", to: server)
    }
    #expect(error == UpstreamError(code, host: "127.0.0.1:\(server.port)", detail: detail))
  }

  @Test func `a refused connection says so`() async throws {
    let server = try StandInServer { _ in [] }
    server.close()
    let error = await #expect(throws: UpstreamError.self) {
      // The listener goes away on its own thread.
      while true { _ = try await send(to: server) }
    }
    #expect([.refused, .reset, .cut].contains(error?.code))
  }

  @Test func `a host that does not exist says so`() async throws {
    let error = await #expect(throws: UpstreamError.self) {
      try await UpstreamClient().send(
        CallRequest(HTTPRequest(method: .post, scheme: nil, authority: nil, path: "/?key=secret")),
        to: UpstreamBase("http://nothing.invalid")
      )
    }
    #expect(error?.description == "nothing.invalid cannot be resolved")
  }

  @Test func `an upstream that does not speak TLS says so`() async throws {
    let server = try StandInServer(greeting: Array("not TLS at all".utf8)) { _ in [] }
    let error = await #expect(throws: UpstreamError.self) {
      try await UpstreamClient().send(
        CallRequest(HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/?key=secret")),
        to: UpstreamBase("https://127.0.0.1:\(server.port)")
      )
    }
    #expect(error?.code == .tls)
    #expect(error?.description.contains("127.0.0.1:\(server.port) could not be reached") == true)
    #expect(error?.description.contains("secret") == false)
  }

  @Test func `an upstream that stays silent is given up`() async throws {
    let server = try StandInServer { _ in [.chunkedHead(), .chunk("a"), .awaitClose(Gate())] }
    let error = await #expect(throws: UpstreamError.self) {
      try await text(send(UpstreamClient(idleTimeout: .milliseconds(10)), to: server))
    }
    #expect(error?.description == "127.0.0.1:\(server.port) sent nothing for 1 seconds")
  }

  @Test func `a cancelled call closes the connection`() async throws {
    let (arrived, closed) = (Gate(), Gate())
    let server = try StandInServer { _ in
      arrived.open()
      return [.awaitClose(closed)]
    }
    let call = Task { try await send(to: server) }
    await arrived.opened()
    call.cancel()
    await #expect(throws: CancellationError.self) { try await call.value }
    await closed.opened()
  }

  @Test func `a call that was cancelled before opens no connection`() async throws {
    let server = try StandInServer { _ in [.answer()] }
    let begin = Gate()
    let call = Task {
      await begin.opened()
      return try await send(to: server)
    }
    call.cancel()
    begin.open()
    await #expect(throws: CancellationError.self) { try await call.value }
    #expect(server.connections == 0)
  }

  @Test func `letting an iterator go closes the connection`() async throws {
    let closed = Gate()
    let server = try StandInServer { _ in [.chunkedHead(), .chunk("a"), .awaitClose(closed)] }
    do {
      var chunks = try await send(to: server).body.makeAsyncIterator()
      _ = try await chunks.next()
    }
    await closed.opened()
  }

  @Test func `letting a body go closes the connection`() async throws {
    let closed = Gate()
    let server = try StandInServer { _ in [.chunkedHead(), .chunk("a"), .awaitClose(closed)] }
    _ = try await send(to: server)
    await closed.opened()
  }

  @Test func `cancelling the reader of a body closes the connection`() async throws {
    let (reading, closed) = (Gate(), Gate())
    let server = try StandInServer { _ in [.chunkedHead(), .chunk("a"), .awaitClose(closed)] }
    let reader = Task {
      for try await _ in try await send(to: server).body { reading.open() }
    }
    await reading.opened()
    reader.cancel()
    await closed.opened()
    _ = await reader.result
  }

  @Test func `a body over the limit is an error and closes the connection`() async throws {
    let closed = Gate()
    let server = try StandInServer { _ in
      [.chunkedHead(), .chunk("12345"), .chunk("67890"), .awaitClose(closed)]
    }
    let error = await #expect(throws: UpstreamError.self) {
      try await text(send(UpstreamClient(limit: 9), to: server))
    }
    #expect(error?.description == "127.0.0.1:\(server.port) sent a body of more than 9 bytes")
    await closed.opened()
  }

  @Test func `a body outlives its client`() async throws {
    let gate = Gate()
    let server = try StandInServer { _ in
      [.chunkedHead(), .chunk("a"), .wait(gate), .chunk("b"), .lastChunk]
    }
    let response = try await send(UpstreamClient(), to: server)
    gate.open()
    #expect(try await text(response) == "ab")
  }

  @Test func `more than six calls run at one time`() async throws {
    let arrived = Mutex(0)
    let all = Gate()
    let server = try StandInServer { _ in
      let count = arrived.withLock { arrived in
        arrived += 1
        return arrived
      }
      if count == 30 { all.open() }
      return [.wait(all), .answer(200, "ok")]
    }
    let client = UpstreamClient()
    try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<30 { group.addTask { try await text(send(client, to: server)) } }
      for try await answer in group { #expect(answer == "ok") }
    }
  }
}
