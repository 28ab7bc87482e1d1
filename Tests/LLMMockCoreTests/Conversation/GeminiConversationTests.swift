import LLMMockCore
import Testing

struct GeminiConversationTests {
  private let path = "/v1beta/models/gemini-2.5-flash:generateContent"

  @Test func `a call is read as a whole`() throws {
    let found = try conversation(
      path,
      request: #"""
        {"systemInstruction": {"parts": [{"text": "Be terse."}]},
         "contents": [{"role": "user", "parts": [{"text": "Oslo?"}]},
           {"role": "model", "parts": [{"functionCall": {"name": "weather", "args": {"a": 1}}}]},
           {"role": "function", "parts": [{"functionResponse":
             {"name": "weather", "response": {"result": "14"}}}]}],
         "tools": [{"functionDeclarations": [{"name": "weather", "parameters":
             {"properties": {"a": {}}}}]}, {"googleSearch": {}}],
         "generationConfig": {"temperature": 0, "topK": 1}, "safetySettings": []}
        """#,
      response: #"""
        {"candidates": [{"content": {"parts": [{"text": "Hm", "thought": true},
             {"text": "Rain."}], "role": "model"}, "finishReason": "STOP", "index": 0}],
         "usageMetadata": {"promptTokenCount": 7, "candidatesTokenCount": 2,
           "thoughtsTokenCount": 3, "totalTokenCount": 12, "cachedContentTokenCount": 1},
         "modelVersion": "gemini-x", "responseId": "r"}
        """#
    )
    let expected = Conversation(
      model: "gemini-2.5-flash",
      turns: [
        Turn(.system, [.text("Be terse.")]),
        Turn(.user, [.text("Oslo?")]),
        Turn(.assistant, [.toolCall(ToolCall(name: "weather", arguments: #"{"a":1}"#))]),
        Turn(
          .tool,
          [.toolResult(ToolResult(name: "weather", parts: [.text(#"{"result":"14"}"#)]))]
        ),
      ],
      tools: [ToolDeclaration("weather", ["a"]), ToolDeclaration("googleSearch", isHosted: true)],
      parameters: [
        Conversation.Parameter("temperature", "0"), Conversation.Parameter("topK", "1"),
        Conversation.Parameter("safetySettings", "[]"),
      ],
      answer: Answer(
        turn: Turn(.assistant, [.thinking("Hm"), .text("Rain.")]),
        stopReason: "STOP",
        usage: Usage(input: 7, output: 2, total: 12, cached: 1, reasoning: 3),
        model: "gemini-x",
        id: "r",
        choices: 1
      )
    )
    #expect(found == expected)
  }

  @Test(arguments: [
    TurnCase(
      #"{"parts":[{"inlineData":{"mimeType":"image/png","data":"AAAA"}},{"inline_data":{"mime_type":"audio/mpeg","data":"AAAA"}},{"inlineData":{"mimeType":"application/pdf","data":"AAAA","displayName":"a"}}]}"#,
      .user,
      .image(Media(mediaType: "image/png", source: .inline(byteCount: 3))),
      .audio(Media(mediaType: "audio/mpeg", source: .inline(byteCount: 3))),
      .document(Media(name: "a", mediaType: "application/pdf", source: .inline(byteCount: 3)))
    ),
    TurnCase(
      #"{"role":"user","parts":[{"fileData":{"fileUri":"https://a","mimeType":"video/mp4"}}]}"#,
      .user,
      .document(Media(mediaType: "video/mp4", source: .url("https://a")))
    ),
    TurnCase(
      #"{"role":"model","parts":[{"executableCode":{"language":"PYTHON","code":"1+1"}},{"codeExecutionResult":{"outcome":"OUTCOME_FAILED","output":"no"}}]}"#,
      .assistant,
      .toolCall(ToolCall(name: "code_execution", arguments: "1+1")),
      .toolResult(ToolResult(name: "code_execution", parts: [.text("no")], isError: true))
    ),
    TurnCase(
      #"{"role":"model","parts":[{"toolCall":{"id":"t","toolType":"FILE_SEARCH"},"thoughtSignature":"x"},{"toolResponse":{"id":"t","toolType":"FILE_SEARCH"}}]}"#,
      .assistant,
      .toolCall(ToolCall(id: "t", name: "file_search", arguments: "")),
      .toolResult(ToolResult(id: "t", name: "file_search", parts: []))
    ),
    TurnCase(
      #"{"role":"model","parts":[{"thought":true,"thoughtSignature":"x"},{"text":"","thoughtSignature":"x"}]}"#,
      .assistant,
      .redactedThinking
    ),
    TurnCase(
      #"{"role":"user","parts":[{"function_response":{"id":"t","name":"f","response":{"a":1},"parts":[{"inlineData":{"mimeType":"image/png","data":"AAAA"}}]}}]}"#,
      .user,
      .toolResult(
        ToolResult(
          id: "t",
          name: "f",
          parts: [
            .text(#"{"a":1}"#),
            .image(Media(mediaType: "image/png", source: .inline(byteCount: 3))),
          ]
        )
      )
    ),
    TurnCase(#"{"parts":{"text":"one"}}"#, .user, .text("one")),
    TurnCase(#""plain""#, .user, .text("plain")),
    TurnCase(
      #"{"parts":[{"new":1}]}"#,
      .user,
      .other(type: "unknown", json: #"{"new":1}"#)
    ),
  ])
  func `a content is read by its parts`(example: TurnCase) throws {
    let found = try conversation(path, request: #"{"contents":[\#(example.json)]}"#)
    #expect(found.turns == [example.turn])
  }

  @Test func `a stream is read from events and from an array`() throws {
    let chunks = [
      #"{"candidates":[{"content":{"parts":[{"text":"Ra"}],"role":"model"}}]}"#,
      #"{"candidates":[{"content":{"parts":[{"text":"in"}]},"finishReason":"STOP"}]}"#,
    ]
    let expected = Answer(
      turn: Turn(.assistant, [.text("Rain")]),
      stopReason: "STOP",
      choices: 1
    )
    let events = chunks.map { #"{"data":\#($0)}"# }.joined(separator: ",")
    #expect(
      try conversation(path, request: "{}", response: "{}", events: "[\(events)]").answer
        == expected
    )
    let array = "[\(chunks.joined(separator: ",\r\n"))\n]\n"
    #expect(
      try conversation(path, request: "{}", response: "{}", responseText: array).answer
        == expected
    )
  }

  @Test func `a blocked prompt says why`() throws {
    let found = try conversation(
      path,
      request: "{}",
      response: #"{"promptFeedback":{"blockReason":"SAFETY"}}"#
    )
    #expect(found.answer == Answer(stopReason: "SAFETY"))
  }

  @Test func `a count of tokens asks about a whole request`() throws {
    let found = try conversation(
      "/v1beta/models/g:countTokens",
      request:
        #"{"generateContentRequest":{"model":"models/g","contents":[{"parts":[{"text":"A"}]}]}}"#,
      response: #"{"totalTokens":8,"promptTokensDetails":[]}"#
    )
    let expected = Conversation(
      model: "g",
      turns: [Turn(.user, [.text("A")])],
      answer: Answer(usage: Usage(input: 8))
    )
    #expect(found == expected)
  }
}
