import LLMMockCore
import Testing

struct AnthropicConversationTests {
  @Test func `a call is read as a whole`() throws {
    let found = try conversation(
      "/v1/messages",
      request: #"""
        {"model": "claude-sonnet-4-6", "max_tokens": 64, "stream": false, "temperature": 0.0,
         "system": [{"type": "text", "text": "Be terse.", "cache_control": {"type": "ephemeral"}}],
         "tools": [
           {"name": "weather", "input_schema": {"type": "object",
             "properties": {"city": {}, "unit": {}}}},
           {"type": "custom", "name": "clock", "input_schema": {}},
           {"type": "web_search_20250305", "name": "web_search"},
           {"type": "mcp_toolset", "mcp_server_name": "wiki"}],
         "tool_choice": {"type": "auto"},
         "messages": [{"role": "user", "content": "Oslo?"}]}
        """#,
      response: #"""
        {"id": "msg_1", "type": "message", "role": "assistant", "model": "claude-sonnet-4-6-x",
         "content": [{"type": "text", "text": "Let me look."},
           {"type": "tool_use", "id": "toolu_1", "name": "weather", "input": {"city": "Oslo"}}],
         "stop_reason": "tool_use", "stop_sequence": null,
         "usage": {"input_tokens": 10, "cache_read_input_tokens": 4, "output_tokens": 9}}
        """#
    )
    let expected = Conversation(
      model: "claude-sonnet-4-6",
      turns: [Turn(.system, [.text("Be terse.")]), Turn(.user, [.text("Oslo?")])],
      tools: [
        ToolDeclaration("weather", ["city", "unit"]), ToolDeclaration("clock"),
        ToolDeclaration("web_search", isHosted: true), ToolDeclaration("wiki", isHosted: true),
      ],
      parameters: [
        Conversation.Parameter("max_tokens", "64"), Conversation.Parameter("temperature", "0.0"),
        Conversation.Parameter("tool_choice", #"{"type":"auto"}"#),
      ],
      answer: Answer(
        turn: Turn(
          .assistant,
          [
            .text("Let me look."),
            .toolCall(ToolCall(id: "toolu_1", name: "weather", arguments: #"{"city":"Oslo"}"#)),
          ]
        ),
        stopReason: "tool_use",
        usage: Usage(input: 10, output: 9, cached: 4),
        model: "claude-sonnet-4-6-x",
        id: "msg_1",
        choices: 1
      )
    )
    #expect(found == expected)
  }

  @Test(arguments: [
    TurnCase(#"{"role":"user","content":"Hi"}"#, .user, .text("Hi")),
    TurnCase(#"{"role":"user","content":null}"#, .user),
    TurnCase(#"{"role":"user","content":""}"#, .user),
    TurnCase(#"{"role":"assistant","content":[]}"#, .assistant),
    TurnCase(
      #"{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}"#,
      .user,
      .text("a"),
      .text("b")
    ),
    TurnCase(
      #"{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAAAAA="}}]}"#,
      .user,
      .image(Media(mediaType: "image/png", source: .inline(byteCount: 5)))
    ),
    TurnCase(
      #"{"role":"user","content":[{"type":"image","source":{"type":"url","url":"https://a/b.png"}}]}"#,
      .user,
      .image(Media(source: .url("https://a/b.png")))
    ),
    TurnCase(
      #"{"role":"user","content":[{"type":"document","title":"T","source":{"type":"text","media_type":"text/plain","data":"four"}},{"type":"document","source":{"type":"file","file_id":"f1"}}]}"#,
      .user,
      .document(Media(name: "T", mediaType: "text/plain", source: .inline(byteCount: 4))),
      .document(Media(source: .file(id: "f1")))
    ),
    TurnCase(
      #"{"role":"user","content":[{"type":"container_upload","file_id":"f2"}]}"#,
      .user,
      .document(Media(source: .file(id: "f2")))
    ),
    TurnCase(
      #"{"role":"assistant","content":[{"type":"thinking","thinking":"Hm","signature":"s"},{"type":"redacted_thinking","data":"x"},{"type":"thinking","thinking":"","signature":"s"}]}"#,
      .assistant,
      .thinking("Hm"),
      .redactedThinking,
      .redactedThinking
    ),
    TurnCase(
      #"{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"14 C"}]}"#,
      .user,
      .toolResult(ToolResult(id: "t", parts: [.text("14 C")]))
    ),
    TurnCase(
      #"{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","is_error":true,"content":[{"type":"text","text":"no"},{"type":"image","source":{"type":"file","file_id":"f"}}]}]}"#,
      .user,
      .toolResult(
        ToolResult(
          id: "t",
          parts: [.text("no"), .image(Media(source: .file(id: "f")))],
          isError: true
        )
      )
    ),
    TurnCase(
      #"{"role":"user","content":[{"type":"tool_result","tool_use_id":"t"}]}"#,
      .user,
      .toolResult(ToolResult(id: "t", parts: []))
    ),
    TurnCase(
      #"{"role":"user","content":[{"type":"compaction","content":"old"}]}"#,
      .user,
      .other(type: "compaction", json: #"{"type":"compaction","content":"old"}"#)
    ),
    TurnCase(
      #"{"role":"user","content":[{"type":"search_result","title":"T","source":"https://a","content":[{"type":"text","text":"found"}]}]}"#,
      .user,
      .document(Media(name: "T", source: .url("https://a"))),
      .text("found")
    ),
    TurnCase(#"{"role":"system","content":"Now"}"#, .system, .text("Now")),
    TurnCase(#"{"role":"narrator","content":"Once"}"#, .other("narrator"), .text("Once")),
    TurnCase(#"{"content":["plain"]}"#, .user, .text("plain")),
    TurnCase(#"7"#, .user, .other(type: "unknown", json: "7")),
  ])
  func `a message is read by its blocks`(example: TurnCase) throws {
    let found = try conversation("/v1/messages", request: #"{"messages":[\#(example.json)]}"#)
    #expect(found.turns == [example.turn])
  }

  @Test(arguments: [
    AnswerCase(
      #"{"type":"server_tool_use","id":"s","name":"web_search","input":{"query":"q"}}"#,
      .toolCall(ToolCall(id: "s", name: "web_search", arguments: #"{"query":"q"}"#))
    ),
    AnswerCase(
      #"{"type":"web_search_tool_result","tool_use_id":"s","content":[{"type":"web_search_result","title":"T","url":"https://a","encrypted_content":"x"}]}"#,
      .toolResult(
        ToolResult(
          id: "s",
          name: "web_search",
          parts: [.document(Media(name: "T", source: .url("https://a")))]
        )
      )
    ),
    AnswerCase(
      #"{"type":"bash_code_execution_tool_result","tool_use_id":"s","content":{"type":"bash_code_execution_result","stdout":"42","stderr":"","return_code":0}}"#,
      .toolResult(ToolResult(id: "s", name: "bash_code_execution", parts: [.text("42")]))
    ),
    AnswerCase(
      #"{"type":"code_execution_tool_result","tool_use_id":"s","content":{"type":"code_execution_tool_result_error","error_code":"unavailable"}}"#,
      .toolResult(
        ToolResult(
          id: "s",
          name: "code_execution",
          parts: [
            .other(
              type: "code_execution_tool_result_error",
              json: #"{"type":"code_execution_tool_result_error","error_code":"unavailable"}"#
            )
          ],
          isError: true
        )
      )
    ),
    AnswerCase(
      #"{"type":"web_fetch_tool_result","tool_use_id":"s","content":{"type":"web_fetch_result","url":"https://a"}}"#,
      .toolResult(
        ToolResult(
          id: "s",
          name: "web_fetch",
          parts: [.document(Media(source: .url("https://a")))]
        )
      )
    ),
    AnswerCase(
      #"{"type":"mcp_tool_use","id":"m","name":"ask","input":{},"server_name":"w"},{"type":"mcp_tool_result","tool_use_id":"m","is_error":false,"content":[{"type":"text","text":"yes"}]}"#,
      .toolCall(ToolCall(id: "m", name: "ask", arguments: "{}")),
      .toolResult(ToolResult(id: "m", name: "ask", parts: [.text("yes")]))
    ),
  ])
  func `tools that Anthropic runs are calls and results too`(example: AnswerCase) throws {
    let found = try conversation(
      "/v1/messages",
      request: "{}",
      response: #"{"content":[\#(example.json)]}"#
    )
    #expect(found.answer == Answer(turn: Turn(.assistant, example.parts), choices: 1))
  }

  @Test func `a result takes its name from the call`() throws {
    let found = try conversation(
      "/v1/messages",
      request: #"""
        {"messages": [
          {"role": "assistant", "content": [{"type": "tool_use", "id": "t", "name": "clock"}]},
          {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t", "content": "8"}]}
        ]}
        """#
    )
    #expect(
      found.turns.last
        == Turn(.user, [.toolResult(ToolResult(id: "t", name: "clock", parts: [.text("8")]))])
    )
  }

  @Test func `a count of tokens is the input`() throws {
    let found = try conversation(
      "/v1/messages/count_tokens",
      request: "{}",
      response: #"{"input_tokens":14}"#
    )
    #expect(found.answer == Answer(usage: Usage(input: 14)))
  }

  @Test func `an error is told`() throws {
    let found = try conversation(
      "/v1/messages",
      request: "{}",
      response: #"{"type":"error","error":{"type":"authentication_error","message":"no"}}"#
    )
    #expect(
      found.answer
        == Answer(error: Answer.Failure(type: "authentication_error", message: "no"))
    )
  }

  @Test func `a stream reads like the message it stands for`() throws {
    let found = try conversation(
      "/v1/messages",
      request: "{}",
      response: "{}",
      events: #"""
        [{"event": "message_start", "data": {"type": "message_start", "message":
           {"id": "m", "model": "c", "content": [], "usage": {"input_tokens": 3}}}},
         {"event": "content_block_start", "data": {"type": "content_block_start", "index": 0,
           "content_block": {"type": "text", "text": ""}}},
         {"event": "content_block_delta", "data": {"type": "content_block_delta", "index": 0,
           "delta": {"type": "text_delta", "text": "Hi"}}},
         {"event": "message_delta", "data": {"type": "message_delta",
           "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 2}}}]
        """#
    )
    #expect(
      found.answer
        == Answer(
          turn: Turn(.assistant, [.text("Hi")]),
          stopReason: "end_turn",
          usage: Usage(input: 3, output: 2),
          model: "c",
          id: "m",
          choices: 1
        )
    )
  }
}
