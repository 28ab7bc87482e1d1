import LLMMockCore
import Testing

struct AnthropicAssemblyTests {
  private func assembled(_ data: String...) throws -> String? {
    let events = try data.map { StreamEvent(data: try JSONTree($0).root) }
    return Endpoint.of(path: "/v1/messages").assembled(events).map { ReadableJSON.compact($0) }
  }

  @Test func `a message is put together from its blocks`() throws {
    let message = try assembled(
      #"{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","#
        + #""model":"claude","content":[],"stop_reason":null,"stop_sequence":null,"#
        + #""usage":{"input_tokens":10,"output_tokens":1}}}"#,
      #"{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}"#,
      #"{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm"}}"#,
      #"{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"c2ln"}}"#,
      #"{"type":"content_block_stop","index":0}"#,
      #"{"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}"#,
      #"{"type":"ping"}"#,
      #"{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Hel"}}"#,
      #"{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"lo \ud83d"}}"#,
      #"{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"\ude00"}}"#,
      #"{"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"t1","name":"get","input":{}}}"#,
      #"{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"city\":"}}"#,
      #"{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":" \"Oslo\"}"}}"#,
      #"{"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":25}}"#,
      #"{"type":"message_stop"}"#
    )
    #expect(
      message
        == #"{"type":"message","id":"msg_1","role":"assistant","model":"claude","#
        + #""stop_reason":"tool_use","stop_sequence":null,"content":["#
        + #"{"type":"thinking","thinking":"Hm","signature":"c2ln"},"#
        + #"{"type":"text","text":"Hello 😀"},"#
        + #"{"type":"tool_use","id":"t1","name":"get","input":{"city":"Oslo"}}],"#
        + #""usage":{"input_tokens":10,"output_tokens":25}}"#
    )
  }

  @Test func `arguments that were cut off stay a text`() throws {
    let message = try assembled(
      #"{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"n","input":{}}}"#,
      #"{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"ci"}}"#
    )
    #expect(
      message
        == #"{"type":"message","role":"assistant","content":["#
        + #"{"type":"tool_use","id":"t","name":"n","input":"{\"ci"}],"usage":{}}"#
    )
  }

  @Test func `an error after the beginning stands beside it`() throws {
    let message = try assembled(
      #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hel"}}"#,
      #"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#
    )
    #expect(
      message
        == #"{"type":"message","role":"assistant","content":[{"type":"text","text":"Hel"}],"#
        + #""usage":{},"error":{"type":"overloaded_error","message":"Overloaded"}}"#
    )
  }

  @Test func `citations gather at their text`() throws {
    let message = try assembled(
      #"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":"","citations":[]}}"#,
      #"{"type":"content_block_delta","index":0,"delta":{"type":"citations_delta","citation":{"n":1}}}"#,
      #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"A"}}"#
    )
    #expect(
      message
        == #"{"type":"message","role":"assistant","content":["#
        + #"{"type":"text","text":"A","citations":[{"n":1}]}],"usage":{}}"#
    )
  }

  @Test func `events of something else make no message`() throws {
    #expect(try assembled(#"{"type":"ping"}"#, #""[DONE]""#, "7", "[]") == nil)
  }
}
