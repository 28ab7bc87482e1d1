import LLMMockCore
import SystemPackage
import TestSupport
import Testing

@testable import LLMMockWorkspace

/// A folder of fixtures may come from a stranger, and be made so that git runs what is in it.
@Suite(.enabled(if: GitBench.git != nil, "git is not installed"))
struct GitSafetyTests {
  private let bench: GitBench
  private var marker: FilePath { bench.folder.appending("executed") }
  private var isExecuted: Bool {
    get throws { try FileSystem.disk.status(marker) != nil }
  }

  init() throws {
    bench = try GitBench([
      "tests/fixtures/a.json": fixture([interaction("one", "1")]),
      "tests/fixtures/gone.json": fixture([interaction("two", "2")]),
    ])
  }

  /// Settings that name a program wherever git knows one.
  private var settings: String {
    let command = "touch \(marker.string)"
    return """
      [core]
        repositoryformatversion = 0
        bare = false
        fsmonitor = \(command)
        hooksPath = \(bench.fixtures.string)/hooks
        pager = \(command)
        editor = \(command)
        sshCommand = \(command)
        askPass = \(command)
        alternateRefsCommand = \(command)
        worktree = ..
      [filter "x"]
        clean = \(command); cat
        smudge = \(command); cat
        process = \(command)
      [diff "x"]
        command = \(command)
        textconv = \(command); cat
      [diff]
        external = \(command)
      [merge "x"]
        driver = \(command)
      [gpg]
        program = \(command)
      [commit]
        gpgSign = true
      [alias]
        status = !\(command)
      [credential]
        helper = !\(command)
      [remote "origin"]
        url = ext::\(command)
        promisor = true
        vcs = x
      [protocol]
        allow = always
      """
  }

  /// Makes a folder look like a repository without a work tree.
  private func arm(_ name: FilePath) throws {
    try bench.write(name.appending("HEAD"), "ref: refs/heads/main\n")
    try bench.write(name.appending("config"), settings)
    try bench.write(name.pushing("objects/info/x"), "")
    try bench.write(name.pushing("refs/heads/x"), "")
    for hook in ["post-index-change", "pre-commit", "post-checkout", "reference-transaction"] {
      let path = name.pushing("hooks").appending(hook)
      try bench.write(path, "#!/bin/sh\ntouch \(marker.string)\n")
      try FileSystem.disk.setPermissions(bench.root.pushing(path), .init(rawValue: 0o755))
    }
  }

  /// Does all that only reads, or stages, in the folder of fixtures.
  private func useAll() throws {
    let repository = try bench.repository()
    _ = try repository.head()
    _ = try repository.summary(below: bench.fixtures)
    _ = try repository.status(below: bench.fixtures)
    _ = try repository.contents(of: [bench.fixtures.appending("a.json")], at: .head)
    _ = try repository.contents(of: [bench.fixtures.appending("a.json")], at: .index)
    _ = try repository.configuration("core.fsmonitor")
    let review = try bench.review()
    let list = try review.load()
    #expect(!list.files.isEmpty)
    for file in list.files { _ = try review.versions(of: file) }
    try review.stage(list.files.map { ReviewSelection($0) })
    let staged = try review.load()
    try review.unstage(staged.files.map { ReviewSelection($0) })
    let unstaged = try review.load()
    _ = try review.discard(unstaged.files.map { ReviewSelection($0) })
  }

  @Test func `nothing of a folder that is a bare repository is executed`() throws {
    try arm("tests/fixtures")
    try bench.write(
      "tests/fixtures/.gitattributes",
      "* filter=x diff=x merge=x text=auto ident working-tree-encoding=UTF-8\n"
    )
    // So that it came with the clone.
    try bench.git("add", "-A", "-f")
    try bench.git("commit", "-q", "--no-verify", "-m", "armed")
    try bench.write("tests/fixtures/a.json", fixture([interaction("one", "uno")]))
    try bench.write("tests/fixtures/new.json", fixture([interaction("new", "uno")]))
    try bench.delete("tests/fixtures/gone.json")
    try useAll()
    #expect(try !isExecuted)
    // The same folder is dangerous to who runs git in it.
    do { try bench.git("status", in: bench.fixtures) } catch is GitBench.Failure {}
    #expect(try isExecuted)
  }

