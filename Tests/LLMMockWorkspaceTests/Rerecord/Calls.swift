import HTTPTypes
import LLMMockCore
import LLMMockExchange
import LLMMockWorkspace
import Synchronization
import SystemPackage
import TestSupport

/// A folder with fixtures that are recorded again, and an API that answers as a test says.
struct Calls: Sendable {
  var bench: Bench
  let api: API
  let events = Events()
  let time = QueueTime()
  var variables = ["ANTHROPIC_API_KEY": "sk-ant-0123456789", "OPENAI_API_KEY": "sk-oai-0123456789"]
  var named: [(name: String, base: UpstreamAddress)] = []
  var options = RerecordQueue.Options()

  init(
    _ fixtures: [FilePath: String] = ["a.json": Self.fixture(Self.interaction("one"))],
    api: API = API()
  ) {
    bench = Bench(fixtures)
    self.api = api
  }

  // MARK: Fixtures

  static func fixture(_ interactions: String..., provider: String = "anthropic") -> String {
    let list = interactions.map { "    \($0)" }.joined(separator: ",\n")
    return """
      {
        "version": "2.0",
        "provider": "\(provider)",
        "interactions": [
      \(list)
        ]
      }

      """
  }

  /// An interaction whose request says `text`; `members` are further ones, each with a comma after
  /// it.
  static func interaction(
    _ text: String,
    answer: String = "Old answer.",
    members: String = "",
    request: String = ""
  ) -> String {
    #"{\#(members)"hash": "\#(String(repeating: "0", count: 60))\#(text.utf8.count + 1000)", "#
      + #""request": {"model": "m", \#(request)"messages": "#
      + #"[{"role": "user", "content": "\#(text)"}]}, "#
      + #""response": \#(message(answer)), "recorded_at": "2026-04-23T10:00:00+00:00"}"#
  }

  static func message(_ text: String, id: String = "msg_old") -> String {
    #"{"id": "\#(id)", "type": "message", "role": "assistant", "content": "#
      + #"[{"type": "text", "text": "\#(text)"}], "model": "m", "stop_reason": "end_turn", "#
      + #""usage": {"input_tokens": 10, "output_tokens": 2}}"#
  }

  // MARK: Doing

  var sources: RerecordSources {
    let variables = variables
    let environment: [String: (variable: String, base: UpstreamAddress)]
    do {
      environment = try UpstreamRules.environment(in: variables) { value, _ in
        UpstreamAddress(url: value, host: AnswerHead.host(of: value) ?? "")
      }
    } catch {
      environment = [:]
    }
    return RerecordSources(
      rules: UpstreamRules(named: named, environment: environment),
      ownHost: { UpstreamAddress(url: $0, host: AnswerHead.host(of: $0) ?? "") },
      variable: { variables[$0] }
    )
  }

  func plan(_ name: FilePath = "a.json", _ indices: Set<Int> = [0]) throws -> RerecordPlan {
    let chosen = ChosenInteractions(path: bench.path(name), indices: indices, expecting: nil)
    return try RerecordPlan(of: [chosen], files: bench.disk.fileSystem, sources: sources)
  }

  func queue() throws -> RerecordQueue {
    let (api, time) = (api, time)
    return RerecordQueue(
      store: try store(),
      sources: sources,
      options: options,
      surroundings: RerecordQueue.Surroundings(
        now: bench.clock.now,
        uptime: { time.now },
        sleep: { try await time.sleep($0) },
        handler: { address in { try await api.answer($0, at: address) } }
      ),
      events: events.add
    )
  }

  func store() throws -> PendingStore { PendingStore(try bench.open()) }

  /// Sends all of these, and waits for the last.
  @discardableResult
  func send(_ name: FilePath = "a.json", _ indices: Set<Int> = [0]) async throws -> [PendingResult]
  {
    let queue = try queue()
    queue.add(try plan(name, indices).calls)
    await queue.finished()
    return try store().load().results
  }

