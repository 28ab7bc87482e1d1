import SystemPackage
import TestSupport
import Testing

/// `serve` in record and auto.
struct RecordingTests {
  @Test func `what is new is added, and the caller gets what came`() throws {
    let api = try StandInServer.claude()
    let sandbox = try Sandbox()
    let served = try Served("--mode record --fixture f \(api.upstream)", in: sandbox)
    let message = try served.call(Claude.request("One"), fields: ["x-api-key: k-planted"])
    #expect(message.body == Claude.answer("answer 1"))
    let stream = try served.call(Claude.request("Two", Claude.stream))
    #expect(stream.body == Claude.events("answer 2").joined())
    let report = try served.stop()
    #expect(
      report == "llm-mock: recorded 2 of 2 requests into f.json: 2 new; 20 tokens in, 4 out\n"
    )
    let listed = try sandbox.run("list f.json --json").stdout
    #expect(listed.contains(#""preview": "One""#))

    let replaying = try Served("--fixture f", in: sandbox)
    #expect(try replaying.call(Claude.request("One")).body == message.body)
    #expect(try replaying.call(Claude.request("Two", Claude.stream)).body == stream.body)
  }

  @Test func `an entry is replaced where it stands, and nothing else changes`() throws {
    let api = try StandInServer.claude()
    let sandbox = try Sandbox()
    let (first, last) = (Claude.interaction("A"), Claude.interaction("C"))
    try sandbox.write("f.json", Sample.fixture(first, Claude.interaction("B"), last))
    let served = try Served("--mode record --fixture f.json \(api.upstream)", in: sandbox)
    #expect(try served.call(Claude.request("B")).body == Claude.answer("answer 1"))
    #expect(
      try served.stop()
        == "llm-mock: recorded 1 of 1 request into f.json: 1 replaced (@2); 10 tokens in, 2 out\n"
    )
    let text = try #require(try sandbox.read("f.json"))
    let head = Sample.fixture(first).prefix { $0 != "]" }
    #expect(text.hasPrefix("\(head)]"))
    #expect(text.hasSuffix(last + "\n  ]\n}\n"))
    #expect(text.contains("answer 1"))
  }

  @Test func `further answers of a session make a sequence`() throws {
    let api = try StandInServer.claude()
    let sandbox = try Sandbox()
    try sandbox.write(
      "f.json",
      Sample.fixture(Claude.interaction(answer: "Old"), Claude.interaction(answer: "Older"))
    )
    let served = try Served("--mode record --fixture f \(api.upstream)", in: sandbox)
    for _ in 1...3 { _ = try served.call(Claude.request()) }
    _ = try served.stop()
    let replaying = try Served("--fixture f", in: sandbox)
    for number in [1, 2, 3, 3] {
      #expect(try replaying.call(Claude.request()).body == Claude.answer("answer \(number)"))
    }
  }

  @Test func `auto records only what is missing`() throws {
    let api = try StandInServer.claude()
    let sandbox = try Sandbox()
    try sandbox.write("f.json", Sample.fixture(Claude.interaction()))
    let served = try Served("--mode auto --fixture f \(api.upstream)", in: sandbox)
    #expect(try served.call(Claude.request()).body == Claude.answer())
    for _ in 1...2 {
      #expect(try served.call(Claude.request("New")).body == Claude.answer("answer 1"))
    }
    #expect(api.connections == 1)
    let report = try served.stop()
    #expect(report.hasPrefix("llm-mock: recorded 1 of 1 request into f.json: 1 new; "))
    #expect(report.contains("llm-mock: 2 requests answered from f.json (2 exact, 0 converted)"))
  }

  @Test func `an event reaches the caller when it comes`() throws {
    let gate = Gate()
    let events = Claude.events()
    let api = try StandInServer { _ in
      [.chunkedHead(200, fields: StandInServer.eventStream), .chunk(events[0]), .wait(gate)]
        + events.dropFirst().map { .chunk($0) } + [.lastChunk]
    }
    let sandbox = try Sandbox()
    let served = try Served("--mode record --fixture f \(api.upstream)", in: sandbox)
    let client = try HTTPClient(port: served.port)
    try client.send("POST", "/v1/messages", Claude.request("Hello", Claude.stream))
    #expect(try client.head().status == 200)
    var body = ""
    while body.count < events[0].count { body += try #require(try client.chunk()) }
    #expect(body == events[0])
    #expect(try sandbox.read("f.json")?.contains("message_start") != true)
    gate.open()
    while let chunk = try client.chunk(), !chunk.isEmpty { body += chunk }
    #expect(body == events.joined())
    // What ended is saved.
    #expect(try sandbox.read("f.json")?.contains("message_stop") == true)
  }

  @Test func `an error is passed on and not kept`() throws {
    let api = try StandInServer { _ in
      [.answer(429, fields: StandInServer.json + [("retry-after", "7")], #"{"error":"slow"}"#)]
    }
    let sandbox = try Sandbox()
    let served = try Served("--mode record --fixture f \(api.upstream)", in: sandbox)
    let answer = try served.call(Claude.request())
    #expect(answer.status == 429)
    #expect(answer.fields["retry-after"] == "7")
    #expect(answer.body == #"{"error":"slow"}"#)
    #expect(
      try served.stop() == """
        llm-mock: recorded 0 of 1 request into f.json
          not kept  request 1: status 429 (--record-errors keeps such answers)

        """
    )
    #expect(try sandbox.read("f.json") == nil)
  }

  @Test func `it is kept when that is asked for`() throws {
    let api = try StandInServer { _ in
      [.answer(529, fields: StandInServer.json + [("retry-after", "7")], #"{"error":"slow"}"#)]
    }
    let sandbox = try Sandbox()
    let recording = try Served(
      "--mode record --record-errors --fixture f \(api.upstream)",
      in: sandbox
    )
    _ = try recording.call(Claude.request())
    #expect(try recording.stop().contains("recorded 1 of 1 request"))
    let answer = try Served("--fixture f", in: sandbox).call(Claude.request())
    #expect(answer.status == 529)
    #expect(answer.fields["retry-after"] == "7")
    #expect(answer.body == #"{"error":"slow"}"#)
  }

  @Test func `a stream that tells of an error is not kept`() throws {
    let api = try StandInServer { _ in
      [
        .chunkedHead(200, fields: StandInServer.eventStream), .chunk(Claude.events()[0]),
        .chunk(
          "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}}\n\n"
        ),
        .lastChunk,
      ]
    }
    let sandbox = try Sandbox()
    let served = try Served("--mode record --fixture f \(api.upstream)", in: sandbox)
    #expect(try served.call(Claude.request("Hello", Claude.stream)).body.contains("overloaded"))
    #expect(try served.stop().contains("  not kept  request 1: the stream told of an error"))
    #expect(try sandbox.read("f.json") == nil)
  }

  @Test func `the answer of a retry takes the place of the first one`() throws {
    let api = try StandInServer.claude()
    let sandbox = try Sandbox()
    let served = try Served("--mode record --fixture f \(api.upstream)", in: sandbox)
    _ = try served.call(Claude.request(), fields: ["x-stainless-retry-count: 0"])
    _ = try served.call(Claude.request(), fields: ["x-stainless-retry-count: 1"])
    _ = try served.stop()
    let text = try #require(try sandbox.read("f.json"))
    #expect(text.contains("answer 2") && !text.contains("answer 1"))
  }

  @Test func `the times of events are kept when asked for, and change nothing else`() throws {
    let api = try StandInServer.claude()
    let sandbox = try Sandbox()
    let request = Claude.request("Hello", Claude.stream)
    let recording = try Served("--mode record --timing --fixture f \(api.upstream)", in: sandbox)
    let recorded = try recording.call(request)
    _ = try recording.stop()
    let times = try #require(
      try sandbox.read("f.json")?.firstMatch(of: #/"stream_timing_ms": \[([^\]]*)\]/#)
    )
    #expect(times.output.1.split(separator: ",").count == Claude.events().count)
    for option in ["", "--speed 1000", "--speed 1"] {
      let served = try Served("--fixture f \(option)", in: sandbox)
      #expect(try served.call(request).body == recorded.body)
    }
  }

  @Test func `headers that tell nothing stay here, all others go along`() throws {
    let seen = Seen()
    let api = try StandInServer { request in
      seen.add(request)
      return [.answer(200, fields: StandInServer.json, Claude.answer())]
    }
    let served = try Served("--mode record --fixture f \(api.upstream)", in: try Sandbox())
    _ = try served.call(
      Claude.request(),
      to: "/v1/messages?beta=true",
      fields: ["X-Api-Key: k-planted", "X-Mine: 1", "x-llm-mock-fixture: f", "TE: trailers"]
    )
    let request = try #require(seen.requests.first)
    #expect(request.target == "/v1/messages?beta=true")
    #expect(request["x-api-key"] == ["k-planted"])
    #expect(request["x-mine"] == ["1"])
    #expect(request["te"] == [])
    #expect(!request.fields.contains { $0.name.lowercased().hasPrefix("x-llm-mock") })
    #expect(String(decoding: request.body, as: UTF8.self) == Claude.request())
  }
}
