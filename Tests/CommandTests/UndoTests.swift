import Foundation
import SystemPackage
import Testing

/// `undo`.
struct UndoTests {
  @Test func `changes are taken back one by one, the newest first`() throws {
    let sandbox = try Sandbox()
    try sandbox.write("a.json", Sample.summarize)
    _ = try sandbox.run("rename a b")
    _ = try sandbox.run("clear b --hash @2")
    _ = try sandbox.run("clear b")
    #expect(try sandbox.run("undo").stdout == "Took back: Deleted b.json\n")
    #expect(try sandbox.run("undo").stdout == "Took back: Deleted 1 interaction from b.json (#2)\n")
    #expect(try sandbox.run("undo").stdout == "Took back: Renamed a.json to b.json\n")
    try sandbox.run("undo").expect(
      stderr: "llm-mock: there is nothing to undo in this folder\n",
      status: 1
    )
    #expect(try sandbox.read("a.json") == Sample.summarize)
  }

  @Test func `a file that changed since is left alone`() throws {
    let sandbox = try Sandbox()
    try sandbox.write("a.json", Sample.summarize)
    _ = try sandbox.run("clear a --hash @1")
    try sandbox.write("a.json", Sample.empty)
    try sandbox.run("undo").expect(
      stderr: "llm-mock: a.json changed since; undo would overwrite that\n",
      status: 1
    )
    #expect(try sandbox.read("a.json") == Sample.empty)
  }

  @Test func `the list has the newest first and changes nothing`() throws {
    let sandbox = try Sandbox()
    try sandbox.write("f/a.json", Sample.summarize)
    _ = try sandbox.run("clear f/a --hash @1")
    _ = try sandbox.run("clear f/a")
    _ = try sandbox.run("undo")
    let lines = try sandbox.run("undo f --list").stdout.split(separator: "\n")
    let day = #/^20\d\d-\d\d-\d\d \d\d:\d\d  /#
    #expect(lines.allSatisfy { $0.starts(with: day) })
    #expect(
      lines.map { $0.dropFirst(18) } == [
        "Deleted f/a.json  (taken back)", "Deleted 1 interaction from f/a.json (#1)",
      ]
    )
    #expect(try sandbox.run("undo --list f").stdout.split(separator: "\n") == lines)
  }

  @Test func `the list is JSON on request`() throws {
    let sandbox = try Sandbox()
    try sandbox.write("a.json", Sample.empty)
    _ = try sandbox.run("clear a")
    let text = try sandbox.run("undo --list --json").stdout
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    )
    #expect(Set(object.keys) == ["id", "time", "title", "state", "paths", "size"])
    #expect(object["title"] as? String == "Deleted a.json")
    #expect(object["state"] as? String == "done")
    #expect(object["paths"] as? [String] == [sandbox.folder.appending("a.json").string])
    let time = try #require(object["time"] as? String)
    #expect(try #/20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ/#.wholeMatch(in: time) != nil)
  }

  @Test func `where nothing was changed, nothing is made`() throws {
    let sandbox = try Sandbox()
    try sandbox.run("undo --list").expect(stdout: "No changes are remembered for this folder.\n")
    try sandbox.run("undo --list --json").expect()
    #expect(try sandbox.run("undo").status == 1)
    #expect(try sandbox.read(".llm-mock/.gitignore") == nil)
  }

  @Test func `a folder that does not exist is wrong use`() throws {
    let sandbox = try Sandbox()
    try sandbox.makeFolder("tests/fixtures")
    try sandbox.run("undo tests/fixture").expect(
      stderr: "llm-mock: tests/fixture does not exist. Did you mean tests/fixtures?\n",
      status: 2
    )
  }

  @Test func `the state can be kept elsewhere`() throws {
    let sandbox = try Sandbox()
    try sandbox.write("a.json", Sample.empty)
    let elsewhere = ["LLM_MOCK_STATE=\(sandbox.folder.string)/elsewhere"]
    _ = try sandbox.run(["clear", "a"], environment: elsewhere)
    #expect(try sandbox.read(".llm-mock/.gitignore") == nil)
    #expect(try sandbox.run(["undo"], environment: elsewhere).status == 0)
    #expect(try sandbox.read("a.json") == Sample.empty)
  }
}
