import LLMMockCore
import Testing

struct ChatAssemblyTests {
  private func assembled(_ data: String..., path: String = "/v1/chat/completions") throws -> String?
  {
    let events = try data.map { StreamEvent(data: try JSONTree($0).root) }
    return Endpoint.of(path: path).assembled(events).map { ReadableJSON.compact($0) }
  }

  @Test func `a completion is put together from its chunks`() throws {
    let completion = try assembled(
      #"{"id":"c1","object":"chat.completion.chunk","model":"gpt","choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"finish_reason":null}],"obfuscation":"x"}"#,
      #"{"id":"c1","object":"chat.completion.chunk","model":"gpt","choices":[{"index":0,"delta":{"content":"Hel"}}]}"#,
      #"{"id":"c1","object":"chat.completion.chunk","model":"gpt","choices":[{"index":0,"delta":{"content":"lo"}}]}"#,
      #"{"id":"c1","object":"chat.completion.chunk","model":"gpt","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#,
      #"{"id":"c1","object":"chat.completion.chunk","model":"gpt","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}"#,
      #""[DONE]""#
    )
    #expect(
      completion
        == #"{"id":"c1","model":"gpt","object":"chat.completion","choices":["#
        + #"{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"Hello","refusal":null}}],"#
        + #""usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}"#
    )
  }

  struct ToolCase: CustomTestStringConvertible {
    var testDescription: String
    var deltas: [String]
    var calls: String
  }

  @Test(arguments: [
    ToolCase(
      testDescription: "by index",
      deltas: [
        #"[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}}]"#,
        #"[{"index":0,"function":{"arguments":"{\"x\""}}]"#,
        #"[{"index":0,"function":{"arguments":":1}"}}]"#,
        #"[{"index":1,"id":"b","type":"function","function":{"name":"g","arguments":"{}"}}]"#,
      ],
      calls: #"[{"id":"a","type":"function","function":{"name":"f","arguments":"{\"x\":1}"}},"#
        + #"{"id":"b","type":"function","function":{"name":"g","arguments":"{}"}}]"#
    ),
    ToolCase(
      testDescription: "without index",
      deltas: [
        #"[{"id":"a","function":{"name":"f","arguments":"{}"}},{"id":"b","function":{"name":"g","arguments":"{}"}}]"#
      ],
      calls: #"[{"id":"a","function":{"name":"f","arguments":"{}"}},"#
        + #"{"id":"b","function":{"name":"g","arguments":"{}"}}]"#
    ),
    ToolCase(
      testDescription: "one index for all",
      deltas: [
        #"[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}]"#,
        #"[{"index":0,"id":"b","function":{"name":"g","arguments":"{}"}}]"#,
      ],
      calls: #"[{"id":"a","function":{"name":"f","arguments":"{}"}},"#
        + #"{"id":"b","function":{"name":"g","arguments":"{}"}}]"#
    ),
    ToolCase(
      testDescription: "id and name in every chunk",
      deltas: [
        #"[{"index":0,"id":"a","function":{"name":"f","arguments":"{"}}]"#,
        #"[{"index":0,"id":"a","function":{"name":"f","arguments":"}"}}]"#,
      ],
      calls: #"[{"id":"a","function":{"name":"f","arguments":"{}"}}]"#
    ),
    ToolCase(
      testDescription: "arguments as an object",
      deltas: [#"[{"id":"a","function":{"name":"f","arguments":{"x":1}}}]"#],
      calls: #"[{"id":"a","function":{"name":"f","arguments":{"x":1}}}]"#
    ),
  ])
  func `tool calls are joined as each provider means them`(example: ToolCase) throws {
    let events = try example.deltas.map { delta in
      StreamEvent(
        data: try JSONTree(
          #"{"object":"chat.completion.chunk","choices":[{"index":0,"delta":{"tool_calls":\#(delta)}}]}"#
        ).root
      )
    }
    let completion = Endpoint.of(path: "/v1/chat/completions").assembled(events)
    let message = completion?["choices"]?.elements.first { _ in true }?["message"]
    let calls = try #require(message?["tool_calls"])
    #expect(ReadableJSON.compact(calls) == example.calls)
  }

  @Test func `choices are kept apart by their index`() throws {
    let completion = try assembled(
      #"{"choices":[{"index":1,"delta":{"content":"B"}}]}"#,
      #"{"choices":[{"index":0,"delta":{"content":"A"}}]}"#,
      #"{"choices":[{"index":1,"delta":{"content":"b"},"finish_reason":"length"}]}"#
    )
    #expect(
      completion
        == #"{"object":"chat.completion","choices":["#
        + #"{"index":1,"finish_reason":"length","message":{"role":"assistant","content":"Bb"}},"#
        + #"{"index":0,"message":{"role":"assistant","content":"A"}}]}"#
    )
  }

  @Test func `thinking, refusals and old function calls are joined too`() throws {
    let completion = try assembled(
      #"{"choices":[{"delta":{"reasoning_content":"H","refusal":"N","function_call":{"name":"f","arguments":"{"}}}]}"#,
      #"{"choices":[{"delta":{"reasoning_content":"m","refusal":"o","function_call":{"arguments":"}"}}}]}"#,
      #"{"choices":[{"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"!"}]},{"type":"text","text":"T"}]}}]}"#
    )
    #expect(
      completion
        == #"{"object":"chat.completion","choices":[{"message":{"role":"assistant","content":"T","#
        + #""refusal":"No","reasoning_content":"Hm!","function_call":{"name":"f","arguments":"{}"}}}]}"#
    )
  }

  @Test func `a text completion joins its texts`() throws {
    let completion = try assembled(
      #"{"id":"c","object":"text_completion","choices":[{"index":0,"text":"A","finish_reason":null}]}"#,
      #"{"id":"c","object":"text_completion","choices":[{"index":0,"text":"B","finish_reason":"stop"}]}"#,
      path: "/v1/completions"
    )
    #expect(
      completion
        == #"{"id":"c","object":"text_completion","choices":["#
        + #"{"index":0,"finish_reason":"stop","text":"AB"}]}"#
    )
  }

  @Test func `an error event is told`() throws {
    let completion = try assembled(
      #"{"object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"A"}}]}"#,
      #"{"error":{"message":"no","type":"invalid_request_error"}}"#
    )
    #expect(
      completion
        == #"{"object":"chat.completion","choices":[{"index":0,"message":"#
        + #"{"role":"assistant","content":"A"}}],"#
        + #""error":{"message":"no","type":"invalid_request_error"}}"#
    )
    #expect(try assembled(#""[DONE]""#) == nil)
  }

  @Test func `lists that come in parts are joined, pieces of one element too`() throws {
    let completion = try assembled(
      #"{"choices":[{"delta":{"tool_calls":null,"annotations":[{"n":1}],"reasoning_details":[{"type":"reasoning.text","text":"H","index":0}]}}]}"#,
      #"{"choices":[{"delta":{"tool_calls":null,"annotations":[{"n":2}],"reasoning_details":[{"type":"reasoning.text","text":"m","index":0,"signature":null}]}}]}"#,
      #"{"choices":[{"delta":{"reasoning_details":[{"type":"reasoning.text","index":0,"signature":"s"},{"type":"reasoning.encrypted","data":"x","index":0}]}}]}"#
    )
    #expect(
      completion
        == #"{"object":"chat.completion","choices":[{"message":{"role":"assistant","annotations":[{"n":1},{"n":2}],"#
        + #""reasoning_details":[{"text":"Hm","type":"reasoning.text","index":0,"signature":"s"},"#
        + #"{"type":"reasoning.encrypted","data":"x","index":0}],"tool_calls":null}}]}"#
    )
  }

  @Test func `probabilities are joined, and what else choices and sounds tell is kept`() throws {
    let completion = try assembled(
      #"{"choices":[{"delta":{"audio":{"id":"a","transcript":"H"}},"logprobs":{"content":[{"token":"H"}],"refusal":null}}]}"#,
      #"{"choices":[{"delta":{"audio":{"transcript":"m"}},"logprobs":{"content":[{"token":"m"}],"refusal":null},"stop_reason":7}]}"#,
      #"{"choices":[{"delta":{"audio":{"expires_at":1}},"logprobs":null,"finish_reason":"stop"}]}"#
    )
    #expect(
      completion
        == #"{"object":"chat.completion","choices":[{"stop_reason":7,"finish_reason":"stop","#
        + #""logprobs":{"content":[{"token":"H"},{"token":"m"}],"refusal":null},"#
        + #""message":{"role":"assistant","audio":{"id":"a","expires_at":1,"transcript":"Hm"}}}]}"#
    )
  }
}