  /// The text of a fixture as it is.
  func text(_ name: String = "a.json") -> String { bench.texts[name] ?? "" }

  func document(_ name: String = "a.json") throws -> FixtureDocument {
    try FixtureDocument(Array(text(name).utf8))
  }
}

/// An API in memory, which notes what it was asked.
final class API: Sendable {
  struct Asked: Sendable {
    var request: CallRequest
    var address: UpstreamAddress
  }

  private let asked = Mutex<[Asked]>([])
  private let respond: @Sendable (CallRequest, Int) async throws -> CallResponse

  /// - Parameter respond: gets the request and its number from 1.
  init(
    _ respond: @escaping @Sendable (CallRequest, Int) async throws -> CallResponse = {
      .answer(Calls.message("New answer \($1).", id: "msg_\($1)"))
    }
  ) {
    self.respond = respond
  }

  var requests: [Asked] { asked.withLock { $0 } }

  func answer(_ request: CallRequest, at address: UpstreamAddress) async throws -> CallResponse {
    let number = asked.withLock { asked in
      asked.append(Asked(request: request, address: address))
      return asked.count
    }
    return try await respond(request, number)
  }
}

extension CallResponse {
  static func answer(
    _ body: String,
    status: Int = 200,
    type: String = "application/json",
    headers: [String: String] = [:]
  ) -> CallResponse {
    var head = HTTPResponse(status: .init(code: status))
    head.headerFields[.contentType] = type
    for (name, value) in headers {
      if let name = HTTPField.Name(name) { head.headerFields[name] = value }
    }
    return CallResponse(head, body: CallBody(Array(body.utf8)))
  }

  /// A stream of events; it breaks off after the last when `breaks`.
  static func events(_ events: [String], breaks: Bool = false) -> CallResponse {
    var head = HTTPResponse(status: .ok)
    head.headerFields[.contentType] = "text/event-stream"
    let stream = AsyncThrowingStream<[UInt8], any Error> { chunks in
      for event in events { chunks.yield(Array(event.utf8)) }
      chunks.finish(throwing: breaks ? Broken() : nil)
    }
    return CallResponse(head, body: CallBody(stream))
  }

  struct Broken: Error, CustomStringConvertible {
    let description = "api.anthropic.com broke off its answer"
  }
}

/// What a queue told.
final class Events: Sendable {
  private let all = Mutex<[RerecordQueue.Event]>([])

  /// Open from the first answer on that is kept.
  let firstDone = Gate()

  func add(_ event: RerecordQueue.Event) {
    all.withLock { $0.append(event) }
    if case .done = event.state { firstDone.open() }
  }

  /// In one word each: `@1 waiting`.
  var words: [String] {
    all.withLock { $0 }.map { event in
      let word =
        switch event.state {
        case .waiting: "waiting"
        case .running: "running"
        case .retrying(let at, let attempt, let reason): "again at \(at) as \(attempt): \(reason)"
        case .done: "done"
        case .failed(let failure):
          "failed \(failure.status.map { "\($0) " } ?? "")\(failure.message)"
        case .cancelled: "cancelled"
        }
      return "\(event.key.label) \(word)"
    }
  }

  /// What became of the first call.
  var end: String { words.last.map { String($0.drop { $0 != " " }.dropFirst()) } ?? "" }
}

/// A clock on which pauses take no time, but for those longer than anything is worth waiting for.
final class QueueTime: Sendable {
  private let time = Mutex((now: 0, pauses: [Int]()))

  var now: Int { time.withLock { $0.now } }
  var pauses: [Int] { time.withLock { $0.pauses } }

  func sleep(_ milliseconds: Int) async throws {
    if milliseconds == RerecordQueue.Options().timeout {
      // Until the call it limits has ended.
      try await Self.forever()
    }
    time.withLock { time in
      time.now += milliseconds
      time.pauses.append(milliseconds)
    }
  }

  static func forever() async throws {
    let never = AsyncStream<Void> { _ in }
    for await _ in never {}
    throw CancellationError()
  }
}
