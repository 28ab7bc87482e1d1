import LLMMockCore
import SystemPackage
import Testing

/// `list DIR`.
struct ListFolderTests {
  private func sandbox() throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.write(
      "f/chat/greeting.json",
      Sample.fixture(
        Sample.interaction(model: "gpt-4o-mini"),
        Sample.interaction(model: "gpt-4o-mini"),
        Sample.interaction(model: "gpt-4o", recordedAt: "2026-05-02T00:00:00+00:00"),
        provider: "openai"
      )
    )
    try sandbox.write("f/chat/long_context.json", Sample.summarize)
    try sandbox.write("f/tools/broken.json", "{\n  \"version\": \"2.0\" \"provider\"\n}\n")
    try sandbox.write("f/other.json", "{}")
    try sandbox.write("f/notes.txt", "x")
    try sandbox.write("f/empty.json", Sample.empty)
    return sandbox
  }

  @Test func `a folder is a table in which a pipe cuts nothing`() throws {
    try sandbox().run("list f").expect(
      stdout: """
        FILE                    CALLS  PROVIDER   MODELS                                        RECORDED                SIZE
        chat/greeting.json          3  openai     gpt-4o-mini, gpt-4o                           2026-04-23..2026-05-02  1 kB
        chat/long_context.json      2  anthropic  claude-sonnet-4-6, claude-haiku-4-5-20251001  2026-04-23..2026-04-24  1 kB
        tools/broken.json           !  line 2, column 20: expected ',' or '}' after a value
        empty.json                  0  anthropic  -                                             -                       72 B

        4 files, 5 interactions, 3 kB; 1 file cannot be read; 1 other JSON file skipped

        """,
      status: 3
    )
  }

  @Test(arguments: [
    (
      80,
      """
      FILE                  CALLS  PROVIDER   MODELS      RECORDED                SIZE
      chat/greeting.json        3  openai     gpt-4o-mi…  2026-04-23..2026-05-02  1 kB
      …t/long_context.json      2  anthropic  claude-so…  2026-04-23..2026-04-24  1 kB
      tools/broken.json         !  line 2, column 20: expected ',' or '}' after a val…
      empty.json                0  anthropic  -           -                       72 B
      """
    ),
    (
      60,
      """
      FILE                    CALLS  PROVIDER   MODELS        SIZE
      chat/greeting.json          3  openai     gpt-4o-mini…  1 kB
      chat/long_context.json      2  anthropic  claude-sonn…  1 kB
      tools/broken.json           !  line 2, column 20: expected …
      empty.json                  0  anthropic  -             72 B
      """
    ),
    (
      30,
      """
      FILE               CALLS  SIZE
      …at/greeting.json      3  1 kB
      …ong_context.json      2  1 kB
      tools/broken.json      !  lin…
      empty.json             0  72 B
      """
    ),
  ])
  func `a terminal cuts what is missed least`(width: Int, table: String) throws {
    let (shown, status) = try sandbox().run("list f", terminalWidth: width)
    #expect(shown.hasPrefix(table))
    #expect(shown.split(separator: "\n").dropLast().allSatisfy { CharacterWidth.of($0) <= width })
    #expect(status == 3)
  }

  @Test func `an empty folder says that it is one`() throws {
    let sandbox = try Sandbox()
    try sandbox.write("f/package.json", "{}")
    try sandbox.write("f/.hidden/a.json", Sample.empty)
    try sandbox.run("list f").expect(
      stdout: """
        No fixtures in f yet.
        1 other JSON file skipped; 1 folder left out (hidden, or ignored by git)

        """
    )
  }

  @Test func `what git ignores is left out`() throws {
    let sandbox = try Sandbox()
    try sandbox.write(".gitignore", "scratch.json\n")
    try sandbox.write("f/scratch.json", Sample.empty)
    try sandbox.write("f/a.json", Sample.empty)
    let lines = try sandbox.run("list f").stdout.split(separator: "\n")
    #expect(lines.dropFirst().map { $0.prefix(6) } == ["a.json", "1 file"])
  }

  @Test func `many files come in the order of people`() throws {
    let sandbox = try Sandbox()
    for number in 1...300 { try sandbox.write(.init("f/call\(number).json"), Sample.empty) }
    let lines = try sandbox.run("list f").stdout.split(separator: "\n")
    let names = lines.dropFirst().dropLast().map { $0.prefix { $0 != " " } }
    #expect(names.elementsEqual((1...300).map { "call\($0).json" }) { $0 == $1 })
    #expect(lines.last == "300 files, 0 interactions, 22 kB")
  }

  @Test func `a link out of the repository is not followed`() throws {
    let sandbox = try Sandbox()
    try sandbox.write("f/a.json", Sample.empty)
    try FileSystem.disk.makeLink(sandbox.folder.pushing("f/link.json"), "/etc/hostname")
    let outcome = try sandbox.run("list f")
    #expect(
      outcome.stdout.contains(
        "link.json      !  a link that leads out of the repository; it is not followed\n"
      )
    )
    #expect(outcome.status == 3)
  }

  @Test func `a name can neither move the cursor nor end its line`() throws {
    let sandbox = try Sandbox()
    try sandbox.write(
      try #require(FilePath(bytes: Array("f/a\u{1B}[2J\n::error::x".utf8) + [0xFF] + ".json".utf8)),
      Sample.empty
    )
    let outcome = try sandbox.run("list f")
    #expect(outcome.stdout.split(separator: "\n").count == 3)
    #expect(outcome.stdout.contains("a<ESC>[2J<LF>::error::x<0xFF>.json      0  anthropic"))
  }
}
