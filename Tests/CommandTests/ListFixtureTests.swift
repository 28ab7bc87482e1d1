import SystemPackage
import Testing

/// `list FIXTURE`.
struct ListFixtureTests {
  @Test func `a fixture is listed in the form that scripts read since the Python tool`() throws {
    let sandbox = try Sandbox()
    try sandbox.write("tests/fixtures/summarize.json", Sample.summarize)
    try sandbox.run("list tests/fixtures/summarize").expect(
      stdout: """
        Fixture : tests/fixtures/summarize.json
        Provider: anthropic
        Interactions: 2

          1. a3f2c1d4e5b6…  claude-sonnet-4-6  2026-04-23T10:00:00
               "Summarize this document about climate change and what it ..."
          2. b4c3d2e5f6a7…  claude-haiku-4-5-20251001  2026-04-24T11:00:00  [streaming]
               "What is the capital of France?"

        """
    )
  }

  @Test func `a fixture without interactions says so`() throws {
    let sandbox = try Sandbox()
    try sandbox.write("empty.json", Sample.empty)
    #expect(
      try sandbox.run("list empty.json").stdout == """
        Fixture : empty.json
        Provider: anthropic
        Interactions: 0
          (empty)

        """
    )
  }

  @Test(arguments: [
    ("./a", "a.json"), ("sub/../a.json", "sub/../a.json"), (".//sub/./b", "sub/b.json"),
    ("claude-3.5", "claude-3.5.json"),
  ])
  func `a path is spelled as pathlib spells it`(word: String, shown: String) throws {
    let sandbox = try Sandbox()
    for name in ["a.json", "sub/b.json", "claude-3.5.json"] {
      try sandbox.write(.init(name), Sample.empty)
    }
    let outcome = try sandbox.run(["list", word])
    #expect(outcome.stdout.hasPrefix("Fixture : \(shown)\nProvider: anthropic\n"))
  }

  @Test func `an absolute path stays absolute`() throws {
    let sandbox = try Sandbox()
    try sandbox.write("a.json", Sample.empty)
    let path = sandbox.folder.appending("a").string
    #expect(try sandbox.run(["list", path]).stdout.hasPrefix("Fixture : \(path).json\n"))
  }

  private static let sixty = String(repeating: "x", count: 60)
  private static let fiftySeven = String(repeating: "x", count: 57)

  @Test(arguments: [
    (#"[{"role": "user", "content": "one\ntwo\r\nthree"}]"#, "one two three"),
    (#"[{"role": "system", "content": "S"}, {"role": "user", "content": "U"}]"#, "U"),
    (#"[{"role": "user", "content": [{"type": "text", "text": "part"}]}]"#, "part"),
    (#"[{"role": "user", "content": [{"type": "tool_result", "content": "4"}]}]"#, "(tool result)"),
    (#"[{"role": "user", "content": [{"type": "image", "source": {}}]}]"#, "(image)"),
    (#"[]"#, "(no text)"),
    (#"[{"role": "user", "content": "\#(sixty)"}]"#, sixty),
    (#"[{"role": "user", "content": "\#(sixty)y"}]"#, fiftySeven + "..."),
    // 57 columns end in the middle of the 29th.
    (
      #"[{"role": "user", "content": "\#(String(repeating: "語", count: 31))"}]"#,
      String(repeating: "語", count: 28) + "..."
    ),
    (#"[{"role": "user", "content": "a\u001b[2J\u202eb\u200b"}]"#, "a<ESC>[2J<U+202E>b<U+200B>"),
  ])
  func `the preview is the first user text`(messages: String, preview: String) throws {
    let sandbox = try Sandbox()
    try sandbox.write("a.json", Sample.fixture(Sample.interaction(messages: messages)))
    let lines = try sandbox.run("list a").stdout.split(separator: "\n")
    #expect(lines.last == "       \"\(preview)\"")
  }

  @Test func `what a listing lacks is a question mark, and what is wrong is said`() throws {
    let sandbox = try Sandbox()
    try sandbox.write(
      "a.json",
      """
      {"interactions": [{"hash": "12", "request": {}}, 7, {"hash": "\(Sample.hashes[0])", \
      "request": {"model": "m\\u001b]0;x\\u0007"}, "recorded_at": "2026\\n"}]}
      """
    )
    #expect(
      try sandbox.run("list a").stdout == """
        Fixture : a.json
        Provider: ?
        Interactions: 3

          1. 12…  ?  ?
               "(no text)"
               ! its "hash" is not 64 hex digits
          2. ?  ?  ?
               "(no text)"
               ! it is a number, expected an object
          3. a3f2c1d4e5b6…  m<ESC>]0;x<BEL>  2026<LF>
               "(no text)"

        """
    )
  }
}
