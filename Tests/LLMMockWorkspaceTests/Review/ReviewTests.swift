import LLMMockCore
import LLMMockWorkspace
import SystemPackage
import TestSupport
import Testing

@Suite(.enabled(if: GitBench.git != nil, "git is not installed"))
struct ReviewTests {
  private let three = [
    interaction("one", "1"), interaction("two", "2"), interaction("three", "3"),
  ]

  private func bench(_ files: [FilePath: String] = [:]) throws -> GitBench {
    var all: [FilePath: String] = ["tests/fixtures/a.json": fixture(three)]
    all.merge(files) { $1 }
    return try GitBench(all)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// The interactions of the work tree.
    var texts: [String]
    var expected: [String]
  }

  @Test(
    arguments: [
      Case(
        testDescription: "changed",
        texts: [interaction("one", "1"), interaction("two", "zwei"), interaction("three", "3")],
        expected: ["changed 1-1-1 unstaged response"]
      ),
      Case(
        testDescription: "added and deleted",
        texts: [interaction("zero", "0"), interaction("one", "1"), interaction("three", "3")],
        expected: ["added ----0 unstaged", "deleted 1-1-- unstaged"]
      ),
      Case(
        testDescription: "moved",
        texts: [interaction("two", "2"), interaction("three", "3"), interaction("one", "1")],
        expected: ["moved 0-0-2 unstaged"]
      ),
      Case(
        testDescription: "another layout",
        texts: [
          interaction("one", "1").replacing("\n", with: "\n  "), interaction("two", "2"),
          interaction("three", "3"),
        ],
        expected: ["layout 0-0-0 unstaged"]
      ),
      Case(
        testDescription: "none left",
        texts: [],
        expected: ["deleted 0-0-- unstaged", "deleted 1-1-- unstaged", "deleted 2-2-- unstaged"]
      ),
    ]
  )
  func `what happened to interactions is told`(example: Case) throws {
    let bench = try bench()
    try bench.write("tests/fixtures/a.json", fixture(example.texts))
    let list = try bench.review().load()
    let file = try #require(list.files.first)
    #expect(file.items.map(\.line) == example.expected)
    #expect(file.items.allSatisfy { $0.isMoved == ($0.change == .moved) })
    #expect(list.files.count == 1 && file.letter == "M" && file.staging == .unstaged)
  }

  @Test func `an item says what it is`() throws {
    let bench = try bench()
    let named = interaction("two", "2\\u001b[2J", name: "tw\\u202eo")
    try bench.write("tests/fixtures/a.json", fixture([three[0], named, three[2]]))
    let item = try #require(try bench.review().load().files.first?.items.first)
    #expect(item.label == "tw<U+202E>o")
    #expect(item.model == "m")
    #expect(item.parts == ["about", "response"])
    #expect(item.oldDigest != nil && item.newDigest != nil && item.oldDigest != item.newDigest)
  }

  @Test func `the rest of a file is an item`() throws {
    let bench = try bench()
    let text = fixture(three, provider: "openai")
    try bench.write("tests/fixtures/a.json", text)
    var file = try #require(try bench.review().load().files.first)
    #expect(file.items.map(\.line) == ["rest changed ----- unstaged"])
    // White space outside of interactions, and line ends.
    for other in [fixture(three) + "\n\n", fixture(three).replacing("\n", with: "\r\n")] {
      try bench.write("tests/fixtures/a.json", other)
      file = try #require(try bench.review().load().files.first)
      #expect(file.items.map(\.line) == ["rest layout ----- unstaged"])
    }
  }