  @Test(
    arguments: [
      "tests/fixtures/sub/.git", "tests/fixtures/.git/modules", "tests/.git", "tests/fixtures/sub",
    ] as [FilePath]
  )
  func `nothing of a repository inside is executed`(place: FilePath) throws {
    try arm(place)
    try bench.write("tests/fixtures/sub/s.json", fixture([interaction("one", "uno")]))
    try bench.write("tests/fixtures/a.json", fixture([interaction("one", "uno")]))
    // `tests/.git` is a repository of its own: git's, and so is what it names.
    guard place != "tests/.git" else {
      #expect(try bench.repository().root == bench.root.appending("tests"))
      return
    }
    try useAll()
    #expect(try !isExecuted)
  }

  @Test func `nothing of a submodule is executed`() throws {
    try arm("tests/fixtures/sub/.git")
    let id = try bench.git("rev-parse", "HEAD").prefix(40)
    try bench.git("update-index", "--add", "--cacheinfo", "160000,\(id),tests/fixtures/sub")
    try bench.git("commit", "-q", "-m", "a submodule")
    try bench.write("tests/fixtures/a.json", fixture([interaction("one", "uno")]))
    try useAll()
    #expect(try !isExecuted)
  }

  @Test(arguments: ["config", "an included file", "config.worktree"])
  func `no filter of the repository's own settings runs`(place: String) throws {
    let settings = """
      [filter "x.Y"]
      clean = touch \(marker.string); cat
      smudge = touch \(marker.string); cat
      required
      [filter "p"]
      process = touch \(marker.string)
      """
    let file: FilePath = place == "config.worktree" ? ".git/config.worktree" : ".git/extra"
    try bench.write(file, settings)
    if place == "config.worktree" {
      try bench.git("config", "core.repositoryFormatVersion", "1")
      try bench.git("config", "extensions.worktreeConfig", "true")
    } else if place == "config" {
      try bench.write(".git/config", bench.text(".git/config") + settings)
    } else {
      try bench.git("config", "include.path", "extra")
    }
    try bench.write(".gitattributes", "a.json filter=x.Y\ngone.json filter=p\nnew.json filter=p\n")
    let names = ["a", "gone", "new"].map { "tests/fixtures/\($0).json" }
    // git looks into those alone whose size is the same.
    for (name, question) in zip(names, ["one", "two", "new"]) {
      try bench.write(FilePath(name), fixture([interaction(question, "9")]))
    }
    try bench.write("tests/fixtures/other.json", fixture([interaction("c", "3")]))
    let index = try bench.git("ls-files", "-s", "tests")
    let review = try bench.review()
    let list = try review.load()
    #expect(list.files.map(\.path.string) == names + ["tests/fixtures/other.json"])
    for file in list.files.dropLast() {
      for items in [nil, Set([0])] {
        let selection = [ReviewSelection(file, items: items)]
        let error = #expect(throws: GitError.self) { try review.stage(selection) }
        #expect(error?.message.contains("the repository's own settings define its filter") == true)
        guard file.head != nil else { continue }
        #expect(throws: GitError.self) { try review.discard(selection) }
      }
      #expect(file.head == nil || file.problem?.contains("its filter") == true)
    }
    #expect(try bench.git("ls-files", "-s", "tests") == index)
    try review.stage([ReviewSelection(list.files[3])])
    #expect(
      try bench.git("diff", "--cached", "--name-only") == "tests/fixtures/other.json\n"
    )
    #expect(try !isExecuted)
  }

  @Test func `a filter that can't be turned off is refused`() throws {
    try bench.git("config", "filter.a=b.clean", "touch \(marker.string); cat")
    try bench.write(".gitattributes", "*.json filter=a=b\n")
    try bench.write("tests/fixtures/a.json", "{}")
    #expect(try GitError.code { try bench.repository().status(below: bench.root) } == .notTrusted)
    #expect(try !isExecuted)
  }

  @Test func `what Git LFS sets in a repository stays`() throws {
    try bench.git("config", "filter.lfs.process", "git-lfs filter-process")
    try bench.git("config", "filter.lfs.clean", "git-lfs clean -- %f")
    try bench.git("config", "filter.lfs.required", "true")
    #expect(try bench.repository().filterFlags() == [])
    try bench.git("config", "filter.lfs.clean", "touch \(marker.string)")
    #expect(try bench.repository().filterFlags().count == 8)
  }

  @Test func `no hook runs but those of a commit`() throws {
    for hook in ["post-index-change", "pre-commit", "post-commit", "reference-transaction"] {
      let path = FilePath(".git/hooks").appending(hook)
      try bench.write(path, "#!/bin/sh\necho \(hook) >> \(marker.string)\n")
      try FileSystem.disk.setPermissions(bench.root.pushing(path), .init(rawValue: 0o755))
    }
    try bench.write("tests/fixtures/a.json", fixture([interaction("one", "uno")]))
    try useAll()
    #expect(try !isExecuted)
    try bench.write("tests/fixtures/a.json", fixture([interaction("one", "eins")]))
    let review = try bench.review()
    try review.stage(try review.load().files.map { ReviewSelection($0) })
    #expect(try !isExecuted)
    _ = try bench.repository().commit(message: "Hello")
    let hooks = String(decoding: try FileSystem.disk.read(marker).bytes, as: UTF8.self)
    #expect(hooks.contains("pre-commit\n") && hooks.contains("post-commit\n"))
  }

  @Test func `variables that lead elsewhere are not passed on`() throws {
    let other = try GitBench(["x": ""])
    var environment = bench.environment
    for (name, value) in [
      ("GIT_DIR", other.root.pushing(".git").string), ("GIT_WORK_TREE", other.root.string),
      ("GIT_INDEX_FILE", other.root.pushing(".git/index").string), ("GIT_NAMESPACE", "n"),
      ("GIT_OBJECT_DIRECTORY", other.root.pushing(".git/objects").string),
      ("GIT_EXTERNAL_DIFF", "touch \(marker.string)"), ("GIT_PAGER", "touch \(marker.string)"),
      ("GIT_SSH_COMMAND", "touch \(marker.string)"), ("GIT_TRACE", marker.string),
      ("GIT_CONFIG_PARAMETERS", "'core.fsmonitor=touch \(marker.string)'"),
      ("GIT_CONFIG_COUNT", "1"), ("GIT_CONFIG_KEY_0", "core.fsmonitor"),
      ("GIT_CONFIG_VALUE_0", "touch \(marker.string)"),
    ] {
      environment[name] = value
    }
    let repository = try #require(
      try GitRepository.containing(folder: bench.fixtures, environment: environment)
    )
    try bench.write("tests/fixtures/a.json", "changed")
    #expect(try repository.head().commit == bench.git("rev-parse", "HEAD").dropLast().description)
    #expect(try repository.summary(below: bench.fixtures).counts == ["M": 1])
    #expect(try repository.contents(of: ["x"], at: .head) == [.missing])
    #expect(try !isExecuted)
  }

  @Test func `the index is not written by what only reads`() throws {
    try bench.write("tests/fixtures/a.json", fixture([interaction("one", "1")]))
    let index = bench.root.pushing(".git/index")
    let before = try FileSystem.disk.read(index)
    _ = try bench.repository().summary(below: bench.fixtures)
    _ = try bench.review().load()
    let after = try FileSystem.disk.read(index)
    #expect(before.bytes == after.bytes && before.status.version == after.status.version)
  }
}
