import LLMMockCore
import Testing

struct EndpointInferenceTests {
  struct Case: CustomTestStringConvertible {
    var storedPath: String?
    var provider: String?
    var response = "{}"
    var events = "[]"
    var name: String

    var testDescription: String { "\(provider ?? "?") \(storedPath ?? response) \(events)" }
  }

  @Test(arguments: [
    Case(provider: "anthropic", name: "messages"),
    Case(provider: "openai", name: "chat/completions"),
    Case(provider: "gemini", name: "generateContent"),
    Case(provider: "openai-compatible", name: "chat/completions"),
    Case(provider: "somebody", name: "chat/completions"),
    Case(name: "chat/completions"),
    Case(storedPath: "/v1/responses", provider: "openai", name: "responses"),
    Case(
      storedPath: "/v1/responses",
      provider: "openai",
      response: #"{"type":"message"}"#,
      name: "responses"
    ),
    Case(provider: "openai", response: #"{"type":"message"}"#, name: "messages"),
    Case(
      provider: "anthropic",
      response: #"{"object":"chat.completion"}"#,
      name: "chat/completions"
    ),
    Case(provider: "openai", response: #"{"object":"response"}"#, name: "chat/completions"),
    Case(provider: "gemini", response: #"{"type":1,"object":[]}"#, name: "generateContent"),
    Case(
      provider: "openai",
      events: #"[{"event":"ping","data":{"type":"ping"}},{"data":{"type":"message_start"}}]"#,
      name: "messages"
    ),
    Case(
      provider: "anthropic",
      events: #"["odd",{"data":"x"},{"data":{"object":"chat.completion.chunk"}}]"#,
      name: "chat/completions"
    ),
  ])
  func `an interaction belongs where its path, its answer or its provider says`(
    example: Case
  ) throws {
    let endpoint = Endpoint.of(
      storedPath: example.storedPath,
      provider: example.provider,
      response: try JSONTree(example.response).root,
      events: StreamEvent.read(try JSONTree(example.events).root)
    )
    #expect(endpoint.name == example.name)
  }
}
