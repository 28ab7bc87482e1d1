import HTTPTypes
import LLMMockExchange
import LLMMockGateway
import Testing

@Suite(.timeLimit(.minutes(1)))
struct CallTargetTests {
  struct Case: CustomTestStringConvertible {
    let target: String
    let fixture: String?
    let upstream: String?
    let path: String

    init(_ target: String, _ path: String, fixture: String? = nil, upstream: String? = nil) {
      self.target = target
      self.fixture = fixture
      self.upstream = upstream
      self.path = path
    }

    var testDescription: String { target }
  }

  @Test(arguments: [
    Case("/v1/messages", "/v1/messages"),
    Case("/v1/messages?beta=true", "/v1/messages?beta=true"),
    Case("/", "/"),
    Case("/?a=%zz..\\", "/?a=%zz..\\"),
    Case("//v1/messages", "//v1/messages"),
    Case(
      "/v1beta/models/a%2Fb:generateContent?alt=sse",
      "/v1beta/models/a%2Fb:generateContent?alt=sse"
    ),
    Case("/v1/...", "/v1/..."),
    Case("/fixtures/a/v1", "/fixtures/a/v1"),
    Case("/v1/fixture/a", "/v1/fixture/a"),
    Case("http://127.0.0.1:80/fixture/a/v1?x", "/v1?x", fixture: "a"),
    Case("http://localhost?x", "/?x"),
    Case("/fixture/summarize/v1/messages", "/v1/messages", fixture: "summarize"),
    Case("/fixture/a%2Fb/v1/messages?x=1", "/v1/messages?x=1", fixture: "a/b"),
    Case("/fixture/a%20b%C3%A9%25/v1", "/v1", fixture: "a bé%"),
    Case("/fixture/%252e%252e/v1", "/v1", fixture: "%2e%2e"),
    Case("/fixture/..a/v1", "/v1", fixture: "..a"),
    Case("/fixture/claude-3.5", "/", fixture: "claude-3.5"),
    Case("/fixture/a/", "/", fixture: "a"),
    Case("/fixture/a?x", "/?x", fixture: "a"),
    Case("/upstream/groq/openai/v1/models", "/openai/v1/models", upstream: "groq"),
    Case("/fixture/a/upstream/groq/v1", "/v1", fixture: "a", upstream: "groq"),
    Case("/fixture/fixture/upstream/upstream/v1", "/v1", fixture: "fixture", upstream: "upstream"),
    Case("/fixture/fixture/v1", "/v1", fixture: "fixture"),
  ])
  func `prefixes name the fixture and the upstream`(_ example: Case) async throws {
    let backend = StandInBackend()
    try await withGateway(backend) { client in
      let answer = try await client.call(post(example.target))
      #expect(answer.status == 200)
    }
    let call = try #require(backend.calls.first)
    #expect(call.fixture == example.fixture)
    #expect(call.upstream == example.upstream)
    #expect(call.request.path == example.path)
  }

  @Test(arguments: [
    ("/fixture/%zz/v1", #"has a \"%\" that two hex digits do not follow"#),
    ("/fixture/a%2/v1", #"has a \"%\" that two hex digits do not follow"#),
    ("/v1/%", #"has a \"%\" that two hex digits do not follow"#),
    ("/fixture", "names no fixture"),
    ("/fixture/", "names no fixture"),
    ("/fixture//v1", "names no fixture"),
    ("/upstream//v1", "names no upstream"),
    ("/fixture/a/upstream", "names no upstream"),
    ("/fixture/../v1", #"has a \".\" or \"..\" segment"#),
    ("/fixture/%2e%2e/v1", #"has a \".\" or \"..\" segment"#),
    ("/fixture/.%2E%2Fx/v1", #"has a \".\" or \"..\" segment"#),
    ("/fixture/a%2F..%2F..%2Fetc/v1", #"has a \".\" or \"..\" segment"#),
    ("/fixture/a%2F./v1", #"has a \".\" or \"..\" segment"#),
    ("/v1/../fixture/a", #"has a \".\" or \"..\" segment"#),
    ("/v1/x%2f..", #"has a \".\" or \"..\" segment"#),
    ("/fixture/%2Fetc%2Fpasswd/v1", "begins or ends with a slash or has two in a row"),
    ("/fixture/a%2F/v1", "begins or ends with a slash or has two in a row"),
    ("/fixture/a%2F%2Fb/v1", "begins or ends with a slash or has two in a row"),
    ("/fixture/a%00.json/v1", "has a control character in it"),
    ("/fixture/a%0Ab/v1", "has a control character in it"),
    ("/fixture/a%7Fb/v1", "has a control character in it"),
    ("/fixture/a%C2%85b/v1", "has a control character in it"),
    ("/fixture/a%5Cb/v1", "has a backslash in it"),
    ("/fixture/a\\b/v1", "has a backslash in it"),
    ("/fixture/%FF/v1", "names a fixture that is not UTF-8"),
    ("/fixture/%C0%AF/v1", "names a fixture that is not UTF-8"),
    ("/upstream/a/fixture/b/v1", "has its prefixes in another order"),
    ("/fixture/a/fixture/b/v1", "has its prefixes in another order"),
    ("/v1#x", "has a control character or a number sign in it"),
    ("*", "does not begin with a slash"),
  ])
  func `a path that could mean something else is refused`(
    target: String,
    sentence: String
  ) async throws {
    let backend = StandInBackend()
    try await withGateway(backend) { client in
      let answer = try await client.call(get(target, method: target == "*" ? "OPTIONS" : "GET"))
      #expect(answer.status == 400)
      #expect(answer.body.contains(sentence), "\(answer.body)")
      #expect(answer["x-should-retry"] == "false")
    }
    #expect(backend.calls.isEmpty)
  }

  @Test(arguments: [
    ("a", "/v1", "a"),
    ("a/b c", "/v1", "a/b c"),
    ("a%2Fb%C3%A9", "/v1", "a/bé"),
    ("a/b", "/fixture/a%2Fb/v1", "a/b"),
  ])
  func `a header names the fixture`(value: String, target: String, name: String) async throws {
    let backend = StandInBackend()
    try await withGateway(backend) { client in
      let fields = ["X-LLM-Mock-Fixture: \(value)", "X-LLM-Mock-Later: 1"]
      let answer = try await client.call(post(target, fields: fields))
      #expect(answer.status == 200)
    }
    let call = try #require(backend.calls.first)
    #expect(call.fixture == name)
    #expect(call.request.path == "/v1")
    #expect(call.request.head.headerFields.map(\.name.canonicalName).sorted() == [])
  }

  @Test(arguments: [
    ("../a", #"the header x-llm-mock-fixture has a \".\" or \"..\" segment"#),
    ("/etc/passwd", "the header x-llm-mock-fixture names a fixture that begins"),
    ("a\\b", "the header x-llm-mock-fixture has a backslash"),
    ("100%", "the header x-llm-mock-fixture has a"),
    ("", "the header x-llm-mock-fixture names no fixture"),
    ("b", #"names two fixtures, \"a\" and \"b\""#),
  ])
  func `a header with a bad name is refused`(value: String, sentence: String) async throws {
    try await withGateway { client in
      let answer = try await client.call(
        get("/fixture/a/v1", fields: ["x-llm-mock-fixture: \(value)"])
      )
      #expect(answer.status == 400)
      #expect(answer.body.contains(sentence), "\(answer.body)")
    }
  }
}
