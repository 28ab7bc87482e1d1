import LLMMockCore
import LLMMockTUI
import Testing

struct StreamTabTests {
  @Test func `events stand in a row each below the message they make`() throws {
    let source = try DetailSource.sample(SampleCall.anthropicStream)
    #expect(
      source.text(.stream, width: 90) == """
        8 events, 1.3 s, first token 212 ms

        > assembled message  Hello there. How are you?

        > 1  message_start         +180 ms  claude-sonnet-4-6  10 tokens in
        > 2  content_block_start   +181 ms  text
        > 3  ping                  +190 ms
        > 4  content_block_delta   +212 ms  "Hello"
        > 5  content_block_delta   +240 ms  " there.<LF>How are you?"
        > 6  content_block_stop    +250 ms
        > 7  message_delta        +1251 ms  end_turn  9 tokens out
        > 8  message_stop         +1252 ms
        """
    )
  }

  @Test func `in a narrow pane a name is left out where the text says enough`() throws {
    let source = try DetailSource.sample(SampleCall.anthropicStream)
    #expect(
      source.text(.stream, width: 38) == """
        8 events, 1.3 s, first token 212 ms

        > assembled message  Hello there. How…

        > 1   +180 ms  claude-sonnet-4-6  10 …
        > 2   +181 ms  text
        > 3   +190 ms  ping
        > 4   +212 ms  "Hello"
        > 5   +240 ms  " there.<LF>How are yo…
        > 6   +250 ms  content_block_stop
        > 7  +1251 ms  end_turn  9 tokens out
        > 8  +1252 ms  message_stop
        """
    )
  }

  @Test func `an event unfolds to its data`() throws {
    let source = try DetailSource.sample(SampleCall.anthropicStream)
    let node = try #require(source.node("Hello", in: .stream, unfoldsAll: false))
    let event = try #require(source.node("4  content", in: .stream))
    #expect(node != event)
    #expect(
      source.text(.stream, width: 90, toggled: [event]).contains(
        """
        v 4  content_block_delta   +212 ms  "Hello"
             type: "content_block_delta"
             index: 0
           v delta
               type: "text_delta"
               text: "Hello"
        > 5
        """
      )
    )
  }

  @Test(arguments: [
    (
      "openai", #"{"choices": [{"delta": {"role": "assistant", "content": ""}}]}"#, "assistant"
    ),
    ("openai", #"{"choices": [{"delta": {"content": "Hi"}}]}"#, #""Hi""#),
    (
      "openai",
      #"{"choices": [{"delta": {"tool_calls": [{"function": {"name": "f", "arguments": "{"}}]}}]}"#,
      "f  {"
    ),
    ("openai", #"{"choices": [{"delta": {}, "finish_reason": "stop"}]}"#, "finish stop"),
    (
      "openai", #"{"choices": [], "usage": {"prompt_tokens": 1200, "completion_tokens": 3}}"#,
      "1,200 tokens in  3 tokens out"
    ),
    ("openai", #""[DONE]""#, #""[DONE]""#),
    (
      "openai", #"{"type": "response.output_text.delta", "delta": "Hi"}"#,
      #"output_text.delta  "Hi""#
    ),
    (
      "openai",
      #"{"type": "response.output_item.added", "item": {"type": "function_call", "name": "f"}}"#,
      "output_item.added  function_call  f"
    ),
    (
      "gemini",
      #"{"candidates": [{"content": {"parts": [{"text": "Hi"}]}, "finishReason": "STOP"}]}"#,
      #""Hi"  finish STOP"#
    ),
    (
      "anthropic", #"{"type": "error", "error": {"type": "overloaded_error", "message": "Busy"}}"#,
      "error  Busy"
    ),
    ("anthropic", #"{"odd": [1, 2]}"#, #"{"odd":[1,2]}"#),
  ])
  func `an event is summed up`(provider: String, data: String, summary: String) throws {
    let source = try DetailSource.sample(
      #"{"hash": "HASH", "request": {}, "streaming": true, "stream_events": [{"data": \#(data)}]}"#,
      provider: provider
    )
    let last = source.text(.stream, width: 90).split(separator: "\n").last
    #expect(last == "> 1  \(summary)")
  }
}
