import LLMMockCore
import LLMMockWorkspace
import SystemPackage
import TestSupport
import Testing

struct StateFolderTests {
  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var folders: [FilePath]
    var opened: FilePath
    var environment: [String: String] = [:]
    var readOnly: [FilePath] = []
    var foreign: [FilePath] = []
    var expected: FilePath
    var base: FilePath

    init(
      _ description: String,
      _ folders: [FilePath],
      opened: FilePath,
      environment: [String: String] = [:],
      readOnly: [FilePath] = [],
      foreign: [FilePath] = [],
      _ expected: FilePath,
      base: FilePath
    ) {
      testDescription = description
      self.folders = folders
      self.opened = opened
      self.environment = environment
      self.readOnly = readOnly
      self.foreign = foreign
      self.expected = expected
      self.base = base
    }
  }

  static let standIn: FilePath = "/home/me/.local/state/llm-mock"
  static let cases = [
    Case("at the work tree's root", ["/r/.git"], opened: "/r/t/f", "/r/.llm-mock", base: "/r"),
    Case(
      "outside git in the opened folder",
      [],
      opened: "/r/t/f",
      "/r/t/f/.llm-mock",
      base: "/r/t/f"
    ),
    Case(
      "the nearest one that is there",
      ["/r/.git", "/r/.llm-mock", "/r/t/.llm-mock"],
      opened: "/r/t/f",
      "/r/t/.llm-mock",
      base: "/r/t"
    ),
    Case(
      "the opened folder's own",
      ["/r/.git", "/r/t/f/.llm-mock"],
      opened: "/r/t/f",
      "/r/t/f/.llm-mock",
      base: "/r/t/f"
    ),
    Case(
      "not above the work tree",
      ["/.llm-mock", "/r/.git"],
      opened: "/r/t/f",
      "/r/.llm-mock",
      base: "/r"
    ),
    Case(
      "of the inner repository",
      ["/r/.git", "/r/.llm-mock", "/r/t/.git"],
      opened: "/r/t/f",
      "/r/t/.llm-mock",
      base: "/r/t"
    ),
    Case(
      "outside git any one above",
      ["/r/.llm-mock"],
      opened: "/r/t/f",
      "/r/.llm-mock",
      base: "/r"
    ),
    Case(
      "where the environment says",
      ["/r/.git", "/r/.llm-mock"],
      opened: "/r/t/f",
      environment: ["LLM_MOCK_STATE": "/s"],
      "/s",
      base: "/r"
    ),
    Case(
      "an empty variable says nothing",
      ["/r/.git"],
      opened: "/r/t/f",
      environment: ["LLM_MOCK_STATE": "", "XDG_STATE_HOME": ""],
      "/r/.llm-mock",
      base: "/r"
    ),
    Case(
      "a stand-in for a folder that may not be written",
      ["/r/.git"],
      opened: "/r/t/f",
      readOnly: ["/r"],
      standIn.appending("r-6588117f7b516232"),
      base: "/r"
    ),
    Case(
      "a stand-in for one that may not be written",
      ["/r/.git", "/r/.llm-mock"],
      opened: "/r/t/f",
      readOnly: ["/r/.llm-mock"],
      standIn.appending("r-6588117f7b516232"),
      base: "/r"
    ),
    Case(
      "a stand-in for one that someone else put there",
      ["/tmp/.llm-mock"],
      opened: "/tmp/t",
      foreign: ["/tmp/.llm-mock"],
      standIn.appending("t-9d7c7fff83aac0f3"),
      base: "/tmp/t"
    ),
    Case(
      "a stand-in where the environment says",
      ["/r/.git"],
      opened: "/r/t/f",
      environment: ["XDG_STATE_HOME": "/x"],
      readOnly: ["/r"],
      "/x/llm-mock/r-6588117f7b516232",
      base: "/r"
    ),
    Case(
      "no relative stand-in",
      ["/r/.git"],
      opened: "/r/t/f",
      environment: ["XDG_STATE_HOME": "x"],
      readOnly: ["/r"],
      standIn.appending("r-6588117f7b516232"),
      base: "/r"
    ),
  ]

  @Test(arguments: cases)
  func `the state folder is found, and nothing is made`(case: Case) throws {
    let disk = MemoryDisk(folders: `case`.folders + [`case`.opened])
    for folder in `case`.readOnly {
      try disk.fileSystem.setPermissions(folder, [.ownerRead, .ownerExecute])
    }
    for folder in `case`.foreign { disk.giveAway(folder, to: 7) }
    let changes = disk.changes
    let workspace = try Workspace(
      opening: `case`.opened,
      files: disk.fileSystem,
      environment: `case`.environment,
      home: "/home/me",
      now: { UnixTime(milliseconds: 0) }
    )
    let state = try workspace.stateFolder()
    #expect(try workspace.changes().changes == [])
    #expect(state.path == `case`.expected)
    #expect(state.base == `case`.base)
    #expect(disk.changes == changes)
  }

  @Test func `a file or a link named like it is not followed`() throws {
    for isLink in [false, true] {
      let disk = MemoryDisk(folders: ["/r/.git", "/elsewhere"])
      if isLink {
        disk.putLink("/r/.llm-mock", to: "/elsewhere")
      } else {
        disk.put("/r/.llm-mock", "")
      }
      let state = try StateFolder.find(
        for: "/r",
        workTree: "/r",
        places: StatePlaces(environment: [:], home: "/home/me"),
        files: disk.fileSystem
      )
      #expect(state.path.isWithin("/home/me/.local/state/llm-mock"))
    }
  }

  @Test func `a work tree is known by a folder or a file`() throws {
    let disk = MemoryDisk(["/a/.git": "gitdir: /b"], folders: ["/a/c", "/b/.git", "/d/c"])
    let files = disk.fileSystem
    #expect(try files.workTree(around: "/a/c") == "/a")
    #expect(try files.workTree(around: "/b") == "/b")
    #expect(try files.workTree(around: "/d/c") == nil)
  }

  @Test func `it is made on first need, private, and git does not see it`() throws {
    let bench = Bench()
    try bench.open().deleteFiles([bench.path("a.json")])
    #expect(bench.disk.texts["/home/me/app/.llm-mock/.gitignore"] == "*\n")
    for name in [".llm-mock", ".llm-mock/history"] as [FilePath] {
      #expect(bench.disk.permissions(at: Bench.root.pushing(name)) == .ownerReadWriteExecute)
    }
    let record = bench.disk.permissions(at: Bench.root.pushing(".llm-mock/history/000001.done"))
    #expect(record == .ownerReadWrite)
  }

  @Test func `one that others could look into is closed before something is put there`() throws {
    let bench = Bench()
    bench.disk.makeFolders("/home/me/app/.llm-mock")
    try bench.open().deleteFiles([bench.path("a.json")])
    #expect(bench.disk.permissions(at: "/home/me/app/.llm-mock") == .ownerReadWriteExecute)
    #expect(bench.disk.texts["/home/me/app/.llm-mock/.gitignore"] == "*\n")
  }

  @Test func `a folder that the user named and has is left as it is`() throws {
    var bench = Bench()
    bench.environment = ["LLM_MOCK_STATE": "/home/me"]
    bench.disk.makeFolders("/home/me")
    try bench.open().deleteFiles([bench.path("a.json")])
    #expect(bench.disk.texts["/home/me/.gitignore"] == nil)
    #expect(bench.disk.permissions(at: "/home/me")?.contains(.groupRead) == true)
    #expect(bench.disk.permissions(at: "/home/me/history") == .ownerReadWriteExecute)
  }

  @Test func `histories of two folders in one place don't mix`() throws {
    var bench = Bench()
    bench.environment = ["LLM_MOCK_STATE": "/state"]
    bench.disk.put("/home/me/other/x.json", "X")
    try bench.open().deleteFiles([bench.path("a.json")])
    try bench.open("/home/me/other").deleteFiles(["/home/me/other/x.json"])
    #expect(try bench.open().undo().title == "Deleted tests/fixtures/a.json")
    #expect(try HistoryError.code { try bench.open().undo() } == .nothingToUndo)
    #expect(try bench.open("/home/me/other").changes().changes.map(\.title) == ["Deleted x.json"])
    #expect(try bench.open("/home/me/other").undo().title == "Deleted x.json")
  }

  @Test func `a folder that can hold no state is undone all the same`() throws {
    let bench = Bench()
    try bench.disk.fileSystem.setPermissions(Bench.root, [.ownerRead, .ownerExecute])
    let before = bench.texts
    try bench.open().deleteFiles([bench.path("a.json")])
    try bench.open().undo()
    #expect(bench.texts == before)
    #expect(bench.disk.files(in: Self.standIn).count == 2)
  }
}
