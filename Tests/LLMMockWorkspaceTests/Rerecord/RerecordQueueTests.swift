import HTTPTypes
import LLMMockCore
import LLMMockExchange
import LLMMockWorkspace
import Synchronization
import SystemPackage
import TestSupport
import Testing

struct RerecordQueueTests {
  private static let five = Calls.fixture(
    Calls.interaction("1"),
    Calls.interaction("22"),
    Calls.interaction("333"),
    Calls.interaction("4444"),
    Calls.interaction("55555")
  )

  @Test func `a new answer waits on the disk, and the fixture stays as it is`() async throws {
    let calls = Calls()
    let before = calls.text()
    let results = try await calls.send()
    #expect(calls.text() == before)
    #expect(results.count == 1)
    #expect(results.first?.interaction?["response"]?["id"]?.string == "msg_1")
    #expect(results.first?.tokens == TokenCount(input: 10, output: 2))
    #expect(results.first?.host == "api.anthropic.com")
    #expect(calls.events.words == ["@1 waiting", "@1 running", "@1 done"])
  }

  @Test func `no more run at once than the limit says`() async throws {
    let running = Mutex((now: 0, most: 0))
    let gates = [Gate(), Gate()]
    let api = API { _, number in
      running.withLock { running in
        running.now += 1
        running.most = max(running.most, running.now)
      }
      if number == 2 { gates[0].open() }
      await gates[0].opened()
      running.withLock { $0.now -= 1 }
      return .answer(Calls.message("new"))
    }
    var calls = Calls(["a.json": Self.five], api: api)
    calls.options.limit = 2
    _ = try await calls.send("a.json", [0, 1, 2, 3, 4])
    #expect(running.withLock { $0.most } == 2)
    #expect(try calls.store().load().results.count == 5)
  }

  @Test func `a pause lets the running finish and starts no other`() async throws {
    let (arrived, letGo) = (Gate(), Gate())
    let api = API { _, number in
      if number == 1 {
        arrived.open()
        await letGo.opened()
      }
      return .answer(Calls.message("new"))
    }
    var calls = Calls(["a.json": Self.five], api: api)
    calls.options.limit = 1
    let queue = try calls.queue()
    queue.add(try calls.plan("a.json", [0, 1, 2]).calls)
    await arrived.opened()
    queue.pause()
    #expect(queue.isPaused)
    letGo.open()
    await calls.events.firstDone.opened()
    #expect(calls.api.requests.count == 1)
    queue.resume()
    await queue.finished()
    #expect(calls.api.requests.count == 3)
    #expect(try calls.store().load().results.count == 3)
  }

  @Test func `cancelling ends what runs and what waits, and keeps what arrived`() async throws {
    let arrived = Gate()
    let api = API { _, number in
      if number == 2 {
        arrived.open()
        try await QueueTime.forever()
      }
      return .answer(Calls.message("new"))
    }
    var calls = Calls(["a.json": Self.five], api: api)
    calls.options.limit = 1
    let queue = try calls.queue()
    queue.add(try calls.plan("a.json", [0, 1, 2]).calls)
    await arrived.opened()
    queue.cancel()
    await queue.finished()
    #expect(try calls.store().load().results.count == 1)
    #expect(calls.events.words.filter { $0.hasSuffix("cancelled") }.count == 2)
    #expect(calls.api.requests.count == 2)
  }

  @Test func `a call that waits or runs is not sent a second time`() async throws {
    let (arrived, letGo) = (Gate(), Gate())
    let api = API { _, _ in
      arrived.open()
      await letGo.opened()
      return .answer(Calls.message("new"))
    }
    var calls = Calls(["a.json": Self.five], api: api)
    calls.options.limit = 1
    let queue = try calls.queue()
    let planned = try calls.plan("a.json", [0, 1]).calls
    queue.add(planned)
    await arrived.opened()
    queue.add(planned)
    letGo.open()
    await queue.finished()
    #expect(calls.api.requests.count == 2)
  }

  @Test func `a newer answer takes the place of one that waits`() async throws {
    let calls = Calls()
    _ = try await calls.send()
    let results = try await calls.send()
    #expect(results.map { $0.interaction?["response"]?["id"]?.string } == ["msg_2"])
  }

  // MARK: Trying again

