import LLMMockCore
import SystemPackage
import TestSupport
import Testing

/// `merge`, alone and as git's merge driver.
struct MergeTests {
  private static func call(_ text: String, _ answer: String = "Hi.") -> String {
    Sample.interaction(Sample.hashes[0], text: text, answer: answer)
  }

  private static func branches(
    base: [String],
    ours: [String],
    theirs: [String]
  ) throws -> GitSandbox {
    let sandbox = try GitSandbox()
    func write(_ calls: [String]) throws {
      try sandbox.sandbox.write("f/a.json", fixture(calls))
    }
    #expect(try sandbox.run("init f --git").status == 0)
    try write(base)
    try sandbox.commit("base")
    try sandbox.git("checkout", "-q", "-b", "side")
    try write(theirs)
    try sandbox.commit("theirs")
    try sandbox.git("checkout", "-q", "main")
    try write(ours)
    try sandbox.commit("ours")
    return sandbox
  }

  private static func fixture(_ calls: [String]) -> String {
    """
    {
      "version": "2.0",
      "provider": "anthropic",
      "interactions": [
        \(calls.joined(separator: ",\n    "))
      ]
    }

    """
  }

  @Test func `two branches that add and change interactions merge without a hand edit`() throws {
    let sandbox = try Self.branches(
      base: [Self.call("a"), Self.call("b"), Self.call("c")],
      ours: [Self.call("a", "Ours."), Self.call("b"), Self.call("c"), Self.call("d")],
      theirs: [Self.call("a"), Self.call("b"), Self.call("c", "Theirs."), Self.call("e")]
    )
    try sandbox.git("merge", "-q", "-m", "join", "side")
    #expect(
      try sandbox.sandbox.read("f/a.json")
        == Self.fixture([
          Self.call("a", "Ours."), Self.call("b"), Self.call("c", "Theirs."), Self.call("d"),
          Self.call("e"),
        ])
    )
    #expect(try sandbox.git("status", "--porcelain") == "")
  }

  @Test func `a conflict is told by name, and both versions are in the file`() throws {
    let sandbox = try Self.branches(
      base: [Self.call("a"), Self.call("b")],
      ours: [Self.call("a", "Ours."), Self.call("b")],
      theirs: [Self.call("a", "Theirs."), Self.call("b")]
    )
    let text = try sandbox.git("merge", "-m", "join", "side", status: 1)
    #expect(
      text.contains(
        """
        llm-mock: f/a.json: 1 conflict; nothing is lost, choose in the file
          @1 a3f2c1d4e5b6/1 "a": both sides changed it; theirs is kept as "conflict: theirs \
        a3f2c1d4e5b6/1"
          look   llm-mock-tui f/a.json

        """
      )
    )
    let joined = try FixtureDocument(Array((sandbox.sandbox.read("f/a.json") ?? "").utf8))
    #expect(joined.interactions.map(\.preview) == ["a", "a", "b"])
    #expect(try sandbox.git("status", "--porcelain") == "UU f/a.json\n")
  }

  @Test func `a fixture that both branches added is joined`() throws {
    let sandbox = try Self.branches(
      base: [],
      ours: [Self.call("a")],
      theirs: [Self.call("b")]
    )
    try sandbox.git("merge", "-q", "-m", "join", "side")
    #expect(try sandbox.sandbox.read("f/a.json") == Self.fixture([Self.call("a"), Self.call("b")]))
  }

  @Test(arguments: [
    (0, "{\"interactions\": [}", "base"), (1, "no json", "ours"), (2, "{}", "theirs"),
  ])
  func `what does not parse is a conflict, and ours stays`(
    place: Int,
    text: String,
    side: String
  ) throws {
    let sandbox = try Sandbox()
    var texts = ["a", "b", "c"].map { Self.fixture([Self.call($0)]) }
    texts[place] = text
    for (name, text) in zip(["base", "ours", "theirs"], texts) {
      try sandbox.write(FilePath(name), text)
    }
    let outcome = try sandbox.run("merge base ours theirs tests/x.json")
    #expect(outcome.status == 1)
    #expect(outcome.stderr.hasPrefix("llm-mock: tests/x.json (\(side)): "))
    #expect(try sandbox.read("ours") == texts[1])
  }

  @Test func `what one side alone changed needs not be understood`() throws {
    let sandbox = try Sandbox()
    try sandbox.write("base", "x")
    try sandbox.write("ours", "x")
    try sandbox.write("theirs", "y")
    try sandbox.run("merge base ours theirs").expect()
    #expect(try sandbox.read("ours") == "y")
    // Through a link: its file is written, and it stays a link.
    try sandbox.write("file", "x")
    try FileSystem.disk.makeLink(sandbox.folder.appending("link"), "file")
    try sandbox.run("merge base link theirs").expect()
    #expect(try sandbox.read("file") == "y")
    try sandbox.run("merge base ours nothing").expect(
      stderr: "llm-mock: nothing: no such file or folder\n",
      status: 3
    )
  }
}
