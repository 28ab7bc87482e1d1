import LLMMockCore
import SystemPackage
import TestSupport
import Testing

/// An edit that puts text at the end.
func append(_ text: String) -> @Sendable ([UInt8]) -> TextEdit {
  { TextEdit(of: $0, replacing: [($0.count..<$0.count, Array(text.utf8))]) }
}

struct LockedUpdateTests {
  let path: FilePath = "/repository/a.json"
  let disk = MemoryDisk(["/repository/a.json": "old"])
  var files: FileSystem { disk.fileSystem }

  private func update(
    _ text: String = " new",
    expecting: FileExpectation? = nil
  ) throws -> FileUpdate {
    try files.update(path, expecting: expecting, links: .named, edit: append(text))
  }

  private func code(_ body: () throws -> FileUpdate) throws -> FixtureFileError.Code? {
    do {
      _ = try body()
      return nil
    } catch let error as FixtureFileError {
      #expect(error.path == path)
      return error.code
    }
  }

  @Test func `an update tells what was there and what is`() throws {
    let update = try update()
    #expect(disk.texts == ["/repository/a.json": "old new"])
    #expect(update.before == ContentDigest(of: Array("old".utf8)))
    #expect(update.after == ContentDigest(of: Array("old new".utf8)))
    #expect(update.edit.splices == [Splice(offset: 3, removed: [], inserted: Array(" new".utf8))])
    #expect(try files.version(of: path) == update.version)
  }

  @Test func `an edit that changes nothing writes nothing`() throws {
    let before = disk.changes
    let update = try update("")
    #expect(update.before == update.after)
    #expect(try files.version(of: path) == update.version)
    #expect(disk.changes == before)
  }

  @Test func `the file is what the caller expects, or nothing is done`() throws {
    let version = try #require(try files.version(of: path))
    let digest = ContentDigest(of: Array("old".utf8))
    _ = try update(" 1", expecting: .version(version))
    #expect(try code { try update(" 2", expecting: .version(version)) } == .changedOnDisk)
    #expect(try code { try update(" 2", expecting: .digest(digest)) } == .changedOnDisk)
    let now = ContentDigest(of: Array("old 1".utf8))
    _ = try update(" 2", expecting: .digest(now))
    #expect(disk.texts == ["/repository/a.json": "old 1 2"])
  }

  @Test(arguments: [false, true])
  func `a change by an editor in the meantime is not lost`(sameTime: Bool) throws {
    if sameTime { disk.stopClock() }
    disk.before(.create) { $0.put("/repository/a.json", "new") }
    _ = try update(" too")
    #expect(disk.texts == ["/repository/a.json": "new too"])
  }

  @Test func `it gives up when others keep writing`() throws {
    for attempt in 0..<PlannedUpdate.attempts {
      disk.before(.create, skipping: attempt) { $0.put("/repository/a.json", "take \(attempt)") }
    }
    #expect(try code { try update() } == .busy)
    #expect(disk.texts == ["/repository/a.json": "take \(PlannedUpdate.attempts - 1)"])
  }

  @Test func `a file that goes in the meantime stays gone`() throws {
    disk.before(.create) { $0.take("/repository/a.json") }
    #expect(try code { try update() } == .vanished)
    #expect(disk.texts == [:])
  }

  @Test func `the error of an edit comes out as it is`() throws {
    #expect(throws: CancellationError.self) {
      try files.update(path, links: .named) { _ in throw CancellationError() }
    }
  }

  @Test func `an edit for other bytes is an error`() throws {
    let edit = TextEdit(splices: [Splice(offset: 0, removed: [1], inserted: [])])
    #expect(try code { try files.update(path, links: .named) { _ in edit } } == .editDoesNotFit)
  }

  @Test(
    arguments: [
      (.create, .permission, .permission), (.create, .readOnlyDisk, .readOnly),
      (.create, .noSpace, .noSpace), (.write, .noSpace, .noSpace), (.write, .other, .system),
      (.sync, .other, .system), (.resemble, .permission, .permission),
      (.rename, .permission, .permission), (.read, .other, .system),
      (.open, .permission, .permission),
      (.lock, .unsupported, .system),
    ] as [(MemoryDisk.Operation, FileSystemError.Code, FixtureFileError.Code)]
  )
  func `a failure leaves the file as it was and nothing beside it`(
    operation: MemoryDisk.Operation,
    failure: FileSystemError.Code,
    code: FixtureFileError.Code
  ) throws {
    disk.fail(operation, with: failure)
    #expect(try self.code { try update() } == code)
    #expect(disk.texts == ["/repository/a.json": "old"])
    _ = try update()
    #expect(disk.texts == ["/repository/a.json": "old new"])
  }

  @Test func `a full disk is an error that says so`() throws {
    disk.limit(toBytes: 8)
    do {
      _ = try update()
      Issue.record("it fit")
    } catch let error as FixtureFileError {
      #expect(error.description == "/repository/a.json: no space left on the disk")
    }
    #expect(disk.texts == ["/repository/a.json": "old"])
  }

  @Test func `a read-only file is not replaced`() throws {
    disk.put(path, "old", permissions: [.ownerRead])
    #expect(try code { try update() } == .readOnly)
    #expect(disk.texts == ["/repository/a.json": "old"])
  }

  @Test func `a crash at any step leaves the old file or the new one`() throws {
    var generator = SeededGenerator()
    var steps = 0
    while true {
      let disk = MemoryDisk(["/repository/a.json": "old"])
      disk.crash(after: steps)
      let update = { [files = disk.fileSystem] in
        try files.update(path, links: .named, edit: append(" new"))
      }
      do { _ = try update() } catch is MemoryDisk.Crashed {}
      let isThrough = !disk.isDown
      disk.restartWithoutPower(&generator)
      let text = disk.bytes(at: path).map { String(decoding: $0, as: UTF8.self) }
      let expected = isThrough ? ["old new"] : ["old", "old new"]
      #expect(expected.contains(text ?? "nothing"), "step \(steps), seed \(generator.seed)")
      if isThrough { break }
      steps += 1
    }
    #expect(steps == 7)
  }

  @Test func `where folders can't be locked, the lock file is`() throws {
    disk.refuseFolderLocks()
    #expect(try code { try update() } == .system)
    var files = files
    files.lockFile = { _ in "/repository/lock" }
    _ = try files.update(path, links: .named, edit: append(" new"))
    #expect(disk.texts == ["/repository/a.json": "old new", "/repository/lock": ""])
  }

  @Test func `eight threads that edit one file lose nothing`() async throws {
    let temporary = try TemporaryFolder()
    let path = temporary.path.appending("a.json")
    try FileSystem.disk.make(path, [], permissions: .ownerReadWrite)
    try await onThreads(8) { number in
      for count in 0..<10 {
        _ = try FileSystem.disk.update(path, links: .named, edit: append("\(number)-\(count)\n"))
      }
    }
    let text = String(decoding: try FileSystem.disk.read(path).bytes, as: UTF8.self)
    let lines = text.split(separator: "\n").map(String.init)
    let expected = (0..<8).flatMap { number in (0..<10).map { "\(number)-\($0)" } }
    #expect(lines.count == 80)
    #expect(Set(lines) == Set(expected))
  }
}
