import LLMMockCore
import SystemPackage
import TestSupport
import Testing

/// `diff`.
struct DiffTests {
  private static func paris(_ answer: String, model: String = "m") -> String {
    Sample.interaction(Sample.hashes[1], model: model, text: "Capital of France?", answer: answer)
  }
  private static let hello = Sample.interaction(Sample.hashes[0])

  private static func changed() throws -> GitSandbox {
    let sandbox = try GitSandbox()
    try sandbox.write("f/a.json", hello, paris("It is Paris."))
    try sandbox.commit()
    try sandbox.write("f/a.json", hello, paris("It is Lyon."))
    return sandbox
  }

  /// The output without what git calls the commit.
  private static func text(_ outcome: Outcome) -> String {
    outcome.stdout.split(separator: "\n", omittingEmptySubsequences: false)
      .map { line in
        guard line.contains("  HEAD ") else { return String(line) }
        return line.split(separator: "HEAD ").first.map { "\($0)HEAD" } ?? ""
      }
      .joined(separator: "\n")
  }

  @Test func `a fixture is compared with HEAD`() throws {
    let sandbox = try Self.changed()
    let outcome = try sandbox.run("diff f/a --context 0")
    #expect(outcome.status == 1 && outcome.stderr.isEmpty)
    #expect(
      Self.text(outcome) == """
        f/a.json  HEAD

        @2 b4c3d2e5f6a7 "Capital of France?"  1 change
        response.message
        - 1 text  It is [-Paris-].
        + 1 text  It is {+Lyon+}.


        """
    )
    try sandbox.commit()
    try sandbox.run("diff f/a").expect()
  }

  @Test func `a folder shows each changed fixture`() throws {
    let sandbox = try Self.changed()
    try sandbox.write("f/b.json", Self.hello)
    try sandbox.sandbox.write("f/other.json", "{}")
    let outcome = try sandbox.run("diff f --json")
    #expect(outcome.status == 1)
    let lines = try outcome.stdout.split(separator: "\n").map { try JSONTree(String($0)).root }
    #expect(lines.map { $0["path"]?.string } == ["f/a.json", "f/b.json"])
    #expect(lines.map { $0["change"]?.string } == ["changed", "new"])
    let change = lines[0]["changes"]?.elements.first { _ in true }
    #expect(
      change.map { String(decoding: $0.text, as: UTF8.self) }
        == #"{"path": "/response/content/0/text", "old": "It is Paris.", "new": "It is Lyon."}"#
    )
  }

  @Test func `a revision can be named`() throws {
    let sandbox = try Self.changed()
    try sandbox.commit("second")
    try sandbox.write("f/new.json", Self.hello)
    try sandbox.commit("third")
    #expect(try sandbox.run("diff f/a --against HEAD~2").status == 1)
    #expect(try sandbox.run("diff f/a --against HEAD~1").status == 0)
    let outcome = try sandbox.run("diff f --against HEAD~1 --json")
    #expect(outcome.stdout.contains(#""path": "f/new.json""#))
    try sandbox.run("diff f/a --against nope").expect(
      stderr: "llm-mock: there is no revision nope\n",
      status: 2
    )
    try sandbox.run("diff f --against nope").expect(
      stderr: "llm-mock: there is no revision nope\n",
      status: 2
    )
  }

  @Test func `two interactions and two fixtures are compared with each other`() throws {
    let sandbox = try Self.changed()
    let outcome = try sandbox.run("diff f/a @1 @2 --context 0")
    #expect(outcome.status == 1)
    #expect(outcome.stdout.contains("- 1 user  Hello\n+ 1 user  Capital of France?\n"))
    try sandbox.write("f/b.json", Self.hello, Self.paris("It is Lyon.", model: "n"))
    let files = try sandbox.run("diff f/a f/b --context 0")
    #expect(files.stdout.contains("- model        m\n+ model        n\n"))
    try sandbox.run("diff f/a @1 @7").expect(
      stderr: "llm-mock: f/a.json: there is no @7: the fixture has 2 interactions\n",
      status: 2
    )
  }

  @Test func `volatile fields are hidden, and shown when asked for`() throws {
    let sandbox = try GitSandbox()
    try sandbox.write("a.json", Self.hello)
    try sandbox.commit()
    let later = Sample.interaction(recordedAt: "2027-01-01T00:00:00+00:00")
    try sandbox.write("a.json", later)
    let outcome = try sandbox.run("diff a")
    #expect(outcome.status == 0)
    #expect(outcome.stdout.contains("only volatile fields differ: recorded_at"))
    #expect(try sandbox.run("diff a --volatile").status == 1)
    try sandbox.sandbox.write(".llm-mock-volatile", "# times count here\n!recorded_at\n")
    #expect(try sandbox.run("diff a").status == 1)
    try sandbox.sandbox.write(".llm-mock-volatile", "usage\n\n/usage\n")
    let path = sandbox.sandbox.folder.appending(".llm-mock-volatile")
    try sandbox.run("diff a").expect(
      stderr: "llm-mock: \(path): line 3: /usage is no field; write it like response.id\n",
      status: 3
    )
  }

  @Test func `files that are new, gone or outside of git are told so`() throws {
    let sandbox = try Self.changed()
    try sandbox.write("new.json", Self.hello)
    let new = try sandbox.run("diff new")
    #expect(new.status == 1 && new.stderr.contains("new.json is not in HEAD"))
    try FileSystem.disk.remove(sandbox.sandbox.folder.pushing("f/a.json"))
    let gone = try sandbox.run("diff f/a")
    #expect(
      gone.status == 1 && gone.stdout.contains("@2 b4c3d2e5f6a7 \"Capital of France?\"  gone")
    )
    let outside = try Sandbox(git: false)
    try outside.write("a.json", Sample.empty)
    try outside.run("diff a").expect(
      stderr: """
        llm-mock: a.json is in no git repository, so it has no other version; name a second \
        fixture to compare with

        """,
      status: 2
    )
  }

  @Test func `before the first commit everything is new`() throws {
    let sandbox = try GitSandbox()
    try sandbox.write("a.json", Self.hello)
    #expect(try sandbox.run("diff .").status == 1)
    #expect(try sandbox.run("diff a").status == 1)
  }

  @Test func `a version that does not parse is compared by lines`() throws {
    let sandbox = try Self.changed()
    try sandbox.sandbox.write("f/a.json", "{\"interactions\": [\n\u{1B}[2J")
    let outcome = try sandbox.run("diff f/a")
    #expect(outcome.status == 3)
    #expect(outcome.stderr.contains("the file: line 2, column 1: "))
    #expect(outcome.stdout.contains("+ <ESC>[2J"))
  }

  @Test func `on a terminal changed words are bold and underlined`() throws {
    let sandbox = try Self.changed()
    let outcome = try sandbox.run("diff f/a --color always --context 0")
    #expect(outcome.stdout.contains("\u{1B}[1;4;32mLyon\u{1B}[0m"))
    let plain = try sandbox.sandbox.run(
      ["diff", "f/a"],
      environment: GitSandbox.environment + ["NO_COLOR=1", "GIT_PAGER_IN_USE=1"]
    )
    #expect(!plain.stdout.contains("\u{1B}"))
  }

  @Test(arguments: [
    "diff", "diff a b c d", "diff --against HEAD a b", "diff --git a b", "diff --context -1 a",
  ])
  func `words that make no sense are refused`(line: String) throws {
    let sandbox = try GitSandbox()
    #expect(try sandbox.run(line).status == 2)
  }

  // MARK: git's diff

  @Test func `git shows fixtures by interaction once it is set up`() throws {
    let sandbox = try Self.changed()
    #expect(try sandbox.run("init f --git").status == 0)
    let text = try sandbox.git("diff", "--color=never", "--", "f/a.json")
    #expect(text.hasPrefix("diff --llm-mock a/f/a.json b/f/a.json\n\n@2 b4c3d2e5f6a7"))
    #expect(text.contains("It is {+Lyon+}."))
    try sandbox.commit()
    try sandbox.git("mv", "f/a.json", "f/b.json")
    try sandbox.write("f/b.json", Self.hello, Self.paris("It is Nice."))
    let renamed = try sandbox.git("diff", "-M10%", "HEAD")
    #expect(renamed.contains("diff --llm-mock a/f/a.json b/f/b.json"))
    #expect(renamed.contains("It is {+Nice+}."))
    try sandbox.git("rm", "-q", "-f", "f/b.json")
    #expect(try sandbox.git("diff", "HEAD").contains("  gone"))
  }

  @Test func `git's diff of what is no fixture is one of lines`() throws {
    let sandbox = try GitSandbox()
    try sandbox.sandbox.write("f/a.json", "{}\n")
    try sandbox.commit()
    try sandbox.sandbox.write("f/a.json", "{\"x\": 1}\n")
    #expect(try sandbox.run("init f --git").status == 0)
    let text = try sandbox.git("diff", "--", "f")
    #expect(text.contains("- {}\n+ {\"x\": 1}\n"))
  }
}
