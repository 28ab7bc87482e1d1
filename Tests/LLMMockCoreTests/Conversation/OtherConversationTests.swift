import LLMMockCore
import Testing

struct OtherConversationTests {
  @Test(arguments: [
    (
      "/v1/embeddings", #"{"model":"e","input":"A","dimensions":3}"#,
      #"{"object":"list","model":"e1","data":[{"embedding":[1,2,3]}],"usage":{"prompt_tokens":1,"total_tokens":1}}"#,
      Conversation(
        model: "e",
        turns: [Turn(.user, [.text("A")])],
        parameters: [Conversation.Parameter("dimensions", "3")],
        answer: Answer(
          usage: Usage(input: 1, total: 1),
          model: "e1",
          embeddings: Answer.Embeddings(count: 1, dimensions: 3)
        )
      )
    ),
    (
      "/v1/embeddings", #"{"input":["A","B"]}"#,
      #"{"data":[{"embedding":"AAAAAAAAAAA="},{"embedding":"AAAAAAAAAAA="}]}"#,
      Conversation(
        turns: [Turn(.user, [.text("A"), .text("B")])],
        answer: Answer(embeddings: Answer.Embeddings(count: 2, dimensions: 2))
      )
    ),
    (
      "/v1/embeddings", #"{"input":[1, 2]}"#, "{}",
      Conversation(turns: [Turn(.user, [.other(type: "tokens", json: "[1,2]")])])
    ),
    (
      "/v1beta/models/e:embedContent", #"{"content":{"parts":[{"text":"A"}]},"taskType":"T"}"#,
      #"{"embedding":{"values":[1,2]}}"#,
      Conversation(
        model: "e",
        turns: [Turn(.user, [.text("A")])],
        parameters: [Conversation.Parameter("taskType", #""T""#)],
        answer: Answer(embeddings: Answer.Embeddings(count: 1, dimensions: 2))
      )
    ),
    (
      "/v1beta/models/e:batchEmbedContents",
      #"{"requests":[{"content":{"parts":[{"text":"A"}]}},{"content":{"parts":[{"text":"B"}]}}]}"#,
      #"{"embeddings":[{"values":[1]},{"values":[2]}],"usageMetadata":{"promptTokenCount":4}}"#,
      Conversation(
        model: "e",
        turns: [Turn(.user, [.text("A")]), Turn(.user, [.text("B")])],
        answer: Answer(
          usage: Usage(input: 4),
          embeddings: Answer.Embeddings(count: 2, dimensions: 1)
        )
      )
    ),
  ])
  func `embeddings are counted`(
    path: String,
    request: String,
    response: String,
    expected: Conversation
  ) throws {
    #expect(try conversation(path, request: request, response: response) == expected)
  }

  @Test(arguments: [
    (
      #"{"messages":[{"role":"user","content":"A"}]}"#,
      #"{"object":"chat.completion","choices":[{"message":{"content":"B"}}]}"#
    ),
    (
      #"{"system":"","messages":[{"role":"user","content":[{"type":"text","text":"A"}]}]}"#,
      #"{"type":"message","content":[{"type":"text","text":"B"}]}"#
    ),
    (#"{"input":"A"}"#, #"{"object":"response","output":[{"type":"message","content":"B"}]}"#),
    (
      #"{"contents":[{"parts":[{"text":"A"}]}]}"#,
      #"{"candidates":[{"content":{"parts":[{"text":"B"}]}}]}"#
    ),
    (#"{"prompt":"A"}"#, #"{"object":"text_completion","choices":[{"text":"B"}]}"#),
  ])
  func `bodies at other paths are read as what they look like`(
    request: String,
    response: String
  ) throws {
    let found = try conversation("/some/path", request: request, response: response)
    #expect(found.turns.last == Turn(.user, [.text("A")]))
    #expect(found.answer.turn == Turn(.assistant, [.text("B")]))
  }

  @Test func `an unknown answer is kept as JSON`() throws {
    let found = try conversation(
      "/v1/moderations",
      request: #"{"model":"m","threshold":0.5}"#,
      response: #"{"id":"x","results": [1, 2]}"#
    )
    let expected = Conversation(
      model: "m",
      parameters: [Conversation.Parameter("threshold", "0.5")],
      answer: Answer(
        turn: Turn(
          .other("body"),
          [.other(type: "unknown", json: #"{"id":"x","results":[1,2]}"#)]
        ),
        id: "x"
      )
    )
    #expect(found == expected)
  }

  @Test func `a body that is no JSON is a text`() throws {
    let found = try conversation(
      "/v1/chat/completions",
      request: "{}",
      response: "{}",
      responseText: "<html>502</html>"
    )
    #expect(found.answer == Answer(turn: Turn(.other("body"), [.text("<html>502</html>")])))
  }
}
