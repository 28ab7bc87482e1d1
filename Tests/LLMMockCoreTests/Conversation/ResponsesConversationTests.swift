import LLMMockCore
import Testing

struct ResponsesConversationTests {
  @Test func `a call is read as a whole`() throws {
    let found = try conversation(
      "/v1/responses",
      request: #"""
        {"model": "gpt-5", "instructions": "Be terse.", "store": false, "input": [
           {"role": "user", "content": [{"type": "input_text", "text": "Oslo?"}]},
           {"type": "reasoning", "id": "rs", "summary": [], "encrypted_content": "x"},
           {"type": "function_call", "call_id": "c1", "name": "weather", "arguments": "{}"},
           {"type": "function_call", "call_id": "c2", "name": "clock", "namespace": "n",
            "arguments": "{}"},
           {"type": "function_call_output", "call_id": "c1", "output": "14"},
           {"type": "function_call_output", "call_id": "c2",
            "output": [{"type": "input_image", "file_id": "f"}]}],
         "tools": [{"type": "function", "name": "weather", "parameters":
             {"properties": {"city": {}}}}, {"type": "web_search"},
           {"type": "namespace", "name": "n", "tools": [{"type": "function", "name": "clock"}]},
           {"type": "mcp", "server_label": "wiki"}]}
        """#,
      response: #"""
        {"id": "resp_1", "object": "response", "status": "incomplete", "model": "gpt-5-x",
         "error": null, "incomplete_details": {"reason": "max_output_tokens"}, "output": [
           {"type": "reasoning", "summary": [{"type": "summary_text", "text": "Hm"}],
            "content": [{"type": "reasoning_text", "text": "hm"}]},
           {"type": "message", "role": "assistant", "content": [
             {"type": "output_text", "text": "Rain.", "annotations": []},
             {"type": "refusal", "refusal": "No."}]}],
         "usage": {"input_tokens": 5, "output_tokens": 6, "total_tokens": 11,
           "input_tokens_details": {"cached_tokens": 1},
           "output_tokens_details": {"reasoning_tokens": 2}}}
        """#
    )
    let expected = Conversation(
      model: "gpt-5",
      turns: [
        Turn(.system, [.text("Be terse.")]),
        Turn(.user, [.text("Oslo?")]),
        Turn(
          .assistant,
          [
            .redactedThinking,
            .toolCall(ToolCall(id: "c1", name: "weather", arguments: "{}")),
            .toolCall(ToolCall(id: "c2", name: "n.clock", arguments: "{}")),
          ]
        ),
        Turn(
          .tool,
          [
            .toolResult(ToolResult(id: "c1", name: "weather", parts: [.text("14")])),
            .toolResult(
              ToolResult(
                id: "c2",
                name: "n.clock",
                parts: [.image(Media(source: .file(id: "f")))]
              )
            ),
          ]
        ),
      ],
      tools: [
        ToolDeclaration("weather", ["city"]), ToolDeclaration("web_search", isHosted: true),
        ToolDeclaration("n.clock"), ToolDeclaration("wiki", isHosted: true),
      ],
      parameters: [Conversation.Parameter("store", "false")],
      answer: Answer(
        turn: Turn(.assistant, [.thinking("Hm\n\nhm"), .text("Rain."), .refusal("No.")]),
        stopReason: "max_output_tokens",
        usage: Usage(input: 5, output: 6, total: 11, cached: 1, reasoning: 2),
        model: "gpt-5-x",
        id: "resp_1",
        choices: 1
      )
    )
    #expect(found == expected)
  }

  @Test(arguments: [
    TurnCase(#""Hi""#, .user, .text("Hi")),
    TurnCase(#"{"role":"user","content":"Hi"}"#, .user, .text("Hi")),
    TurnCase(
      #"{"type":"message","role":"developer","content":"Hi"}"#,
      .other("developer"),
      .text("Hi")
    ),
    TurnCase(
      #"{"role":"user","content":[{"type":"input_file","filename":"a.txt","file_data":"data:text/plain;base64,AAAA"},{"type":"input_file","file_url":"https://a"},{"type":"input_image","image_url":"data:image/png;base64,AAAA"}]}"#,
      .user,
      .document(Media(name: "a.txt", mediaType: "text/plain", source: .inline(byteCount: 3))),
      .document(Media(source: .url("https://a"))),
      .image(Media(mediaType: "image/png", source: .inline(byteCount: 3)))
    ),
    TurnCase(
      #"{"type":"web_search_call","id":"w","status":"completed","action":{"query":"q"}}"#,
      .assistant,
      .toolCall(ToolCall(id: "w", name: "web_search", arguments: #"{"query":"q"}"#))
    ),
    TurnCase(
      #"{"type":"file_search_call","id":"w","queries":["q"],"results":[{"text":"found"}]}"#,
      .assistant,
      .toolCall(ToolCall(id: "w", name: "file_search", arguments: #"{"queries":["q"]}"#)),
      .toolResult(ToolResult(id: "w", name: "file_search", parts: [.text("found")]))
    ),
    TurnCase(
      #"{"type":"code_interpreter_call","id":"w","code":"1+1","outputs":[{"type":"logs","logs":"2"},{"type":"image","url":"data:image/png;base64,AAAA"}]}"#,
      .assistant,
      .toolCall(ToolCall(id: "w", name: "code_interpreter", arguments: "1+1")),
      .toolResult(
        ToolResult(
          id: "w",
          name: "code_interpreter",
          parts: [
            .text("2"), .image(Media(mediaType: "image/png", source: .inline(byteCount: 3))),
          ]
        )
      )
    ),
    TurnCase(
      #"{"type":"mcp_call","id":"w","name":"ask","arguments":"{}","output":"yes","error":null}"#,
      .assistant,
      .toolCall(ToolCall(id: "w", name: "ask", arguments: "{}")),
      .toolResult(ToolResult(id: "w", name: "ask", parts: [.text("yes")]))
    ),
    TurnCase(
      #"{"type":"mcp_call","id":"w","name":"ask","arguments":"{}","output":null,"error":"no"}"#,
      .assistant,
      .toolCall(ToolCall(id: "w", name: "ask", arguments: "{}")),
      .toolResult(ToolResult(id: "w", name: "ask", parts: [.text("no")], isError: true))
    ),
    TurnCase(
      #"{"type":"custom_tool_call","call_id":"w","name":"sql","input":"select 1"}"#,
      .assistant,
      .toolCall(ToolCall(id: "w", name: "sql", arguments: "select 1"))
    ),
    TurnCase(
      #"{"type":"image_generation_call","id":"w","result":"AAAA","output_format":"webp"}"#,
      .assistant,
      .image(Media(mediaType: "image/webp", source: .inline(byteCount: 3)))
    ),
    TurnCase(
      #"{"type":"item_reference","id":"w"}"#,
      .assistant,
      .other(type: "item_reference", json: #"{"type":"item_reference","id":"w"}"#)
    ),
    TurnCase(
      #"{"type":"tool_search_output","tools":[]}"#,
      .tool,
      .other(type: "tool_search_output", json: #"{"type":"tool_search_output","tools":[]}"#)
    ),
  ])
  func `an item of the input is read by its type`(example: TurnCase) throws {
    let found = try conversation("/v1/responses", request: #"{"input":[\#(example.json)]}"#)
    #expect(found.turns == [example.turn])
  }

  @Test func `an input may be a text, and a failure an object`() throws {
    let found = try conversation(
      "/v1/responses",
      request: #"{"input":"Hi"}"#,
      response: #"{"status":"failed","error":{"code":"server_error","message":"no"},"output":[]}"#
    )
    let expected = Conversation(
      turns: [Turn(.user, [.text("Hi")])],
      answer: Answer(
        stopReason: "failed",
        error: Answer.Failure(type: "server_error", message: "no")
      )
    )
    #expect(found == expected)
  }
}
