import LLMMockCore
import SystemPackage
import TestSupport
import Testing

/// `init --git`.
struct InitGitTests {
  @Test func `git is set up once`() throws {
    let sandbox = try GitSandbox()
    let first = try sandbox.run("init --git")
    #expect(first.status == 0)
    #expect(first.stdout.contains("  created  .gitattributes: "))
    let attributes = "tests/fixtures/**/*.json merge=llm-mock diff=llm-mock\n"
    #expect(try sandbox.sandbox.read(".gitattributes") == attributes)
    let settings = try sandbox.sandbox.read(".git/config")
    let second = try sandbox.run("init --git")
    #expect(
      second.stdout.split(separator: "\n").allSatisfy {
        $0.contains("is ") || $0.contains("exists")
      }
    )
    #expect(try sandbox.sandbox.read(".gitattributes") == attributes)
    #expect(try sandbox.sandbox.read(".git/config") == settings)
  }

  @Test(arguments: [
    ("* text=auto", "* text=auto\nf/**/*.json merge=llm-mock diff=llm-mock\n"),
    ("a b\r\n", "a b\r\nf/**/*.json merge=llm-mock diff=llm-mock\r\n"),
    ("", "f/**/*.json merge=llm-mock diff=llm-mock\n"),
  ])
  func `attributes that are there stay`(old: String, new: String) throws {
    let sandbox = try GitSandbox()
    try sandbox.sandbox.write(".gitattributes", old)
    #expect(try sandbox.run("init f --git").status == 0)
    #expect(try sandbox.sandbox.read(".gitattributes") == new)
  }

  @Test(arguments: ["a b", "a[1]", "a\"b", "#a", "a\\b", "ø"])
  func `a folder of any name has its fixtures joined`(name: String) throws {
    let sandbox = try GitSandbox()
    let outcome = try sandbox.sandbox.run(
      ["init", name, "--git"],
      environment: GitSandbox.environment
    )
    #expect(outcome.status == 0, "\(outcome)")
    let shown = try sandbox.git("check-attr", "-z", "merge", "--", "\(name)/sub/x.json")
    #expect(shown == "\(name)/sub/x.json\0merge\0llm-mock\0")
    #expect(try sandbox.git("check-attr", "-z", "merge", "--", "b/x.json").contains("unspecified"))
  }

  @Test func `outside of git it says so`() throws {
    let sandbox = try Sandbox(git: false)
    try sandbox.run("init --git").expect(
      stdout: "  created  tests/fixtures\n",
      stderr: "llm-mock: tests/fixtures is in no git repository; git init makes one\n",
      status: 2
    )
  }
}
