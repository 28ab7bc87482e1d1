import LLMMockCore
import LLMMockWorkspace
import SystemPackage
import TestSupport
import Testing

struct MissStoreTests {
  /// Keeps a miss of a request as a replaying session does.
  private func miss(
    _ text: String,
    _ calls: Calls,
    in name: FilePath = "a.json",
    time: Int = 1,
    options: SessionOptions = SessionOptions(mode: .replay),
    limit: Int = 1_000
  ) throws {
    let body = #"{"model": "m", "messages": [{"role": "user", "content": "\#(text)"}]}"#
    let call = try IncomingCall(
      .init(storedPath: "/v1/messages", headers: [], body: Array(body.utf8))
    )
    let path = calls.bench.path(name)
    let miss = Miss(of: call, fixture: path.string, because: "no recording answers it")
    let record = MissRecord(
      miss,
      of: call,
      in: path,
      isFolder: false,
      options: options,
      time: time
    )
    let files = calls.bench.disk.fileSystem
    try MissFolder(calls.bench.open().stateFolder(), files: files, limit: limit).keep(record)
  }

  private func store(_ calls: Calls) throws -> MissStore { MissStore(try calls.bench.open()) }

  @Test func `misses are listed, the newest first, each request once`() throws {
    let calls = Calls()
    try miss("two", calls, time: 1)
    try miss("three", calls, time: 2)
    try miss("two", calls, time: 3)
    let list = try store(calls).load()
    #expect(list.problems == [])
    #expect(list.misses.map(\.record.preview) == ["two", "three"])
    #expect(list.misses.map(\.record.time) == [3, 2])
    #expect(list.misses.first?.record.model == "m")
    #expect(list.misses.first?.record.message == "llm-mock: no recording answers it")
  }

  @Test func `dropping is undone, in another run too`() throws {
    let calls = Calls()
    try miss("two", calls, time: 1)
    try miss("three", calls, time: 2)
    let ids = try store(calls).load().misses.map(\.id)
    let change = try #require(try store(calls).drop(ids))
    #expect(change.title == "Dropped 2 missed requests")
    #expect(try store(calls).load().misses.isEmpty)
    #expect(try store(calls).drop(ids) == nil)
    try calls.bench.open().undo()
    #expect(try store(calls).load().misses.map(\.record.preview) == ["three", "two"])
  }

  @Test func `looking for misses makes nothing`() throws {
    let calls = Calls()
    let before = calls.bench.disk.changes
    #expect(try store(calls).load().misses.isEmpty)
    #expect(calls.bench.disk.changes == before)
  }

  @Test func `the nearest recording is compared with the miss`() throws {
    let calls = Calls([
      "a.json": Calls.fixture(Calls.interaction("far off"), Calls.interaction("tw"))
    ])
    try miss("two", calls)
    let store = try store(calls)
    let miss = try #require(try store.load().misses.first)
    let near = try #require(store.nearest(to: miss))
    #expect(near.index == 1)
    let diff = InteractionDiff(
      old: InteractionDiff.Side(
        interaction: near.interaction,
        fixtureProvider: near.fixtureProvider
      ),
      new: miss.record.side(like: near),
      options: InteractionDiff.Options(part: .request)
    )
    #expect(diff.changeCount == 1, "\(diff)")
  }

  @Test func `a miss that a recording answers now is let go`() throws {
    let calls = Calls()
    try miss("two", calls)
    calls.bench.disk.put(calls.bench.path("a.json"), Calls.fixture(Calls.interaction("two")))
    #expect(try store(calls).load().misses.isEmpty)
    #expect(calls.bench.disk.files(in: "/home/me/app/.llm-mock/misses").isEmpty)
  }

  @Test func `in a strict session only an equal request is an answer`() throws {
    let calls = Calls()
    var options = SessionOptions(mode: .replay)
    options.isStrict = true
    try miss("two", calls, options: options)
    calls.bench.disk.put(
      calls.bench.path("a.json"),
      Calls.fixture(Calls.interaction("two", request: #""system": "Be brief.", "#))
    )
    #expect(try store(calls).load().misses.count == 1)
  }

  @Test func `a miss whose fixture can't be read stays`() throws {
    let calls = Calls()
    try miss("two", calls)
    calls.bench.disk.put(calls.bench.path("a.json"), "{")
    let store = try store(calls)
    let miss = try #require(try store.load().misses.first)
    #expect(store.nearest(to: miss) == nil)
  }

  @Test func `misses of other folders are not listed`() throws {
    let calls = Calls()
    try miss("two", calls, in: "../other/b.json")
    #expect(try store(calls).load().misses.isEmpty)
    #expect(calls.bench.disk.files(in: "/home/me/app/.llm-mock/misses").count == 1)
  }

  @Test func `a file that is no miss is told`() throws {
    let calls = Calls()
    try miss("two", calls)
    calls.bench.disk.put("/home/me/app/.llm-mock/misses/x.json", "[]")
    let list = try store(calls).load()
    #expect(list.misses.count == 1)
    #expect(list.problems.count == 1)
  }

  @Test func `when there are too many, the oldest go`() throws {
    let calls = Calls()
    for number in 0...20 { try miss("number \(number)", calls, time: number, limit: 20) }
    let previews = try store(calls).load().misses.map(\.record.preview)
    #expect(previews == (3...20).reversed().map { "number \($0)" })
  }

  // MARK: Recording

  @Test func `a miss is recorded at the end of its fixture, and let go`() async throws {
    let calls = Calls()
    try miss("two", calls)
    let misses = try store(calls).load().misses
    let plan = try RerecordPlan(
      of: [],
      misses: misses,
      files: calls.bench.disk.fileSystem,
      sources: calls.sources
    )
    #expect(plan.title { _ in "a.json" } == "Record 1 missed request for a.json?")
    let queue = try calls.queue()
    queue.add(plan.calls)
    await queue.finished()
    let result = try #require(try calls.store().load().results.first)
    try calls.bench.open().accept([result], in: calls.store())
    let document = try calls.document()
    #expect(document.interactions.map(\.preview) == ["one", "two"])
    #expect(
      document.bytes.starts(with: Array(Calls.fixture(Calls.interaction("one")).utf8.dropLast(7)))
    )
    #expect(try store(calls).load().misses.isEmpty)
    #expect(calls.bench.disk.files(in: "/home/me/app/.llm-mock/misses").isEmpty)
  }

  @Test func `a miss of a fixture that does not exist makes it`() async throws {
    let calls = Calls()
    try miss("two", calls, in: "new.json")
    let plan = try RerecordPlan(
      of: [],
      misses: try store(calls).load().misses,
      files: calls.bench.disk.fileSystem,
      sources: calls.sources
    )
    let queue = try calls.queue()
    queue.add(plan.calls)
    await queue.finished()
    let results = try calls.store().load().results
    #expect(calls.bench.texts["new.json"] == nil)
    try calls.bench.open().accept(results, in: calls.store())
    let document = try calls.document("new.json")
    #expect(document.summary.provider == "anthropic")
    #expect(document.interactions.map(\.preview) == ["two"])
  }
}
