import LLMMockCore
import LLMMockWorkspace
import SystemPackage
import TestSupport
import Testing

struct UndoTests {
  let bench = Bench()

  private func write(_ text: String, to name: FilePath = "a.json") throws {
    _ = try bench.open().edit(title: "Wrote \(text)", [bench.write(text, to: name)])
  }

  private func refusal<Result>(_ body: () throws -> Result) throws -> String? {
    do {
      _ = try body()
      return nil
    } catch let error as HistoryError where error.code == .changedSince {
      return error.description
    }
  }

  private var states: [String] {
    get throws {
      try bench.open().changes().changes.reversed().map { "\($0.title): \($0.state.rawValue)" }
    }
  }

  @Test func `without a history there is nothing to undo or redo`() throws {
    #expect(try HistoryError.code { try bench.open().undo() } == .nothingToUndo)
    #expect(try HistoryError.code { try bench.open().redo() } == .nothingToRedo)
    #expect(try HistoryError.code { try bench.open().restore(1) } == .noSuchChange)
    #expect(bench.records == [])
  }

  @Test func `changes are undone from the newest and redone from the oldest`() throws {
    for text in ["1", "2", "3"] { try write(text) }
    for text in ["2", "1", "A"] {
      try bench.open().undo()
      #expect(bench.texts["a.json"] == text)
    }
    #expect(try HistoryError.code { try bench.open().undo() } == .nothingToUndo)
    for text in ["1", "2", "3"] {
      try bench.open().redo()
      #expect(bench.texts["a.json"] == text)
    }
    #expect(try HistoryError.code { try bench.open().redo() } == .nothingToRedo)
  }

