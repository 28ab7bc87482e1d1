import LLMMockCore
import SystemPackage
import Testing

/// `show`.
struct ShowTests {
  private func sandbox() throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.write(
      "a.json",
      Sample.fixture(
        Sample.interaction(text: "Say hello."),
        Sample.interaction(Sample.hashes[1], more: #""name": "greeting""#),
        Sample.interaction(Sample.hashes[2]),
        Sample.interaction(Sample.hashes[2], text: "Again")
      )
    )
    return sandbox
  }

  @Test func `an interaction is shown as one reads it`() throws {
    try sandbox().run("show a @1").expect(
      stdout: """
        id        @1  a3f2c1d4e5b6   recorded 2026-04-23T10:00:00+00:00
        call      POST /v1/messages   200   anthropic
        model     m
        usage     in 10  out 2   finish end_turn
        params    max_tokens=64

        request (1 message)
          user       Say hello.

        response
          assistant  Hi.

        """
    )
  }

  @Test(arguments: [
    ("@2", "@2  b4c3d2e5f6a7  greeting"),
    ("b4c3", "@2  b4c3d2e5f6a7  greeting"),
    ("B4C3D2", "@2  b4c3d2e5f6a7  greeting"),
    ("greeting", "@2  b4c3d2e5f6a7  greeting"),
    (Sample.hashes[1], "@2  b4c3d2e5f6a7  greeting"),
    ("a3f2ff/2", "@4  a3f2ffffffff/2"),
  ])
  func `an interaction may be named in many ways`(word: String, id: String) throws {
    let outcome = try sandbox().run(["show", "a", word])
    #expect(outcome.stdout.hasPrefix("id        \(id)   recorded"))
  }

  @Test func `all 64 digits mean every interaction that has them`() throws {
    let outcome = try sandbox().run(["show", "a", Sample.hashes[2]])
    let ids = outcome.stdout.split(separator: "\n").filter { $0.hasPrefix("id ") }
    #expect(ids.map { $0.dropFirst(10).prefix(2) } == ["@3", "@4"])
    #expect(outcome.stdout.contains("assistant  Hi.\n\nid        @4"))
  }

  @Test func `raw is the bytes of the file, whatever they are`() throws {
    let sandbox = try Sandbox()
    let text =
      "{\"hash\": \"\(Sample.hashes[0])\",\r\n\t\"request\" : {\"a\":1.0e5,\"b\":\"\u{202E}\u{9B}\"}}"
    try sandbox.write("a.json", "\u{FEFF}{\"interactions\": [ \(text) ]}")
    #expect(try sandbox.run("show a @1 --raw").stdout == text)
  }

  @Test func `raw does nothing to a terminal`() throws {
    let sandbox = try Sandbox()
    try sandbox.write(
      "a.json",
      "{\"interactions\": [{\"hash\": \"\(Sample.hashes[0])\",\n \"request\": {\"\u{9B}\": \"\u{202E}\"}}]}"
    )
    let (shown, status) = try sandbox.run("show a @1 --raw", terminalWidth: 80)
    #expect(
      shown == """
        {"hash": "\(Sample.hashes[0])",
         "request": {"<U+009B>": "<U+202E>"}}

        """
    )
    #expect(status == 0)
  }

  @Test func `lines fit the terminal`() throws {
    let sandbox = try Sandbox()
    let text = String(repeating: "words and more ", count: 20)
    try sandbox.write("a.json", Sample.fixture(Sample.interaction(text: text)))
    let (shown, _) = try sandbox.run("show a @1", terminalWidth: 50)
    #expect(shown.split(separator: "\n").allSatisfy { CharacterWidth.of($0) <= 50 })
    let piped = try sandbox.run("show a @1").stdout
    #expect(piped.split(separator: "\n").contains { CharacterWidth.of($0) > 300 })
  }

  @Test func `the text of a fixture starts no command of a test service`() throws {
    let sandbox = try Sandbox()
    let text =
      ##"a\n::error::no\n  ##[error]no\n##vso[task.setvariable]no\n## title ##\n##teamcity[x]"##
    try sandbox.write("a.json", Sample.fixture(Sample.interaction(text: text)))
    let lines = try sandbox.run("show a @1").stdout.split(separator: "\n")
    #expect(
      lines.dropFirst(6).prefix(6).map { $0.drop { $0 == " " } } == [
        "user       a", "<U+003A>:error::no", "#<U+0023>[error]no",
        "#<U+0023>vso[task.setvariable]no",
        "## title ##", "#<U+0023>teamcity[x]",
      ]
    )
  }

  @Test func `as JSON it is one line with the interaction itself`() throws {
    let sandbox = try Sandbox()
    try sandbox.write(
      "a.json",
      """
      {"interactions": [{"hash": "\(Sample.hashes[0])",
        "request": {"a" : [1.0, 1e5, "\\u00e9é\u{9B}\\" , :"]}, "unknown": {}}]}
      """
    )
    #expect(
      try sandbox.run("show a @1 --json").stdout == """
        {"path": "a.json", "position": 1, "hash": "\(Sample.hashes[0])", "name": null, "endpoint": null, \
        "model": null, "streaming": false, "status": 200, "recorded_at": null, "preview": "(no text)", \
        "interaction": {"hash": "\(Sample.hashes[0])", "request": {"a": [1.0, 1e5, \
        "\\u00e9é\\u009b\\" , :"]}, "unknown": {}}}

        """
    )
  }

  @Test func `an interaction without a request can't be read, but its JSON can`() throws {
    let sandbox = try Sandbox()
    try sandbox.write("a.json", #"{"interactions": [{"hash": "12"}]}"#)
    try sandbox.run("show a @1").expect(
      stderr: "llm-mock: a.json: @1 can't be shown: it has no \"request\" object\n",
      status: 3
    )
    #expect(try sandbox.run("show a @1 --raw").stdout == #"{"hash": "12"}"#)
  }
}
