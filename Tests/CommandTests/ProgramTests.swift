import SystemPackage
import TestSupport
import Testing

/// What holds for the program as a whole.
struct ProgramTests {
  private static let commands = [
    "list", "show", "diff", "clear", "rename", "undo", "rerecord", "misses", "run", "serve",
    "merge", "init",
  ]

  @Test func `help names the commands there are`() throws {
    let outcome = try Sandbox().run("--help")
    #expect(outcome.status == 0)
    #expect(outcome.stderr.isEmpty)
    let listed = outcome.stdout.split(separator: "\n").drop { $0 != "SUBCOMMANDS:" }
      .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }.dropLast()
      .map { $0.dropFirst(2).prefix { $0 != " " } }
    #expect(listed.elementsEqual(Self.commands) { $0 == $1 })
    #expect(try Sandbox().run([]) == outcome)
  }

  @Test(arguments: commands)
  func `the help of a command has an example`(command: String) throws {
    let outcome = try Sandbox().run("\(command) --help")
    #expect(outcome.status == 0)
    #expect(outcome.stdout.contains("Example"))
    #expect(outcome.stdout.contains("llm-mock \(command)"))
  }

  @Test func `it knows its version`() throws {
    let outcome = try Sandbox().run("--version")
    #expect(try #/\d+\.\d+\.\d+\n/#.wholeMatch(in: outcome.stdout) != nil)
    #expect(outcome.status == 0)
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `it completes words in every shell`(shell: String) throws {
    let outcome = try Sandbox().run("--generate-completion-script \(shell)")
    #expect(outcome.status == 0)
    for command in Self.commands { #expect(outcome.stdout.contains(command)) }
  }

  @Test(arguments: [
    (
      "list", "missing expected argument '<fixture|dir>'",
      "Usage: llm-mock list <fixture|dir> [--json]"
    ),
    ("list a b", "unexpected argument 'b'", "Usage: llm-mock list <fixture|dir> [--json]"),
    ("lst a", "2 unexpected arguments: 'lst', 'a'", "Usage: llm-mock <subcommand>"),
    (
      "show a @1 --raw --json", "--raw and --json are two forms; choose one",
      "Usage: llm-mock show <fixture> <interaction> [--raw] [--json]"
    ),
    ("undo --json", "--json belongs to --list", "Usage: llm-mock undo [<dir>] [--list] [--json]"),
  ])
  func `wrong use is told with the usage`(line: String, sentence: String, usage: String) throws {
    let outcome = try Sandbox().run(line)
    #expect(outcome.stdout.isEmpty)
    #expect(outcome.status == 2)
    let lines = outcome.stderr.split(separator: "\n")
    #expect(lines.first == "llm-mock: \(sentence)")
    #expect(lines.contains { $0 == usage })
  }

  @Test func `a reader that has seen enough is no error`() throws {
    let sandbox = try Sandbox()
    for number in 1...40 { try sandbox.write(.init("f/\(number).json"), Sample.summarize) }
    for line in [
      "list f", "list f/1", "list f --json", "show f/1 @1", "show f/1 @1 --raw", "--help",
    ] {
      try sandbox.run(line, stdout: .closedPipe).expect()
    }
  }

  #if os(Linux)
  @Test func `an output that can't be written is an error`() throws {
    let sandbox = try Sandbox()
    try sandbox.write("a.json", Sample.summarize)
    try sandbox.run("list a", stdout: .file("/dev/full")).expect(
      stderr: "llm-mock: standard output can't be written: No space left on device\n",
      status: 3
    )
  }
  #endif
}
