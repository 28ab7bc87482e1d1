import LLMMockCore
import Synchronization
import SystemPackage
import TestSupport
import Testing

@testable import LLMMockWorkspace

@Suite(.enabled(if: GitBench.git != nil, "git is not installed"))
struct StagingTests {
  private static let one = interaction("one", "1")
  private static let two = interaction("two", "2")
  private static let three = interaction("three", "3")
  private static let zero = interaction("zero", "0")
  private static let uno = interaction("one", "uno")
  private static let due = interaction("two", "due")

  private let name = "tests/fixtures/a.json"

  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var head: [String]
    var worktree: [String]
    /// The numbers of the items that are staged.
    var staged: Set<Int>
    var index: [String]
    var states: [ReviewItem.Staging]
  }

  @Test(
    arguments: [
      Case(
        testDescription: "the first of two changes",
        head: [one, two, three],
        worktree: [uno, due, three],
        staged: [0],
        index: [uno, two, three],
        states: [.staged, .unstaged]
      ),
      Case(
        testDescription: "an addition at the front",
        head: [one, two],
        worktree: [zero, one, due],
        staged: [0],
        index: [zero, one, two],
        states: [.staged, .unstaged]
      ),
      Case(
        testDescription: "an addition in the middle",
        head: [one, two],
        worktree: [one, zero, due],
        staged: [0],
        index: [one, zero, two],
        states: [.staged, .unstaged]
      ),
      Case(
        testDescription: "the second of two additions at the end",
        head: [one],
        worktree: [one, two, three],
        staged: [1],
        index: [one, three],
        states: [.unstaged, .staged]
      ),
      Case(
        testDescription: "additions to none",
        head: [],
        worktree: [one, two],
        staged: [1],
        index: [two],
        states: [.unstaged, .staged]
      ),
      Case(
        testDescription: "a deletion",
        head: [one, two, three],
        worktree: [due],
        staged: [2],
        index: [one, two],
        states: [.unstaged, .unstaged, .staged]
      ),
      Case(
        testDescription: "the last deletion but one",
        head: [one, two],
        worktree: [],
        staged: [0],
        index: [two],
        states: [.staged, .unstaged]
      ),
      Case(
        testDescription: "a move",
        head: [one, two, three],
        worktree: [due, three, one],
        staged: [1],
        index: [two, three, one],
        states: [.unstaged, .staged]
      ),
    ]
  )
  func `interactions are staged and unstaged by themselves`(example: Case) throws {
    let bench = try GitBench([FilePath(name): fixture(example.head)])
    try bench.write(FilePath(name), fixture(example.worktree))
    let review = try bench.review()
    let file = try #require(try review.load().files.first)
    try review.stage([ReviewSelection(file, items: example.staged)])
    #expect(try bench.stored("", name) == fixture(example.index))
    #expect(try bench.text(FilePath(name)) == fixture(example.worktree))
    let staged = try #require(try review.load().files.first)
    #expect(staged.items.map(\.staging) == example.states)
    #expect(staged.staging == .partly)
    // All of it, then nothing of it.
    try review.stage([ReviewSelection(staged, items: Set(staged.items.indices))])
    #expect(try bench.stored("", name) == fixture(example.worktree))
    let whole = try #require(try review.load().files.first)
    #expect(whole.items.allSatisfy { $0.staging == .staged })
    #expect(whole.staging == .staged)
    for item in staged.items.indices.shuffled() {
      let now = try #require(try review.load().files.first)
      try review.unstage([ReviewSelection(now, items: [item])])
    }
    #expect(try bench.stored("", name) == fixture(example.head))
    #expect(try review.load().files.first?.staging == .unstaged)
  }

  @Test func `a file in another order is staged item by item, in whatever order`() throws {
    var random = SeededGenerator()
    let head = (0..<6).map { interaction("q\($0)", "a") }
    let bench = try GitBench([FilePath(name): fixture(head)])
    for round in 0..<6 {
      let note: Comment = "round \(round), seed \(random.seed)"
      var worktree = head.shuffled(using: &random)
      worktree.insert(Self.zero, at: Int.random(in: 0...6, using: &random))
      try bench.write(FilePath(name), fixture(worktree))
      let review = try bench.review()
      let file = try #require(try review.load().files.first)
      for item in file.items.indices.shuffled(using: &random) {
        let now = try #require(try review.load().files.first)
        try #require(now.items.count == file.items.count, note)
        #expect(now.items[item].staging == .unstaged, note)
        try review.stage([ReviewSelection(now, items: [item])])
        let staged = try #require(try review.load().files.first)
        #expect(staged.items[item].staging == .staged, note)
      }
      #expect(try bench.stored("", name) == fixture(worktree), note)
      let whole = try #require(try review.load().files.first)
      #expect(whole.staging == .staged, note)
      for item in file.items.indices.shuffled(using: &random) {
        let now = try #require(try review.load().files.first)
        try review.unstage([ReviewSelection(now, items: [item])])
      }
      #expect(try bench.stored("", name) == fixture(head), note)
    }
  }

  @Test func `what is discarded returns to its place, whatever order the index has`() throws {
    let head = [Self.zero, Self.one, Self.two, Self.three, Self.uno]
    let bench = try GitBench([FilePath(name): fixture(head)])
    // The index alone has `two` at the front.
    try bench.write(FilePath(name), fixture([head[2], head[0], head[1], head[3], head[4]]))
    try bench.git("add", "-A")
    try bench.write(FilePath(name), fixture([head[0], head[1], head[2], head[4]]))
    let review = try bench.review()
    let file = try #require(try review.load().files.first)
    let deleted = try #require(file.items.firstIndex { $0.change == .deleted })
    try review.discard([ReviewSelection(file, items: [deleted])])
    #expect(try bench.text(FilePath(name)) == fixture(head))
  }

  @Test(arguments: [true, false])
  func `what only the index has in another order is told, and taken out`(isMoved: Bool) throws {
    let bench = try GitBench([FilePath(name): fixture([Self.one, Self.two, Self.three])])
    let other = isMoved ? [Self.three, Self.one, Self.two] : [Self.one, Self.due, Self.three]
    try bench.write(FilePath(name), fixture(other))
    try bench.git("add", "-A")
    try bench.write(FilePath(name), fixture([Self.one, Self.two, Self.three]))
    let review = try bench.review()
    let file = try #require(try review.load().files.first)
    #expect(file.items.map(\.change) == [.indexOnly])
    #expect(file.items.map(\.staging) == [.partly])
    #expect(file.items[0].subject == .interaction)
    #expect(!file.items[0].isMoved && (file.items[0].placing != nil) == isMoved)
    try review.unstage([ReviewSelection(file, items: [0])])
    #expect(try bench.git("diff", "--cached", "--stat") == "")
  }

  @Test func `every byte of the index's version that is not touched stays`() throws {
    let odd =
      "\u{FEFF}{ \"interactions\" :[\(Self.one) ,\n\t\(Self.two)\t,\(Self.three) ],\"x\":1.0}"
    let bench = try GitBench([FilePath(name): odd])
    try bench.write(
      FilePath(name),
      odd.replacing(Self.two, with: Self.due).replacing(Self.three, with: Self.zero)
        .replacing(Self.one, with: Self.uno)
    )
    let review = try bench.review()
    let file = try #require(try review.load().files.first)
    #expect(file.items.count >= 3)
    let two = try #require(file.items.firstIndex { $0.old == 1 })
    try review.stage([ReviewSelection(file, items: [two])])
    #expect(try bench.stored("", name) == odd.replacing(Self.two, with: Self.due))
  }

  @Test func `what is outside of interactions is staged by itself`() throws {
    let bench = try GitBench([FilePath(name): fixture([Self.one, Self.two])])
    try bench.write(FilePath(name), fixture([Self.uno, Self.two], provider: "x"))
    let review = try bench.review()
    var file = try #require(try review.load().files.first)
    #expect(file.items.map(\.subject) == [.interaction, .rest])
    try review.stage([ReviewSelection(file, items: [1])])
    #expect(try bench.stored("", name) == fixture([Self.one, Self.two], provider: "x"))
    file = try #require(try review.load().files.first)
    #expect(file.items.map(\.staging) == [.unstaged, .staged])
    try review.unstage([ReviewSelection(file, items: [1])])
    #expect(try bench.stored("", name) == fixture([Self.one, Self.two]))
  }

  @Test func `whole files are staged and unstaged`() throws {
    let text = fixture([Self.one])
    let bench = try GitBench([
      "tests/fixtures/gone.json": text, "tests/fixtures/old.json": fixture([Self.one, Self.two]),
      "tests/fixtures/broken.json": "[", "tests/fixtures/mode.json": text,
    ])
    let before = try bench.git("ls-files", "-s")
    try bench.delete("tests/fixtures/gone.json")
    try bench.write("tests/fixtures/broken.json", text)
    try bench.write("tests/fixtures/new.json", text)
    try FileSystem.disk.setPermissions(
      bench.fixtures.appending("mode.json"),
      .init(rawValue: 0o755)
    )
    let review = try bench.review()
    try review.stage(try review.load().files.map { ReviewSelection($0) })
    let staged = try bench.git("ls-files", "-s")
    try bench.git("add", "-A")
    #expect(try bench.git("ls-files", "-s") == staged)
    let list = try review.load()
    #expect(list.files.allSatisfy { $0.staging == .staged })
    #expect(list.files.allSatisfy { $0.items.allSatisfy { $0.staging == .staged } })
    try review.unstage(list.files.map { ReviewSelection($0) })
    #expect(try bench.git("ls-files", "-s") == before)
    // A rename that git knows of.
    try bench.git("mv", "tests/fixtures/old.json", "tests/fixtures/moved.json")
    let renamed = try #require(try review.load().files.first { $0.letter == "R" })
    #expect(renamed.oldPath == "tests/fixtures/old.json")
    try review.unstage([ReviewSelection(renamed)])
    #expect(try bench.git("ls-files", "-s") == before)
  }

  @Test func `many files are staged by few programs`() throws {
    let bench = try GitBench()
    for number in 0..<20 {
      try bench.write(FilePath("tests/fixtures/\(number).json"), fixture([Self.one]))
    }
    try bench.write("tests/fixtures/new\nline.json", fixture([Self.one]))
    try bench.commitAll()
    for number in 0..<20 {
      try bench.write(FilePath("tests/fixtures/\(number).json"), fixture([Self.uno]))
    }
    try bench.write("tests/fixtures/new\nline.json", fixture([Self.uno]))
    try bench.delete("tests/fixtures/7.json")
    let review = try bench.review()
    let list = try review.load()
    let before = bench.calls.all.count
    try review.stage(list.files.map { ReviewSelection($0) })
    #expect(bench.calls.all.count - before <= 5)
    let staged = try bench.git("ls-files", "-s")
    try bench.git("add", "-A")
    #expect(try bench.git("ls-files", "-s") == staged)
  }

  @Test func `what changed since it was listed is not staged`() throws {
    let bench = try GitBench([FilePath(name): fixture([Self.one, Self.two])])
    try bench.write(FilePath(name), fixture([Self.uno, Self.due]))
    let review = try bench.review()
    let file = try #require(try review.load().files.first)
    try bench.write(FilePath(name), fixture([Self.uno, Self.due, Self.three]))
    for items in [nil, Set([0])] {
      #expect(
        try FixtureFileError.code { try review.stage([ReviewSelection(file, items: items)]) }
          == .changedOnDisk
      )
    }
    try bench.git("add", "-A")
    let staged = try #require(try review.load().files.first)
    #expect(try GitError.code { try review.unstage([ReviewSelection(file)]) } == .changed)
    #expect(try bench.stored("", name) == fixture([Self.uno, Self.due, Self.three]))
    try review.unstage([ReviewSelection(staged)])
  }

  @Test(arguments: ["path", "new path", "old path"], [true, false])
  func `what another git adds meanwhile is kept`(place: String, isWhole: Bool) throws {
    let bench = try GitBench([FilePath(name): fixture([Self.one, Self.two, Self.three])])
    let new = "tests/fixtures/b.json"
    let path = place == "path" ? name : new
    if place != "path" { try bench.delete(FilePath(name)) }
    try bench.write(FilePath(path), fixture([Self.uno, Self.two, Self.three, Self.zero]))
    if place == "old path" { try bench.git("add", new) }
    let other = fixture([Self.due])
    try bench.write("other", other)
    let id = try String(bench.git("hash-object", "-w", "other").dropLast())
    let changed = place == "new path" ? new : name
    var repository = try bench.repository()
    repository.log = { call in
      guard call.arguments.first == "hash-object" else { return }
      do {
        try bench.git("update-index", "--add", "--cacheinfo", "100644,\(id),\(changed)")
      } catch {
        Issue.record(error)
      }
    }
    let review = Review(repository, try bench.workspace())
    let file = try #require(try review.load().files.first)
    #expect(file.path == FilePath(path) && file.items.count == 2)
    let selection = ReviewSelection(file, items: isWhole ? nil : [0])
    #expect(try GitError.code { try review.stage([selection]) } == .changed)
    #expect(try bench.stored("", changed) == other)
    #expect(try bench.git("ls-files", "-s", changed).contains(id))
  }

  @Test func `an old path that was added again is kept`() throws {
    let bench = try GitBench([FilePath(name): fixture([Self.one, Self.two])])
    let new = "tests/fixtures/b.json"
    try bench.git("mv", name, new)
    let review = try bench.review()
    let file = try #require(try review.load().files.first)
    #expect(file.oldPath == FilePath(name))
    try bench.write(FilePath(name), fixture([Self.three]))
    try bench.git("add", name)
    #expect(try GitError.code { try review.unstage([ReviewSelection(file)]) } == .changed)
    #expect(try GitError.code { try review.stage([ReviewSelection(file)]) } == .changed)
    #expect(try bench.stored("", name) == fixture([Self.three]))
  }

  @Test func `what git was only told of is staged`() throws {
    let bench = try GitBench([FilePath(name): fixture([Self.one, Self.two, Self.three])])
    let new = "tests/fixtures/b.json"
    try bench.git("mv", name, new)
    try bench.git("reset", "-q")
    try bench.write("tests/fixtures/c.json", fixture([Self.zero]))
    try bench.git("add", "-N", new, "tests/fixtures/c.json")
    let review = try bench.review()
    let list = try review.load()
    #expect(list.files.map(\.letter) == ["R", "A"])
    try review.stage(list.files.map { ReviewSelection($0) })
    #expect(
      try bench.git("status", "--porcelain", "tests")
        == "R  \(name) -> \(new)\nA  tests/fixtures/c.json\n"
    )
  }

  @Test func `a name that looks quoted is a name`() throws {
    let bench = try GitBench(["a": ""])
    for number in 0..<10 {
      try bench.write(FilePath("\"\(number)\".json"), fixture([Self.one]))
      try bench.write(FilePath("\(number).json"), fixture([Self.one]))
    }
    let review = try bench.review(bench.root)
    try review.stage(try review.load().files.map { ReviewSelection($0) })
    let staged = try bench.git("ls-files", "-s")
    try bench.git("add", "-A")
    #expect(try bench.git("ls-files", "-s") == staged)
  }

  @Test func `an index that another git holds is waited for, then left alone`() throws {
    let bench = try GitBench([FilePath(name): fixture([Self.one])])
    try bench.write(FilePath(name), fixture([Self.uno]))
    let review = try bench.review()
    let file = try #require(try review.load().files.first)
    let lock = bench.root.pushing(".git/index.lock")
    try bench.write(".git/index.lock", "")
    let before = try bench.git("ls-files", "-s")
    // Raised at the second try, so that the test need not wait.
    let stop = try StopSignal()
    var repository = try bench.repository()
    let tries = Tries()
    repository.log = { call in
      if call.arguments.first == "update-index", tries.next() == 2 { stop.raise() }
    }
    repository.stop = stop
    let waiting = Review(repository, try bench.workspace())
    #expect(try GitError.code { try waiting.stage([ReviewSelection(file)]) } == .cancelled)
    #expect(try bench.git("ls-files", "-s") == before)
    try FileSystem.disk.remove(lock)
    try review.stage([ReviewSelection(file)])
    #expect(try bench.git("ls-files", "-s") != before)
  }

  @Test func `a worktree has an index of its own`() throws {
    let bench = try GitBench([FilePath(name): fixture([Self.one])])
    let other = bench.folder.appending("other")
    try bench.git("worktree", "add", "-q", "-b", "side", other.string)
    try bench.folder.write("other/tests/fixtures/a.json", fixture([Self.uno]))
    let review = try bench.review(other.pushing("tests/fixtures"))
    try review.stage(try review.load().files.map { ReviewSelection($0) })
    #expect(try bench.git("status", "--porcelain", in: other) == "M  tests/fixtures/a.json\n")
    #expect(try bench.git("status", "--porcelain") == "")
  }
}

/// Counts from 1.
private final class Tries: Sendable {
  private let count = Mutex(0)
  func next() -> Int {
    count.withLock { count in
      count += 1
      return count
    }
  }
}
