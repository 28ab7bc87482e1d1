import LLMMockCore
import SystemPackage
import TestSupport
import Testing

@testable import LLMMockWorkspace

/// The files of a history: damage, strangers' records, pruning.
struct HistoryFileTests {
  let bench = Bench()
  let first: FilePath = "/home/me/app/.llm-mock/history/000001.done"

  @Test func `a record comes back as it was written`() throws {
    let strange = try #require(FilePath(bytes: Array("/base/x/".utf8) + [0xFF, 0x22, 0x0A]))
    let digest = ContentDigest(of: [1])
    let edit = TextEdit(splices: [
      Splice(offset: 0, removed: [0xFF, 0x0A], inserted: []),
      Splice(offset: 7, removed: [], inserted: [0, 1, 2]),
    ])
    let record = HistoryRecord(
      title: "Changed \"all\" of \u{202E}it",
      time: UnixTime(milliseconds: 1),
      base: "/base",
      drops: [2, 3],
      restores: 1,
      operations: [
        .edit(strange, before: digest, after: ContentDigest(of: []), edit),
        .deleteFile("/elsewhere/a", Array("bytes\n".utf8), [.ownerReadWrite, .groupRead]),
        .createFile("/base/é", [], nil), .deleteLink("/base/l", target: "../t"),
        .createLink("/base/m", target: strange), .rename("/base/a", to: "/base/y/b"),
      ]
    )
    let bytes = record.encoded(relativeTo: "/base/x")
    #expect(try HistoryRecord(bytes, relativeTo: "/base/x") == record)
  }

