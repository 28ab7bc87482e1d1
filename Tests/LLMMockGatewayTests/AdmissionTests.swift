import HTTPTypes
import LLMMockExchange
import LLMMockGateway
import Testing

@Suite(.timeLimit(.minutes(1)))
struct AdmissionTests {
  @Test(arguments: [
    "127.0.0.1", "127.0.0.1:8080", "127.8.9.10:1", "localhost", "LocalHost:8080", "[::1]",
    "[::1]:8080", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]:80", "127.0.0.1:",
  ])
  func `a loopback host is answered`(host: String) async throws {
    try await withGateway { client in
      let answer = try await client.call("GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n")
      #expect(answer.status == 200)
    }
  }

  @Test(arguments: [
    "evil.test", "evil.test:8080", "localhost.evil.test", "127.0.0.1.evil.test", "128.0.0.1",
    "0.0.0.0", "127.1", "2130706433", "0177.0.0.1", "[::]", "[::2]", "[::ffff:10.0.0.1]", "::1",
    "[::1", "[::1]x", "127.0.0.1:80:80", "127.0.0.1:8x", "user@127.0.0.1", "127.0.0.1/", ":80", "",
    "localhost.", "127.0.0.1 evil.test", "allowed.test.evil.test", "port.test:2", "port.test",
  ])
  func `another host is refused before the body is read`(host: String) async throws {
    let backend = StandInBackend()
    let configuration = GatewayConfiguration(allowedHosts: ["allowed.test", "port.test:1"])
    try await withGateway(backend, configuration: configuration) { client in
      // None of the body is sent.
      let answer = try await client.call(
        "POST / HTTP/1.1\r\nHost: \(host)\r\nContent-Length: 1000\r\n\r\n"
      )
      #expect(answer.status == 403)
      #expect(answer.body.contains("which is not this one"))
      #expect(answer["connection"] == "close")
    }
    #expect(backend.calls.isEmpty)
  }

  @Test
  func `the sentence names the option that lets a host in`() async throws {
    try await withGateway { client in
      let answer = try await client.call("GET / HTTP/1.1\r\nHost: box.test:80\r\n\r\n")
      #expect(
        answer.body == #"""
          {"error": {"message": "the request is for the host \"box.test:80\", which is not this one (--allow-host \"box.test\" lets it in)", "type": "llm_mock_error"}}
          """#
      )
    }
  }

  @Test(arguments: ["allowed.test", "Allowed.Test:99", "port.test:1", "[fe80::1]:8080"])
  func `an allowed host is answered`(host: String) async throws {
    let configuration = GatewayConfiguration(
      allowedHosts: ["allowed.test", "port.test:1", "[FE80::1]"])
    try await withGateway(configuration: configuration) { client in
      let answer = try await client.call("GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n")
      #expect(answer.status == 200)
    }
  }

  @Test(arguments: [
    ("GET / HTTP/1.1\r\n\r\n", 400, "no Host"),
    ("GET / HTTP/1.0\r\n\r\n", 400, "no Host"),
    ("GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", 400, "more than one Host"),
    ("GET http://evil.test/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 403, "evil.test"),
    ("GET http://localhost/ HTTP/1.1\r\nHost: evil.test\r\n\r\n", 403, "evil.test"),
    ("CONNECT evil.test:443 HTTP/1.1\r\nHost: localhost\r\n\r\n", 405, "not a proxy"),
  ])
  func `a request for nobody in particular is refused`(
    request: String,
    status: Int,
    sentence: String
  ) async throws {
    let backend = StandInBackend()
    try await withGateway(backend) { client in
      let answer = try await client.call(request)
      #expect(answer.status == status)
      #expect(answer.body.contains(sentence), "\(answer.body)")
    }
    #expect(backend.calls.isEmpty)
  }

  @Test(arguments: [
    "http://evil.test", "https://app.test", "http://app.test:1", "http://app.test.evil.test",
    "null",
    "http://127.0.0.1:8080", "http://app.test, http://evil.test",
  ])
  func `a page of another origin is refused before the body is read`(origin: String) async throws {
    let backend = StandInBackend()
    let configuration = GatewayConfiguration(allowedOrigins: ["http://app.test"])
    try await withGateway(backend, configuration: configuration) { client in
      let answer = try await client.call(
        "POST / HTTP/1.1\r\nHost: localhost\r\nOrigin: \(origin)\r\nContent-Length: 9\r\n\r\n"
      )
      #expect(answer.status == 403)
      #expect(answer.body.contains("--allow-origin"))
      #expect(answer["access-control-allow-origin"] == nil)
    }
    #expect(backend.calls.isEmpty)
  }

  @Test(arguments: ["http://app.test", "HTTPS://App.Test:8443"])
  func `a page of an allowed origin can read answers`(origin: String) async throws {
    let configuration = GatewayConfiguration(
      allowedOrigins: ["http://app.test/", "https://app.test:8443"])
    let backend = StandInBackend { call in
      if call.request.path == "/none" { throw GatewayRefusal(.notFound, "nothing recorded") }
      var answer = CallResponse.text("hello")
      answer.head.headerFields[.accessControlAllowOrigin] = "https://elsewhere.test"
      return answer
    }
    try await withGateway(backend, configuration: configuration) { client in
      for path in ["/v1", "/none", "/%zz"] {
        let answer = try await client.call(get(path, fields: ["Origin: \(origin)"]))
        let allowed = answer.fields.filter { $0.name == "access-control-allow-origin" }.map(\.value)
        #expect(allowed == [origin])
        #expect(answer["vary"] == "origin")
      }
    }
  }

  @Test
  func `a page's question whether it may call is answered here`() async throws {
    let backend = StandInBackend()
    let configuration = GatewayConfiguration(allowedOrigins: ["http://app.test"])
    try await withGateway(backend, configuration: configuration) { client in
      let answer = try await client.call(
        get(
          "/fixture/a/v1/messages",
          method: "OPTIONS",
          fields: [
            "Origin: http://app.test", "Access-Control-Request-Method: POST",
            "Access-Control-Request-Headers: x-api-key,content-type",
            "Access-Control-Request-Private-Network: true",
          ]
        )
      )
      #expect(answer.status == 204)
      #expect(answer["access-control-allow-origin"] == "http://app.test")
      #expect(answer["access-control-allow-methods"]?.contains("POST") == true)
      #expect(answer["access-control-allow-headers"] == "x-api-key,content-type")
      #expect(answer["access-control-allow-private-network"] == "true")
      #expect(answer["content-length"] == nil)

      // OPTIONS of no page is a call like any other.
      let call = try await client.call(get("/v1", method: "OPTIONS"))
      #expect(call.body == "hello")
    }
    #expect(backend.calls.map(\.request.head.method) == [.options])
  }

  @Test
  func `the backend sees no field that only concerns the connection`() async throws {
    let backend = StandInBackend()
    try await withGateway(backend) { client in
      let fields = [
        "X-Api-Key: k", "Connection: keep-alive, X-Own", "X-Own: 1", "Keep-Alive: timeout=5",
        "TE: trailers", "Trailer: x", "Upgrade: h2c", "Proxy-Authorization: x", "X-Api-Key: l",
        "Accept-Encoding: gzip", "X-LLM-Mock-Anything: 1", "Accept: */*", "Cookie: a=b; c=d",
      ]
      let answer = try await client.call(post("/v1?x=1", fields: fields, body: "{}"))
      #expect(answer.status == 200)
    }
    let request = try #require(backend.calls.first).request
    #expect(
      request.head.headerFields.map { "\($0.name.rawName): \($0.value)" }
        == ["X-Api-Key: k", "X-Api-Key: l", "Accept: */*", "Cookie: a=b; c=d"]
    )
    #expect(request.head.method == .post)
    #expect(request.head.authority == "127.0.0.1")
    #expect(request.head.path == "/v1?x=1")
    #expect(request.body == Array("{}".utf8))
  }

  @Test(arguments: [
    ("GET", "/_llm-mock/health", 200, "control: health", nil),
    ("GET", "/_llm-mock/journal?last=10", 200, "control: journal", nil),
    ("POST", "/_llm-mock/reset", 200, "control: reset", nil),
    ("POST", "/_llm-mock/health", 405, "answers GET, not POST", "GET, HEAD"),
    ("DELETE", "/_llm-mock/journal", 405, "answers GET, not DELETE", "GET, HEAD"),
    ("GET", "/_llm-mock/reset", 405, "answers POST, not GET", "POST"),
    ("GET", "/_llm-mock/secrets", 404, "there is no", nil),
    ("GET", "/_llm-mock", 404, "there is no", nil),
    ("GET", "/_llm-mock/health/x", 404, "there is no", nil),
    ("GET", "/_llm-mocks", 200, "hello", nil),
  ])
  func `the server itself can be asked`(
    method: String,
    path: String,
    status: Int,
    text: String,
    allow: String?
  ) async throws {
    try await withGateway { client in
      let answer = try await client.call(get(path, method: method))
      #expect(answer.status == status)
      #expect(answer.body.contains(text), "\(answer.body)")
      #expect(answer["allow"] == allow)
      if status != 200 { #expect(answer["content-type"] == "application/json") }
    }
  }
}