  @Test func `after a new change what was undone can't be redone, but is listed`() throws {
    for text in ["1", "2", "3"] { try write(text) }
    try bench.open().undo()
    try bench.open().undo()
    try write("4")
    #expect(try HistoryError.code { try bench.open().redo() } == .nothingToRedo)
    #expect(
      try states == ["Wrote 1: done", "Wrote 2: dropped", "Wrote 3: dropped", "Wrote 4: done"]
    )
    try bench.open().undo()
    #expect(bench.texts["a.json"] == "1")
    #expect(
      try states == ["Wrote 1: done", "Wrote 2: dropped", "Wrote 3: dropped", "Wrote 4: undone"]
    )
    #expect(try bench.open().redo().title == "Wrote 4")
  }

  @Test func `undo refuses when a file changed since, and changes nothing`() throws {
    _ = try bench.open().edit(
      title: "Wrote both",
      [bench.write("1", to: "a.json"), bench.write("2", to: "b.json")]
    )
    bench.disk.put(bench.path("a.json"), "someone's")
    let before = bench.texts
    let sentence = "tests/fixtures/a.json changed since; undo would overwrite that"
    #expect(try refusal { try bench.open().undo() } == sentence)
    #expect(bench.texts == before)
    bench.disk.put(bench.path("a.json"), "1")
    try bench.open().undo()
    #expect(bench.texts["b.json"] == "B")
    bench.disk.put(bench.path("b.json"), "someone's")
    let redo = "tests/fixtures/b.json changed since; redo would overwrite that"
    #expect(try refusal { try bench.open().redo() } == redo)
    #expect(bench.texts["a.json"] == "A")
  }

  @Test func `undo of an edit refuses when the file is gone`() throws {
    try write("1")
    bench.disk.take(bench.path("a.json"))
    let sentence = "tests/fixtures/a.json is gone; undo can't change it"
    #expect(try refusal { try bench.open().undo() } == sentence)
  }

  @Test func `undo of a deletion refuses when the file exists again`() throws {
    try bench.open().deleteFiles([bench.path("a.json"), bench.path("b.json")])
    bench.disk.put(bench.path("b.json"), "someone's")
    let sentence = "tests/fixtures/b.json exists again; undo would overwrite it"
    #expect(try refusal { try bench.open().undo() } == sentence)
    #expect(bench.texts == ["b.json": "someone's", "sub/c.json": "C"])
  }

  @Test func `undo of a creation refuses when the file changed`() throws {
    try bench.open().createFile(bench.path("new.json"), Array("N".utf8))
    bench.disk.put(bench.path("new.json"), "N2")
    let sentence = "tests/fixtures/new.json changed since; undo would overwrite that"
    #expect(try refusal { try bench.open().undo() } == sentence)
  }

  @Test func `undo of a rename refuses when the old name is taken`() throws {
    try bench.open().renameFile(bench.path("a.json"), to: "d.json")
    bench.disk.put(bench.path("a.json"), "someone's")
    let sentence = "tests/fixtures/a.json exists again; undo would overwrite it"
    #expect(try refusal { try bench.open().undo() } == sentence)
    #expect(bench.texts["d.json"] == "A")
    bench.disk.take(bench.path("a.json"))
    bench.disk.take(bench.path("d.json"))
    let gone = "tests/fixtures/d.json is gone; undo can't change it"
    #expect(try refusal { try bench.open().undo() } == gone)
  }

  @Test func `a renamed file that was edited since is renamed back with its contents`() throws {
    try bench.open().renameFile(bench.path("a.json"), to: "d.json")
    bench.disk.put(bench.path("d.json"), "someone's")
    try bench.open().undo()
    #expect(bench.texts["a.json"] == "someone's")
  }

  @Test func `what someone took back already is said, and undo goes on with the next`() throws {
    try write("1", to: "b.json")
    try bench.open().deleteFiles([bench.path("a.json")])
    bench.disk.put(bench.path("a.json"), "A")
    #expect(try HistoryError.code { try bench.open().undo() } == .alreadyUndone)
    #expect(try states == ["Wrote 1: done", "Deleted tests/fixtures/a.json: undone"])
    try bench.open().undo()
    #expect(bench.texts["b.json"] == "B")
  }

  @Test func `when one file can't be undone, none is`() throws {
    try bench.open().deleteFiles(["a.json", "b.json", "sub/c.json"].map { bench.path($0) })
    bench.disk.fail(.create, skipping: 1, with: .noSpace)
    #expect(try FixtureFileError.code { try bench.open().undo() } == .noSpace)
    #expect(bench.texts == [:])
    #expect(bench.records == ["000001.done"])
    try bench.open().undo()
    #expect(bench.texts == ["a.json": "A", "b.json": "B", "sub/c.json": "C"])
  }

  @Test func `what could be done only in part is said, and undo takes the part back`() throws {
    bench.disk.fail(.remove, skipping: 1, with: .permission)
    // Taking back the first deletion fails too.
    bench.disk.fail(.create, skipping: 2, with: .noSpace)
    let delete = {
      try bench.open().deleteFiles([bench.path("a.json"), bench.path("b.json")])
    }
    let make = try HistoryError.code(delete)
    #expect(make == .halfDone)
    #expect(bench.texts == ["b.json": "B", "sub/c.json": "C"])
    #expect(try states == ["Deleted 2 files: half_done"])
    try bench.open().undo()
    #expect(bench.texts == ["a.json": "A", "b.json": "B", "sub/c.json": "C"])
    #expect(try states == ["Deleted 2 files: undone"])
  }

  @Test func `an older change is restored when its files are still as it left them`() throws {
    try bench.open().deleteFiles([bench.path("a.json")])
    try write("1", to: "b.json")
    let change = try bench.open().restore(1)
    #expect(change.title == "Took back an earlier change: Deleted tests/fixtures/a.json")
    #expect(bench.texts["a.json"] == "A")
    #expect(bench.texts["b.json"] == "1")
    #expect(
      try states == [
        "Deleted tests/fixtures/a.json: restored", "Wrote 1: done", "\(change.title): done",
      ]
    )
    #expect(try HistoryError.code { try bench.open().restore(1) } == .alreadyUndone)
    try bench.open().undo()
    #expect(bench.texts["a.json"] == nil)
    try bench.open().undo()
    try bench.open().undo()
    #expect(bench.texts == ["a.json": "A", "b.json": "B", "sub/c.json": "C"])
  }

  @Test func `restoring the newest change is undoing it`() throws {
    try write("1")
    #expect(try bench.open().restore(1).state == .undone)
    #expect(try states == ["Wrote 1: undone"])
    #expect(try HistoryError.code { try bench.open().restore(1) } == .alreadyUndone)
    #expect(try HistoryError.code { try bench.open().restore(2) } == .noSuchChange)
  }

  @Test func `an older change is not restored over a newer one`() throws {
    try write("1")
    try write("2")
    let sentence = "tests/fixtures/a.json changed since; undo would overwrite that"
    #expect(try refusal { try bench.open().restore(1) } == sentence)
    #expect(bench.texts["a.json"] == "2")
    #expect(bench.records == ["000001.done", "000002.done"])
  }
}
