import SystemPackage
import TestSupport
import Testing

/// `serve` in replay.
struct ReplayingTests {
  private static let two = Sample.fixture(
    Claude.interaction("Hello", answer: "First."),
    Claude.interaction("Hello", answer: "Second."),
    Claude.interaction("Bye", #","system":"You are terse.""#, answer: "Bye.")
  )

  private func sandbox(_ fixture: String = two) throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.write("f.json", fixture)
    return sandbox
  }

  @Test func `an equal request gets the recorded answer`() throws {
    let sandbox = try sandbox(Sample.fixture(Claude.interaction()))
    let served = try Served("--fixture f", in: sandbox)
    // Members in another order, and a number in another spelling, are the same request.
    let request = #"{"messages":[{"content":"Hello","role":"user"}],"max_tokens":64.0,"model":"m"}"#
    let answer = try served.call(request)
    #expect(answer.status == 200)
    #expect(answer.fields["content-type"] == "application/json")
    #expect(answer.body == Claude.answer())
    #expect(
      try served.stop() == """
        llm-mock: 1 request answered from f.json (1 exact, 0 converted), 0 missed, 0 forwarded

        """
    )
  }

  @Test(arguments: [
    ("", ["First.", "Second.", "Second."]), ("--sequence order", ["First.", "Second.", "Second."]),
    ("--sequence last", ["Second.", "Second.", "Second."]),
  ])
  func `several answers to one request are a sequence`(option: String, texts: [String]) throws {
    let served = try Served("--fixture f \(option)", in: try sandbox())
    for text in texts { #expect(try served.call(Claude.request()).body == Claude.answer(text)) }
  }

  @Test func `a reset starts sequences and journal again`() throws {
    let served = try Served("--fixture f", in: try sandbox())
    #expect(try served.call(Claude.request()).body == Claude.answer("First."))
    #expect(try served.call("{}", to: "/_llm-mock/reset").body == #"{"status": "ok"}"#)
    #expect(try Journal(try served.get("/_llm-mock/journal").body).entries == [])
    #expect(try served.call(Claude.request()).body == Claude.answer("First."))
  }

  @Test func `a recorded message is a stream to whom wants one`() throws {
    let sandbox = try sandbox(Sample.fixture(Claude.interaction()))
    let served = try Served("--fixture f", in: sandbox)
    let answer = try served.call(Claude.request("Hello", Claude.stream))
    #expect(answer.fields["content-type"]?.hasPrefix("text/event-stream") == true)
    let events = answer.body.split(separator: "\n").filter { $0.hasPrefix("event: ") }
    #expect(
      events == [
        "event: message_start", "event: content_block_start", "event: ping",
        "event: content_block_delta", "event: content_block_stop", "event: message_delta",
        "event: message_stop",
      ]
    )
    #expect(try served.stop().contains("(0 exact, 1 converted)"))
  }

  @Test func `other fields may differ, and the report says so`() throws {
    let served = try Served("--fixture f", in: try sandbox())
    let request = Claude.request("Bye", #","system":"You are a pirate.""#)
    #expect(try served.call(request).body == Claude.answer("Bye."))
    let report = try served.stop()
    #expect(report.hasPrefix("llm-mock: 1 request: 0 exact, 0 converted, 1 with differences, "))
    #expect(
      report.contains(
        """
          differs  request 1, answered by @3 "Bye"
                     /system   recorded "You are terse."   incoming "You are a pirate."

        """
      )
    )
  }

  @Test(arguments: [("--strict", []), ("", ["LLM_MOCK_STRICT=1"])])
  func `they may not when only equal requests are answered`(
    option: String,
    environment: [String]
  ) throws {
    let served = try Served("--fixture f \(option)", in: try sandbox(), environment: environment)
    let answer = try served.call(Claude.request("Bye", #","system":"You are a pirate.""#))
    #expect(answer.status == 404)
    let text = answer.body
    #expect(text.contains("llm-mock: strict: @3 "))
    #expect(text.contains(#"has this model, messages and temperature, but 1 field differs:\n"#))
    #expect(
      text.contains(#"/system: recorded \"You are terse.\", incoming \"You are a pirate.\""#)
    )
    #expect(try served.call(Claude.request("Bye", #","system":"You are terse.""#)).status == 200)
  }

  @Test func `the fields to match on can be chosen`() throws {
    let served = try Served("--fixture f --match-on model,system", in: try sandbox())
    let request = Claude.request("Whatever", #","system":"You are terse.""#)
    #expect(try served.call(request).body == Claude.answer("Bye."))
    #expect(try served.call(Claude.request("Bye", #","system":"Other""#)).status == 404)
  }

  // MARK: Misses

  @Test func `a miss names the nearest, what differs, and what records it`() throws {
    let served = try Served("--fixture f", in: try sandbox())
    let answer = try served.call(Claude.request("Hallo", #","temperature":0"#))
    #expect(answer.status == 404)
    #expect(answer.fields["x-should-retry"] == "false")
    #expect(answer.fields["content-type"] == "application/json")
    #expect(answer.body.hasPrefix(#"{"type": "error", "error": {"type": "not_found_error", "#))
    #expect(
      Set(try answer.message.split(separator: "\n")) == [
        "llm-mock: no recording in f.json answers this POST /v1/messages.",
        #"Nearest is @1 b4c3d2e5f6a7 "Hello"; 2 fields differ:"#,
        #"  /messages/0/content: recorded "Hello", incoming "Hallo""#,
        "  /temperature: recorded (absent), incoming 0",
        "To record it: llm-mock serve --mode auto --fixture f",
      ]
    )
    let report = try served.stop()
    #expect(report.hasPrefix("llm-mock: 1 request: 0 exact, 0 converted, 1 missed, 0 forwarded"))
    #expect(
      Set(report.split(separator: "\n")).isSuperset(of: [
        #"  missed   request 1, POST /v1/messages m "Hallo""#,
        #"             nearest @1 "Hello""#,
        #"             /messages/0/content   recorded "Hello"   incoming "Hallo""#,
        "             /temperature          recorded (absent)   incoming 0",
      ]),
      "\(report)"
    )
    #expect(report.contains("  record what was missed   llm-mock serve --mode auto --fixture f\n"))
    #expect(report.contains("  look                     llm-mock-tui f.json\n"), "\(report)")
  }

  @Test(arguments: [
    ("/v1/messages", #""type":"error""#, "not_found_error"),
    ("/v1/chat/completions", #""error":{"message":"#, "f.json has no recording for"),
    ("/v1/responses", #""error":{"message":"#, "(it has 3 for /v1/messages)"),
    ("/v1beta/models/g:generateContent", #""code":404"#, "NOT_FOUND"),
  ])
  func `it speaks as the provider does`(path: String, envelope: String, text: String) throws {
    let served = try Served("--fixture f", in: try sandbox())
    let answer = try served.call(Claude.request("Hallo"), to: path)
    #expect(answer.status == 404)
    #expect(answer.body.replacing(": ", with: ":").contains(envelope), "\(answer.body)")
    #expect(answer.body.contains(text), "\(answer.body)")
  }

  @Test func `its text has an end`() throws {
    let many = (1...9).map { #","field\#($0)":"\#(String(repeating: "x", count: 400))""# }
    let served = try Served("--fixture f --strict", in: try sandbox())
    let answer = try served.call(Claude.request("Hello", many.joined()))
    #expect(answer.status == 404)
    #expect(answer.body.count < 1_200)
    #expect(answer.body.contains(#"\n  and 6 more"#))
  }

  // MARK: What is no call

  @Test func `the models are those of the fixture`() throws {
    let served = try Served("--fixture f", in: try sandbox())
    let answer = try served.get("/v1/models")
    #expect(answer.status == 200)
    #expect(answer.body.replacing(" ", with: "").contains(#""id":"m""#), "\(answer.body)")
  }

  @Test(arguments: [
    ("GET", "/v1/files", nil, 404, "only POST requests are recorded"),
    ("DELETE", "/v1/files/1", nil, 404, "only POST requests are recorded"),
    ("POST", "/v1/messages", "{", 400, "its body is not JSON"),
    ("POST", "/v1/messages", #"{"a":NaN}"#, 400, "its body is not JSON"),
    ("POST", "/v1/messages", "[]", 400, "its body is no JSON object"),
  ])
  func `other requests are explained`(
    method: String,
    path: String,
    body: String?,
    status: Int,
    text: String
  ) throws {
    let served = try Served("--fixture f", in: try sandbox())
    let answer = try HTTPClient.call(served.port, method, path, body)
    #expect(answer.status == status)
    #expect(answer.body.contains(text), "\(answer.body)")
    #expect(try served.stop().contains("  refused  request 1, \(method) \(path): \(text)"))
  }
}
