import LLMMockCore
import Testing

struct ChatConversationTests {
  @Test func `a call is read as a whole`() throws {
    let found = try conversation(
      "/v1/chat/completions",
      request: #"""
        {"model": "gpt-4o", "messages": [{"role": "developer", "content": "Be terse."},
           {"role": "user", "content": "Oslo?"}],
         "tools": [{"type": "function", "function": {"name": "weather", "parameters":
             {"type": "object", "properties": {"city": {}}}}},
           {"type": "custom", "custom": {"name": "sql"}}, {"type": "openrouter:web_search"}],
         "functions": [{"name": "old", "parameters": {"properties": {"a": {}}}}],
         "stream": false, "stream_options": null, "seed": 7, "stop": null}
        """#,
      response: #"""
        {"id": "c", "object": "chat.completion", "model": "gpt-4o-2024", "choices": [
           {"index": 0, "finish_reason": "stop", "message": {"role": "assistant",
             "content": "Rain.", "refusal": null, "annotations": []}},
           {"index": 1, "finish_reason": "stop", "message": {"content": "Snow."}}],
         "usage": {"prompt_tokens": 12, "completion_tokens": 3, "total_tokens": 15,
           "prompt_tokens_details": {"cached_tokens": 8},
           "completion_tokens_details": {"reasoning_tokens": 1}}}
        """#
    )
    let expected = Conversation(
      model: "gpt-4o",
      turns: [
        Turn(.other("developer"), [.text("Be terse.")]), Turn(.user, [.text("Oslo?")]),
      ],
      tools: [
        ToolDeclaration("weather", ["city"]), ToolDeclaration("sql"),
        ToolDeclaration("openrouter:web_search", isHosted: true), ToolDeclaration("old", ["a"]),
      ],
      parameters: [
        Conversation.Parameter("seed", "7"), Conversation.Parameter("stop", "null"),
      ],
      answer: Answer(
        turn: Turn(.assistant, [.text("Rain.")]),
        stopReason: "stop",
        usage: Usage(input: 12, output: 3, total: 15, cached: 8, reasoning: 1),
        model: "gpt-4o-2024",
        id: "c",
        choices: 2
      )
    )
    #expect(found == expected)
  }

  @Test(arguments: [
    TurnCase(#"{"role":"system","content":"S"}"#, .system, .text("S")),
    TurnCase(
      #"{"role":"user","content":[{"type":"text","text":"What?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAAAAAA"}}]}"#,
      .user,
      .text("What?"),
      .image(Media(mediaType: "image/png", source: .inline(byteCount: 6)))
    ),
    TurnCase(
      #"{"role":"user","content":[{"type":"image_url","image_url":"https://a/b.png"}]}"#,
      .user,
      .image(Media(source: .url("https://a/b.png")))
    ),
    TurnCase(
      #"{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}}]}"#,
      .user,
      .audio(Media(mediaType: "wav", source: .inline(byteCount: 3)))
    ),
    TurnCase(
      #"{"role":"user","content":[{"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,AAAA"}},{"type":"file","file":{"file_id":"f"}}]}"#,
      .user,
      .document(
        Media(name: "a.pdf", mediaType: "application/pdf", source: .inline(byteCount: 3))
      ),
      .document(Media(source: .file(id: "f")))
    ),
    TurnCase(
      #"{"role":"user","content":[{"type":"video_url","video_url":{"url":"https://a/v"}}]}"#,
      .user,
      .document(Media(source: .url("https://a/v")))
    ),
    TurnCase(
      #"{"role":"user","content":[{"role":"user","content":"nested"}]}"#,
      .user,
      .text("nested")
    ),
    TurnCase(
      #"{"role":"assistant","content":null,"tool_calls":[{"id":"t","type":"function","function":{"name":"f","arguments":"{\"a\": 1"}}]}"#,
      .assistant,
      .toolCall(ToolCall(id: "t", name: "f", arguments: #"{"a": 1"#))
    ),
    TurnCase(
      #"{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":{"a":1}}},{"type":"custom","id":"u","custom":{"name":"sql","input":"select 1"}}]}"#,
      .assistant,
      .toolCall(ToolCall(name: "f", arguments: #"{"a":1}"#)),
      .toolCall(ToolCall(id: "u", name: "sql", arguments: "select 1"))
    ),
    TurnCase(
      #"{"role":"assistant","content":"x","function_call":{"name":"f","arguments":"{}"}}"#,
      .assistant,
      .text("x"),
      .toolCall(ToolCall(name: "f", arguments: "{}"))
    ),
    TurnCase(
      #"{"role":"tool","tool_call_id":"t","content":"14"}"#,
      .tool,
      .toolResult(ToolResult(id: "t", parts: [.text("14")]))
    ),
    TurnCase(
      #"{"role":"function","name":"f","content":"14"}"#,
      .tool,
      .toolResult(ToolResult(name: "f", parts: [.text("14")]))
    ),
    TurnCase(
      #"{"role":"assistant","content":"A","reasoning":"R","reasoning_content":"R"}"#,
      .assistant,
      .thinking("R"),
      .text("A")
    ),
    TurnCase(
      #"{"role":"assistant","reasoning_details":[{"type":"reasoning.encrypted","data":"x"}]}"#,
      .assistant,
      .redactedThinking
    ),
    TurnCase(
      #"{"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"R"}]},{"type":"text","text":"A"}]}"#,
      .assistant,
      .thinking("R"),
      .text("A")
    ),
    TurnCase(#"{"role":"assistant","refusal":"No."}"#, .assistant, .refusal("No.")),
    TurnCase(
      #"{"role":"assistant","content":{"title":"T"}}"#,
      .assistant,
      .text(#"{"title":"T"}"#)
    ),
    TurnCase(
      #"{"role":"assistant","content":null,"audio":{"id":"a","data":"AAAA","transcript":"Hi"}}"#,
      .assistant,
      .audio(Media(source: .inline(byteCount: 3))),
      .text("Hi")
    ),
    TurnCase(
      #"{"role":"assistant","content":"A","audio":{"id":"","data":""},"function_call":{"name":"","arguments":""},"refusal":""}"#,
      .assistant,
      .text("A")
    ),
    TurnCase(
      #"{"role":"assistant","content":"A","executed_tools":[{"type":"search","arguments":"{}","output":"found"}]}"#,
      .assistant,
      .text("A"),
      .toolCall(ToolCall(name: "search", arguments: "{}")),
      .toolResult(ToolResult(name: "search", parts: [.text("found")]))
    ),
    TurnCase(#""just text""#, .user, .text("just text")),
  ])
  func `a message is read with all its members`(example: TurnCase) throws {
    let found = try conversation(
      "/v1/chat/completions",
      request: #"{"messages":[\#(example.json)]}"#
    )
    #expect(found.turns == [example.turn])
  }

  @Test(
    arguments: [
      (#"{"error":{"message":"m","type":"t","code":"c"}}"#, "t", "m"),
      (#"{"error":{"code":"404","message":"m"}}"#, "404", "m"),
      (#"{"error":{"code":429,"message":"m"}}"#, "429", "m"),
      (#"{"code":"invalid-argument","error":"m"}"#, "invalid-argument", "m"),
      (#"{"error":"m"}"#, nil, "m"),
      (#"{"detail":"m"}"#, nil, "m"),
      (#"{"object":"error","message":"m","type":"t","code":3000}"#, "t", "m"),
      (#"{"error":{"odd":1}}"#, nil, #"{"odd":1}"#),
    ] as [(String, String?, String)]
  )
  func `errors are told in every form they have`(
    response: String,
    type: String?,
    message: String
  ) throws {
    let found = try conversation("/v1/chat/completions", request: "{}", response: response)
    #expect(found.answer == Answer(error: Answer.Failure(type: type, message: message)))
  }

  @Test func `an answer without choices is none`() throws {
    let found = try conversation(
      "/v1/chat/completions",
      request: "{}",
      response: #"{"choices":[],"error":null}"#
    )
    #expect(found.answer == Answer())
  }

  @Test func `completions continue a prompt`() throws {
    let found = try conversation(
      "/v1/completions",
      request: #"{"prompt":["A","B",[1,2]],"n":2}"#,
      response: #"{"id":"c","choices":[{"text":"C","finish_reason":"stop"},{"text":"D"}]}"#
    )
    let expected = Conversation(
      turns: [Turn(.user, [.text("A"), .text("B"), .other(type: "tokens", json: "[1,2]")])],
      parameters: [Conversation.Parameter("n", "2")],
      answer: Answer(
        turn: Turn(.assistant, [.text("C")]),
        stopReason: "stop",
        id: "c",
        choices: 2
      )
    )
    #expect(found == expected)
  }
}
