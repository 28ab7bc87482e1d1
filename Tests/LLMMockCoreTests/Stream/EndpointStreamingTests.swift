import LLMMockCore
import Testing

struct EndpointStreamingTests {
  private func stream(
    _ path: String,
    _ message: String,
    request: String = "{}"
  ) throws -> String {
    let events = try #require(
      Endpoint.of(path: path).stream(of: JSONTree(message).root, request: JSONTree(request).root)
    )
    return try String(decoding: StoredStream(events).bytes, as: UTF8.self)
  }

  @Test func `an Anthropic message is told block by block`() throws {
    let message = #"""
      {"id": "m", "type": "message", "role": "assistant", "model": "c", "content": [
        {"type": "thinking", "thinking": "Hm, well", "signature": "s=="},
        {"type": "redacted_thinking", "data": "x"},
        {"type": "text", "text": "Hello world", "citations": [{"cited_text": "w"}]},
        {"type": "tool_use", "id": "t", "name": "f", "input": {"q": "\ud83d\ude00", "n": 1.0}},
        {"type": "tool_use", "id": "u", "name": "g", "input": {}}
      ], "stop_reason": "tool_use", "stop_sequence": null,
       "usage": {"input_tokens": 3, "output_tokens": 20, "service_tier": "standard",
        "server_tool_use": {"web_search_requests": 1}}}
      """#
    #expect(
      try stream("/v1/messages", message) == #"""
        event: message_start
        data: {"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"c","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":1,"service_tier":"standard"}}}

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}

        event: ping
        data: {"type":"ping"}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm, well"}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"s=="}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":0}

        event: content_block_start
        data: {"type":"content_block_start","index":1,"content_block":{"type":"redacted_thinking","data":"x"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":1}

        event: content_block_start
        data: {"type":"content_block_start","index":2,"content_block":{"type":"text","text":"","citations":[]}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":2,"delta":{"type":"citations_delta","citation":{"cited_text": "w"}}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":2,"delta":{"type":"text_delta","text":"Hello"}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":2,"delta":{"type":"text_delta","text":" world"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":2}

        event: content_block_start
        data: {"type":"content_block_start","index":3,"content_block":{"type":"tool_use","id":"t","name":"f","input":{}}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":"{\"q\":"}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":" \"\\ud83d\\ude00\","}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":" \"n\":"}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":" 1.0}"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":3}

        event: content_block_start
        data: {"type":"content_block_start","index":4,"content_block":{"type":"tool_use","id":"u","name":"g","input":{}}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":4,"delta":{"type":"input_json_delta","partial_json":""}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":4}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"input_tokens":3,"output_tokens":20,"server_tool_use":{"web_search_requests": 1}}}

        event: message_stop
        data: {"type":"message_stop"}


        """#
    )
  }

  private let completion = #"""
    {"id": "c", "object": "chat.completion", "created": 1, "model": "g", "choices": [
      {"index": 0, "message": {"role": "assistant", "content": "Hello world", "refusal": null},
       "logprobs": null, "finish_reason": "stop"},
      {"index": 1, "message": {"role": "assistant", "content": null, "tool_calls": [
        {"id": "t", "type": "function", "function": {"name": "f", "arguments": "{\"a\":1}"}}]},
       "finish_reason": "tool_calls"}
    ], "usage": {"total_tokens": 5}}
    """#

  @Test func `a chat completion is told delta by delta`() throws {
    #expect(
      try stream("/v1/chat/completions", completion) == #"""
        data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"g","choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}]}

        data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"g","choices":[{"index":0,"delta":{"content":"Hello"},"logprobs":null,"finish_reason":null}]}

        data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"g","choices":[{"index":0,"delta":{"content":" world"},"logprobs":null,"finish_reason":null}]}

        data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"g","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}]}

        data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"g","choices":[{"index":1,"delta":{"role":"assistant","content":null},"finish_reason":null}]}

        data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"g","choices":[{"index":1,"delta":{"tool_calls":[{"index":0,"id":"t","type":"function","function":{"name":"f","arguments":""}}]},"finish_reason":null}]}

        data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"g","choices":[{"index":1,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"a\":1}"}}]},"finish_reason":null}]}

        data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"g","choices":[{"index":1,"delta":{},"finish_reason":"tool_calls"}]}

        data: [DONE]


        """#
    )
  }

  @Test func `the usage of a chat completion is told when the request asks for it`() throws {
    let text = try stream(
      "/v1/chat/completions",
      completion,
      request: #"{"stream_options": {"include_usage": true}}"#
    )
    let chunks = text.split(separator: "\n\n")
    #expect(chunks.count == 10)
    #expect(chunks.prefix(8).allSatisfy { $0.hasSuffix(#""usage":null}"#) })
    #expect(chunks[8].hasSuffix(#""choices":[],"usage":{"total_tokens": 5}}"#))
    #expect(chunks[9] == "data: [DONE]")
  }

  @Test func `probabilities are told with their tokens`() throws {
    let message = #"""
      {"choices": [{"message": {"content": "a b"}, "finish_reason": "stop",
        "logprobs": {"content": [{"token": "a", "logprob": -1}, {"token": " b", "logprob": -2}], "refusal": null}}]}
      """#
    let text = try stream("/v1/chat/completions", message)
    #expect(
      text.contains(
        #""delta":{"content":"a"},"logprobs":{"content":[{"token": "a", "logprob": -1}],"refusal":null}"#
      )
    )
    #expect(
      text.contains(
        #""delta":{"content":" b"},"logprobs":{"content":[{"token": " b", "logprob": -2}],"refusal":null}"#
      )
    )
  }

  @Test func `a response is told item by item`() throws {
    let response = #"""
      {"id": "r", "object": "response", "status": "completed", "usage": {"total_tokens": 1}, "output": [
        {"id": "rs", "type": "reasoning", "summary": [{"type": "summary_text", "text": "Hm"}]},
        {"id": "m", "type": "message", "status": "completed", "role": "assistant", "content": [
          {"type": "output_text", "text": "Hi", "annotations": [{"type": "x"}]}, {"type": "refusal", "refusal": "No"}]},
        {"id": "f", "type": "function_call", "status": "completed", "call_id": "c", "name": "g", "arguments": "{}"},
        {"id": "w", "type": "web_search_call", "status": "completed"}
      ]}
      """#
    let endpoint = Endpoint.of(path: "/v1/responses")
    let events = try #require(
      endpoint.stream(of: JSONTree(response).root, request: JSONTree("{}").root)
    )
    #expect(events.map { $0.json?["sequence_number"]?.int } == Array(0..<events.count))
    #expect(events.allSatisfy { $0.json?["type"]?.string == $0.name })
    #expect(
      events.map { $0.name ?? "" } == [
        "response.created", "response.in_progress", "response.output_item.added",
        "response.reasoning_summary_part.added", "response.reasoning_summary_text.delta",
        "response.reasoning_summary_text.done", "response.reasoning_summary_part.done",
        "response.output_item.done", "response.output_item.added", "response.content_part.added",
        "response.output_text.delta", "response.output_text.annotation.added",
        "response.output_text.done", "response.content_part.done", "response.content_part.added",
        "response.refusal.delta", "response.refusal.done", "response.content_part.done",
        "response.output_item.done", "response.output_item.added",
        "response.function_call_arguments.delta", "response.function_call_arguments.done",
        "response.output_item.done", "response.output_item.added",
        "response.web_search_call.in_progress", "response.web_search_call.searching",
        "response.web_search_call.completed", "response.output_item.done", "response.completed",
      ]
    )
    func text(_ index: Int) -> String { String(decoding: events[index].data, as: UTF8.self) }
    #expect(
      text(0) == #"{"type":"response.created","sequence_number":0,"response":"#
        + #"{"id":"r","object":"response","status":"in_progress","usage":null,"output":[]}}"#
    )
    #expect(
      text(10) == #"{"type":"response.output_text.delta","sequence_number":10,"item_id":"m","#
        + #""output_index":1,"content_index":0,"delta":"Hi","logprobs":[]}"#
    )
    #expect(
      text(19) == #"{"type":"response.output_item.added","sequence_number":19,"output_index":2,"#
        + #""item":{"id":"f","type":"function_call","status":"in_progress","call_id":"c","name":"g","arguments":""}}"#
    )
  }

  @Test(arguments: [
    ("completed", "response.completed"), ("incomplete", "response.incomplete"),
    ("failed", "response.failed"), ("queued", "response.completed"),
  ])
  func `the last event of a response says how it ended`(status: String, name: String) throws {
    let response = try JSONTree(#"{"status": "\#(status)", "output": []}"#).root
    let events = Endpoint.of(path: "/v1/responses").stream(of: response, request: response)
    #expect(events?.last?.name == name)
  }

  @Test(arguments: [
    ("/v1/messages", #"{"type": "error", "error": {}}"#),
    ("/v1/chat/completions", #"{"error": {}}"#),
    ("/v1/responses", #"{"output": "text"}"#),
    ("/v1/embeddings", #"{"data": []}"#),
    ("/v1beta/models/m:generateContent", #"{"candidates": []}"#),
    ("/other", #"{"content": [], "choices": [], "output": []}"#),
  ])
  func `what is no message has no stream`(path: String, body: String) throws {
    let root = try JSONTree(body).root
    #expect(Endpoint.of(path: path).stream(of: root, request: root) == nil)
  }

  @Test func `a long text is cut into not too many pieces, its characters whole`() throws {
    let text = String(repeating: #"\ud83d\ude00é\\\"日本 "#, count: 20_000)
    let message = try JSONTree(#"{"content": [{"type": "text", "text": "\#(text)"}]}"#).root
    let events = try #require(
      Endpoint.of(path: "/v1/messages").stream(of: message, request: message)
    )
    #expect(200...1000 ~= events.count)
    let pieces = events.compactMap { $0.json?["delta"]?["text"]?.string }
    #expect(!pieces.contains { $0.contains("\u{FFFD}") })
    #expect(pieces.joined() == message["content"]?.elements.map { $0 }.first?["text"]?.string)
  }

  @Test(
    arguments: [
      ("/v1/messages", "message_stop", #"{"type":"message_stop"}"#, true),
      ("/v1/messages", nil, #"{"type":"message_stop"}"#, true),
      ("/v1/messages", "message_delta", "{}", false),
      ("/v1/chat/completions", nil, "[DONE]", true),
      ("/v1/chat/completions", nil, "{}", false),
      ("/v1/completions", nil, "[DONE]", true),
      ("/v1/responses", "response.completed", "{}", true),
      ("/v1/responses", "response.failed", "{}", true),
      ("/v1/responses", nil, #"{"type":"response.incomplete"}"#, true),
      ("/v1/responses", "response.output_text.done", "{}", false),
      ("/v1beta/models/m:streamGenerateContent", nil, "{}", false),
    ] as [(String, String?, String, Bool)]
  )
  func `the last event of a stream is known`(
    path: String,
    name: String?,
    data: String,
    isTerminal: Bool
  ) {
    let event = WireEvent(name: name, data: Array(data.utf8))
    #expect(Endpoint.of(path: path).isTerminal(event) == isTerminal)
  }

  @Test(
    arguments: [
      ("error", "{}", true), ("error", "x", true), (nil, #"{"type":"error","message":"no"}"#, true),
      (nil, #"{"error":{"message":"no"}}"#, true), (nil, #"{"error":"no"}"#, true),
      (nil, #"{"error":null}"#, false), (nil, #"{"response":{"error":{"a":1}}}"#, false),
      (nil, "error", false), ("ping", "{}", false),
    ] as [(String?, String, Bool)]
  )
  func `an error is known`(name: String?, data: String, isError: Bool) {
    #expect(WireEvent(name: name, data: Array(data.utf8)).isError == isError)
  }
}
