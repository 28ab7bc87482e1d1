import LLMMockCore
import LLMMockWorkspace
import SystemPackage
import TestSupport
import Testing

@Suite(.enabled(if: GitBench.git != nil, "git is not installed"))
struct RenamingTests {
  private static let one = interaction("one", "1")
  private static let two = interaction("two", "2")
  private static let three = interaction("three", "3")
  private static let zero = interaction("zero", "0")
  private static let uno = interaction("one", "uno")
  private static let due = interaction("two", "due")

  private let name = "tests/fixtures/a.json"

  @Test(arguments: ["none", "old", "new", "both"])
  func `a renaming that git was not told of is one file`(told: String) throws {
    let old = fixture([Self.one, Self.two, Self.three])
    let new = fixture([Self.one, Self.due, Self.three])
    let bench = try GitBench([FilePath(name): old, "tests/fixtures/other.json": fixture([])])
    let before = try bench.git("ls-files", "-s")
    try bench.delete(FilePath(name))
    let path = "tests/fixtures/sub/b.json"
    try bench.write(FilePath(path), new)
    if told == "old" || told == "both" { try bench.git("rm", "-q", "--cached", name) }
    if told == "new" || told == "both" { try bench.git("add", path) }
    let review = try bench.review()
    var dropped: [FilePath] = []
    let list = try review.load { if case .dropped(let paths) = $0 { dropped += paths } }
    let file = try #require(list.files.first)
    #expect(list.files.count == 1 && file.letter == "R" && file.path.string == path)
    #expect(file.oldPath == FilePath(name))
    #expect(told == "both" || dropped == [FilePath(name)])
    let change = try #require(file.items.first { $0.change == .changed })
    #expect(file.items.count == 1 && change.old == 1 && change.new == 1)
    try review.unstage([ReviewSelection(file)])
    #expect(try bench.git("ls-files", "-s") == before)
    let unstaged = try #require(try review.load().files.first)
    #expect(unstaged.items.map(\.staging) == [.unstaged])
    try review.stage([ReviewSelection(unstaged, items: [0])])
    #expect(try bench.stored("", path) == new)
    #expect(try bench.stored("", name) == nil)
    let staged = try #require(try review.load().files.first)
    #expect(staged.letter == "R" && staged.staging == .staged)
    try review.discard([ReviewSelection(staged)])
    #expect(try bench.text(FilePath(name)) == old)
    #expect(try FileSystem.disk.status(bench.root.pushing(FilePath(path))) == nil)
  }

  @Test(arguments: [true, false])
  func `a renaming that only the index has is taken out of it`(isBack: Bool) throws {
    let old = fixture([Self.one, Self.two, Self.three])
    let bench = try GitBench([FilePath(name): old])
    let before = try bench.git("ls-files", "-s")
    let path = "tests/fixtures/b.json"
    try bench.git("mv", name, path)
    try bench.delete(FilePath(path))
    if isBack { try bench.write(FilePath(name), old) }
    let review = try bench.review()
    let files = try review.load().files
    #expect(files.map(\.path.string) == [name, path])
    #expect(files.map(\.oldPath) == [nil, nil])
    #expect(files[1].items.allSatisfy { $0.change == .indexOnly })
    #expect(files[0].change == (isBack ? .modified : .deleted))
    #expect(files[0].staging == (isBack ? .partly : .staged))
    // Nothing of the folder is to be put back for the new name.
    #expect(try review.discard([ReviewSelection(files[1])]) == nil)
    try review.unstage(files.map { ReviewSelection($0) })
    #expect(try bench.git("ls-files", "-s") == before)
    #expect(try review.load().files.count == (isBack ? 0 : 1))
  }

  @Test func `an item of a renaming that is not staged can be staged`() throws {
    let bench = try GitBench([FilePath(name): fixture([Self.one, Self.two, Self.three])])
    try bench.delete(FilePath(name))
    try bench.write("tests/fixtures/b.json", fixture([Self.uno, Self.two, Self.three, Self.zero]))
    let review = try bench.review()
    let file = try #require(try review.load().files.first)
    #expect(file.items.map(\.change) == [.changed, .added])
    try review.stage([ReviewSelection(file, items: [1])])
    #expect(
      try bench.stored("", "tests/fixtures/b.json")
        == fixture([Self.one, Self.two, Self.three, Self.zero])
    )
    #expect(try bench.stored("", name) == nil)
    #expect(try review.load().files.first?.items.map(\.staging) == [.unstaged, .staged])
  }
}
