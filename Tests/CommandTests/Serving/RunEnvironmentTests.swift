import SystemPackage
import TestSupport
import Testing

/// What the environment of `run` makes of a command's.
struct RunEnvironmentTests {
  private static let names = [
    "ANTHROPIC_BASE_URL", "GOOGLE_GEMINI_BASE_URL", "OPENAI_BASE_URL", "OPENAI_API_BASE",
    "AZURE_OPENAI_ENDPOINT", "NO_PROXY", "no_proxy", "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN",
    "OPENAI_API_KEY", "GEMINI_API_KEY", "GOOGLE_API_KEY",
  ]

  /// What a command finds; the address without the port.
  private func environment(_ words: String = "", _ variables: [String] = []) throws -> [String:
    String]
  {
    let sandbox = try Sandbox()
    try sandbox.write("f.json", Sample.empty)
    let outcome = try sandbox.run(
      "run --fixture f \(words) -- env".split(separator: " ").map(String.init),
      environment: variables
    )
    #expect(outcome.status == 0, "\(outcome)")
    var found: [String: String] = [:]
    for line in outcome.stdout.split(separator: "\n") {
      let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      guard Self.names.contains(name) else { continue }
      #expect(found[name] == nil, "\(name) is there twice")
      found[name] = String(parts[1].replacing(#/127\.0\.0\.1:\d+/#, with: "HOST"))
    }
    return found
  }

  @Test func `every SDK is pointed here, and no proxy is asked`() throws {
    #expect(
      try environment() == [
        "ANTHROPIC_BASE_URL": "http://HOST", "GOOGLE_GEMINI_BASE_URL": "http://HOST",
        "OPENAI_BASE_URL": "http://HOST/v1", "OPENAI_API_BASE": "http://HOST/v1",
        "NO_PROXY": "127.0.0.1,localhost", "no_proxy": "127.0.0.1,localhost",
        "ANTHROPIC_API_KEY": "llm-mock-placeholder", "OPENAI_API_KEY": "llm-mock-placeholder",
        "GEMINI_API_KEY": "llm-mock-placeholder",
      ]
    )
  }

  @Test func `Azure only where it is used`() throws {
    let found = try environment("", ["AZURE_OPENAI_ENDPOINT=https://mine.example"])
    #expect(found["AZURE_OPENAI_ENDPOINT"] == "http://HOST")
  }

  @Test func `what was set before is replaced, and a list of hosts grows`() throws {
    let found = try environment(
      "",
      ["OPENAI_BASE_URL=https://mine.example/v1", "NO_PROXY=intern.example", "no_proxy="]
    )
    #expect(found["OPENAI_BASE_URL"] == "http://HOST/v1")
    #expect(found["NO_PROXY"] == "intern.example,127.0.0.1,localhost")
    #expect(found["no_proxy"] == "127.0.0.1,localhost")
  }

  private static let keys = ["ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GEMINI_API_KEY"]
  private static let otherKeys = ["ANTHROPIC_AUTH_TOKEN", "GOOGLE_API_KEY"]

  @Test(arguments: [
    ("--mode replay", true, "llm-mock-placeholder"),
    ("--mode replay", false, "llm-mock-placeholder"),
    ("--mode auto", true, "real"), ("--mode auto", false, "llm-mock-placeholder"),
    ("--mode record", true, "real"), ("--mode record", false, nil),
    ("--mode replay --keep-keys", true, "real"), ("--mode replay --keep-keys", false, nil),
    ("--mode auto --keep-keys", false, nil),
  ])
  func `keys are withheld as the mode says`(words: String, isSet: Bool, key: String?) throws {
    let found = try environment(words, isSet ? Self.keys.map { "\($0)=real" } : [])
    for name in Self.keys { #expect(found[name] == key, "\(name)") }
    for name in Self.otherKeys { #expect(found[name] == nil, "\(name)") }
  }

  @Test func `other variables of a key are withheld as well`() throws {
    let variables = Self.otherKeys.map { "\($0)=real" }
    let replayed = try environment("--mode replay", variables)
    for name in Self.otherKeys { #expect(replayed[name] == "llm-mock-placeholder", "\(name)") }
    // In auto one key of several is enough.
    let auto = try environment("--mode auto", variables)
    for name in Self.otherKeys { #expect(auto[name] == "real") }
    #expect(auto["ANTHROPIC_API_KEY"] == nil)
    #expect(auto["GEMINI_API_KEY"] == nil)
    #expect(auto["OPENAI_API_KEY"] == "llm-mock-placeholder")
  }

  @Test func `a placeholder key is sent nowhere`() throws {
    let api = try StandInServer.claude()
    let sandbox = try Sandbox()
    try sandbox.write("f.json", Sample.fixture(Claude.interaction()))
    let run = try RunningCommand("--mode auto --fixture f \(api.upstream)", in: sandbox)
    let fields = ["x-api-key: llm-mock-placeholder"]
    #expect(try run.call(Claude.request(), fields: fields).status == 200)
    let answer = try run.call(Claude.request("New"), fields: fields)
    #expect(answer.status == 404)
    #expect(answer.body.contains("llm-mock: ANTHROPIC_API_KEY is not set."))
    #expect(api.connections == 0)
    #expect(try run.finish().status == 1)
  }

  @Test func `the API is where the environment says, while the command is pointed here`() throws {
    let api = try StandInServer.claude()
    let sandbox = try Sandbox()
    let run = try RunningCommand(
      "--mode record --fixture f",
      in: sandbox,
      environment: ["ANTHROPIC_BASE_URL=\(api.url)"]
    )
    #expect(run.port != api.port)
    #expect(try run.call(Claude.request()).body == Claude.answer("answer 1"))
    #expect(try run.finish().status == 0)
    #expect(try sandbox.read("f.json")?.contains(#""upstream""#) == false)
  }

  @Test func `disabled, the command runs alone`() throws {
    let sandbox = try Sandbox()
    let outcome = try sandbox.run(
      [
        "run", "--fixture", "none", "--", "sh", "-c",
        "echo $ANTHROPIC_BASE_URL $OPENAI_API_KEY; exit 4",
      ],
      environment: ["LLM_MOCK_DISABLED=yes", "OPENAI_API_KEY=real"]
    )
    outcome.expect(
      stdout: "real\n",
      stderr: "llm-mock: LLM_MOCK_DISABLED is set, so the command runs without it\n",
      status: 4
    )
  }

  @Test(arguments: [
    (["LLM_MOCK_MODE=auto"], "", true), (["LLM_MOCK_MODE=AUTO", "CI=true"], "", true),
    (["CI=true"], "--mode auto", true), (["LLM_MOCK_MODE=auto"], "--mode replay", false),
    (["LLM_MOCK_MODE=record"], "", true), (["LLM_MOCK_MODE="], "", false), ([], "", false),
  ])
  func `the mode is the option's, else the environment's`(
    environment: [String],
    option: String,
    isSent: Bool
  ) throws {
    let api = try StandInServer.claude()
    let sandbox = try Sandbox()
    try sandbox.write("f.json", Sample.empty)
    let run = try RunningCommand(
      "\(option) --fixture f \(api.upstream)",
      in: sandbox,
      environment: environment
    )
    let answer = try run.call(Claude.request(), fields: ["x-api-key: real"])
    #expect(answer.status == (isSent ? 200 : 404))
    #expect(api.connections == (isSent ? 1 : 0))
  }
}
