import LLMMockCore
import Synchronization
import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What only the real disk can show.
struct DiskTests {
  let temporary: TemporaryFolder
  let files = FileSystem.disk
  var folder: FilePath { temporary.path }

  init() throws {
    temporary = try TemporaryFolder()
  }

  private func error<Result>(_ body: () throws -> Result) throws -> String? {
    do {
      _ = try body()
      return nil
    } catch let error as FileSystemError {
      return error.reason
    }
  }

  @Test func `opening a pipe does not wait for a writer`() throws {
    let path = folder.appending("pipe.json")
    #expect(path.withPlatformString { mkfifo($0, 0o600) } == 0)
    #expect(try error { try files.read(path) } == "it is a pipe or a device, not a file")
    #expect(try files.list(folder).map(\.kind) == [.other])
  }

  @Test func `a loop of links is an error, and not nothing`() throws {
    try files.makeLink(folder.appending("a"), "b")
    try files.makeLink(folder.appending("b"), "a")
    let sentence = "there is a link where none may be, or a loop of links"
    #expect(try error { try files.read(folder.appending("a")) } == sentence)
    #expect(try error { try files.status(folder.appending("a")) } == sentence)
  }

  @Test func `a name that is too long is an error that says so`() throws {
    let name = try #require(FilePath.Component(String(repeating: "x", count: 256)))
    let sentence = try error { try files.create(folder.appending(name), .ownerReadWrite) }
    #expect(sentence == "the name is too long")
  }

  @Test func `a name of the greatest length can be written`() throws {
    let name = try #require(FilePath.Component(String(repeating: "x", count: 255)))
    try files.make(folder.appending(name), [1], permissions: .ownerReadWrite)
    let old = try #require(try files.status(folder.appending(name)))
    _ = try files.replace(folder.appending(name), old: old, with: [2]) { true }
    #expect(try files.read(folder.appending(name)).bytes == [2])
    #expect(try files.list(folder).map(\.name) == [name])
  }

  @Test func `a file as a folder of a path is nothing, or an error that says so`() throws {
    try files.make(folder.appending("a"), [], permissions: .ownerReadWrite)
    #expect(try files.status(folder.pushing("a/b")) == nil)
    #expect(
      try error { try files.read(folder.pushing("a/b")) } == "a part of the path is not a folder"
    )
  }

  @Test func `a second name of a file is not another spelling of it`() throws {
    let (one, other) = (folder.appending("A"), folder.appending("a"))
    try files.make(one, [1], permissions: .ownerReadWrite)
    let linked = one.withPlatformString { one in other.withPlatformString { link(one, $0) } }
    #expect(linked == 0)
    #expect(try error { try files.renameExclusively(one, other) } == "the name is taken")
    #expect(try files.status(one)?.linkCount == 2)
  }

  @Test func `the owner and group of a replaced file stay`() throws {
    guard geteuid() == 0 else {
      print("only the superuser can give a file to another user: not tested")
      return
    }
    let path = folder.appending("a")
    try files.make(path, [1], permissions: .ownerReadWrite)
    #expect(path.withPlatformString { chown($0, 12_345, 23_456) } == 0)
    let old = try #require(try files.status(path))
    _ = try files.replace(path, old: old, with: [2]) { true }
    let new = try #require(try files.status(path))
    #expect([new.owner, new.group] == [12_345, 23_456])
  }

  @Test func `a folder that may not be written makes no file`() throws {
    guard geteuid() != 0 else {
      print("permissions do not stop the superuser: not tested")
      return
    }
    try files.make(folder.appending("a"), [1], permissions: .ownerReadWrite)
    try files.setPermissions(folder, [.ownerRead, .ownerExecute])
    let old = try #require(try files.status(folder.appending("a")))
    let sentence = try error {
      try files.replace(folder.appending("a"), old: old, with: [2]) { true }
    }
    #expect(sentence == "permission denied")
    #expect(try files.list(folder).count == 1)
  }

  @Test func `only one thread at a time holds a folder`() async throws {
    let held = Mutex((now: 0, most: 0, times: 0))
    try await onThreads(8) { _ in
      for _ in 1...50 {
        try FileSystem.disk.locked([folder]) {
          held.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1), $0.times + 1) }
          held.withLock { $0.now -= 1 }
        }
      }
    }
    #expect(held.withLock { [$0.now, $0.most, $0.times] } == [0, 1, 400])
  }

  @Test func `many files are listed, and all are there`() throws {
    let names = (0..<300).map { "file \($0) \(String(repeating: "x", count: $0 % 200))" }
    for name in names {
      try files.create(folder.pushing(FilePath(name)), .ownerReadWrite).close()
    }
    #expect(try Set(files.list(folder).map { FilePath(root: nil, [$0.name]).string }) == Set(names))
  }
}
