import LLMMockCore
import SystemPackage
import TestSupport
import Testing

/// A key that a request carries is written nowhere.
struct SecretTests {
  private static let key = "sk-ant-planted-4f1c9d7a2b"

  /// Where a request can carry one.
  private static let fields = [
    ["x-api-key: \(key)"], ["Authorization: Bearer \(key)"], ["api-key: \(key)"],
    ["x-goog-api-key: \(key)"],
  ]

  @Test(arguments: fields, [200, 401])
  func `not when it is in a header, echoed by the API`(fields: [String], status: Int) throws {
    // An API that repeats the key it was given, whole or in its error.
    let answer = Claude.answer("You sent \(Self.key), thanks.")
    let api = try StandInServer { _ in [.answer(status, fields: StandInServer.json, answer)] }
    let sandbox = try Sandbox()
    try record(sandbox, api, fields: fields, body: Claude.request("My key is \(Self.key)."))
    let text = try #require(try sandbox.read("f.json"))
    #expect(text.contains("You sent [redacted], thanks."))
    #expect(text.contains("My key is [redacted]."))
  }

  @Test func `not when it is in the query`() throws {
    let api = try StandInServer { _ in [.answer(200, fields: StandInServer.json, "{}")] }
    let sandbox = try Sandbox()
    try record(
      sandbox,
      api,
      path: "/v1beta/models/g:generateContent?key=\(Self.key)",
      body: #"{"contents":[{"parts":[{"text":"\#(Self.key)"}]}]}"#
    )
    #expect(try sandbox.read("f.json")?.contains("[redacted]") == true)
  }

  @Test(arguments: [
    #","mcp_servers":[{"type":"url","name":"n","authorization_token":"\#(key)"}]"#,
    #","tools":[{"type":"mcp","authorization":"\#(key)"}]"#,
    #","tools":[{"type":"mcp","headers":{"Authorization":"\#(key)"}}]"#,
  ])
  func `not when it is in the body`(more: String) throws {
    let api = try StandInServer.claude()
    let sandbox = try Sandbox()
    try record(sandbox, api, body: Claude.request("Hello", more))
    #expect(try sandbox.read("f.json")?.contains("[redacted]") == true)
    // What is left out equals any value.
    let served = try Served("--fixture f --strict", in: sandbox)
    let other = more.replacing(Self.key, with: "another")
    #expect(try served.call(Claude.request("Hello", other)).body == Claude.answer("answer 1"))
  }

  @Test func `not when it is streamed, cut between two chunks`() throws {
    let api = try StandInServer { _ in
      let text = Claude.events("It is \(Self.key).").joined()
      let middle = text.index(
        text.firstRange(of: Self.key)?.lowerBound ?? text.startIndex,
        offsetBy: 9
      )
      return [
        .chunkedHead(200, fields: StandInServer.eventStream), .chunk(String(text[..<middle])),
        .chunk(String(text[middle...])), .lastChunk,
      ]
    }
    let sandbox = try Sandbox()
    try record(
      sandbox,
      api,
      fields: Self.fields[0],
      body: Claude.request("Hello", Claude.stream)
    )
    #expect(try sandbox.read("f.json")?.contains("It is [redacted].") == true)
  }

  @Test func `not in the text of a miss or a failure`() throws {
    let api = try StandInServer { _ in [.reset] }
    let sandbox = try Sandbox()
    try sandbox.write("f.json", Sample.fixture(Claude.interaction("My key is another.")))
    for mode in ["replay", "auto"] {
      let served = try Served("--mode \(mode) --fixture f \(api.upstream)", in: sandbox)
      let answer = try served.call(
        Claude.request("My key is \(Self.key)."),
        to: "/v1/messages?api_key=\(Self.key)",
        fields: Self.fields[0]
      )
      #expect(!answer.description.contains(Self.key), "\(answer)")
      #expect(try !served.get("/_llm-mock/journal").body.contains(Self.key))
      #expect(try !served.stop().contains(Self.key))
    }
  }

  @Test func `not in what run tells and reports`() throws {
    let api = try StandInServer { _ in [.answer(200, fields: StandInServer.json, Claude.answer())] }
    let sandbox = try Sandbox()
    let run = try RunningCommand(
      "--mode record --fixture f --report r.json \(api.upstream)",
      in: sandbox,
      environment: ["ANTHROPIC_API_KEY=\(Self.key)"]
    )
    _ = try run.call(Claude.request("The key \(Self.key)"), fields: Self.fields[0])
    let outcome = try run.finish()
    #expect(outcome.status == 0)
    #expect(!outcome.stderr.contains(Self.key))
    #expect(try found(in: sandbox) == [])
  }

  /// Records one call, errors too, and expects the key nowhere.
  private func record(
    _ sandbox: Sandbox,
    _ api: StandInServer,
    path: String = "/v1/messages",
    fields: [String] = [],
    body: String
  ) throws {
    let served = try Served(
      "--mode record --record-errors --fixture f --upstream gemini=\(api.url) \(api.upstream)",
      in: sandbox
    )
    _ = try served.call(body, to: path, fields: fields)
    #expect(try !served.get("/_llm-mock/journal").body.contains(Self.key))
    #expect(try !served.stop().contains(Self.key))
    #expect(try found(in: sandbox) == [])
  }

  /// The files that hold the key.
  private func found(in sandbox: Sandbox) throws -> [String] {
    func files(_ folder: FilePath) throws -> [FilePath] {
      try FileSystem.disk.list(folder).flatMap { entry in
        let path = folder.appending(entry.name)
        return entry.kind == .folder ? try files(path) : [path]
      }
    }
    return try files(sandbox.folder).filter { path in
      guard try FileSystem.disk.status(path)?.kind == .file else { return false }
      return try FileSystem.disk.read(path).bytes.firstRange(of: Array(Self.key.utf8)) != nil
    }
    .map(\.string)
  }
}
