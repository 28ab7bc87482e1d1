import LLMMockCore
import SystemPackage
import Testing

/// `init`.
struct InitTests {
  private let steps = """

    1. Record once, with a real key
         ANTHROPIC_API_KEY=... llm-mock run --mode record --fixture tests/fixtures/example -- pytest
    2. Look at what came back
         llm-mock-tui tests/fixtures
    3. Commit it
         git add tests/fixtures && git commit -m "Add recorded LLM calls"
    4. From now on: no key, no network
         llm-mock run --fixture tests/fixtures/example -- pytest

    """

  @Test func `the folder is made once`() throws {
    let sandbox = try Sandbox()
    try sandbox.run("init").expect(stdout: "  created  tests/fixtures\n" + steps)
    #expect(try FileSystem.disk.status(sandbox.folder.pushing("tests/fixtures"))?.kind == .folder)
    try sandbox.write("tests/fixtures/a.json", Sample.empty)
    try sandbox.run("init").expect(stdout: "  exists   tests/fixtures\n" + steps)
    #expect(try sandbox.read("tests/fixtures/a.json") == Sample.empty)
  }

  @Test func `a file of that name stays what it is`() throws {
    let sandbox = try Sandbox()
    try sandbox.write("tests/fixtures", "x")
    try sandbox.run("init").expect(
      stderr: "llm-mock: tests/fixtures: something that is no folder has this name\n",
      status: 3
    )
    #expect(try sandbox.read("tests/fixtures") == "x")
  }
}
