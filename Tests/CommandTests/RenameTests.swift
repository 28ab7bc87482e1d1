import SystemPackage
import Testing

/// `rename`.
struct RenameTests {
  @Test func `a file moves relative to its folder, and undo moves it back`() throws {
    let sandbox = try Sandbox()
    try sandbox.write("f/test1.json", Sample.summarize)
    try sandbox.makeFolder("f/sub")
    try sandbox.run("rename f/test1 sub/claude-3.5").expect(
      stdout: """
        Renamed f/test1.json to f/sub/claude-3.5.json
        To take it back: llm-mock undo

        """
    )
    #expect(try sandbox.read("f/sub/claude-3.5.json") == Sample.summarize)
    #expect(try sandbox.run("undo").status == 0)
    #expect(try sandbox.read("f/test1.json") == Sample.summarize)
  }

  @Test func `nothing is overwritten`() throws {
    let sandbox = try Sandbox()
    try sandbox.write("f/a.json", Sample.summarize)
    try sandbox.write("f/b.json", Sample.empty)
    try sandbox.run("rename f/a b").expect(
      stderr: "llm-mock: f/b.json exists already, and nothing is overwritten\n",
      status: 2
    )
    #expect(try sandbox.read("f/b.json") == Sample.empty)
  }

  @Test func `no folder is made for it`() throws {
    let sandbox = try Sandbox()
    try sandbox.write("a.json", Sample.empty)
    try sandbox.run("rename a sub/b").expect(
      stderr: "llm-mock: sub/b.json: there is no folder sub\n",
      status: 2
    )
  }

  @Test func `an interaction gets a name, and loses it`() throws {
    let sandbox = try Sandbox()
    try sandbox.write("a.json", Sample.fixture(Sample.interaction()))
    try sandbox.run(["rename", "a", "--hash", "@1", "--name", "long article"]).expect(
      stdout: """
        Named @1 a3f2c1d4e5b6… in a.json "long article"
        To take it back: llm-mock undo

        """
    )
    let named = try #require(try sandbox.read("a.json"))
    #expect(
      named.contains("\"hash\": \"\(Sample.hashes[0])\",\n      \"name\": \"long article\",\n")
    )
    #expect(
      try sandbox.run(["rename", "a", "--hash", "@1", "--name", "long article"]).stdout
        == "It has that name already: @1 a3f2c1d4e5b6… in a.json\n"
    )
    #expect(
      try sandbox.run(["rename", "a", "--hash", "long article", "--name", ""]).stdout == """
        Took the name away from @1 a3f2c1d4e5b6… in a.json
        To take it back: llm-mock undo

        """
    )
    #expect(try sandbox.read("a.json") == Sample.fixture(Sample.interaction()))
  }

  @Test(arguments: [
    ("greeting", "interaction @2 already has the name \"greeting\""),
    (String(repeating: "x", count: 81), "a name has at most 80 characters, this one has 81"),
    ("a\nb", "a name has no control characters, this one has <LF>"),
  ])
  func `a name follows the rules of the format`(name: String, reason: String) throws {
    let sandbox = try Sandbox()
    let text = Sample.fixture(
      Sample.interaction(),
      Sample.interaction(Sample.hashes[1], more: #""name": "greeting""#)
    )
    try sandbox.write("a.json", text)
    try sandbox.run(["rename", "a", "--hash", "@1", "--name", name]).expect(
      stderr: "llm-mock: a.json: \(reason)\n",
      status: 2
    )
    #expect(try sandbox.read("a.json") == text)
  }

  @Test func `a hash that several have can't be named`() throws {
    let sandbox = try Sandbox()
    try sandbox.write("a.json", Sample.fixture(Sample.interaction(), Sample.interaction()))
    try sandbox.run(["rename", "a", "--hash", Sample.hashes[0], "--name", "x"]).expect(
      stderr: """
        llm-mock: a.json: 2 interactions have that hash
          @1  a3f2c1d4e5b6…/1
          @2  a3f2c1d4e5b6…/2

        """,
      status: 2
    )
  }

  @Test(arguments: [
    ["a"], ["a", "b", "--name", "c"], ["a", "--hash", "@1"], ["a", "--name", "c"], ["a", ""],
    ["a", "sub/"],
  ])
  func `other words are wrong use`(words: [String]) throws {
    let sandbox = try Sandbox()
    try sandbox.write("a.json", Sample.summarize)
    let outcome = try sandbox.run(["rename"] + words)
    #expect(outcome.status == 2)
    #expect(outcome.stderr.contains("Usage: llm-mock rename <fixture> <new>\n"))
    #expect(try sandbox.read("a.json") == Sample.summarize)
  }
}
