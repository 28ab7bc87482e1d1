import LLMMockCore
import LLMMockWorkspace
import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@Suite(.enabled(if: GitBench.git != nil, "git is not installed"))
struct CommitTests {
  private func bench() throws -> GitBench {
    let bench = try GitBench(["a": "1\n", "b": "1\n"])
    try bench.write("a", "2\n")
    try bench.git("add", "a")
    try bench.write("b", "2\n")
    return bench
  }

  private func hook(_ name: String, _ script: String, _ bench: GitBench) throws {
    let path = FilePath(".git/hooks/\(name)")
    try bench.write(path, "#!/bin/sh\n" + script)
    try FileSystem.disk.setPermissions(bench.root.pushing(path), .init(rawValue: 0o755))
  }

  @Test func `a commit holds what is staged and nothing else`() throws {
    let bench = try bench()
    let message = "Record the café again\n\nWith a body — and \"quotes\"."
    let commit = try bench.repository().commit(message: message)
    #expect(commit.branch == "main" && commit.note == nil)
    #expect(try bench.git("rev-parse", "HEAD") == commit.id + "\n")
    #expect(try bench.git("show", "-s", "--format=%B") == message + "\n\n")
    #expect(try bench.stored("HEAD", "a") == "2\n")
    #expect(try bench.stored("HEAD", "b") == "1\n")
    #expect(try bench.git("status", "--porcelain") == " M b\n")
    #expect(bench.calls.all.last { $0.isChange }?.arguments == ["commit", "-F", "-"])
  }

  @Test func `a hook that fails is told with what it printed`() throws {
    let bench = try bench()
    try hook("pre-commit", "echo checking; printf '\\033[2Jred lights\\n' >&2; exit 3\n", bench)
    let error = #expect(throws: GitError.self) { try bench.repository().commit(message: "Hello") }
    #expect(error?.code == .hook)
    #expect(error?.output.contains("<ESC>[2Jred lights") == true, "\(error?.output ?? [])")
    #expect(try bench.git("status", "--porcelain") == "M  a\n M b\n")
    #expect(try bench.git("rev-list", "--count", "HEAD") == "1\n")
  }

  @Test func `what a hook prints is told when it succeeds`() throws {
    let bench = try bench()
    try hook("pre-commit", "echo all is well > /dev/stderr\n", bench)
    try hook("post-commit", "if true < /dev/tty; then echo terminal; fi 2>/dev/null\n", bench)
    let commit = try bench.repository().commit(message: "Hello")
    #expect(commit.output.contains("all is well"), "\(commit.output)")
    #expect(!commit.output.contains("terminal"))
  }

  @Test func `a hook that leaves something running is not waited for`() throws {
    let bench = try bench()
    try hook("post-commit", "sleep 60 &\n", bench)
    let start = ContinuousClock.now
    _ = try bench.repository().commit(message: "Hello")
    #expect(ContinuousClock.now - start < .seconds(30))
  }

  @Test func `a hook that never ends can be stopped`() async throws {
    let bench = try bench()
    try hook(
      "pre-commit",
      "echo begun > \(bench.folder.appending("begun").string); sleep 60\n",
      bench
    )
    let stop = try StopSignal()
    let repository = try bench.repository().stopped(by: stop)
    let begun = bench.folder.appending("begun")
    try await onThreads(2) { number in
      if number == 0 {
        #expect(try GitError.code { try repository.commit(message: "Hello") } == .cancelled)
      } else {
        // Raised as soon as the hook runs.
        while try FileSystem.disk.status(begun) == nil { sched_yield() }
        stop.raise()
      }
    }
    #expect(try bench.git("rev-list", "--count", "HEAD") == "1\n")
  }

  @Test(
    arguments: [
      ("", .noMessage), (" \n\t\n", .noMessage), ("Hello", .nothingStaged),
    ] as [(String, GitError.Code)]
  )
  func `a commit that can't be is refused`(message: String, code: GitError.Code) throws {
    let bench = try GitBench(["a": "1\n"])
    #expect(try GitError.code { try bench.repository().commit(message: message) } == code)
    #expect(bench.calls.all.allSatisfy { !$0.isChange })
  }

  @Test func `before the first commit nothing may be staged either`() throws {
    let bench = try GitBench()
    let repository = try bench.repository()
    #expect(try GitError.code { try repository.commit(message: "Hello") } == .nothingStaged)
    try bench.write("a", "1\n")
    try bench.git("add", "a")
    #expect(try repository.commit(message: "Hello").branch == "main")
  }

  @Test func `who commits must be known`() throws {
    let bench = try bench()
    try bench.git("config", "--unset", "user.name")
    try bench.git("config", "--unset", "user.email")
    try bench.git("config", "user.useConfigOnly", "true")
    #expect(try GitError.code { try bench.repository().commit(message: "Hello") } == .noIdentity)
  }

  @Test func `a signature that fails is told`() throws {
    let bench = try bench()
    try bench.git("config", "commit.gpgSign", "true")
    try bench.git("config", "gpg.program", "false")
    #expect(try GitError.code { try bench.repository().commit(message: "Hello") } == .signing)
    #expect(try bench.git("status", "--porcelain") == "M  a\n M b\n")
  }

  @Test func `a detached HEAD works and is told`() throws {
    let bench = try bench()
    try bench.git("checkout", "-q", "--detach")
    let commit = try bench.repository().commit(message: "Hello")
    #expect(commit.branch == nil)
    #expect(commit.note?.hasPrefix("HEAD is detached") == true)
    #expect(try bench.git("rev-parse", "HEAD") == commit.id + "\n")
  }

  @Test func `an editor can be used in the foreground`() throws {
    let bench = try bench()
    let command = try bench.repository().commitInEditor()
    var environment = command.environment
    environment["GIT_EDITOR"] = "echo From the editor >"
    let program = Program(
      try #require(FilePath(bytes: command.arguments[0])),
      Array(command.arguments.dropFirst()),
      environment: environment
    )
    #expect(try program.run().ending == .exited(0))
    #expect(try bench.git("show", "-s", "--format=%B") == "From the editor\n\n")
  }
}
