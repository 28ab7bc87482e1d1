import LLMMockCore
import SystemPackage
import Testing

/// `clear`.
struct ClearTests {
  private let three = Sample.fixture(
    Sample.interaction(),
    Sample.interaction(Sample.hashes[1]),
    Sample.interaction(Sample.hashes[0], text: "Again")
  )

  @Test func `a file is deleted, and undo brings it back`() throws {
    let sandbox = try Sandbox()
    try sandbox.write("f/a.json", three)
    try sandbox.run("clear f/a").expect(
      stdout: "Deleted f/a.json\nTo take it back: llm-mock undo\n"
    )
    #expect(try sandbox.read("f/a.json") == nil)
    try sandbox.run("undo").expect(stdout: "Took back: Deleted f/a.json\n")
    #expect(try sandbox.read("f/a.json") == three)
  }

  @Test func `several interactions go in one change`() throws {
    let sandbox = try Sandbox()
    try sandbox.write("a.json", three)
    try sandbox.run("clear a --hash b4c3 --hash @1 --hash @2").expect(
      stdout: """
        Removed interaction a3f2c1d4e5b6…/1 from a.json
        Removed interaction b4c3d2e5f6a7… from a.json
        To take it back: llm-mock undo

        """
    )
    #expect(
      try sandbox.read("a.json")
        == Sample.fixture(Sample.interaction(Sample.hashes[0], text: "Again"))
    )
    #expect(try sandbox.run("undo").status == 0)
    #expect(try sandbox.read("a.json") == three)
  }

  @Test func `all 64 digits remove every interaction that has them`() throws {
    let sandbox = try Sandbox()
    try sandbox.write("a.json", three)
    #expect(try sandbox.run(["clear", "a", "--hash", Sample.hashes[0]]).status == 0)
    #expect(try sandbox.read("a.json") == Sample.fixture(Sample.interaction(Sample.hashes[1])))
  }

  @Test func `an ambiguous one changes nothing and lists what it could mean`() throws {
    let sandbox = try Sandbox()
    try sandbox.write("a.json", three)
    try sandbox.run("clear a --hash b4c3 --hash a3f2").expect(
      stderr: """
        llm-mock: a.json: a3f2 could mean 2 interactions
          @1  a3f2c1d4e5b6/1  "Hello"
          @3  a3f2c1d4e5b6/2  "Again"

        """,
      status: 2
    )
    #expect(try sandbox.read("a.json") == three)
  }

  @Test func `undo is told with the folder where the current one has another history`() throws {
    let sandbox = try Sandbox(git: false)
    try sandbox.write("my fixtures/a.json", three)
    #expect(
      try sandbox.run(["clear", "my fixtures/a"]).stdout
        == "Deleted my fixtures/a.json\nTo take it back: llm-mock undo 'my fixtures'\n"
    )
    #expect(try sandbox.run("undo").status == 1)
    try sandbox.run(["undo", "my fixtures"]).expect(stdout: "Took back: Deleted a.json\n")
  }

  @Test func `what is left of a fixture can be deleted, other files can't`() throws {
    let sandbox = try Sandbox()
    try sandbox.write("broken.json", "{")
    try sandbox.write("package.json", "{}")
    try sandbox.write("main.py", "print()")
    #expect(try sandbox.run("clear broken").status == 0)
    for name in ["package.json", "main.py"] {
      try sandbox.run("clear \(name)").expect(
        stderr: "llm-mock: \(name): not a fixture, so it is not deleted\n",
        status: 3
      )
    }
  }

  @Test func `of a link the link goes, and its interactions are those of its target`() throws {
    let sandbox = try Sandbox()
    let elsewhere = try Sandbox()
    try elsewhere.write("a.json", three)
    let link = sandbox.folder.appending("link.json")
    try FileSystem.disk.makeLink(link, elsewhere.folder.appending("a.json"))
    // The user named the link, so it is followed out of the repository.
    try sandbox.run("clear link --hash @2").expect(
      stdout: """
        Removed interaction b4c3d2e5f6a7… from link.json
        To take it back: llm-mock undo \(elsewhere.folder)

        """
    )
    #expect(try FileSystem.disk.linkStatus(link)?.kind == .link)
    #expect(try elsewhere.run("undo").status == 0)
    try sandbox.run("clear link").expect(
      stdout: "Deleted link.json\nTo take it back: llm-mock undo\n"
    )
    #expect(try FileSystem.disk.linkStatus(link) == nil)
    #expect(try elsewhere.read("a.json") == three)
  }
}
