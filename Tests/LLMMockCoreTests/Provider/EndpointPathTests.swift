import LLMMockCore
import Testing

struct EndpointPathTests {
  @Test(arguments: [
    ("/v1/messages", "messages"),
    ("/v1/messages?beta=true", "messages"),
    ("/v1/messages/", "messages"),
    ("https://api.anthropic.com/v1/messages", "messages"),
    ("/v1/messages/count_tokens", "messages/count_tokens"),
    ("/proxy/anthropic/v1/messages", "messages"),
    ("/v1/chat/completions", "chat/completions"),
    ("/chat/completions#top", "chat/completions"),
    ("/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21", "chat/completions"),
    ("/v1/completions", "completions"),
    ("/v1/responses", "responses"),
    ("/v1/embeddings", "embeddings"),
    ("messages", "messages"),
    ("/v1/messages/batches", "/v1/messages/batches"),
    ("/v1/messages/batches?limit=1", "/v1/messages/batches"),
    ("/v1/notmessages", "/v1/notmessages"),
    ("/v1/xchat/completions", "completions"),
    ("/v1beta/models/gemini-2.5-flash:predict", "/v1beta/models/gemini-2.5-flash:predict"),
    ("/v1beta/models/:generateContent", "/v1beta/models/:generateContent"),
    ("/", "/"),
    ("", ""),
  ])
  func `the endpoint is the operation a path ends in`(path: String, name: String) {
    #expect(Endpoint.of(path: path).name == name)
  }

  @Test(arguments: [
    ("/v1beta/models/gemini-2.5-flash:generateContent", "generateContent", "gemini-2.5-flash"),
    ("/v1beta/models/a:streamGenerateContent?alt=sse", "generateContent", "a"),
    ("/v1/projects/p/locations/l/publishers/google/models/a:countTokens", "countTokens", "a"),
    ("/v1beta/models/a%3AbatchEmbedContents", "batchEmbedContents", "a"),
    ("/v1beta/models/e:embedContent", "embedContent", "e"),
  ])
  func `a Gemini path names the model too`(path: String, name: String, model: String) {
    let endpoint = Endpoint.of(path: path)
    #expect(endpoint.name == name)
    #expect(endpoint.model == model)
  }

  @Test func `endpoints are equal when operation and model are`() {
    let a = Endpoint.of(path: "/v1beta/models/a:generateContent")
    #expect(a == Endpoint.of(path: "/v1/models/a:streamGenerateContent?alt=sse"))
    #expect(a != Endpoint.of(path: "/v1beta/models/b:generateContent"))
    #expect(a != Endpoint.of(path: "/v1beta/models/a:countTokens"))
    #expect(Endpoint.of(path: "/v1/responses") == Endpoint.of(path: "/x/responses?y=1"))
    #expect(Endpoint.of(path: "/a") != Endpoint.of(path: "/b"))
  }

  @Test(arguments: [
    ("/x/v1/messages?beta=true", "/v1/messages"),
    ("/openai/deployments/d/chat/completions", "/v1/chat/completions"),
    ("/v1/models/a:streamGenerateContent", "/v1beta/models/a:generateContent"),
    ("/v2/rerank?x=1", "/v2/rerank"),
  ])
  func `an endpoint has a path of its own`(path: String, own: String) {
    #expect(Endpoint.of(path: path).path == own)
  }

  @Test func `only Gemini's paths ask for a stream`() {
    #expect(Endpoint.asksForStream(path: "/v1beta/models/a:streamGenerateContent?alt=sse"))
    #expect(!Endpoint.asksForStream(path: "/v1beta/models/a:generateContent"))
    #expect(!Endpoint.asksForStream(path: "/v1/messages"))
  }

  @Test(
    arguments: [
      ("/v1/messages", nil),
      ("/v1beta/models/gemini-2.5-flash:generateContent?alt=sse", nil),
      ("/v1/models/claude%40latest:rawPredict", nil),
      ("/v1/a.b/c-d_e~f", nil),
      ("", "does not begin with '/'"),
      ("v1/messages", "does not begin with '/'"),
      ("https://evil.example/v1/messages", "does not begin with '/'"),
      ("//evil.example/v1/messages", "holds '//'"),
      ("/v1//messages", "holds '//'"),
      ("/http://evil.example", "holds '//'"),
      ("/../admin", "holds '..'"),
      ("/%2e%2E/admin", "holds '..'"),
      ("/.%2e/admin", "holds '..'"),
      ("/v1@evil.example/messages", "holds '@'"),
      ("/\\evil.example", "holds a backslash"),
      ("/%5cevil.example", "holds a backslash"),
      ("/v1\r\nHost: evil.example", "holds a control character"),
      ("/v1%0d%0aHost: evil.example", "holds a control character"),
      ("/v1\u{7F}", "holds a control character"),
      ("/v1\u{85}", "holds a control character"),
      ("/v1%", nil),
      ("/v1%2", nil),
    ] as [(String, String?)]
  )
  func `a stored path that could lead elsewhere is refused`(path: String, problem: String?) {
    #expect(Endpoint.problem(inStoredPath: path) == problem)
  }
}
