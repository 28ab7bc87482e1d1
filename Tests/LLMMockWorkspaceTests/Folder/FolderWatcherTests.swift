import Dispatch
import Synchronization
import SystemPackage
import TestSupport
import Testing

@testable import LLMMockWorkspace

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Every test runs with the kernel's notices and with walks that are compared.
@Suite(.timeLimit(.minutes(1)))
struct FolderWatcherTests {
  @Test(arguments: [false, true])
  func `a new file is told`(alwaysCompares: Bool) async throws {
    let folder = try TemporaryFolder(["deep/er/a.json"])
    let notices = try await Notices(folder, alwaysCompares: alwaysCompares)
    try folder.write("deep/er/b.json")
    #expect(await notices.file("deep/er/b.json"))
  }

  @Test(arguments: [false, true])
  func `a changed file is told`(alwaysCompares: Bool) async throws {
    let folder = try TemporaryFolder(["deep/a.json"])
    let notices = try await Notices(folder, alwaysCompares: alwaysCompares)
    try folder.write("deep/a.json", "changed")
    #expect(await notices.file("deep/a.json"))
  }

  @Test(arguments: [false, true])
  func `a file that is replaced by renaming is told`(alwaysCompares: Bool) async throws {
    let folder = try TemporaryFolder(["deep/a.json"])
    let notices = try await Notices(folder, alwaysCompares: alwaysCompares)
    try folder.write("deep/a.json.aside", #"{"interactions": []}"#)
    try folder.rename("deep/a.json.aside", to: "deep/a.json")
    #expect(await notices.file("deep/a.json"))
  }

  @Test(arguments: [false, true])
  func `both names of a renamed file are told`(alwaysCompares: Bool) async throws {
    let folder = try TemporaryFolder(["a.json", "x/"])
    let notices = try await Notices(folder, alwaysCompares: alwaysCompares)
    try folder.rename("a.json", to: "x/b.json")
    #expect(await notices.file("a.json"))
    #expect(await notices.file("x/b.json"))
  }

  @Test(arguments: [false, true])
  func `a deleted file is told`(alwaysCompares: Bool) async throws {
    let folder = try TemporaryFolder(["deep/a.json"])
    let notices = try await Notices(folder, alwaysCompares: alwaysCompares)
    try folder.delete("deep/a.json")
    #expect(await notices.file("deep/a.json"))
  }

  @Test(arguments: [false, true])
  func `a new folder is told, and watched`(alwaysCompares: Bool) async throws {
    let folder = try TemporaryFolder()
    let notices = try await Notices(folder, alwaysCompares: alwaysCompares)
    try folder.makeFolder("new/deep")
    #expect(await notices.folder("new"))
    try folder.write("new/deep/a.json")
    #expect(await notices.file("new/deep/a.json"))
  }

  @Test(arguments: [false, true])
  func `a renamed folder is told with both names, and watched`(alwaysCompares: Bool) async throws {
    let folder = try TemporaryFolder(["old/deep/a.json"])
    let notices = try await Notices(folder, alwaysCompares: alwaysCompares)
    try folder.rename("old", to: "new")
    #expect(await notices.folder("old"))
    #expect(await notices.folder("new"))
    try folder.write("new/deep/a.json", "changed")
    #expect(await notices.file("new/deep/a.json"))
  }

  @Test(arguments: [false, true])
  func `a deleted folder is told`(alwaysCompares: Bool) async throws {
    let folder = try TemporaryFolder(["old/a.json"])
    let notices = try await Notices(folder, alwaysCompares: alwaysCompares)
    try folder.delete("old/a.json")
    try folder.delete("old")
    #expect(await notices.folder("old"))
  }

  @Test(arguments: [false, true])
  func `a folder that is watched may come later, and again`(alwaysCompares: Bool) async throws {
    let folder = try TemporaryFolder()
    let notices = try await Notices(folder, "later", alwaysCompares: alwaysCompares)
    for _ in 0..<2 {
      notices.forget()
      try folder.write("later/a.json")
      // The first notices may still be about the folder.
      while !notices.files.contains("a.json") {
        let count = notices.count
        try folder.write("later/a.json", "changed")
        try #require(await notices.more(than: count))
      }
      notices.forget()
      try folder.delete("later/a.json")
      try folder.delete("later")
      #expect(await notices.file("a.json"))
    }
  }

  @Test func `what is written at once is told at once`() async throws {
    let folder = try TemporaryFolder()
    let notices = try await Notices(folder)
    for number in 0..<100 { try folder.write(FilePath("\(number).json")) }
    #expect(await notices.file("99.json"))
    // Under load writing may take longer than one burst.
    #expect(notices.count < 50)
  }

  @Test func `names that are not UTF-8 are told as they are`() async throws {
    let folder = try TemporaryFolder()
    let notices = try await Notices(folder)
    let name = FilePath(pathBytes: [0xFF, 0x0A] + Array(".json".utf8))
    try folder.write(name)
    #expect(await notices.file(name))
  }

  @Test func `what a walk leaves out is not told`() async throws {
    let folder = try TemporaryFolder([".git/HEAD", "node_modules/", "out/", "kept/"])
    try folder.write(".gitignore", "out\n")
    let notices = try await Notices(folder)
    for name in [".git/index.json", "node_modules/a.json", "out/a.json", "kept/a.txt"] {
      try folder.write(FilePath(name))
    }
    try folder.makeFolder("out/deep")
    try folder.write("kept/a.json")
    #expect(await notices.file("kept/a.json"))
    #expect(notices.files == ["kept/a.json"])
    #expect(notices.folders == [])
  }

  @Test func `a changed ignore file may change anything`() async throws {
    let folder = try TemporaryFolder([".git/HEAD", "out/a.json"])
    try folder.write(".gitignore", "out\n")
    let notices = try await Notices(folder)
    try folder.write(".gitignore", "\n")
    #expect(await notices.everything())
    try folder.write("out/a.json", "changed")
    #expect(await notices.file("out/a.json"))
  }

  @Test func `a folder behind a link is watched`() async throws {
    let folder = try TemporaryFolder(["shared/a.json", "tests/", ".git/HEAD"])
    try folder.link("tests/link", to: "../shared")
    let notices = try await Notices(folder, "tests")
    try folder.write("shared/a.json", "changed")
    #expect(await notices.file("link/a.json"))
  }

  @Test(arguments: [false, true])
  func `nothing is told once it is cancelled`(alwaysCompares: Bool) async throws {
    let folder = try TemporaryFolder()
    let notices = try await Notices(folder, alwaysCompares: alwaysCompares)
    notices.watcher.cancel()
    notices.watcher.cancel()
    try folder.write("a.json")
    #expect(notices.count == 0)
  }

  @Test func `it may be cancelled from its own notice`() async throws {
    let folder = try TemporaryFolder()
    let box = Mutex<FolderWatcher?>(nil)
    let (ends, end) = AsyncStream.makeStream(of: Void.self)
    let watcher = try FolderWatcher(root: folder.path, user: .none) { _ in
      box.withLock { $0 }?.cancel()
      end.finish()
    }
    box.withLock { $0 = watcher }
    try folder.write("a.json")
    for await _ in ends {}
    watcher.cancel()
    box.withLock { $0 = nil }
  }
}

#if os(Linux)
extension FolderWatcherTests {
  @Test func `more changes than the kernel keeps may be anything`() async throws {
    let folder = try TemporaryFolder(["a.json", "b.json"])
    let gate = DispatchSemaphore(value: 0)
    let isFirst = Mutex(true)
    let (told, tell) = AsyncStream.makeStream(of: FolderWatcher.Changes.self)
    let watcher = try FolderWatcher(root: folder.path, user: .none) { changes in
      tell.yield(changes)
      // Nothing is read from the kernel meanwhile.
      if isFirst.withLock({ $0 }) { gate.wait() }
    }
    defer {
      gate.signal()
      watcher.cancel()
    }
    var notices = told.makeAsyncIterator()
    #expect(await notices.next() == .everything)
    let text = try contents(of: "/proc/sys/fs/inotify/max_queued_events")
    let limit = try #require(Int(String(decoding: text.dropLast(), as: UTF8.self)))
    // Equal notices that follow each other count as one, those for two files in turn do not.
    let failures = folder.appending("a.json").withPlatformString { one in
      folder.appending("b.json").withPlatformString { two in
        (0...limit).count { chmod($0 % 2 == 0 ? one : two, 0o600) != 0 }
      }
    }
    #expect(failures == 0)
    isFirst.withLock { $0 = false }
    gate.signal()
    #expect(await notices.next() == .everything)
  }
}
#endif

/// What a watcher has told so far.
private final class Notices: Sendable {
  private struct State {
    var count = 0
    var everything = 0
    var folders: Set<FilePath> = []
    var files: Set<FilePath> = []
  }

