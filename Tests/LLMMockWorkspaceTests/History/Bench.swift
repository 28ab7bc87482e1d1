import LLMMockCore
import LLMMockWorkspace
import Synchronization
import SystemPackage
import TestSupport

/// A disk in memory with a repository, and processes that open it.
struct Bench {
  static let root: FilePath = "/home/me/app"
  static let folder: FilePath = "/home/me/app/tests/fixtures"

  private(set) var disk: MemoryDisk
  let clock = Clock()
  var limits = HistoryLimits()
  var environment: [String: String] = [:]

  /// - Parameter fixtures: texts by names in the fixture folder.
  init(_ fixtures: [FilePath: String] = ["a.json": "A", "b.json": "B", "sub/c.json": "C"]) {
    disk = MemoryDisk(folders: ["/home/me/app/.git", Self.folder])
    for (name, text) in fixtures { disk.put(Self.folder.pushing(name), text) }
  }

  /// The same once more, on a disk of its own.
  func copy() -> Bench {
    var copy = self
    copy.disk = disk.copy()
    return copy
  }

  /// As a new process opens it.
  func open(_ path: FilePath = folder) throws -> Workspace {
    try Workspace(
      opening: path,
      files: disk.fileSystem,
      environment: environment,
      home: "/home/me",
      limits: limits,
      now: clock.now
    )
  }

  /// The texts of all files but the state's, by their path from the fixture folder.
  var texts: [String: String] {
    disk.files(in: Self.root, excluding: [StateFolder.name, ".git"]).reduce(into: [:]) {
      let name = $1.key.relative(to: Self.folder) ?? $1.key
      $0[name.visible] = String(decoding: $1.value, as: UTF8.self)
    }
  }

  func path(_ name: FilePath) -> FilePath { Self.folder.pushing(name) }

  /// An edit that replaces a whole file's text.
  func write(_ text: String, to name: FilePath) -> FileEdit {
    FileEdit(path(name)) { TextEdit(of: $0, replacing: [(0..<$0.count, Array(text.utf8))]) }
  }

  /// The files of the history.
  var records: [String] {
    disk.files(in: Self.root.pushing(".llm-mock/history")).keys.compactMap(\.lastComponent)
      .map { VisibleText.of(bytes: $0.bytes) }.sorted()
  }
}

/// A clock that stands until it is moved.
final class Clock: Sendable {
  private let time = Mutex(1_800_000_000_000)

  func advance(days: Int) { time.withLock { $0 += days * 86_400_000 } }

  var now: @Sendable () -> UnixTime {
    { UnixTime(milliseconds: self.time.withLock { $0 }) }
  }
}

extension HistoryError {
  /// The code of the error that is thrown; nil when none is.
  static func code<Result>(_ body: () throws -> Result) throws -> Code? {
    do {
      _ = try body()
      return nil
    } catch let error as HistoryError {
      return error.code
    }
  }
}

extension FixtureFileError {
  static func code<Result>(_ body: () throws -> Result) throws -> Code? {
    do {
      _ = try body()
      return nil
    } catch let error as FixtureFileError {
      return error.code
    }
  }
}
