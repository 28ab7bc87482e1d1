import HTTPTypes
import LLMMockCore
import LLMMockExchange
import LLMMockWorkspace
import SystemPackage
import TestSupport
import Testing

struct RerecordPlanTests {
  struct Refused: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var interaction: String
    var provider = "anthropic"
    var variables: [String: String] = ["ANTHROPIC_API_KEY": "sk-ant-0123456789"]
    var sentence: String
  }

  private static let refused = [
    Refused(
      testDescription: "no key",
      interaction: Calls.interaction("one"),
      variables: [:],
      sentence: "no key: set ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN"
    ),
    Refused(
      testDescription: "an empty key",
      interaction: Calls.interaction("one"),
      variables: ["ANTHROPIC_API_KEY": ""],
      sentence: "no key: set ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN"
    ),
    Refused(
      testDescription: "the placeholder that run sets",
      interaction: Calls.interaction("one"),
      variables: ["ANTHROPIC_API_KEY": "llm-mock-placeholder"],
      sentence: "no key: set ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN"
    ),
    Refused(
      testDescription: "an upstream that nobody named",
      interaction: Calls.interaction("one", members: #""upstream": "groq", "#),
      sentence: "it was recorded from the upstream groq: --upstream groq=URL says where that is"
    ),
    Refused(
      testDescription: "a provider without a host",
      interaction: Calls.interaction("one", members: #""endpoint": "/v1/chat/completions", "#),
      provider: "openai-compatible",
      sentence:
        "openai-compatible has no host of its own: --upstream NAME=URL says where to send it"
    ),
    Refused(
      testDescription: "a provider that is none, and names a host",
      interaction: Calls.interaction("one", members: #""endpoint": "/v1/chat/completions", "#),
      provider: "evil.example",
      sentence:
        "openai-compatible has no host of its own: --upstream NAME=URL says where to send it"
    ),
    Refused(
      testDescription: "something redacted",
      interaction: Calls.interaction("the key is [redacted]"),
      sentence: "it holds [redacted] in place of a secret, so it can't be sent as it was"
    ),
    Refused(
      testDescription: "an endpoint outside the table",
      interaction: Calls.interaction("one", members: #""endpoint": "/v1/organization/keys", "#),
      sentence: "it was sent to /v1/organization/keys, which is no endpoint known here"
    ),
    Refused(
      testDescription: "a path that is another host",
      interaction: Calls.interaction(
        "one",
        members: #""endpoint": "//evil.example/v1/messages", "#
      ),
      sentence: "it has an \"endpoint\" that holds '//'"
    ),
    Refused(
      testDescription: "no request",
      interaction: #"{"hash": "", "response": {}}"#,
      sentence: "it has no \"request\" object"
    ),
  ]

  @Test(arguments: refused)
  func `what can't be sent is told before anything is`(refused: Refused) throws {
    var calls = Calls(["a.json": Calls.fixture(refused.interaction, provider: refused.provider)])
    calls.variables = refused.variables
    let plan = try calls.plan()
    #expect(plan.calls.isEmpty)
    #expect(plan.refusals.map(\.sentence) == [refused.sentence])
  }

  struct Sent: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var members = ""
    var provider = "anthropic"
    var variables: [String: String]
    var named: [String: String] = [:]
    var url: String
    /// Name and value of the field that carries the key; nil when none does.
    var key: (String, String)?
    var keyText: String
    var recordedAs = ""
  }

  private static let sent = [
    Sent(
      testDescription: "the provider's own host",
      variables: ["ANTHROPIC_API_KEY": "k1234567"],
      url: "https://api.anthropic.com",
      key: ("x-api-key", "k1234567"),
      keyText: "key from ANTHROPIC_API_KEY (set)",
      recordedAs: "anthropic"
    ),
    Sent(
      testDescription: "a token in place of a key",
      variables: ["ANTHROPIC_AUTH_TOKEN": "t1234567"],
      url: "https://api.anthropic.com",
      key: ("authorization", "Bearer t1234567"),
      keyText: "key from ANTHROPIC_AUTH_TOKEN (set)",
      recordedAs: "anthropic"
    ),
    Sent(
      testDescription: "the provider's variable",
      variables: ["ANTHROPIC_API_KEY": "k1234567", "ANTHROPIC_BASE_URL": "http://127.0.0.1:9"],
      url: "http://127.0.0.1:9",
      key: ("x-api-key", "k1234567"),
      keyText: "key from ANTHROPIC_API_KEY (set)",
      recordedAs: "anthropic"
    ),
    Sent(
      testDescription: "an upstream with a provider's name",
      variables: ["ANTHROPIC_API_KEY": "k1234567", "ANTHROPIC_BASE_URL": "http://127.0.0.1:9"],
      named: ["anthropic": "http://127.0.0.1:8"],
      url: "http://127.0.0.1:8",
      key: ("x-api-key", "k1234567"),
      keyText: "key from ANTHROPIC_API_KEY (set)",
      recordedAs: "anthropic"
    ),
    Sent(
      testDescription: "OpenAI",
      members: #""endpoint": "/v1/chat/completions", "#,
      provider: "openai",
      variables: ["OPENAI_API_KEY": "k1234567", "OPENAI_ORG_ID": "org-1"],
      url: "https://api.openai.com",
      key: ("authorization", "Bearer k1234567"),
      keyText: "key from OPENAI_API_KEY (set)",
      recordedAs: "openai"
    ),
    Sent(
      testDescription: "Gemini, with the older variable",
      members: #""endpoint": "/v1beta/models/g:generateContent", "#,
      provider: "gemini",
      variables: ["GOOGLE_API_KEY": "k1234567"],
      url: "https://generativelanguage.googleapis.com",
      key: ("x-goog-api-key", "k1234567"),
      keyText: "key from GOOGLE_API_KEY (set)",
      recordedAs: "gemini"
    ),
    Sent(
      testDescription: "a named upstream with a key of its own",
      members: #""upstream": "my-groq", "endpoint": "/v1/chat/completions", "#,
      provider: "openai-compatible",
      variables: ["MY_GROQ_API_KEY": "k1234567", "OPENAI_API_KEY": "other123"],
      named: ["my-groq": "https://api.groq.com/openai/v1"],
      url: "https://api.groq.com/openai/v1",
      key: ("authorization", "Bearer k1234567"),
      keyText: "key from MY_GROQ_API_KEY (set)",
      recordedAs: "openai-compatible my-groq"
    ),
    Sent(
      testDescription: "a named upstream without one, which gets no other's",
      members: #""upstream": "local", "endpoint": "/v1/chat/completions", "#,
      provider: "openai",
      variables: ["OPENAI_API_KEY": "k1234567"],
      named: ["local": "http://127.0.0.1:11434/v1"],
      url: "http://127.0.0.1:11434/v1",
      keyText: "without a key",
      recordedAs: "openai-compatible local"
    ),
    Sent(
      testDescription: "one upstream that is meant for everything",
      variables: ["ANTHROPIC_API_KEY": "k1234567"],
      named: ["proxy": "http://127.0.0.1:7"],
      url: "http://127.0.0.1:7",
      keyText: "without a key",
      recordedAs: "anthropic proxy"
    ),
    Sent(
      testDescription: "Azure",
      members:
        #""upstream": "azure", "endpoint": "/openai/deployments/d/chat/completions?api-version=1", "#,
      provider: "openai-compatible",
      variables: ["AZURE_API_KEY": "k1234567"],
      named: ["azure": "https://x.openai.azure.com"],
      url: "https://x.openai.azure.com",
      key: ("api-key", "k1234567"),
      keyText: "key from AZURE_API_KEY (set)",
      recordedAs: "openai-compatible azure"
    ),
  ]

  @Test(arguments: sent)
  func `a key goes where its user said, and to no other place`(sent: Sent) async throws {
    let interaction = Calls.interaction("one", members: sent.members)
    var calls = Calls(["a.json": Calls.fixture(interaction, provider: sent.provider)])
    calls.variables = sent.variables
    calls.named = sent.named.map {
      ($0.key, UpstreamAddress(url: $0.value, host: AnswerHead.host(of: $0.value) ?? ""))
    }
    let plan = try calls.plan()
    let target = try #require(plan.calls.first?.target)
    #expect(target.address.url == sent.url)
    #expect(target.keyText == sent.keyText)
    #expect(
      [target.provider, target.name].compactMap { $0 }.joined(separator: " ") == sent.recordedAs
    )
    _ = try await calls.send()
    let asked = try #require(calls.api.requests.first)
    #expect(asked.address.url == sent.url)
    let values = sent.variables.values
    let carriers = asked.request.head.headerFields.filter { field in
      values.contains { field.value.contains($0) }
    }
    #expect(
      carriers.map { [$0.name.canonicalName, $0.value] } == (sent.key.map { [[$0.0, $0.1]] } ?? [])
    )
  }

  @Test func `a request is sent as it stands in the file, byte for byte`() async throws {
    let request =
      #"{ "model":"m", "temperature": 1e-08,"messages": [ {"role":"user","content":"\u00e9 é"} ] }"#
    let interaction =
      #"{"hash": "", "endpoint": "/v1/messages?beta=true&key=abc", "request_headers": "#
      + #"{"anthropic-beta": "x", "anthropic-version": "2026-10-21", "host": "evil.example", "#
      + #""x-api-key": "stolen"}, "request": \#(request), "response": \#(Calls.message("A"))}"#
    let calls = Calls(["a.json": Calls.fixture(interaction)])
    _ = try await calls.send()
    let asked = try #require(calls.api.requests.first?.request)
    #expect(String(decoding: asked.body, as: UTF8.self) == request)
    #expect(asked.head.method == .post)
    #expect(asked.path == "/v1/messages?beta=true")
    #expect(asked.head.authority == nil)
    let fields = asked.head.headerFields.map { "\($0.name.canonicalName): \($0.value)" }.sorted()
    #expect(
      fields == [
        "accept: application/json", "anthropic-beta: x", "anthropic-version: 2026-10-21",
        "content-type: application/json", "x-api-key: sk-ant-0123456789",
      ]
    )
  }

  @Test func `a plan tells calls, cost, place, key, chains and hosted tools`() throws {
    let first = Calls.interaction("one", answer: "An answer that is long enough to be found.")
    let second = Calls.interaction("You said: An answer that is long enough to be found.")
    let third = Calls.interaction(
      "search",
      request:
        #""tools": [{"type": "web_search_20250305", "name": "web_search"}], "mcp_servers": [{"type": "url", "url": "https://tools.example.com/sse?key=1", "name": "t"}], "#
    )
    let secret = Calls.interaction("[redacted]")
    let calls = Calls(["a.json": Calls.fixture(first, second, third, secret)])
    let plan = try calls.plan("a.json", [0, 2, 3])
    #expect(
      plan.lines {
        $0.lastComponent?.string ?? ""
      } renewing: {
        "renew \($0.lastComponent?.string ?? "")"
      } == [
        "Re-record 2 interactions of a.json?",
        "  to        https://api.anthropic.com    key from ANTHROPIC_API_KEY (set)",
        "  calls     @1 and @3 m                  last time 20 tokens in, 4 out",
        "  careful   @1 feeds @2: a new answer leaves it unreachable",
        "            @3 uses hosted tools: mcp https://tools.example.com/sse, web_search",
        "  renew     renew a.json",
        "  refused   @4: it holds [redacted] in place of a secret, so it can't be sent as it was",
        "  Sent exactly as stored. Nothing is written until you accept each result.",
      ]
    )
    #expect(!plan.lines(\.visible).joined().contains("sk-ant-0123456789"))
  }

  @Test func `a file that changed since it was seen is not planned`() throws {
    let calls = Calls()
    let path = calls.bench.path("a.json")
    let seen = try calls.bench.disk.fileSystem.version(of: path)
    calls.bench.disk.put(path, Calls.fixture(Calls.interaction("another one")))
    let chosen = ChosenInteractions(path: path, indices: [0], expecting: seen)
    let code = try FixtureFileError.code {
      try RerecordPlan(of: [chosen], files: calls.bench.disk.fileSystem, sources: calls.sources)
    }
    #expect(code == .changedOnDisk)
  }

  @Test func `a place that was chosen twice is planned once`() throws {
    let calls = Calls()
    let chosen = ChosenInteractions(
      path: calls.bench.path("a.json"),
      indices: [0, 7],
      expecting: nil
    )
    let plan = try RerecordPlan(
      of: [chosen, chosen],
      files: calls.bench.disk.fileSystem,
      sources: calls.sources
    )
    #expect(plan.calls.count == 1)
    #expect(plan.refusals.map(\.sentence) == ["there is no @8 any more"])
  }
}