  @Test func `a record that is damaged anywhere is found out`() throws {
    try bench.open().deleteFiles([bench.path("a.json")])
    let bytes = try #require(bench.disk.bytes(at: first))
    for index in bytes.indices {
      var damaged = bytes
      damaged[index] ^= 1
      #expect(throws: HistoryDamage.self, "byte \(index)") {
        try HistoryRecord(damaged, relativeTo: "/")
      }
      #expect(throws: HistoryDamage.self, "cut at \(index)") {
        try HistoryRecord(Array(bytes[..<index]), relativeTo: "/")
      }
    }
  }

  @Test func `a damaged record is reported, and the others can be undone`() throws {
    try bench.open().deleteFiles([bench.path("a.json")])
    try bench.open().deleteFiles([bench.path("b.json")])
    let second: FilePath = "/home/me/app/.llm-mock/history/000002.done"
    bench.disk.put(second, "torn")
    bench.disk.put("/home/me/app/.llm-mock/history/notes.txt", "not ours")
    let list = try bench.open().changes()
    #expect(list.changes.map(\.id) == [1])
    #expect(
      list.damaged == [
        "/home/me/app/.llm-mock/history/000002.done: its beginning is incomplete"
      ]
    )
    try bench.open().undo()
    #expect(bench.texts["a.json"] == "A")
    try bench.open().deleteFiles([bench.path("sub/c.json")])
    #expect(try bench.open().changes().changes.map(\.id) == [3, 1])
  }

  @Test func `damaged bytes of files are told when they are needed`() throws {
    try bench.open().deleteFiles([bench.path("a.json")])
    var bytes = try #require(bench.disk.bytes(at: first))
    bytes[bytes.count - 1] ^= 1
    bench.disk.put(first, bytes)
    #expect(try HistoryError.code { try bench.open().undo() } == .damaged)
    #expect(bench.texts["a.json"] == nil)
  }

  @Test(
    arguments: [
      "/home/me/.bashrc", "/home/me/app/../.bashrc", "/home/me/app/.git/hooks/pre-commit",
      "/home/me/app/.GIT/config", "/home/me/app/out/x",
    ] as [FilePath]
  )
  func `a record from a stranger does not write outside the folder, or into git's`(
    path: FilePath
  ) throws {
    bench.disk.put("/home/me/.bashrc", "mine")
    bench.disk.putLink("/home/me/app/out", to: "/home/me")
    let target: FilePath = "/home/me/.bashrc"
    for operation in [
      .deleteFile(path, Array("evil".utf8), nil), .rename("/home/me/app/a", to: path),
      .createFile(target, Array("mine".utf8), nil),
    ] as [ChangeOperation] {
      let record = HistoryRecord(
        title: "Nothing bad",
        time: UnixTime(milliseconds: 0),
        operations: [operation]
      )
      for stage in ["done", "undone", "doing"] {
        let file = FilePath("/home/me/app/.llm-mock/history/000001.\(stage)")
        bench.disk.put(file, record.encoded(relativeTo: Bench.root))
        let before = bench.disk.files(in: "/", excluding: [StateFolder.name])
        #expect(throws: (any Error).self) {
          _ = stage == "undone" ? try bench.open().redo() : try bench.open().undo()
        }
        #expect(bench.disk.files(in: "/", excluding: [StateFolder.name]) == before)
        bench.disk.take(file)
      }
    }
  }

  @Test func `numbers that no file can have are damage, and nothing traps`() throws {
    for splice in ["[9223372036854775807, 1, 0]", "[-1, 0, 0]", "[0, -1, 0]", "[0]", "[0, 2, 0]"] {
      let line =
        #"{"version": 1, "title": "t", "time": 0, "size": 1, "sha256": "\#(ContentDigest(of: [65]).hexadecimal)","#
        + #" "operations": [{"do": "edit", "path": "a", "before": "\#(ContentDigest(of: []).hexadecimal)","#
        + #" "after": "\#(ContentDigest(of: []).hexadecimal)", "splices": [\#(splice)]}]}"#
      let digest = ContentDigest(of: Array(line.utf8)).hexadecimal
      #expect(throws: HistoryDamage.self) {
        try HistoryRecord(Array("\(line)\n\(digest)\nA".utf8), relativeTo: "/")
      }
    }
  }

  @Test func `the title of a record can't act on a terminal`() throws {
    _ = try bench.open().edit(title: "\u{1B}[2J", [bench.write("1", to: "a.json")])
    #expect(try bench.open().changes().changes.map(\.title) == ["<ESC>[2J"])
  }

  // MARK: How much is kept

  @Test func `changes are kept for thirty days`() throws {
    try bench.open().deleteFiles([bench.path("a.json")])
    bench.clock.advance(days: 30)
    try bench.open().deleteFiles([bench.path("b.json")])
    #expect(bench.records == ["000001.done", "000002.done"])
    bench.clock.advance(days: 1)
    try bench.open().deleteFiles([bench.path("sub/c.json")])
    #expect(bench.records == ["000002.done", "000003.done"])
  }

  @Test func `the oldest go when all together are too big`() throws {
    var bench = bench
    try bench.open().createFile(bench.path("1.json"), Array(repeating: 0x41, count: 1000))
    let size = try #require(try bench.open().changes().changes.first?.size)
    bench.limits.bytes = 3 * size
    for number in 2...6 {
      try bench.open().createFile(
        bench.path(FilePath("\(number).json")),
        Array(repeating: 0x41, count: 1000)
      )
    }
    #expect(bench.records == ["000004.done", "000005.done", "000006.done"])
  }

  @Test func `a change too big to keep is refused before it is made, unless told otherwise`() throws
  {
    var bench = bench
    bench.limits.bytes = 2000
    bench.disk.put(bench.path("big.json"), String(repeating: "x", count: 3000))
    let before = bench.texts
    let workspace = try bench.open()
    let edit = bench.write("small", to: "big.json")
    #expect(try HistoryError.code { try workspace.edit(title: "Edited", [edit]) } == .tooBig)
    #expect(
      try HistoryError.code { try workspace.deleteFiles([bench.path("big.json")]) } == .tooBig
    )
    #expect(bench.texts == before)
    let change = try workspace.deleteFiles([bench.path("big.json")], withoutHistory: true)
    #expect(change.id == nil)
    #expect(bench.texts["big.json"] == nil)
    #expect(bench.records == [])
  }

  @Test func `on a full disk nothing is changed, unless without a history`() throws {
    bench.disk.limit(toBytes: 10)
    let before = bench.texts
    let workspace = try bench.open()
    let delete = { [path = bench.path("a.json")] in
      try workspace.deleteFiles([path], withoutHistory: $0)
    }
    #expect(try HistoryError.code { try delete(false) } == .cannotBeKept)
    #expect(bench.texts == before)
    _ = try delete(true)
    #expect(bench.texts == ["b.json": "B", "sub/c.json": "C"])
  }

  @Test func `temporary files that a killed process left are cleared away`() throws {
    try bench.open().deleteFiles([bench.path("a.json")])
    let left: FilePath = "/home/me/app/.llm-mock/history/.000002.doing.0123456789abcdef.llm-mock"
    bench.disk.put(left, "half")
    try bench.open().deleteFiles([bench.path("b.json")])
    #expect(bench.disk.bytes(at: left) == nil)
  }
}
