import HTTPTypes
import LLMMockExchange
import Testing

@testable import LLMMockCore

/// Fixtures and calls for tests of sessions.
enum Sample {
  /// A fixture of these interactions, each with what is needed to be read.
  static func index(
    _ interactions: String...,
    provider: String = "anthropic"
  ) throws -> CallIndex {
    let text = """
      {"version": "2.0", "provider": "\(provider)", "interactions": [
      \(interactions.joined(separator: ",\n"))
      ]}
      """
    return CallIndex(try FixtureDocument(Array(text.utf8)))
  }

  /// An interaction with a request and what else is given, as members.
  static func interaction(
    _ request: String,
    text: String = "Hi",
    _ members: String = ""
  ) -> String {
    let hash = String(repeating: "0", count: 64)
    return """
      {"hash": "\(hash)", "request": \(request), "response": \(message(text)),\(members)
      "recorded_at": "2026-04-23T10:00:00+00:00"}
      """
  }

  static func message(_ text: String) -> String {
    #"{"id": "msg_1", "type": "message", "role": "assistant", "content": [{"type": "text", "text": "\#(text)"}], "model": "m", "stop_reason": "end_turn", "usage": {"input_tokens": 3, "output_tokens": 2}}"#
  }

  static func call(
    _ body: String,
    path: String = "/v1/messages",
    headers: [(String, String)] = []
  ) throws -> IncomingCall {
    var head = HTTPRequest(method: .post, scheme: "http", authority: "x", path: path)
    for (name, value) in headers {
      head.headerFields.append(HTTPField(name: try #require(HTTPField.Name(name)), value: value))
    }
    return try IncomingCall(CallRequest(head, body: Array(body.utf8)))
  }

  /// A request of one message.
  static func request(_ text: String, _ members: String = "") -> String {
    #"{"model": "m", \#(members)"messages": [{"role": "user", "content": "\#(text)"}]}"#
  }
}
