import LLMMockCore
import Testing

struct ProviderTests {
  @Test(
    arguments: [
      ("anthropic", "api.anthropic.com", "/v1/messages", ["ANTHROPIC_BASE_URL"]),
      (
        "openai", "api.openai.com", "/v1/chat/completions", ["OPENAI_BASE_URL", "OPENAI_API_BASE"]
      ),
      (
        "gemini", "generativelanguage.googleapis.com", "/v1beta/models/MODEL:generateContent",
        ["GOOGLE_GEMINI_BASE_URL"]
      ),
      ("openai-compatible", nil, "/v1/chat/completions", []),
    ] as [(String, String?, String, [String])]
  )
  func `the table has four providers`(
    name: String,
    host: String?,
    path: String,
    variables: [String]
  ) throws {
    let provider = try #require(Provider.named(name))
    #expect(provider.host == host)
    #expect(provider.defaultEndpoint.path == path)
    #expect(provider.baseURLVariables == variables)
    #expect(Provider.all.count == 4)
  }

  @Test func `a provider is found by its host in any case`() {
    #expect(Provider.of(host: "API.OpenAI.com")?.name == "openai")
    #expect(Provider.of(host: "example.com") == nil)
  }

  @Test func `every endpoint of the table is where its own path leads`() {
    for provider in Provider.all {
      for endpoint in provider.endpoints {
        let found = Endpoint.of(path: endpoint.path)
        #expect(found.name == endpoint.name)
        #expect(found.path == endpoint.path)
        #expect(Endpoint.problem(inStoredPath: endpoint.path) == nil)
      }
    }
  }

  @Test func `conversations are known by their messages and other requests by their whole body`() {
    let keys = Dictionary(
      Provider.all.flatMap(\.endpoints).map { ($0.name, $0.key) },
      uniquingKeysWith: { $1 }
    )
    let conversations = keys.filter { $0.value == .conversation }.keys.sorted()
    #expect(conversations == ["chat/completions", "messages", "messages/count_tokens"])
    #expect(Endpoint(generic: "/v2/rerank").key == .wholeBody)
  }
}
