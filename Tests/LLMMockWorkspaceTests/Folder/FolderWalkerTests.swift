import LLMMockCore
import Synchronization
import SystemPackage
import TestSupport
import Testing

@testable import LLMMockWorkspace

struct FolderWalkerTests {
  @Test func `folders come before files, both in their order, each before what it holds`() throws {
    let folder = try TemporaryFolder([
      "b.json", "B/2.json", "B/10.json", "a/z/deep.json", "a/x.json", "A.json", "b/one.json",
    ])
    let walk = folder.walk()
    #expect(
      walk.paths == [
        "a/", "a/z/", "a/z/deep.json", "a/x.json", "B/", "B/2.json", "B/10.json", "b/",
        "b/one.json", "A.json", "b.json",
      ]
    )
    #expect(walk.map(\.depth) == [0, 1, 2, 1, 0, 1, 1, 0, 1, 0, 0])
    #expect(walk.first?.path == "a")
  }

  @Test func `only files that end in json count, and folders that hold one`() throws {
    let folder = try TemporaryFolder([
      "a.txt", "a.json.tmp", "json", ".json", ".hidden.json", "x.JSON", "empty/", "none/a.txt",
      "some.json/a.json", "deep/empty/",
    ])
    #expect(folder.walk().paths == ["some.json/", "some.json/a.json", ".hidden.json", ".json"])
    #expect(
      folder.walk("", .init(includeEmptyFolders: true)).paths == [
        "deep/", "deep/empty/", "empty/", "none/", "some.json/", "some.json/a.json",
        ".hidden.json", ".json",
      ]
    )
  }

  @Test func `names are bytes`() throws {
    let folder = try TemporaryFolder()
    let name: [UInt8] = [0xFF, 0x0A, 0x1B] + Array(".json".utf8)
    try folder.write(FilePath(pathBytes: [0xC3, 0x0A, 0x2F] + name))
    let walk = folder.walk("", .init(withStatus: true))
    #expect(walk.map(\.name) == [[0xC3, 0x0A], name])
    #expect(walk.last?.parent == [0xC3, 0x0A, 0x2F])
    #expect(walk.last?.status?.version.size == 20)
    #expect(walk.last?.path.bytes == [0xC3, 0x0A, 0x2F] + name)
  }

  @Test func `what is seldom meant is left out, or comes with the reason`() throws {
    let folder = try TemporaryFolder([
      ".cache/a.json", ".git/a.json", ".llm-mock/a.json", ".venv/a.json", "venv/a.json",
      "environment/pyvenv.cfg", "environment/lib/a.json", "node_modules/x/a.json", "kept/a.json",
      "out/a.json", "out.json",
    ])
    try folder.makeRepository()
    try folder.write(".gitignore", "out*\n")
    var walk = FolderWalker(folder.path, user: .none).makeIterator()
    #expect(Array(IteratorSequence(walk)).paths == ["kept/", "kept/a.json"])
    while walk.next() != nil {}
    #expect(walk.hiddenFolders == 6)
    #expect(walk.hiddenFiles == 1)

    let all = folder.walk("", .init(includeIgnored: true))
    #expect(
      all.filter { $0.kind == .file }.map(\.hidingReason) == [
        .dotFolder, .virtualEnvironment, .virtualEnvironment, nil, .nodeModules, .gitIgnored,
        .virtualEnvironment, .gitIgnored,
      ]
    )
    #expect(!all.paths.contains { $0.hasPrefix(".git/") || $0.hasPrefix(".llm-mock/") })
  }

  @Test func `the folder walked is shown even when git ignores it`() throws {
    let folder = try TemporaryFolder(["out/fixtures/a.json", "out/fixtures/.gitignore"])
    try folder.makeRepository()
    try folder.write(".gitignore", "out\n")
    try folder.write("out/fixtures/.gitignore", "*\n")
    #expect(folder.walk("out/fixtures").paths == ["a.json"])
    #expect(folder.walk().isEmpty)
  }

  @Test func `rules above the folder walked hold in it`() throws {
    let folder = try TemporaryFolder(["tests/fixtures/a.json", "tests/fixtures/x/b.json"])
    try folder.makeRepository()
    try folder.write("tests/.gitignore", "/fixtures/x/b.json\n")
    #expect(folder.walk("tests/fixtures").paths == ["a.json"])
  }

  @Test func `a repository in the repository has its own rules`() throws {
    let folder = try TemporaryFolder(["inner/a.json", "inner/b.json", "a.json"])
    try folder.makeRepository()
    try folder.makeRepository("inner")
    try folder.write(".gitignore", "a.json\n")
    try folder.write("inner/.gitignore", "b.json\n")
    #expect(folder.walk().paths == ["inner/", "inner/a.json"])
  }

  @Test func `who stops early has opened no more folders than needed`() throws {
    let folder = try TemporaryFolder(
      (0..<10).flatMap { folder in (0..<30).map { "f\(folder)/deep/\($0).json" } }
    )
    let opened = NameRecorder()
    let walk = FolderWalker(folder.path, user: .none) { opened.add($0) }
    #expect(walk.prefix(40).map(\.depth).count == 40)
    #expect(opened.names == ["", "f0/", "f0/deep/", "f1/", "f1/deep/"])
  }

  @Test func `a folder that vanishes before it is opened is an entry that says so`() throws {
    let folder = try TemporaryFolder(["a/", "b/x.json"])
    let walk = FolderWalker(folder.path, user: .none) { name in
      guard name == Array("a/".utf8) else { return }
      #expect(throws: Never.self) { try folder.delete("a") }
    }
    let entries = Array(walk)
    #expect(entries.paths == ["a/", "b/", "b/x.json"])
    #expect(entries.first?.problem == .system(.noSuchFileOrDirectory))
  }

  @Test func `a folder that becomes a link before it is opened is not entered`() throws {
    let folder = try TemporaryFolder(["root/a/", "secret/x.json"])
    let walk = FolderWalker(folder.appending("root"), user: .none) { name in
      guard name == Array("a/".utf8) else { return }
      #expect(throws: Never.self) {
        try folder.delete("root/a")
        try folder.link("root/a", to: "../secret")
      }
    }
    let entries = Array(walk)
    #expect(entries.paths == ["a/"])
    #expect(entries.first?.problem != nil)
  }

  @Test(.enabled(if: !isSuperuser, "the superuser may read every folder"))
  func `a folder without permission is an entry that says so`() throws {
    let folder = try TemporaryFolder(["a/x.json", "b/x.json"])
    let locked = folder.appending("a")
    try FileSystem.disk.setPermissions(locked, [])
    let entries = folder.walk()
    #expect(entries.paths == ["a/", "b/", "b/x.json"])
    #expect(entries.first?.problem == .system(.permissionDenied))
  }

  @Test(arguments: [FilePath("missing"), "a.json"])
  func `a folder that can't be walked is one entry without a name`(name: FilePath) throws {
    let folder = try TemporaryFolder(["a.json"])
    let entries = folder.walk(name)
    #expect(entries.count == 1)
    #expect(entries.first?.name == [])
    #expect(entries.first?.problem != nil)
  }

  @Test func `folders nested too deep are not entered`() throws {
    let folder = try TemporaryFolder(["a/b/c/d/x.json"])
    let entries = folder.walk("", .init(deepest: 2))
    #expect(entries.paths == ["a/", "a/b/", "a/b/c/"])
    #expect(entries.last?.problem == .tooDeep)
  }
}

/// Remembers names, from any thread.
final class NameRecorder: Sendable {
  private let state = Mutex<[[UInt8]]>([])

  func add(_ name: [UInt8]) { state.withLock { $0.append(name) } }

  var names: [String] { state.withLock { $0.map { String(decoding: $0, as: UTF8.self) } } }
}