  @Test func `files are told with what happened to them`() throws {
    let two = fixture(Array(three.prefix(2)))
    let bench = try bench([
      "tests/fixtures/gone.json": two, "tests/fixtures/sub/old.json": fixture(three + three),
      "tests/fixtures/other.json": #"{"a": 1}"#, "tests/fixtures/same.json": two,
      "tests/fixtures/typed.json": two, ".gitignore": "ignored.json\n", "outside.json": two,
    ])
    let unlike = fixture([interaction("four", "4"), interaction("five", "5")])
    try bench.delete("tests/fixtures/gone.json")
    try bench.git("mv", "tests/fixtures/sub/old.json", "tests/fixtures/sub/renamed.json")
    for (name, text) in [
      ("added.json", unlike), ("new.json", unlike), ("deep/er/new.json", unlike),
      ("ignored.json", two),
      ("other.json", #"{"a": 2}"#), ("new-other.json", "[1]"), ("note.txt", "x"),
      (".hidden/x.json", two), ("node_modules/x.json", two),
      ("broken.json", #"{"interactions": [{"hash": 1}, nope]}"#), ("empty.json", fixture([])),
    ] as [(FilePath, String)] {
      try bench.write(FilePath("tests/fixtures").pushing(name), text)
    }
    try bench.write("outside.json", fixture([]))
    try bench.git("add", "tests/fixtures/added.json")
    try bench.delete("tests/fixtures/typed.json")
    try bench.folder.link("repo/tests/fixtures/typed.json", to: "same.json")
    try bench.folder.link("repo/tests/fixtures/link.json", to: "same.json")
    let list = try bench.review().load()
    let lines = list.files.map { file in
      "\(file.path.string.dropFirst(15)) \(file.letter) \(file.items.count)"
        + (file.problem.map { " \($0)" } ?? "") + (file.oldPath.map { " \($0)" } ?? "")
    }
    #expect(
      lines == [
        "added.json A 2",
        "broken.json ? 0 it can't be read: line 1, column 32: expected true, false or null",
        "deep/er/new.json ? 2", "empty.json ? 1", "gone.json D 2", "new.json ? 2",
        "sub/renamed.json R 1 tests/fixtures/sub/old.json",
      ]
    )
    #expect(list.notes.isEmpty)
    #expect(list.head.branch == "main")
    #expect(try bench.review(bench.root).load().files.contains { $0.path == "outside.json" })
    // Versions asked for together are those of each.
    let review = try bench.review()
    for (file, versions) in zip(list.files, try review.versions(of: list.files)) {
      let path = Comment(rawValue: file.path.string)
      let alone = try review.versions(of: file)
      #expect(versions.head?.bytes == alone.head?.bytes, path)
      #expect(versions.index?.bytes == alone.index?.bytes, path)
      #expect(versions.worktree?.bytes == alone.worktree?.bytes, path)
      #expect(versions.byteCount == alone.byteCount && alone.byteCount > 0, path)
    }
  }

  @Test func `one file is reviewed alone`() throws {
    let bench = try bench(["tests/fixtures/b.json": fixture(three)])
    try bench.write("tests/fixtures/a.json", fixture([]))
    try bench.write("tests/fixtures/b.json", fixture([]))
    let review = Review(
      try bench.repository(),
      try bench.workspace(),
      folder: bench.fixtures.appending("b.json")
    )
    #expect(try review.load().files.map(\.path) == ["tests/fixtures/b.json"])
  }

  @Test func `what a sparse checkout leaves out is not changed`() throws {
    let bench = try bench(["tests/other/b.json": fixture(three), "c.json": fixture(three)])
    try bench.git("sparse-checkout", "set", "--no-cone", "tests/fixtures")
    #expect(try FileSystem.disk.status(bench.root.appending("c.json")) == nil)
    try bench.write("tests/fixtures/a.json", fixture([]))
    let review = try bench.review(bench.root)
    let list = try review.load()
    #expect(list.files.map(\.path) == ["tests/fixtures/a.json"])
    try review.stage(list.files.map { ReviewSelection($0) })
    #expect(try bench.git("status", "--porcelain") == "M  tests/fixtures/a.json\n")
  }

  @Test func `before the first commit all is new`() throws {
    let bench = try GitBench()
    try bench.write("tests/fixtures/a.json", fixture(three))
    try bench.write("tests/fixtures/b.json", fixture(three))
    try bench.git("add", "tests/fixtures/b.json")
    let list = try bench.review().load()
    #expect(list.files.map(\.letter) == ["?", "A"])
    #expect(list.files.map(\.items.count) == [3, 3])
    #expect(list.files[1].items.allSatisfy { $0.staging == .staged && $0.change == .added })
    #expect(list.notes == ["there is no commit yet: everything is new"])
  }

  @Test(
    arguments: [
      ("HEAD's version can't be read: line 1, column 3: expected a value or ']'", "[ ,", true),
      ("HEAD's version is no fixture", #"{"a": 1}"#, true),
      ("it can't be read: line 1, column 3: expected a value or ']'", "[ ,", false),
      (
        "it is a Git LFS pointer; the contents are not on this machine (git lfs pull gets them)",
        "version https://git-lfs.github.com/spec/v1\n", false
      ),
      ("it is no fixture", #"{"a": 1}"#, false),
      (
        "HEAD's version: it is a Git LFS pointer; the contents are not on this machine "
          + "(git lfs pull gets them)", "version https://git-lfs.github.com/spec/v1\n", true
      ),
    ]
  )
  func `a version that is no fixture makes the file one item`(
    sentence: String,
    text: String,
    isHead: Bool
  ) throws {
    let bench = try bench()
    if isHead {
      try bench.write("tests/fixtures/a.json", text)
      try bench.commitAll()
      try bench.write("tests/fixtures/a.json", fixture(three))
    } else {
      try bench.write("tests/fixtures/a.json", text)
    }
    let file = try #require(try bench.review().load().files.first)
    #expect(file.problem == sentence)
    #expect(file.items.isEmpty && !file.isDivisible && file.staging == .unstaged)
  }

  @Test func `what is staged is told by interaction`() throws {
    let bench = try bench()
    let changed = [interaction("one", "eins"), interaction("two", "zwei")]
    try bench.write("tests/fixtures/a.json", fixture([changed[0], three[1], three[2]]))
    try bench.git("add", "-A")
    try bench.write("tests/fixtures/a.json", fixture(changed + [three[2]]))
    var file = try #require(try bench.review().load().files.first)
    #expect(
      file.items.map(\.line) == [
        "changed 0-0-0 staged response", "changed 1-1-1 unstaged response",
      ]
    )
    #expect(file.staging == .partly)
    // The index has one version, the work tree another, HEAD a third.
    try bench.write(
      "tests/fixtures/a.json",
      fixture([interaction("one", "uno"), three[1], three[2]])
    )
    file = try #require(try bench.review().load().files.first)
    #expect(file.items.map(\.line) == ["changed 0-0-0 partly response"])
    // The work tree is as HEAD again, the index is not.
    try bench.write("tests/fixtures/a.json", fixture(three))
    file = try #require(try bench.review().load().files.first)
    #expect(file.items.map(\.line) == ["indexOnly 0-0-0 partly"])
    let versions = try bench.review().versions(of: file)
    let sides = try versions.interactions(of: file.items[0])
    #expect(
      sides.new?["response"]?["content"]?.elements.first { _ in true }?["text"]?.string == "eins"
    )
  }

  @Test func `a file with conflicts is one item that says so`() throws {
    let bench = try bench()
    try bench.git("checkout", "-q", "-b", "side")
    try bench.write("tests/fixtures/a.json", fixture([interaction("one", "eins")]))
    try bench.commitAll()
    try bench.git("checkout", "-q", "main")
    try bench.write("tests/fixtures/a.json", fixture([interaction("one", "uno")]))
    try bench.commitAll()
    #expect(throws: GitBench.Failure.self) { _ = try bench.git("merge", "side") }
    let review = try bench.review()
    let list = try review.load()
    let file = try #require(list.files.first)
    #expect(file.problem == "it has conflicts that are not resolved")
    #expect(file.letter == "U")
    #expect(list.notes == ["a merge is in progress"])
    let selection = [ReviewSelection(file)]
    for work in [review.stage, review.unstage, { _ = try review.discard($0) }] {
      #expect(try GitError.code { try work(selection) } == .conflicted)
    }
    // Resolved, and the merge goes on.
    try bench.write("tests/fixtures/a.json", fixture([interaction("one", "ein")]))
    try bench.git("add", "-A")
    #expect(try review.load().files.map(\.letter) == ["M"])
    let commit = try bench.repository().commit(message: "Merged")
    #expect(commit.note == "that concluded the merge")
  }

  @Test func `the list is told before what is in it`() throws {
    let bench = try bench(["tests/fixtures/other.json": "{}"])
    try bench.write("tests/fixtures/a.json", fixture([]))
    try bench.write("tests/fixtures/other.json", "[]")
    var told: [String] = []
    let list = try bench.review().load { progress in
      switch progress {
      case .listed(let list): told.append("listed \(list.files.count) \(list.files[0].isRead)")
      case .read(let files): told.append("read \(files.count) \(files[0].isRead)")
      case .dropped(let paths): told.append("dropped \(paths.map(\.string))")
      }
    }
    #expect(told == ["listed 2 false", "read 1 true", #"dropped ["tests/fixtures/other.json"]"#])
    #expect(list.files.map(\.path) == ["tests/fixtures/a.json"])
  }

  @Test func `many files are cut, and it says so`() throws {
    let bench = try bench()
    for number in 0..<30 { try bench.write(FilePath("tests/fixtures/\(number).json"), fixture([])) }
    let list = try bench.review().load(limit: 20)
    #expect(list.files.count == 20)
    #expect(list.notes == ["only the first 20 of 30 changed files are listed"])
  }

  @Test func `a raised signal ends the reading`() throws {
    let bench = try bench()
    try bench.write("tests/fixtures/a.json", fixture([]))
    let stop = try StopSignal()
    let review = try bench.review().stopped(by: stop)
    #expect(try GitError.code { try review.load { _ in stop.raise() } } == .cancelled)
  }

  @Test func `only one git is run for all versions`() throws {
    let bench = try bench()
    for number in 0..<20 {
      try bench.write(FilePath("tests/fixtures/\(number).json"), fixture(three))
    }
    try bench.commitAll()
    for number in 0..<20 { try bench.write(FilePath("tests/fixtures/\(number).json"), fixture([])) }
    let before = bench.calls.all.count
    #expect(try bench.review().load().files.count == 20)
    #expect(bench.calls.all.dropFirst(before).map { $0.arguments[0] } == ["status", "cat-file"])
  }

}

extension ReviewItem {
  /// The item in a line: what happened, the positions in HEAD, index and work tree, the staging.
  var line: String {
    let places = [old, staged, new].map { $0.map { "\($0)" } ?? "-" }.joined(separator: "-")
    return ([subject == .rest ? "rest" : nil, "\(change)", places, "\(staging)"] + parts)
      .compactMap(\.self).joined(separator: " ")
  }
}