  let watcher: FolderWatcher
  private let state: Shared
  private let stream: AsyncStream<Void>

  private final class Shared: Sendable {
    let value = Mutex(State())
  }

  /// Returns when the watcher is at work.
  init(_ folder: TemporaryFolder, _ name: FilePath = "", alwaysCompares: Bool = false)
    async throws
  {
    let shared = Shared()
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
    (self.stream, state) = (stream, shared)
    watcher = try FolderWatcher(
      root: folder.path.pushing(name),
      options: .init(interval: .milliseconds(20), alwaysCompares: alwaysCompares),
      user: .none
    ) { changes in
      shared.value.withLock { state in
        state.count += 1
        switch changes {
        case .everything: state.everything += 1
        case .some(let folders, let files):
          state.folders.formUnion(folders)
          state.files.formUnion(files)
        }
      }
      continuation.yield()
    }
    #expect(await everything())
    forget()
  }

  var count: Int { state.value.withLock { $0.count } }
  var folders: Set<FilePath> { state.value.withLock { $0.folders } }
  var files: Set<FilePath> { state.value.withLock { $0.files } }

  func forget() { state.value.withLock { $0 = State() } }

  /// Waits until a change of the file is told, or of everything.
  func file(_ path: FilePath) async -> Bool {
    await wait { $0.everything > 0 || $0.files.contains(path) }
  }

  /// Waits until a change of the folder is told, or of everything.
  func folder(_ path: FilePath) async -> Bool {
    await wait { $0.everything > 0 || $0.folders.contains(path) }
  }

  func everything() async -> Bool { await wait { $0.everything > 0 } }

  func more(than count: Int) async -> Bool { await wait { $0.count > count } }

  /// False when the test's time is over.
  private func wait(_ isMet: (State) -> Bool) async -> Bool {
    if state.value.withLock({ isMet($0) }) { return true }
    for await _ in stream where state.value.withLock({ isMet($0) }) { return true }
    return false
  }
}
