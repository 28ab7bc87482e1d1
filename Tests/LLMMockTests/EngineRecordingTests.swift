import HTTPTypes
import LLMMock
import LLMMockCore
import LLMMockExchange
import Synchronization
import TestSupport
import Testing

struct EngineRecordingTests {
  @Test func `what was recorded is replayed without the API`() async throws {
    let bench = try Bench(.record)
    let recorded = try await bench.text(.message("Hello"))
    let replay = try Bench(.replay, in: bench.folder)
    let replayed = try await replay.text(.message("Hello"))
    #expect(try JSONTree(recorded).root.text.elementsEqual(try JSONTree(replayed).root.text))
    #expect(bench.api.requests.count == 1)
    #expect(replay.api.requests.isEmpty)
    #expect(replay.engine.report.exact == 1)
  }

  @Test func `a stream is replayed byte for byte`() async throws {
    let events = StandInAPI.events(["one", "two"])
    let bench = try Bench(.record, api: StandInAPI { _, _ in .stream(events) })
    let request = CallRequest.message("Hello", #""stream":true,"#)
    #expect(try await bench.text(request) == events.joined())
    let replay = try Bench(.replay, in: bench.folder)
    #expect(try await replay.text(request) == events.joined())
  }

  @Test func `each event of a stream goes out before the next one came`() async throws {
    let events = StandInAPI.events(["one", "two"])
    let asked = Mutex(0)
    let api = StandInAPI { _, _ in
      .stream(events) { number in asked.withLock { $0 = number } }
    }
    let bench = try Bench(.record, api: api)
    let response = try await bench.send(.message("Hello", #""stream":true,"#))
    var number = 0
    for try await chunk in response.body {
      #expect(chunk == Array(events[number].utf8))
      // The last event waits for the end, and for the saving.
      if number < events.count - 1 { #expect(asked.withLock { $0 } == number) }
      number += 1
    }
    #expect(number == events.count)
  }

  @Test func `the end of an answer goes out when it is saved`() async throws {
    let events = StandInAPI.events(["one"])
    let bench = try Bench(.record, api: StandInAPI { _, _ in .stream(events) })
    let response = try await bench.send(.message("Hello", #""stream":true,"#))
    for try await chunk in response.body {
      let isLast = chunk.elementsEqual((events.last ?? "").utf8)
      #expect(try (bench.count == 1) == isLast)
    }
  }

  @Test(arguments: [400, 429, 500])
  func `an error is handed on and not recorded, unless asked`(status: Int) async throws {
    let error = #"{"type":"error","error":{"type":"x","message":"No, org-abcdefgh12345678"}}"#
    let api = StandInAPI { _, _ in .json(error, status: status) }
    let bench = try Bench(.record, api: api)
    let response = try await bench.send(.message("Hello"))
    #expect(response.head.status.code == status)
    #expect(try await response.body.collected() == Array(error.utf8))
    #expect(try bench.saved == nil)
    #expect(bench.engine.report.notKept == 1)

    let keeping = try Bench(.record, api: api) { $0.recordsErrors = true }
    _ = try await keeping.text(.message("Hello"))
    let replay = try Bench(.replay, in: keeping.folder)
    let replayed = try await replay.send(.message("Hello"))
    #expect(replayed.head.status.code == status)
    let text = String(decoding: try await replayed.body.collected(), as: UTF8.self)
    #expect(text.contains("No, [redacted]"))
  }

  @Test func `a stream that tells of an error is not recorded`() async throws {
    let events = [
      StandInAPI.events([])[0],
      "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}}\n\n",
    ]
    let bench = try Bench(.record, api: StandInAPI { _, _ in .stream(events) })
    #expect(try await bench.text(.message("Hello", #""stream":true,"#)) == events.joined())
    #expect(try bench.saved == nil)
  }

  @Test func `a stream that breaks off is an error and not recorded`() async throws {
    let events = StandInAPI.events(["one"])
    let api = StandInAPI { _, _ in
      .stream(events) { if $0 == 3 { throw Fault() } }
    }
    let bench = try Bench(.record, api: api)
    await #expect(throws: Fault.self) {
      _ = try await bench.text(.message("Hello", #""stream":true,"#))
    }
    #expect(try bench.saved == nil)
    #expect(bench.engine.report.notKept == 1)
  }

  @Test func `a client that goes away ends the recording`() async throws {
    let events = StandInAPI.events(["one"])
    let bench = try Bench(.record, api: StandInAPI { _, _ in .stream(events) })
    let response = try await bench.send(.message("Hello", #""stream":true,"#))
    for try await _ in response.body { break }
    #expect(try bench.saved == nil)
    #expect(bench.engine.report.notKept == 1)
  }

  @Test func `a redirect is handed on, neither followed nor recorded`() async throws {
    let api = StandInAPI { _, _ in
      var head = HTTPResponse(status: .found)
      head.headerFields[.location] = "https://elsewhere.example"
      return CallResponse(head)
    }
    let bench = try Bench(.record, api: api)
    #expect(try await bench.send(.message("Hello")).head.status == .found)
    #expect(try bench.saved == nil)
  }

  @Test(arguments: [
    ("[1, 2]", "application/json"), (#""text""#, "application/json"), ("", "application/json"),
    ("<html>no</html>", "text/html"), ("  {\"a\": 1}\n", "application/json"),
    ("\u{FEFF}{}", "application/json"), ("{\"a\": 1", "application/json"),
  ])
  func `a body of any kind comes back`(body: String, type: String) async throws {
    let api = StandInAPI { _, _ in
      var response = CallResponse.json(body)
      response.head.headerFields[.contentType] = type
      return response
    }
    let bench = try Bench(.record, api: api)
    _ = try await bench.text(.message("Hello"))
    let replay = try Bench(.replay, in: bench.folder)
    let response = try await replay.send(.message("Hello"))
    #expect(response.head.headerFields[.contentType] == type)
    let text = String(decoding: try await response.body.collected(), as: UTF8.self)
    #expect(text == body || text == #"{"a":1}"# || text == "{}")
  }

  @Test func `bytes that are no text come back`() async throws {
    let bytes: [UInt8] = [0xFF, 0x00, 0x80]
    let api = StandInAPI { _, _ in
      CallResponse(HTTPResponse(status: .ok), body: CallBody(bytes))
    }
    let bench = try Bench(.record, api: api)
    _ = try await bench.send(.message("Hello")).body.collected()
    let replay = try Bench(.replay, in: bench.folder)
    #expect(try await replay.send(.message("Hello")).body.collected() == bytes)
  }

  @Test func `calls in parallel lose nothing`() async throws {
    let bench = try Bench(.record)
    try await withThrowingTaskGroup { group in
      for number in 0..<100 {
        group.addTask { _ = try await bench.text(.message("Hello \(number)")) }
      }
      try await group.waitForAll()
    }
    #expect(try bench.count == 100)
    #expect(bench.engine.report.recorded == 100)
  }

  @Test func `recorders of one file lose nothing`() async throws {
    let folder = try TemporaryFolder()
    let benches = try (0..<4).map { _ in try Bench(.record, in: folder) }
    try await withThrowingTaskGroup { group in
      for (recorder, bench) in benches.enumerated() {
        group.addTask {
          for number in 0..<20 {
            _ = try await bench.text(.message("Hello \(recorder) \(number)"))
          }
          _ = try await bench.text(.message("The same"))
        }
      }
      try await group.waitForAll()
    }
    #expect(try benches[0].count == 84)
  }

  @Test func `in auto an answer just recorded is the next one's`() async throws {
    let bench = try Bench(.auto)
    let first = try await bench.text(.message("Hello"))
    let second = try await bench.text(.message("Hello"))
    #expect(try JSONTree(first).root.text.elementsEqual(try JSONTree(second).root.text))
    #expect(bench.api.requests.count == 1)
    #expect(bench.engine.report.recorded == 1)
    #expect(bench.engine.report.exact == 1)
  }

  @Test func `a placeholder for a key is not sent`() async throws {
    let bench = try Bench(.auto)
    let request = CallRequest.message("Hello", headers: ["x-api-key": "llm-mock-placeholder"])
    let error = await #expect(throws: FixtureNotFoundError.self) {
      _ = try await bench.text(request)
    }
    #expect(error?.description.contains("ANTHROPIC_API_KEY is not set") == true)
    #expect(bench.api.requests.isEmpty)
  }

  @Test func `a file that is no fixture is an error before anything is spent`() async throws {
    for mode in [Mode.record, .auto, .replay] {
      let bench = try Bench(mode, fixture: "{\"interactions\": [}")
      let error = await #expect(throws: FixtureParseError.self) {
        _ = try await bench.text(.message("Hello"))
      }
      #expect(error?.line == 1)
      #expect(try bench.saved == "{\"interactions\": [}")
      #expect(bench.api.requests.isEmpty)
    }
  }

  @Test func `a planted key reaches no file and no text`() async throws {
    let key = "sk-planted-0123456789"
    let echo = StandInAPI { request, _ in
      let echoed = String(decoding: request.body, as: UTF8.self)
        .replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      return .json(StandInAPI.message("You sent \(key) and \(echoed)"))
    }
    let bench = try Bench(.record, api: echo)
    let request = CallRequest.message(
      "My key is \(key)",
      #""tools":[{"type":"mcp","authorization":"tool-secret-42","headers":{"x":"head-secret-42"}}],"#,
      headers: ["authorization": "Bearer \(key)", "x-api-key": key],
      path: "/v1/messages?key=query-secret-42&beta=true"
    )
    let text = try await bench.text(request)
    #expect(text.contains(key))
    let saved = try #require(try bench.saved)
    for secret in [key, "tool-secret-42", "head-secret-42", "query-secret-42"] {
      #expect(!saved.contains(secret))
      let journal = String(decoding: bench.engine.report.json(journal: true), as: UTF8.self)
      #expect(!journal.contains(secret))
    }
    #expect(saved.contains("\"/v1/messages?beta=true\""))
    // Its owner finds the recording with any key.
    let replay = try Bench(.replay, in: bench.folder)
    let other = CallRequest.message(
      "My key is llm-mock-placeholder",
      #""tools":[{"type":"mcp","authorization":"x","headers":{"x":"y"}}],"#,
      headers: ["authorization": "Bearer llm-mock-placeholder"]
    )
    _ = try await replay.text(other)
    #expect(replay.engine.report.exact == 1)
  }

  @Test func `what is not JSON goes to the API and is not recorded`() async throws {
    let bench = try Bench(.record)
    var request = CallRequest.message("Hello")
    request.body = Array("a=b".utf8)
    _ = try await bench.text(request)
    #expect(bench.api.requests.count == 1)
    #expect(try bench.saved == nil)
    let replay = try Bench(.replay, fixture: Fixture.empty)
    await #expect(throws: RefusedCall.self) { _ = try await replay.text(request) }
    #expect(replay.api.requests.isEmpty)
  }

  @Test func `the layout of the file is kept`() async throws {
    let compact = #"{"version": "1.0", "provider": "anthropic", "interactions": []}"#
    let bench = try Bench(.record, fixture: compact)
    _ = try await bench.text(.message("Hello"))
    let saved = try #require(try bench.saved)
    #expect(!saved.contains("\n"))
    #expect(
      saved.hasPrefix(#"{"version": "1.0", "provider": "anthropic", "interactions": [{"hash": "#)
    )
    _ = try await bench.text(.message("Hello again"))
    #expect(try bench.count == 2)
  }
}

enum Fixture {
  static let empty = "{\"version\": \"2.0\", \"provider\": \"anthropic\", \"interactions\": []}"
}