  struct Retry: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var status = 429
    var headers: [String: String] = [:]
    var body = #"{"error": {"message": "slow down", "type": "rate_limit_error"}}"#
    /// The pauses in milliseconds until it succeeds; nil when it fails at once.
    var pause: Int?
  }

  private static let retries = [
    Retry(testDescription: "seconds", headers: ["retry-after": "8"], pause: 8000),
    Retry(testDescription: "part of a second", headers: ["retry-after": "0.5"], pause: 500),
    Retry(
      testDescription: "milliseconds, which are finer",
      headers: ["retry-after": "8", "retry-after-ms": "7500"],
      pause: 7500
    ),
    Retry(
      testDescription: "a date",
      headers: ["retry-after": "Fri, 15 Jan 2027 08:00:20 GMT"],
      pause: 20_000
    ),
    Retry(
      testDescription: "a date that has passed",
      headers: ["retry-after": "Fri, 15 Jan 2021 08:00:20 GMT"],
      pause: 0
    ),
    Retry(testDescription: "no time", pause: 1000),
    Retry(testDescription: "nonsense", headers: ["retry-after": "soon"], pause: 1000),
    Retry(testDescription: "overloaded", status: 529, pause: 1000),
    Retry(testDescription: "unavailable", status: 503, pause: 1000),
    Retry(testDescription: "longer than anyone waits", headers: ["retry-after": "86400"]),
    Retry(testDescription: "of no use", headers: ["x-should-retry": "false"]),
    Retry(
      testDescription: "no money",
      body: #"{"error": {"message": "slow down", "type": "insufficient_quota"}}"#
    ),
    Retry(testDescription: "another error", status: 500),
  ]

  @Test(arguments: retries)
  func `an API that asks to come again is asked again then`(retry: Retry) async throws {
    let api = API { _, number in
      number == 1
        ? .answer(retry.body, status: retry.status, headers: retry.headers)
        : .answer(Calls.message("new"))
    }
    let calls = Calls(api: api)
    let results = try await calls.send()
    #expect(calls.time.pauses == retry.pause.map { [$0] } ?? [])
    if let pause = retry.pause {
      #expect(results.count == 1)
      #expect(calls.events.words.contains("@1 again at \(pause) as 2: slow down"))
    } else {
      #expect(results.isEmpty)
      #expect(calls.events.end == "failed \(retry.status) slow down")
    }
  }

  @Test func `it is not asked for ever`() async throws {
    let calls = Calls(api: API { _, _ in .answer("{}", status: 429) })
    #expect(try await calls.send().isEmpty)
    #expect(calls.time.pauses == [1000, 2000, 4000])
    #expect(calls.events.end == "failed 429 the API gave no reason")
  }

  // MARK: Failures

  struct Fails: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var answer: @Sendable () throws -> CallResponse
    var told: String
  }

  private static let failures = [
    Fails(
      testDescription: "the provider's error",
      answer: {
        .answer(
          #"{"type": "error", "error": {"type": "not_found_error", "message": "model: m"}}"#,
          status: 404
        )
      },
      told: "failed 404 model: m"
    ),
    Fails(
      testDescription: "an error that repeats the key and moves the cursor",
      answer: {
        .answer(
          #"{"error": {"message": "bad key sk-ant-0123456789\u001b[2J"}}"#,
          status: 401
        )
      },
      told: "failed 401 bad key [redacted]<ESC>[2J"
    ),
    Fails(
      testDescription: "Gemini's list of errors",
      answer: { .answer(#"[{"error": {"message": "no", "status": "X"}}]"#, status: 400) },
      told: "failed 400 no"
    ),
    Fails(
      testDescription: "a page of a proxy",
      answer: { .answer("<html>", status: 502, type: "text/html") },
      told: "failed 502 the API gave no reason"
    ),
    Fails(
      testDescription: "a redirect",
      answer: {
        .answer("", status: 302, headers: ["location": "https://me:pw@evil.example/x?key=1"])
      },
      told:
        "failed 302 api.anthropic.com redirects the call to evil.example, and redirects are not "
        + "followed"
    ),
    Fails(
      testDescription: "a redirect to nowhere",
      answer: { .answer("", status: 307) },
      told: "failed 307 api.anthropic.com redirects the call, and redirects are not followed"
    ),
    Fails(
      testDescription: "an empty answer",
      answer: { .answer("") },
      told: "failed 200 the answer is empty"
    ),
    Fails(
      testDescription: "an error with status 200",
      answer: { .answer(#"{"error": {"message": "not today"}}"#) },
      told: "failed 200 not today"
    ),
    Fails(
      testDescription: "a stream that breaks off",
      answer: { .events(["event: message_start\ndata: {}\n\n"], breaks: true) },
      told: "failed api.anthropic.com broke off its answer"
    ),
    Fails(
      testDescription: "a stream that ends in the middle of an event",
      answer: { .events(["event: message_start\ndata: {\"a\""]) },
      told: "failed the stream broke off in the middle of an event"
    ),
    Fails(
      testDescription: "a stream with an error",
      answer: {
        .events([
          "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n"
        ])
      },
      told: "failed 200 Overloaded"
    ),
    Fails(
      testDescription: "no answer",
      answer: { throw CallResponse.Broken() },
      told: "failed api.anthropic.com broke off its answer"
    ),
  ]

  @Test(arguments: failures)
  func `an error keeps what is recorded, and is told`(fails: Fails) async throws {
    let calls = Calls(api: API { _, _ in try fails.answer() })
    let before = calls.text()
    #expect(try await calls.send().isEmpty)
    #expect(calls.events.end == fails.told)
    #expect(calls.text() == before)
  }

  @Test func `a call that takes too long is given up`() async throws {
    var calls = Calls(
      api: API { _, _ in
        try await QueueTime.forever()
        return .answer("")
      }
    )
    calls.options.timeout = 60_000
    #expect(try await calls.send().isEmpty)
    #expect(calls.events.end == "failed no whole answer came within 60 seconds")
  }

  @Test func `a full disk is told`() async throws {
    let calls = Calls()
    calls.bench.disk.fail(.write, with: .noSpace, forever: true)
    #expect(try await calls.send().isEmpty)
    #expect(calls.events.end.hasPrefix("failed the answer came, and could not be kept: "))
  }

  // MARK: What is kept

  @Test func `a key never reaches the disk, not even out of an answer`() async throws {
    let api = API { _, _ in .answer(Calls.message("Your key is sk-ant-0123456789.")) }
    let calls = Calls(api: api)
    let results = try await calls.send()
    #expect(results.first?.interaction?["response"]?["content"]?.text.isEmpty == false)
    let all = calls.bench.disk.files(in: "/").values.flatMap { $0 }
    #expect(!String(decoding: all, as: UTF8.self).contains("sk-ant-0123456789"))
  }

  @Test func `name, hash, path, headers, request and unknown members stay as they stand`()
    async throws
  {
    let interaction = """
      {
            "hash": "abcd",
            "name": "mine",
            "endpoint": "/v1/messages?beta=true",
            "request_headers": {
              "anthropic-beta": "x"
            },
            "request": {"model":"m",  "messages": []},
            "response": \(Calls.message("A")),
            "recorded_at": "2026-04-23T10:00:00+00:00",
            "comment": {"by": "me"}
          }
      """
    let calls = Calls(["a.json": Calls.fixture(interaction)])
    let result = try #require(try await calls.send().first)
    let text = String(decoding: result.text, as: UTF8.self)
    #expect(text.hasPrefix(interaction.prefix { $0 != "A" }.split(separator: "\"response\"")[0]))
    #expect(text.hasSuffix("\"comment\": {\n        \"by\": \"me\"\n      }\n    }"))
  }

  private static let streamed: String = {
    let request = #"{"model": "m", "stream": true, "messages": []}"#
    return #"{"hash": "", "request": \#(request), "response": {}, "streaming": true, "#
      + #""stream_events": [{"event": "message_stop", "data": {"type": "message_stop"}}], "#
      + #""stream_timing_ms": [1]}"#
  }()

  private static let events = [
    "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m1\"}}\n\n",
    "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
  ]

  @Test func `a stream is asked for, kept event by event, and timed where it was`() async throws {
    let calls = Calls(
      ["a.json": Calls.fixture(Self.streamed)],
      api: API { _, _ in .events(Self.events) }
    )
    let result = try #require(try await calls.send().first?.interaction)
    #expect(result["streaming"]?.isTrue == true)
    #expect(result["stream_events"]?.count == 2)
    #expect(result["stream_timing_ms"]?.count == 2)
    #expect(result["stream_text"] == nil)
    let accepted = calls.api.requests.first?.request.head.headerFields[.accept]
    #expect(accepted == "text/event-stream")
  }

  @Test func `a stream that lacks the last event its recording has is not whole`() async throws {
    let calls = Calls(
      ["a.json": Calls.fixture(Self.streamed)],
      api: API { _, _ in .events([Self.events[0]]) }
    )
    #expect(try await calls.send().isEmpty)
    #expect(calls.events.end == "failed 200 the stream broke off before its last event")
  }

  @Test func `an answer in another form than before is kept, and said`() async throws {
    let stream = Calls.interaction(
      "one",
      members: #""streaming": true, "stream_events": [{"data": {"type": "message_start"}}], "#
    )
    let calls = Calls(["a.json": Calls.fixture(stream)])
    let result = try await calls.send().first
    #expect(result?.note == "the answer is one body now; a stream was recorded")
  }
}
