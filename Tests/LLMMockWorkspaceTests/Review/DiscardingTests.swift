import LLMMockCore
import LLMMockWorkspace
import SystemPackage
import TestSupport
import Testing

@Suite(.enabled(if: GitBench.git != nil, "git is not installed"))
struct DiscardingTests {
  private static let one = interaction("one", "1")
  private static let two = interaction("two", "2")
  private static let three = interaction("three", "3")
  private static let uno = interaction("one", "uno")
  private static let due = interaction("two", "due")

  private let name: FilePath = "tests/fixtures/a.json"

  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var head: [String]
    var worktree: [String]
    var discarded: Set<Int>
    var expected: [String]
  }

  @Test(
    arguments: [
      Case(
        testDescription: "a change",
        head: [one, two, three],
        worktree: [uno, due, three],
        discarded: [1],
        expected: [uno, two, three]
      ),
      Case(
        testDescription: "an addition",
        head: [one],
        worktree: [uno, two],
        discarded: [1],
        expected: [uno]
      ),
      Case(
        testDescription: "a deletion",
        head: [one, two, three],
        worktree: [one, three, due],
        discarded: [1],
        expected: [one, three, two]
      ),
      Case(
        testDescription: "a deletion in the middle",
        head: [one, two, three],
        worktree: [uno, three],
        discarded: [1],
        expected: [uno, two, three]
      ),
      Case(
        testDescription: "the only deletions",
        head: [one, two],
        worktree: [],
        discarded: [1],
        expected: [two]
      ),
      Case(
        testDescription: "a move",
        head: [one, two, three],
        worktree: [due, three, one],
        discarded: [1],
        expected: [one, due, three]
      ),
    ]
  )
  func `HEAD's version returns, and can be undone`(example: Case) throws {
    let bench = try GitBench([name: fixture(example.head)])
    try bench.write(name, fixture(example.worktree))
    try bench.git("add", "-A")
    let index = try bench.git("ls-files", "-s")
    let review = try bench.review()
    let file = try #require(try review.load().files.first)
    let change = try review.discard([ReviewSelection(file, items: example.discarded)])
    #expect(try bench.text(name) == fixture(example.expected))
    #expect(change?.id != nil)
    try bench.workspace().undo()
    #expect(try bench.text(name) == fixture(example.worktree))
    let again = try #require(try review.load().files.first)
    try review.discard([ReviewSelection(again)])
    #expect(try bench.text(name) == fixture(example.head))
    #expect(try bench.git("ls-files", "-s") == index)
  }

  @Test func `the change says what was put back`() throws {
    let bench = try GitBench([name: fixture([Self.one, Self.two])])
    try bench.write(name, fixture([Self.uno, Self.due]))
    let review = try bench.review()
    let file = try #require(try review.load().files.first)
    let one = try review.discard([ReviewSelection(file, items: [1])])
    #expect(one?.title == "Put HEAD's version of #2 in tests/fixtures/a.json back")
    try bench.write("tests/fixtures/new.json", fixture([Self.one]))
    let list = try review.load()
    let new = try #require(list.files.last)
    #expect(
      try review.discard([ReviewSelection(new)])?.title == "Discarded tests/fixtures/new.json"
    )
    let rest = try review.discard([ReviewSelection(list.files[0])])
    #expect(rest?.title == "Put HEAD's version of tests/fixtures/a.json back")
    #expect(try review.load().files.isEmpty)
    #expect(try review.discard([]) == nil)
  }

  @Test func `whole files come back and go, as one change`() throws {
    let text = fixture([Self.one])
    let bench = try GitBench([
      "tests/fixtures/sub/gone.json": text, "tests/fixtures/b.json": text,
      "tests/fixtures/old.json": fixture([Self.one, Self.two]), name: "broken",
    ])
    try bench.delete("tests/fixtures/sub/gone.json")
    try bench.delete("tests/fixtures/sub")
    try bench.write("tests/fixtures/b.json", "[")
    try bench.write("tests/fixtures/new.json", fixture([Self.three]))
    try bench.write(name, text)
    try bench.git("mv", "tests/fixtures/old.json", "tests/fixtures/moved.json")
    let before = try names(in: bench.fixtures.string)
    let review = try bench.review()
    let list = try review.load()
    #expect(list.files.count == 5)
    let change = try review.discard(list.files.map { ReviewSelection($0) })
    #expect(change?.title == "Put HEAD's version back into 5 files")
    #expect(
      try bench.git("diff", "HEAD", "--", "tests/fixtures/sub", "tests/fixtures/b.json") == ""
    )
    #expect(try bench.text("tests/fixtures/sub/gone.json") == text)
    #expect(try bench.text("tests/fixtures/b.json") == text)
    #expect(try bench.text(name) == "broken")
    #expect(try names(in: bench.fixtures.string) == ["a.json", "b.json", "old.json", "sub"])
    try bench.workspace().undo()
    #expect(try names(in: bench.fixtures.string) == (before + ["sub"]).sorted())
    #expect(try bench.text("tests/fixtures/b.json") == "[")
  }

  @Test func `what changed since it was listed is not overwritten`() throws {
    let bench = try GitBench([name: fixture([Self.one, Self.two]), "tests/fixtures/d.json": "[]"])
    try bench.write(name, fixture([Self.uno, Self.due]))
    let review = try bench.review()
    let file = try #require(try review.load().files.first)
    let text = fixture([Self.uno, Self.due, Self.three])
    try bench.write(name, text)
    for items in [nil, Set([0])] {
      let selection = [ReviewSelection(file, items: items)]
      #expect(try FixtureFileError.code { try review.discard(selection) } == .changedOnDisk)
      #expect(try bench.text(name) == text)
    }
    // A deleted file that is there again.
    try bench.delete(name)
    let gone = try #require(try review.load().files.first)
    try bench.write(name, text)
    #expect(
      try FixtureFileError.code { try review.discard([ReviewSelection(gone)]) } == .changedOnDisk
    )
    #expect(try bench.text(name) == text)
    #expect(try bench.workspace().changes().changes.isEmpty)
  }

  @Test(arguments: ["elsewhere", "missing", "a filter"], [true, false])
  func `nothing goes when HEAD's version can't be had`(reason: String, isRenamed: Bool) throws {
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
    let text = fixture([Self.one, Self.two])
    let bench = try GitBench([name: reason == "elsewhere" ? pointer : text])
    let path: FilePath = isRenamed ? "tests/fixtures/b.json" : name
    if isRenamed { try bench.git("mv", name.string, path.string) }
    if !isRenamed { try bench.write(path, fixture([Self.one])) }
    let expected = try bench.text(path)
    switch reason {
    case "missing":
      let id = try bench.git("rev-parse", "HEAD:\(name.string)").dropLast()
      try bench.delete(FilePath(".git/objects/\(id.prefix(2))/\(id.dropFirst(2))"))
    case "a filter":
      try bench.folder.write(
        "home/.gitconfig",
        "[filter \"x\"]\nsmudge = false\nclean = cat\nrequired\n"
      )
      try bench.write(".git/info/attributes", "*.json filter=x\n")
    default: break
    }
    let review = try bench.review()
    let file = try #require(try review.load().files.first)
    #expect(file.path == path && file.problem != nil)
    #expect(try GitError.code { try review.discard([ReviewSelection(file)]) } == .failed)
    #expect(try bench.text(path) == expected)
    #expect(try bench.workspace().changes().changes.isEmpty)
  }

  @Test func `what only looks like a repository inside changes no path`() throws {
    let bench = try GitBench([name: fixture([Self.one])])
    try bench.folder.makeFolder("repo/tests/fixtures/.git")
    try bench.write(name, fixture([Self.uno]))
    let review = try bench.review()
    let file = try #require(try review.load().files.first)
    #expect(file.path == name && review.path(of: file) == bench.root.pushing(name))
    try review.stage([ReviewSelection(file)])
    let change = try review.discard([ReviewSelection(file)])
    #expect(change?.title == "Put HEAD's version of \(name) back")
    #expect(try bench.text(name) == fixture([Self.one]))
  }

  @Test func `line ends are those of the disk`() throws {
    let bench = try GitBench()
    try bench.git("config", "core.autocrlf", "true")
    func text(_ interactions: [String]) -> String {
      fixture(interactions).replacing("\n", with: "\r\n")
    }
    try bench.write(name, text([Self.one, Self.two]))
    try bench.commitAll()
    try bench.write(name, text([Self.uno, Self.due]))
    let review = try bench.review()
    let file = try #require(try review.load().files.first)
    #expect(file.items.count == 2)
    try review.discard([ReviewSelection(file, items: [0])])
    #expect(try bench.text(name) == text([Self.one, Self.due]))
    try review.discard(try review.load().files.map { ReviewSelection($0) })
    #expect(try bench.text(name) == text([Self.one, Self.two]))
    #expect(try bench.git("status", "--porcelain") == "")
  }
}
