import LLMMockCore
import TestSupport
import Testing

/// Files are written by hand, by other tools and by people who mean no good.
struct OddConversationTests {
  private static let paths =
    Provider.all.flatMap { $0.endpoints.map(\.path) } + ["/v1/something/else"]

  private static let samples = [
    #"{"system":[{"type":"text","text":"s"}],"tools":[{"name":"n","input_schema":{"properties":{"a":{}}}}],"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"image","source":{"data":"AAAA"}}]}]},{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"n","input":{"a":1}}]}]}"#,
    #"{"messages":[{"role":"assistant","content":[{"type":"image_url","image_url":{"url":"data:,x"}}],"tool_calls":[{"id":"t","function":{"name":"f","arguments":"{}"}}],"audio":{"data":"AA"},"reasoning_details":[{"text":"t"}]}],"tools":[{"type":"function","function":{"name":"f"}}]}"#,
    #"{"input":[{"type":"function_call","call_id":"c","name":"f","arguments":"{}"},{"type":"code_interpreter_call","code":"c","outputs":[{"logs":"l"}]},{"type":"reasoning","summary":[{"text":"t"}]}],"tools":[{"type":"namespace","name":"n","tools":[{"type":"function"}]}]}"#,
    #"{"contents":[{"role":"user","parts":[{"inlineData":{"data":"AA"}},{"functionResponse":{"name":"f","response":{"a":1},"parts":[{"text":"t"}]}}]}],"tools":[{"functionDeclarations":[{"name":"f"}]}],"generationConfig":{"a":1}}"#,
    #"{"id":"i","type":"message","object":"chat.completion","choices":[{"message":{"content":"c"},"finish_reason":"stop"}],"content":[{"type":"text","text":"t"}],"output":[{"type":"message","content":[{"type":"output_text","text":"t"}]}],"candidates":[{"content":{"parts":[{"text":"t"}]}}],"data":[{"embedding":[1]}],"usage":{"input_tokens":1},"usageMetadata":{"promptTokenCount":1},"error":{"message":"m"}}"#,
    #"[{"event":"e","data":{"type":"message_start","message":{"content":[],"usage":{"input_tokens":1}}}},{"data":{"type":"content_block_start","index":0,"content_block":{"type":"tool_use"}}},{"data":{"type":"content_block_delta","index":0,"delta":{"partial_json":"{}","text":"t","citation":{}}}},{"data":{"type":"message_delta","delta":{"stop_reason":"s"},"usage":{"output_tokens":1}}}]"#,
    #"[{"data":{"object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"c","tool_calls":[{"index":0,"id":"i","function":{"name":"f","arguments":"a"}}]},"finish_reason":"stop"}],"usage":{"prompt_tokens":1},"x_groq":{"usage":{}}}}]"#,
    #"[{"data":{"type":"response.created","response":{"output":[]}}},{"data":{"type":"response.output_item.added","output_index":0,"item":{"type":"message"}}},{"data":{"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"d"}}]"#,
    #"[{"data":{"candidates":[{"index":0,"content":{"parts":[{"text":"t"}]}}],"usageMetadata":{}}}]"#,
  ]

  @Test(arguments: samples)
  func `any value in any place is read`(sample: String) throws {
    let odd = [
      "null", "7", "-1.5e300", #""x""#, #""""#, "true", "[]", "{}", "[[[]]]", "[null]",
      #"{"type":7}"#, #"[{"type":"tool_result","content":[{"type":"tool_result"}]}]"#,
      "99999999999999999999",
    ]
    var random = SeededGenerator()
    let bytes = Array(sample.utf8)
    for range in ranges(of: try JSONTree(bytes).root) {
      let value = try #require(odd.randomElement(using: &random))
      let path = try #require(Self.paths.randomElement(using: &random))
      let edit = TextEdit(of: bytes, replacing: [(range, Array(value.utf8))])
      let tree = try JSONTree(try #require(edit.applied(to: bytes)))
      readEverything(tree.root, endpoint: Endpoint.of(path: path), "LLM_MOCK_SEED=\(random.seed)")
    }
  }

  @Test(arguments: [
    (#"{"messages":[{"role":"user","content":"#, #"[{"type":"tool_result","content":"#, "}]"),
    (#"{"messages":[{"role":"user","content":"#, #"[{"type":"search_result","content":"#, "}]"),
    (#"{"input":[{"role":"user","content":"#, #"[{"content":"#, "}]"),
    (#"{"tools":[{"tools":"#, #"[{"type":"namespace","tools":"#, "}]"),
    (#"{"contents":[{"parts":"#, #"[{"functionResponse":{"parts":"#, "}}]"),
    (#"{"messages":[{"tool_calls":[{"function":{"arguments":"#, #"[{"a":"#, "}]"),
  ])
  func `nesting without end is read`(start: String, opening: String, closing: String) throws {
    let depth = 3_000
    let nested =
      String(repeating: opening, count: depth) + "1" + String(repeating: closing, count: depth)
    // What `start` opened is closed by its own brackets in reverse.
    let end = start.reversed().compactMap { ["{": "}", "[": "]"][$0] }.joined()
    let tree = try JSONTree(start + nested + end)
    for path in Self.paths { readEverything(tree.root, endpoint: Endpoint.of(path: path)) }
  }

  private func ranges(of root: JSONValue) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var open = [root]
    while let value = open.popLast() {
      found.append(value.range)
      open += value.elements
      open += value.members.map(\.value)
    }
    return found
  }

  private func readEverything(
    _ value: JSONValue,
    endpoint: Endpoint,
    _ comment: Comment? = nil
  ) {
    let conversation = Conversation.read(
      endpoint: endpoint,
      request: value,
      response: value.kind == .object ? value : nil,
      events: StreamEvent.read(value)
    )
    let facts = Transcript.Facts(path: endpoint.path, provider: "p")
    #expect(!Transcript(facts: facts, conversation: conversation).lines(width: 40).isEmpty, comment)
    #expect(Preview.of(value, endpoint: endpoint).unicodeScalars.count <= Preview.limit)
    #expect(Preview.lastMessage(value, endpoint: endpoint).unicodeScalars.count <= Preview.limit)
  }
}
