import LLMMockCore
import LLMMockWorkspace
import SystemPackage
import TestSupport
import Testing

struct WorkspaceTests {
  let bench = Bench()

  @Test func `deleted files come back with undo and go with redo`() throws {
    let before = bench.texts
    bench.disk.put(bench.path("a.json"), "A", permissions: [.ownerReadWrite, .groupWrite])
    let change = try bench.open().deleteFiles([bench.path("a.json"), bench.path("sub/c.json")])
    #expect(change.title == "Deleted 2 files")
    #expect(change.state == .done)
    #expect(change.paths == [bench.path("a.json"), bench.path("sub/c.json")])
    #expect(bench.texts == ["b.json": "B"])
    #expect(try bench.open().undo().title == "Deleted 2 files")
    #expect(bench.texts == before)
    #expect(
      bench.disk.permissions(at: bench.path("a.json")) == [.ownerReadWrite, .groupWrite]
    )
    #expect(try bench.open().redo().state == .done)
    #expect(bench.texts == ["b.json": "B"])
  }

  @Test func `an edit of several files is one change`() throws {
    let before = bench.texts
    let change = try bench.open().edit(
      title: "Named 2 interactions",
      [bench.write("A2", to: "a.json"), bench.write("", to: "b.json")]
    )
    #expect(change?.title == "Named 2 interactions")
    #expect(bench.texts == ["a.json": "A2", "b.json": "", "sub/c.json": "C"])
    try bench.open().undo()
    #expect(bench.texts == before)
  }

  @Test func `an edit that changes nothing is no change`() throws {
    #expect(try bench.open().edit(title: "Nothing", [bench.write("A", to: "a.json")]) == nil)
    #expect(try bench.open().changes() == ChangeList(changes: [], damaged: []))
  }

  @Test(
    arguments: [
      ("a.json", "d.json", "d.json", "Renamed tests/fixtures/a.json to d.json"),
      ("a.json", "A.json", "A.json", "Renamed tests/fixtures/a.json to A.json"),
      (
        "a.json", "sub/a.json", "sub/a.json",
        "Renamed tests/fixtures/a.json to tests/fixtures/sub/a.json"
      ),
      (
        "sub/c.json", "../c.json", "c.json",
        "Renamed tests/fixtures/sub/c.json to tests/fixtures/c.json"
      ),
      ("sub/c.json", "e.json", "sub/e.json", "Renamed tests/fixtures/sub/c.json to e.json"),
    ] as [(FilePath, FilePath, String, String)]
  )
  func `a file is renamed relative to its folder`(
    from: FilePath,
    to: FilePath,
    expected: String,
    title: String
  ) throws {
    let before = bench.texts
    let change = try bench.open().renameFile(bench.path(from), to: to)
    #expect(change.title == title)
    var after = before
    after[expected] = after.removeValue(forKey: from.string)
    #expect(bench.texts == after)
    try bench.open().undo()
    #expect(bench.texts == before)
  }

  @Test(
    arguments: [
      ("a.json", "b.json", .exists), ("a.json", "sub", .exists), ("a.json", "a.json", .exists),
      ("a.json", "none/a.json", .noFolder), ("none.json", "d.json", .vanished),
      ("sub", "other", .notAFile), ("a.json", "../../../a.json", .linkLeadsOut),
      ("a.json", "../../.git/a.json", .linkLeadsOut),
    ] as [(FilePath, FilePath, FixtureFileError.Code)]
  )
  func `a rename that can't be is refused`(
    from: FilePath,
    to: FilePath,
    expected: FixtureFileError.Code
  ) throws {
    let before = bench.texts
    let workspace = try bench.open()
    #expect(
      try FixtureFileError.code { try workspace.renameFile(bench.path(from), to: to) } == expected
    )
    #expect(bench.texts == before)
    #expect(bench.records == [])
  }

  @Test func `upper and lower case alone can change where they are the same`() throws {
    let disk = MemoryDisk(["/folder/a.json": "A"], ignoresCase: true)
    let open = {
      try Workspace(
        opening: "/folder",
        files: disk.fileSystem,
        environment: [:],
        home: "/",
        now: { UnixTime(milliseconds: 0) }
      )
    }
    let names = { disk.files(in: "/folder", excluding: [".llm-mock"]).keys.map(\.visible) }
    _ = try open().renameFile("/folder/a.json", to: "A.json")
    #expect(names() == ["/folder/A.json"])
    #expect(
      try FixtureFileError.code { try open().renameFile("/folder/A.json", to: "A.json") } == .exists
    )
    _ = try open().undo()
    #expect(names() == ["/folder/a.json"])
    _ = try open().redo()
    #expect(names() == ["/folder/A.json"])
  }

  @Test func `a created file goes with undo`() throws {
    let workspace = try bench.open()
    let change = try workspace.createFile(bench.path("new.json"), Array("N".utf8))
    #expect(change.title == "Created tests/fixtures/new.json")
    #expect(bench.texts["new.json"] == "N")
    let again = try FixtureFileError.code { try workspace.createFile(bench.path("new.json"), []) }
    #expect(again == .exists)
    let missing = try FixtureFileError.code { try workspace.createFile(bench.path("x/n.json"), []) }
    #expect(missing == .noFolder)
    try workspace.undo()
    #expect(bench.texts["new.json"] == nil)
  }

  @Test func `a deleted folder is made again for what was in it`() throws {
    try bench.open().deleteFiles([bench.path("sub/c.json")])
    bench.disk.take(bench.path("sub"))
    try bench.open().undo()
    #expect(bench.texts["sub/c.json"] == "C")
  }

  @Test func `of a link the link is deleted, and comes back as it was`() throws {
    bench.disk.putLink(bench.path("link.json"), to: "a.json")
    let before = bench.texts
    try bench.open().deleteFiles([bench.path("link.json")])
    #expect(bench.texts == ["a.json": "A", "b.json": "B", "sub/c.json": "C"])
    try bench.open().undo()
    #expect(bench.texts == before)
  }

  @Test func `an edit of a link changes its target`() throws {
    bench.disk.putLink(bench.path("link.json"), to: "a.json")
    _ = try bench.open().edit(title: "Edited", [bench.write("A2", to: "link.json")])
    #expect(bench.texts["a.json"] == "A2")
    #expect(bench.texts["link.json"] == "a.json")
    let twice = [bench.write("1", to: "link.json"), bench.write("2", to: "a.json")]
    let code = try FixtureFileError.code { try bench.open().edit(title: "Edited", twice) }
    #expect(code == .editDoesNotFit)
  }

  @Test func `a relative link is not moved to where it would lead elsewhere`() throws {
    bench.disk.putLink(bench.path("link.json"), to: "a.json")
    let workspace = try bench.open()
    let code = try FixtureFileError.code {
      try workspace.renameFile(bench.path("link.json"), to: "sub/link.json")
    }
    #expect(code == .linkLeadsOut)
    try workspace.renameFile(bench.path("link.json"), to: "other.json")
    #expect(bench.texts["other.json"] == "a.json")
  }

  @Test func `a file that changed since it was seen is not edited`() throws {
    let workspace = try bench.open()
    let seen = try workspace.files.version(of: bench.path("a.json"))
    bench.disk.put(bench.path("a.json"), "someone's")
    var edit = bench.write("mine", to: "a.json")
    edit.expecting = seen
    let code = try FixtureFileError.code { try workspace.edit(title: "Edited", [edit]) }
    #expect(code == .changedOnDisk)
    #expect(bench.texts["a.json"] == "someone's")
    #expect(bench.records == [])
  }

  @Test func `a file that changes while it is edited or deleted loses nothing`() throws {
    let path = bench.path("a.json")
    let append = FileEdit(path) {
      TextEdit(of: $0, replacing: [($0.count..<$0.count, Array(" and mine".utf8))])
    }
    // The first file that is made is the record: the change was computed by then.
    bench.disk.before(.create) { $0.put(path, "someone's") }
    _ = try bench.open().edit(title: "Edited", [append])
    #expect(bench.texts["a.json"] == "someone's and mine")
    bench.disk.before(.create) { $0.put(path, "newer") }
    try bench.open().deleteFiles([path])
    try bench.open().undo()
    #expect(bench.texts["a.json"] == "newer")
    #expect(bench.records == ["000001.done", "000002.undone"])
  }

  @Test(
    arguments: [
      (.remove, .permission, .permission), (.remove, .readOnlyDisk, .readOnly),
    ] as [(MemoryDisk.Operation, FileSystemError.Code, FixtureFileError.Code)]
  )
  func `when one file can't be deleted, none is`(
    operation: MemoryDisk.Operation,
    failure: FileSystemError.Code,
    code: FixtureFileError.Code
  ) throws {
    let before = bench.texts
    bench.disk.fail(operation, skipping: 2, with: failure)
    let paths = ["a.json", "b.json", "sub/c.json"].map { bench.path($0) }
    let workspace = try bench.open()
    #expect(try FixtureFileError.code { try workspace.deleteFiles(paths) } == code)
    #expect(bench.texts == before)
    #expect(bench.records == [])
    #expect(try workspace.changes() == ChangeList(changes: [], damaged: []))
  }

  @Test func `a file that is gone or read-only is not deleted, and no other with it`() throws {
    let before = bench.texts
    let workspace = try bench.open()
    let gone = try FixtureFileError.code {
      try workspace.deleteFiles([bench.path("a.json"), bench.path("none.json")])
    }
    #expect(gone == .vanished)
    bench.disk.put(bench.path("b.json"), "B", permissions: [.ownerRead])
    let readOnly = try FixtureFileError.code {
      try workspace.deleteFiles([bench.path("a.json"), bench.path("b.json")])
    }
    #expect(readOnly == .readOnly)
    #expect(
      try FixtureFileError.code { try workspace.deleteFiles([bench.path("sub")]) } == .notAFile
    )
    #expect(bench.texts == before)
  }

  @Test func `files with names that are no text are deleted and restored`() throws {
    let name = try #require(FilePath.Component(bytes: [0xFF, 0x1B, 0x0A]))
    let path = Bench.folder.appending(name)
    bench.disk.put(path, "strange")
    let change = try bench.open().deleteFiles([path])
    #expect(change.title == "Deleted tests/fixtures/<0xFF><ESC><LF>")
    try bench.open().undo()
    #expect(bench.disk.bytes(at: path) == Array("strange".utf8))
    #expect(try bench.open().changes().changes.map(\.paths) == [[path]])
  }

  @Test func `a workspace opens on a file, and on a link to one`() throws {
    #expect(try bench.open(bench.path("a.json")).opened == Bench.folder)
    bench.disk.put("/elsewhere/d.json", "D")
    bench.disk.putLink(bench.path("link.json"), to: "/elsewhere/d.json")
    let workspace = try bench.open(bench.path("link.json"))
    #expect(workspace.root == "/elsewhere")
    _ = try workspace.edit(title: "Edited", [bench.write("D2", to: "link.json")])
    #expect(bench.disk.texts["/elsewhere/d.json"] == "D2")
    let inside = try FixtureFileError.code {
      try bench.open().edit(title: "Edited", [bench.write("D3", to: "link.json")])
    }
    #expect(inside == .linkLeadsOut)
  }
}
