import HTTPTypes
import LLMMock
import LLMMockCore
import LLMMockExchange
import Synchronization
import SystemPackage
import TestSupport
import Testing

/// A fixture in a folder of its own, with an API behind it.
struct Bench: Sendable {
  let folder: TemporaryFolder
  let file: FixtureFile
  let engine: Engine
  let api: StandInAPI

  init(
    _ mode: Mode,
    fixture: String? = nil,
    in folder: TemporaryFolder? = nil,
    api: StandInAPI = StandInAPI(),
    change: (inout SessionOptions) -> Void = { _ in }
  ) throws {
    let folder = try folder ?? TemporaryFolder()
    self.folder = folder
    let path = folder.appending("calls.json")
    if let fixture {
      try FileSystem.disk.make(path, Array(fixture.utf8), permissions: .ownerReadWrite)
    }
    file = FixtureFile(path)
    var options = SessionOptions(mode: mode)
    change(&options)
    engine = Engine(options, clock: .fixed)
    self.api = api
  }

  func send(_ request: CallRequest) async throws -> CallResponse {
    try await engine.respond(to: request, from: SingleFixture(file)) { _ in
      Upstream(provider: "anthropic") { [api] in try await api.answer($0) }
    }
  }

  /// The whole of an answer, as text.
  func text(_ request: CallRequest) async throws -> String {
    String(decoding: try await send(request).body.collected(), as: UTF8.self)
  }

  /// The fixture as it stands on the disk; nil when there is none.
  var saved: String? {
    get throws {
      guard try FileSystem.disk.status(file.path) != nil else { return nil }
      return String(decoding: try FileSystem.disk.read(file.path).bytes, as: UTF8.self)
    }
  }

  var count: Int {
    get throws { try saved.map { try FixtureDocument(Array($0.utf8)).interactions.count } ?? 0 }
  }
}

extension EngineClock {
  /// Always the same moment.
  static let fixed = EngineClock(now: { 1_795_430_000 }, uptime: { 0 })
}

/// An API that answers each request as a closure says, and counts them.
final class StandInAPI: Sendable {
  private let seen = Mutex<[CallRequest]>([])
  private let respond: @Sendable (CallRequest, Int) async throws -> CallResponse

  init(
    _ respond: @escaping @Sendable (CallRequest, Int) async throws -> CallResponse = {
      .json(StandInAPI.message("answer \($1)"))
    }
  ) {
    self.respond = respond
  }

  var requests: [CallRequest] { seen.withLock { $0 } }

  func answer(_ request: CallRequest) async throws -> CallResponse {
    let number = seen.withLock { seen in
      seen.append(request)
      return seen.count
    }
    return try await respond(request, number)
  }

  static func message(_ text: String) -> String {
    #"{"id":"msg","type":"message","role":"assistant","content":[{"type":"text","text":"\#(text)"}],"model":"m","stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":2}}"#
  }

  /// The events of a stream that says these words.
  static func events(_ words: [String]) -> [String] {
    let start =
      #"{"type":"message_start","message":{"id":"msg","type":"message","role":"assistant","content":[],"model":"m","stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":1}}}"#
    var events = [
      ("message_start", start),
      (
        "content_block_start",
        #"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"#
      ),
    ]
    for word in words {
      events.append(
        (
          "content_block_delta",
          #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"\#(word)"}}"#
        )
      )
    }
    events.append(("content_block_stop", #"{"type":"content_block_stop","index":0}"#))
    events.append(
      (
        "message_delta",
        #"{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":2}}"#
      )
    )
    events.append(("message_stop", #"{"type":"message_stop"}"#))
    return events.map { "event: \($0.0)\ndata: \($0.1)\n\n" }
  }
}

extension CallRequest {
  /// A request to Anthropic's messages.
  static func message(
    _ text: String,
    _ members: String = "",
    headers: [String: String] = [:],
    path: String = "/v1/messages"
  ) -> CallRequest {
    var head = HTTPRequest(
      method: .post,
      scheme: "https",
      authority: "api.anthropic.com",
      path: path
    )
    for (name, value) in headers {
      if let name = HTTPField.Name(name) { head.headerFields[name] = value }
    }
    let body = #"{"model":"m",\#(members)"messages":[{"role":"user","content":"\#(text)"}]}"#
    return CallRequest(head, body: Array(body.utf8))
  }
}

extension CallResponse {
  static func json(_ text: String, status: Int = 200) -> CallResponse {
    var head = HTTPResponse(status: .init(code: status))
    head.headerFields[.contentType] = "application/json"
    return CallResponse(head, body: CallBody(Array(text.utf8)))
  }

  /// A stream of these chunks, each when it is asked for.
  static func stream(
    _ chunks: [String],
    before: @escaping @Sendable (Int) async throws -> Void = { _ in }
  ) -> CallResponse {
    var head = HTTPResponse(status: .ok)
    head.headerFields[.contentType] = "text/event-stream"
    return CallResponse(head, body: CallBody(ScriptedChunks(chunks: chunks, before: before)))
  }
}

/// Chunks that a test hands out.
struct ScriptedChunks: AsyncSequence, Sendable {
  typealias Element = [UInt8]
  let chunks: [String]
  /// Called with the number of the chunk that is asked for next, from 0; the one after the last is
  /// the end.
  let before: @Sendable (Int) async throws -> Void

  func makeAsyncIterator() -> Iterator { Iterator(script: self) }

  struct Iterator: AsyncIteratorProtocol {
    let script: ScriptedChunks
    var next = 0

    mutating func next() async throws -> [UInt8]? {
      try await script.before(next)
      guard next < script.chunks.count else { return nil }
      defer { next += 1 }
      return Array(script.chunks[next].utf8)
    }
  }
}

/// Something went wrong on purpose.
struct Fault: Error, CustomStringConvertible {
  var description: String { "a fault" }
}
