import LLMMockCore
import SystemPackage
import TestSupport
import Testing

@testable import LLMMockWorkspace

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@Suite(.enabled(if: GitBench.git != nil, "git is not installed"))
struct GitRepositoryTests {
  @Test func `the root is found from a sub-folder and from a worktree`() throws {
    let bench = try GitBench(["tests/fixtures/a.json": "{}", "x": ""])
    #expect(try bench.repository(bench.fixtures).root == bench.root)
    let other = bench.folder.appending("other")
    try bench.git("worktree", "add", "-q", "-b", "side", other.string)
    let repository = try bench.repository(other.pushing("tests/fixtures"))
    #expect(repository.root == other)
    #expect(try repository.head().branch == "side")
    #expect(try bench.repository().head().branch == "main")
    let outside = try GitRepository.containing(
      folder: bench.folder.appending("home"),
      environment: bench.environment
    )
    #expect(outside == nil)
  }

  @Test func `without git it says so`() throws {
    let bench = try GitBench()
    var environment = bench.environment
    environment["PATH"] = "/nowhere"
    #expect(
      try GitError.code {
        try GitRepository.containing(folder: bench.fixtures, environment: environment)
      } == .missing
    )
  }

  @Test func `the head is told`() throws {
    let bench = try GitBench()
    let repository = try bench.repository()
    #expect(try repository.head() == GitHead(branch: "main"))
    try bench.write("a", "")
    try bench.commitAll()
    let id = try bench.git("rev-parse", "HEAD").split(separator: "\n").first.map(String.init)
    #expect(try repository.head() == GitHead(branch: "main", commit: id))
    #expect(try repository.head().short == id.map { String($0.prefix(7)) })
    try bench.git("checkout", "-q", "--detach")
    #expect(try repository.head() == GitHead(commit: id))
  }

  @Test(
    arguments: [
      (["merge", "side"], .merge), (["rebase", "side"], .rebase),
      (["cherry-pick", "side"], .cherryPick), (["revert", "--no-edit", "HEAD~1"], .revert),
    ] as [([String], GitOperation)]
  )
  func `what is going on is told`(words: [String], operation: GitOperation) throws {
    let bench = try GitBench(["a": "1\n"])
    try bench.git("checkout", "-q", "-b", "side")
    try bench.write("a", "2\n")
    try bench.commitAll()
    try bench.git("checkout", "-q", "main")
    try bench.write("a", "3\n")
    try bench.commitAll()
    try bench.write("a", "4\n")
    try bench.commitAll()
    #expect(throws: GitBench.Failure.self) { _ = try bench.run(words) }
    let repository = try bench.repository()
    #expect(try repository.head().operation == operation)
    let status = try repository.status(below: bench.root)
    #expect(status.entries.map(\.letter) == ["U"])
  }

  @Test func `contents come from any version`() throws {
    let bench = try GitBench(["tests/fixtures/a b.json": "one\n", "empty": ""])
    try bench.write("tests/fixtures/a b.json", "two\n")
    try bench.commitAll()
    try bench.write("tests/fixtures/a b.json", "three\n")
    try bench.git("add", "-A")
    try bench.write("tests/fixtures/a b.json", "four\n")
    let repository = try bench.repository()
    let paths: [FilePath] = [
      bench.fixtures.appending("a b.json"), "empty", "none", "/elsewhere",
    ]
    for (version, text) in [("HEAD~1", "one\n"), ("HEAD", "two\n"), ("main", "two\n")] {
      let contents = try repository.contents(of: paths, at: .revision(version))
      #expect(contents == [.bytes(Array(text.utf8)), .bytes([]), .missing, .missing])
    }
    let contents = try repository.contents(of: paths, at: .index)
    #expect(contents == [.bytes(Array("three\n".utf8)), .bytes([]), .missing, .missing])
    #expect(
      try repository.contents(of: ["tests"], at: .head) == [.unreadable("it is a folder")]
    )
    for revision in ["none", "", "--help", "-n"] {
      let version = GitVersion.revision(revision)
      #expect(
        try GitError.code { try repository.contents(of: paths, at: version) } == .noSuchRevision,
        "\(revision)"
      )
    }
  }

  @Test func `before the first commit HEAD has nothing`() throws {
    let bench = try GitBench()
    try bench.write("a", "1")
    #expect(try bench.repository().contents(of: ["a"], at: .head) == [.missing])
    #expect(
      try GitError.code { try bench.repository().contents(of: ["a"], at: "main") }
        == .noSuchRevision
    )
  }

  @Test func `names are bytes`() throws {
    let bench = try GitBench()
    let names: [[UInt8]] = [
      Array("-n".utf8), Array("new\nline".utf8), Array("*".utf8), Array(":(top)x".utf8),
      Array("a\tb\\\"c".utf8), [0x66, 0xFF, 0xC3], Array("é".utf8), Array("e\u{301}".utf8),
    ]
    var paths: [FilePath] = []
    for (number, name) in names.enumerated() {
      let path = try #require(FilePath(bytes: name))
      try bench.write(path, "file \(number)\n")
      paths.append(path)
    }
    try bench.commitAll()
    let contents = try bench.repository().contents(of: paths, at: .head)
    #expect(contents == names.indices.map { .bytes(Array("file \($0)\n".utf8)) })
    for path in paths { try bench.write(path, "changed\n") }
    let status = try bench.repository().status(below: bench.root)
    #expect(Set(status.entries.map(\.name)) == Set(names))
  }

  @Test func `contents are as git would write them to the disk`() throws {
    let bench = try GitBench()
    try bench.git("config", "core.autocrlf", "true")
    try bench.git("config", "--global", "filter.shout.smudge", "tr a-z A-Z")
    try bench.git("config", "--global", "filter.shout.clean", "tr A-Z a-z")
    try bench.git("config", "--global", "filter.broken.smudge", "echo no >&2; exit 1")
    try bench.git("config", "--global", "filter.broken.clean", "cat")
    try bench.git("config", "--global", "filter.broken.required", "true")
    try bench.write(".gitattributes", "loud filter=shout\nb? filter=broken\nraw -text\n")
    for name in ["plain", "loud", "b1", "raw", "b2", "last"] {
      try bench.write(FilePath(name), "a\r\nb\r\n")
    }
    try bench.write("pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n")
    try bench.commitAll()
    #expect(try bench.stored("HEAD", "plain") == "a\nb\n")
    let paths: [FilePath] = ["plain", "loud", "b1", "raw", "b2", "pointer", "last"]
    let contents = try bench.repository().contents(of: paths, at: .head)
    for index in [0, 3, 6] { #expect(contents[index] == .bytes(Array("a\r\nb\r\n".utf8))) }
    #expect(contents[1] == .bytes(Array("A\r\nB\r\n".utf8)))
    for index in [2, 4] {
      guard case .unreadable(let problem) = contents[index] else {
        Issue.record("\(contents[index])")
        continue
      }
      #expect(problem.contains("smudge filter broken failed"), "\(problem)")
    }
    #expect(contents[5] == .unreadable(LargeFilePointer.sentence))
  }

  @Test func `what is thrown for a file is no failure of git's`() throws {
    let bench = try GitBench(["a": "1", "new\nline": "2"])
    let repository = try bench.repository()
    for name in ["a", "new\nline"] {
      let id = try #require(repository.files([Array(name.utf8)], at: .head).values.first).id
      let error = #expect(throws: GitError.self) {
        try repository.read([GitBlob(id: id, name: Array(name.utf8))]) { _, _ in
          throw GitError(.failed, "mine")
        }
      }
      #expect(error?.message == "mine")
    }
  }

  @Test func `no more is held than the limits say`() throws {
    let bench = try GitBench(["small": "123", "large": "1234", "large\n": "1234"])
    try bench.write("a", "")
    var repository = try bench.repository()
    repository.limits.file = 3
    #expect(
      try repository.contents(of: ["small", "large", "large\n"], at: .head) == [
        .bytes(Array("123".utf8)), .unreadable("it is larger than 3 bytes"),
        .unreadable("it is larger than 3 bytes"),
      ]
    )
    repository.limits.output = 20
    let error = #expect(throws: GitError.self) { try repository.status(below: bench.root) }
    #expect(error?.code == .tooLarge)
    #expect(error?.message == "git status: it printed more than 20 bytes")
  }

  @Test func `a submodule and a link are no files`() throws {
    let bench = try GitBench(["a": ""])
    try bench.folder.link("repo/link.json", to: "a")
    try bench.git("add", "-A")
    let id = try bench.git("rev-parse", "HEAD").prefix(40)
    try bench.git("update-index", "--add", "--cacheinfo", "160000,\(id),sub.json")
    try bench.git("commit", "-q", "-m", "both")
    let contents = try bench.repository().contents(of: ["link.json", "sub.json"], at: .head)
    #expect(
      contents == [
        .unreadable("it is a link"), .unreadable("it is another repository (a submodule)"),
      ]
    )
  }

  @Test func `a summary has a letter for each fixture`() throws {
    let bench = try GitBench([
      "tests/fixtures/m.json": "1", "tests/fixtures/d.json": "1", "tests/fixtures/r.json": "123456",
      "tests/fixtures/same.json": "2", "outside.json": "3", ".gitignore": "ignored.json\n",
    ])
    try bench.write("tests/fixtures/m.json", "2")
    try bench.delete("tests/fixtures/d.json")
    try bench.git("mv", "tests/fixtures/r.json", "tests/fixtures/s.json")
    try bench.write("tests/fixtures/a.json", "4")
    try bench.git("add", "tests/fixtures/a.json")
    try bench.write("tests/fixtures/sub/u.json", "5")
    try bench.write("tests/fixtures/sub/note.txt", "5")
    try bench.write("tests/fixtures/ignored.json", "6")
    try bench.write("outside.json", "7")
    let summary = try bench.repository().summary(below: bench.fixtures)
    let letters = summary.letters.reduce(into: [:]) {
      $0[String(decoding: $1.key, as: UTF8.self)] = $1.value
    }
    #expect(
      letters == [
        "m.json": "M", "d.json": "D", "r.json": "D", "s.json": "A", "a.json": "A",
        "sub/u.json": "?",
      ]
    )
    #expect(summary.counts == ["M": 1, "D": 2, "A": 2, "?": 1])
    #expect(summary.letter(inFolder: Array("sub".utf8)) == "?")
    #expect(summary.letter(inFolder: []) == "M")
    #expect(summary.letter(inFolder: Array("su".utf8)) == nil)
    #expect(bench.calls.all.count == 1)
    let cut = try bench.repository().summary(below: bench.fixtures, limit: 2)
    #expect(cut.isCut && cut.letters.count == 2 && cut.counts == summary.counts)
  }

  @Test func `settings are read and set`() throws {
    let bench = try GitBench()
    let repository = try bench.repository()
    #expect(try repository.configuration("merge.llm-mock.driver") == nil)
    let value = "'/a b/llm-mock' merge %O %A %B"
    try repository.setConfiguration("merge.llm-mock.driver", value)
    #expect(try repository.configuration("merge.llm-mock.driver") == value)
    #expect(try bench.git("config", "merge.llm-mock.driver") == value + "\n")
    #expect(bench.calls.all.map(\.isChange) == [false, true, false])
    #expect(bench.calls.all[0].line == "git config -z --get merge.llm-mock.driver")
  }

  @Test(.enabled(if: isSuperuser, "only a superuser can give a folder away"))
  func `a repository of another user is not trusted`() throws {
    let bench = try GitBench(["a": ""])
    for path in [bench.root, bench.root.appending(".git")] {
      try #require(path.withPlatformString { chown($0, 65534, 65534) } == 0)
    }
    #expect(try GitError.code { try bench.repository().head() } == .notTrusted)
  }

  @Test func `what git says is told`() throws {
    let bench = try GitBench(["a": ""])
    try bench.git("config", "core.repositoryFormatVersion", "99")
    let error = #expect(throws: GitError.self) { try bench.repository().head() }
    #expect(error?.message.hasPrefix("git rev-parse: Expected git repo version") == true)
  }
}
