import LLMMockCore
import Synchronization
import TestSupport

/// Requests to Anthropic's API and answers of it, as small as they can be.
enum Claude {
  /// A request; `more` is further members, each with a comma before it.
  static func request(_ text: String = "Hello", _ more: String = "") -> String {
    #"{"model":"m","max_tokens":64,"messages":[{"role":"user","content":"\#(text)"}]\#(more)}"#
  }

  static let stream = #","stream":true"#

  static func answer(_ text: String = "Hi.") -> String {
    #"{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"text","#
      + #""text":"\#(text)"}],"stop_reason":"end_turn","stop_sequence":null,"#
      + #""usage":{"input_tokens":10,"output_tokens":2}}"#
  }

  /// The events of an answer, each as it goes over the wire.
  static func events(_ text: String = "Hi.") -> [String] {
    [
      #"{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","#
        + #""model":"m","content":[],"stop_reason":null,"stop_sequence":null,"#
        + #""usage":{"input_tokens":10,"output_tokens":1}}}"#,
      #"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"#,
      #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"\#(text)"}}"#,
      #"{"type":"content_block_stop","index":0}"#,
      #"{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"#
        + #""usage":{"output_tokens":2}}"#,
      #"{"type":"message_stop"}"#,
    ].map { data in
      let type = data.dropFirst(#"{"type":""#.count).prefix { $0 != "\"" }
      return "event: \(type)\ndata: \(data)\n\n"
    }
  }

  /// An interaction that answers ``request(_:_:)`` with the same text.
  ///
  /// - Parameter more: further members of the request, as there.
  static func interaction(
    _ text: String = "Hello",
    _ more: String = "",
    answer: String = "Hi."
  ) -> String {
    let request = request(text, more)
    return """
      {
            "hash": "\(Sample.hashes[1])",
            "request": \(request),
            "response": \(Self.answer(answer)),
            "recorded_at": "2026-04-23T10:00:00+00:00"
          }
      """
  }
}

/// Stand-ins for the API.
extension StandInServer {
  static let json = [("Content-Type", "application/json")]
  static let eventStream = [("Content-Type", "text/event-stream")]

  /// Answers every request with a message of its own: `answer 1` and so on.
  static func claude() throws -> StandInServer {
    let numbers = Counter()
    return try StandInServer { request in
      let text = "answer \(numbers.next())"
      guard String(decoding: request.body, as: UTF8.self).contains(Claude.stream) else {
        return [.answer(200, fields: json, Claude.answer(text))]
      }
      return [.chunkedHead(200, fields: eventStream)] + Claude.events(text).map { .chunk($0) }
        + [.lastChunk]
    }
  }

  /// The options that send everything here.
  var upstream: String { "--upstream anthropic=\(url) --upstream openai=\(url)/v1" }
}

/// Counts from 1, on any thread.
final class Counter: Sendable {
  private let last = Mutex(0)

  func next() -> Int {
    last.withLock { last in
      last += 1
      return last
    }
  }

  var count: Int { last.withLock { $0 } }
}

/// The requests a stand-in got.
final class Seen: Sendable {
  private let all = Mutex<[StandInServer.Request]>([])

  func add(_ request: StandInServer.Request) {
    all.withLock { $0.append(request) }
  }

  var requests: [StandInServer.Request] { all.withLock(\.self) }
}
