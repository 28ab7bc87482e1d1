import LLMMockCore
import SystemPackage
import TestSupport
import Testing

@testable import LLMMockWorkspace

struct PendingTests {
  private static let long = "An answer that is long enough to be found again."
  private static let chain = Calls.fixture(
    Calls.interaction("one", answer: long),
    Calls.interaction("You said: \(long)"),
    Calls.interaction("another")
  )

  @Test func `accepting writes exactly the bytes of the result, in place`() async throws {
    let calls = Calls(["a.json": Self.chain])
    let result = try #require(try await calls.send("a.json", [1]).first)
    let before = try calls.document()
    let acceptance = try calls.bench.open().accept([result], in: calls.store())
    let after = try calls.document()
    let range = before.interactions[1].range
    #expect(
      after.bytes
        == before.bytes[..<range.lowerBound] + result.text + before.bytes[range.upperBound...]
    )
    #expect(acceptance.change?.title == "Re-recorded #2 in tests/fixtures/a.json")
    #expect(try calls.store().load().results.isEmpty)
    try calls.bench.open().undo()
    #expect(try calls.document().bytes == before.bytes)
  }

  @Test func `several results are one change, over several files too`() async throws {
    let calls = Calls(["a.json": Self.chain, "b.json": Calls.fixture(Calls.interaction("b"))])
    _ = try await calls.send("a.json", [0, 2])
    let results = try await calls.send("b.json", [0])
    #expect(results.count == 3)
    let before = calls.bench.texts
    let acceptance = try calls.bench.open().accept(results, in: calls.store())
    #expect(acceptance.change?.title == "Re-recorded 3 interactions in 2 files")
    #expect(try calls.bench.open().changes().changes.count == 1)
    try calls.bench.open().undo()
    #expect(calls.bench.texts == before)
  }

  @Test func `an interaction that changed since is not overwritten`() async throws {
    let calls = Calls()
    let result = try #require(try await calls.send().first)
    let edited = Calls.fixture(Calls.interaction("one", answer: "Edited by hand."))
    calls.bench.disk.put(calls.bench.path("a.json"), edited)
    let code = try FixtureFileError.code {
      try calls.bench.open().accept([result], in: calls.store())
    }
    #expect(code == .changedOnDisk)
    #expect(calls.text() == edited)
    #expect(try calls.store().load().results.count == 1)
    // The same request: the new diff is against what is there now.
    let document = try calls.document()
    #expect(result.standing(in: document) == .changed(likely: 0))
    #expect(result.sides(in: document) == nil)
    let rebased = try #require(result.rebased(onto: document))
    #expect(rebased.standing(in: document) == .replaces(0))
    try calls.bench.open().accept([rebased], in: calls.store())
    #expect(calls.text().contains("New answer 1."))
  }

  @Test func `a newer answer stays when the older one is decided`() async throws {
    let calls = Calls()
    let older = try #require(try await calls.send().first)
    let newer = try #require(try await calls.send().first)
    #expect(older.id == newer.id && older.keptDigest != newer.keptDigest)
    try calls.bench.open().reject([older], in: calls.store())
    #expect(try calls.store().load().results.map(\.text) == [newer.text])
    // Accepting the older one answers no question about the newer.
    try calls.bench.open().accept([older], in: calls.store())
    #expect(try calls.store().load().results.map(\.text) == [newer.text])
    try calls.bench.open().reject([newer], in: calls.store())
    #expect(try calls.store().load().results.isEmpty)
  }

  @Test func `a result moves to another place, but over no other answer`() async throws {
    let calls = Calls()
    let first = try #require(try await calls.send().first)
    let edited = Calls.fixture(Calls.interaction("one", answer: "Edited by hand."))
    calls.bench.disk.put(calls.bench.path("a.json"), edited)
    let second = try #require(try await calls.send().first { $0.id != first.id })
    let rebased = try #require(first.rebased(onto: try calls.document()))
    #expect(rebased.id == second.id)
    #expect(try calls.store().move(first, to: rebased) == nil)
    #expect(Set(try calls.store().load().results.map(\.text)) == [first.text, second.text])
    try calls.bench.open().reject([second], in: calls.store())
    #expect(try calls.store().move(first, to: rebased)?.text == first.text)
    #expect(try calls.store().load().results.map(\.id) == [rebased.id])
  }

  @Test func `a result for a request that was edited can't be moved over`() async throws {
    let calls = Calls()
    let result = try #require(try await calls.send().first)
    calls.bench.disk.put(
      calls.bench.path("a.json"),
      Calls.fixture(Calls.interaction("One", answer: "Old answer."))
    )
    #expect(result.rebased(onto: try calls.document()) == nil)
  }

  @Test func `an interaction that moved is found again`() async throws {
    let calls = Calls()
    let result = try #require(try await calls.send().first)
    calls.bench.disk.put(
      calls.bench.path("a.json"),
      Calls.fixture(Calls.interaction("before it"), Calls.interaction("one"))
    )
    #expect(result.standing(in: try calls.document()) == .replaces(1))
    try calls.bench.open().accept([result], in: calls.store())
    let document = try calls.document()
    #expect(document.interactions.count == 2)
    #expect(try document.interaction(at: 1).root["response"]?["id"]?.string == "msg_1")
  }

  @Test func `equal interactions that moved together get their answers in order`() async throws {
    let one = Calls.interaction("one")
    let calls = Calls(["a.json": Calls.fixture(one, one)])
    let results = try await calls.send("a.json", [0, 1])
    calls.bench.disk.put(
      calls.bench.path("a.json"),
      Calls.fixture(Calls.interaction("first"), one, one)
    )
    try calls.bench.open().accept(results, in: calls.store())
    #expect(try calls.document().interactions.count == 3)
    #expect(calls.text().contains("New answer 1.") && calls.text().contains("New answer 2."))
  }

  @Test func `a result that was written before it was put away is only put away`() async throws {
    let calls = Calls()
    let result = try #require(try await calls.send().first)
    try calls.bench.open().accept([result], in: calls.store())
    try calls.store().keep(result)
    let acceptance = try calls.bench.open().accept([result], in: calls.store())
    #expect(acceptance.change == nil)
    #expect(try calls.store().load().results.isEmpty)
  }

  @Test func `states that share a place keep their results apart`() async throws {
    var calls = Calls()
    calls.bench.environment = ["LLM_MOCK_STATE": "/shared"]
    _ = try await calls.send()
    let disk = calls.bench.disk
    disk.put("/home/me/other/tests/fixtures/a.json", calls.text())
    let other = try Workspace(
      opening: "/home/me/other/tests/fixtures",
      files: disk.fileSystem,
      environment: calls.bench.environment,
      home: "/home/me",
      now: calls.bench.clock.now
    )
    #expect(try PendingStore(other).load().results.isEmpty)
    #expect(try calls.store().load().results.count == 1)
  }

  @Test func `a file that is gone, or is no fixture any more, gets nothing`() async throws {
    let calls = Calls()
    let result = try #require(try await calls.send().first)
    calls.bench.disk.put(calls.bench.path("a.json"), "{")
    #expect(
      try FixtureFileError.code { try calls.bench.open().accept([result], in: calls.store()) }
        == .editDoesNotFit
    )
    try calls.bench.disk.fileSystem.remove(calls.bench.path("a.json"))
    #expect(
      try FixtureFileError.code { try calls.bench.open().accept([result], in: calls.store()) }
        == .changedOnDisk
    )
    #expect(calls.bench.texts.isEmpty)
    #expect(try calls.store().load().results.count == 1)
  }

  @Test(arguments: [[:], ["LLM_MOCK_STATE": "/shared"]])
  func `undo brings a result back that was rejected or accepted`(
    environment: [String: String]
  ) async throws {
    var calls = Calls()
    calls.bench.environment = environment
    let result = try #require(try await calls.send().first)
    let store = try calls.store()
    let before = calls.text()
    let workspace = try calls.bench.open()
    func waiting() throws -> [[UInt8]] { try store.load().results.map(\.text) }

    let rejected = try #require(try workspace.reject([result], in: store))
    #expect(rejected.title == "Rejected the result for #1 in tests/fixtures/a.json")
    #expect(rejected.paths.isEmpty)
    #expect(try workspace.reject([result], in: store) == nil)
    #expect(try waiting().isEmpty)
    try calls.bench.open().undo()
    #expect(try waiting() == [result.text])

    let accepted = try #require(try workspace.accept([result], in: store).change)
    #expect(accepted.paths == [calls.bench.path("a.json")])
    #expect(try waiting().isEmpty)
    try calls.bench.open().undo()
    #expect(calls.text() == before)
    #expect(try waiting() == [result.text])
    try calls.bench.open().redo()
    #expect(calls.text().contains("New answer 1."))
    #expect(try waiting().isEmpty)
  }

  @Test func `a newer answer keeps nothing from being undone`() async throws {
    let calls = Calls()
    let before = calls.text()
    let workspace = try calls.bench.open()
    try workspace.edit(
      title: "Edited",
      [
        FileEdit(calls.bench.path("a.json")) { bytes in
          TextEdit(of: bytes, replacing: [(bytes.count..<bytes.count, Array("\n".utf8))])
        }
      ]
    )
    let result = try #require(try await calls.send().first)
    try workspace.reject([result], in: calls.store())
    let newer = try #require(try await calls.send().first)
    #expect(newer.id == result.id)
    // There is nothing to bring back, and then the edit's turn comes.
    #expect(throws: HistoryError.self) { try workspace.undo() }
    #expect(try workspace.undo().title == "Edited")
    #expect(calls.text() == before)
    #expect(try calls.store().load().results.map(\.text) == [newer.text])
  }

  @Test func `a result moves with its interaction`() async throws {
    let calls = Calls()
    let result = try #require(try await calls.send().first)
    calls.bench.disk.put(
      calls.bench.path("a.json"),
      Calls.fixture(Calls.interaction("before it"), Calls.interaction("one"))
    )
    #expect(try calls.store().move(result, to: result.moved(to: 1)) != nil)
    let again = try #require(try await calls.send("a.json", [1]).first)
    // The new answer takes the place of the old one.
    #expect(try calls.store().load().results.map(\.text) == [again.text])
  }

  @Test func `a record from elsewhere reaches nothing beside what waits`() throws {
    let calls = Calls()
    let files = calls.bench.disk.fileSystem
    let confined = try calls.bench.open().confined(for: calls.bench.open().history())
    let state = try calls.bench.open().stateFolder()
    #expect(throws: Never.self) { try confined.check(state.pending.appending("a.json")) }
    for path in ["/home/me/outside.json", "/home/me/app/.git/config"] {
      #expect(throws: FixtureFileError.self) { try confined.check(FilePath(path)) }
    }
    // A link in the place of the folder leads out.
    try files.makeFolders(state.path)
    try files.makeLink(state.pending, "/home/me")
    #expect(throws: FixtureFileError.self) {
      try confined.check(state.pending.appending("a.json"))
    }
  }

  @Test func `the change names the place that was written`() async throws {
    let calls = Calls()
    let result = try #require(try await calls.send().first)
    calls.bench.disk.put(
      calls.bench.path("a.json"),
      Calls.fixture(Calls.interaction("before it"), Calls.interaction("one"))
    )
    let acceptance = try calls.bench.open().accept([result], in: calls.store())
    #expect(acceptance.change?.title == "Re-recorded #2 in tests/fixtures/a.json")
  }

  @Test func `a file that is no result is told, and stays`() async throws {
    let calls = Calls()
    _ = try await calls.send()
    calls.bench.disk.put("/home/me/app/.llm-mock/pending/x.json", #"{"version": 9}"#)
    let list = try calls.store().load()
    #expect(list.results.count == 1)
    #expect(list.problems.count == 1)
    #expect(list.problems[0].hasSuffix("it is no pending result this program knows"))
    #expect(calls.bench.disk.files(in: "/home/me/app/.llm-mock/pending").count == 2)
  }

  @Test(arguments: [false, true])
  func `a crash at any moment loses nothing that arrived`(losesPower: Bool) async throws {
    let first = Calls()
    let old = try #require(try await first.send().first)
    var results = [old]
    results.append(old)
    results[1].text = Array(Calls.interaction("one", answer: "The second one.").utf8)
    results[1].time.milliseconds += 1
    var generator = SeededGenerator()
    for count in 0... {
      let disk = first.bench.disk.copy()
      disk.crash(after: count)
      do {
        try PendingStore(try workspace(disk)).keep(results[1])
      } catch  where disk.isDown {}
      let isDone = !disk.isDown
      if losesPower { disk.restartWithoutPower(&generator) } else { disk.restart() }
      let comment: Comment = "after \(count) operations, seed \(generator.seed)"
      let list = try PendingStore(try workspace(disk)).load()
      #expect(list.problems.isEmpty, comment)
      let texts = list.results.map(\.text)
      if isDone {
        #expect(texts == [results[1].text], comment)
        return
      }
      #expect(texts == [results[0].text] || texts == [results[1].text], comment)
    }
  }

  private func workspace(_ disk: MemoryDisk) throws -> Workspace {
    try Workspace(
      opening: Bench.folder,
      files: disk.fileSystem,
      environment: [:],
      home: "/home/me",
      now: { UnixTime(milliseconds: 0) }
    )
  }

  // MARK: Chains

  @Test func `what a replaced answer fed is stale until it is recorded again`() async throws {
    let calls = Calls(["a.json": Self.chain])
    let result = try #require(try await calls.send("a.json", [0]).first)
    let acceptance = try calls.bench.open().accept([result], in: calls.store())
    #expect(acceptance.stale == [calls.bench.path("a.json"): [1]])
    func stale() throws -> [Int] {
      let path = calls.bench.path("a.json")
      let marks = try StaleMarks(calls.bench.open()).load()
      return StaleMarks.indices(in: try calls.document(), at: path, marks)
    }
    #expect(try stale() == [1])
    _ = try calls.bench.open().undo()
    #expect(try stale() == [])
    _ = try calls.bench.open().redo()
    #expect(try stale() == [1])
    let again = try #require(try await calls.send("a.json", [1]).first)
    try calls.bench.open().accept([again], in: calls.store())
    #expect(try stale() == [])
  }

  @Test func `the same words again leave nothing stale`() async throws {
    let calls = Calls(
      ["a.json": Self.chain],
      api: API { _, _ in .answer(Calls.message("Again: \(Self.long)", id: "msg_new")) }
    )
    // The text that was found is in the new answer too, but not as the same answer.
    let other = try #require(try await calls.send("a.json", [0]).first)
    #expect(try calls.bench.open().accept([other], in: calls.store()).stale.count == 1)
    let same = Calls(
      ["a.json": Self.chain],
      api: API { _, _ in .answer(Calls.message(Self.long, id: "msg_new")) }
    )
    let result = try #require(try await same.send("a.json", [0]).first)
    #expect(try same.bench.open().accept([result], in: same.store()).stale.isEmpty)
  }

  // MARK: Volatile fields

  @Test func `a result that differs in volatile fields alone can keep the recorded ones`()
    async throws
  {
    let calls = Calls(api: API { _, _ in .answer(Calls.message("Old answer.", id: "msg_new")) })
    let result = try #require(try await calls.send().first)
    let sides = try #require(result.sides(in: try calls.document()))
    let old = try #require(sides.old)
    let diff = InteractionDiff(old: old, new: sides.new, options: InteractionDiff.Options())
    #expect(diff.isSameButForVolatile)
    let kept = result.keepingVolatile(of: old.interaction, .standard)
    #expect(kept.interaction?["response"]?["id"]?.string == "msg_old")
  }
}
