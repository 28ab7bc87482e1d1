import LLMMockCore
import Testing

struct ResponsesAssemblyTests {
  private func assembled(_ data: String...) throws -> String? {
    let events = try data.map { StreamEvent(data: try JSONTree($0).root) }
    return Endpoint.of(path: "/v1/responses").assembled(events).map { ReadableJSON.compact($0) }
  }

  private let created =
    #"{"type":"response.created","response":{"id":"r","object":"response","status":"in_progress","output":[]}}"#

  @Test(arguments: ["completed", "incomplete", "failed"])
  func `the last event carries the whole response`(status: String) throws {
    let whole = #"{"id":"r","status":"\#(status)","output":[{"type":"message"}]}"#
    #expect(
      try assembled(created, #"{"type":"response.\#(status)","response":\#(whole)}"#) == whole
    )
  }

  @Test func `a stream that broke off is put together from its items`() throws {
    let response = try assembled(
      created,
      #"{"type":"response.output_item.added","output_index":0,"item":{"id":"rs","type":"reasoning","summary":[]}}"#,
      #"{"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":0,"delta":"Hm"}"#,
      #"{"type":"response.output_item.done","output_index":0,"item":{"id":"rs","type":"reasoning","summary":[{"type":"summary_text","text":"Hm."}]}}"#,
      #"{"type":"response.output_item.added","output_index":1,"item":{"id":"m","type":"message","role":"assistant","content":[]}}"#,
      #"{"type":"response.output_text.delta","output_index":1,"content_index":0,"delta":"Hel"}"#,
      #"{"type":"response.output_text.delta","output_index":1,"content_index":0,"delta":"lo"}"#,
      #"{"type":"response.output_item.added","output_index":2,"item":{"id":"f","type":"function_call","name":"get","call_id":"c","arguments":""}}"#,
      #"{"type":"response.function_call_arguments.delta","output_index":2,"delta":"{\"a\":"}"#,
      #"{"type":"response.something.new","output_index":2}"#
    )
    #expect(
      response
        == #"{"id":"r","object":"response","status":"in_progress","output":["#
        + #"{"id":"rs","type":"reasoning","summary":[{"type":"summary_text","text":"Hm."}]},"#
        + #"{"id":"m","type":"message","role":"assistant","content":[{"type":"output_text","text":"Hello"}]},"#
        + #"{"id":"f","type":"function_call","name":"get","call_id":"c","arguments":"{\"a\":"}]}"#
    )
  }

  @Test func `a last event without output is completed from the items`() throws {
    let response = try assembled(
      #"{"type":"response.output_text.delta","delta":"A"}"#,
      #"{"type":"response.completed","response":{"id":"r","output":[],"usage":{"input_tokens":1}}}"#
    )
    #expect(
      response
        == #"{"id":"r","usage":{"input_tokens":1},"output":["#
        + #"{"type":"message","content":[{"type":"output_text","text":"A"}]}]}"#
    )
  }

  @Test func `an error event is told`() throws {
    #expect(
      try assembled(created, #"{"type":"error","code":"server_error","message":"no"}"#)
        == #"{"id":"r","object":"response","status":"in_progress","output":[],"#
        + #""error":{"type":"error","code":"server_error","message":"no"}}"#
    )
    #expect(try assembled(#"{"type":"response.something.new"}"#) == nil)
  }
}
