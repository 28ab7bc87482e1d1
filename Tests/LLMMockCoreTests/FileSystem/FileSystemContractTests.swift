import LLMMockCore
import SystemPackage
import TestSupport
import Testing

/// What the real disk and the one in memory must have in common.
struct FileSystemContractTests {
  enum Kind: CaseIterable { case disk, memory }

  /// A folder to work in, without links.
  struct Place {
    let files: FileSystem
    let folder: FilePath
    private let owner: AnyObject

    init(_ kind: Kind) throws {
      switch kind {
      case .disk:
        let temporary = try TemporaryFolder()
        (files, folder, owner) = (.disk, temporary.path, temporary)
      case .memory:
        let disk = MemoryDisk(folders: ["/folder"])
        (files, folder, owner) = (disk.fileSystem, "/folder", disk)
      }
    }

    func make(_ name: FilePath, _ text: String = "") throws {
      try files.make(folder.pushing(name), Array(text.utf8), permissions: .ownerReadWrite)
    }

    func text(_ name: FilePath) throws -> String {
      String(decoding: try files.read(folder.pushing(name)).bytes, as: UTF8.self)
    }

    func names() throws -> [String] {
      try files.list(folder).map { VisibleText.of(bytes: $0.name.bytes) }
    }

    /// The code of the error that is thrown; nil when none is.
    func code<Result>(_ body: (FileSystem, FilePath) throws -> Result) throws
      -> FileSystemError.Code?
    {
      do {
        _ = try body(files, folder)
        return nil
      } catch let error as FileSystemError {
        return error.code
      }
    }
  }

  @Test(arguments: Kind.allCases)
  func `a file that was made is read whole with its status`(kind: Kind) throws {
    let place = try Place(kind)
    try place.make("a.json", "hello")
    let contents = try place.files.read(place.folder.appending("a.json"))
    #expect(contents.bytes == Array("hello".utf8))
    #expect(contents.status.kind == .file)
    #expect(contents.status.size == 5)
    #expect(contents.status.permissions == .ownerReadWrite)
    #expect(contents.status.linkCount == 1)
    #expect(
      try place.files.version(of: place.folder.appending("a.json")) == contents.status.version
    )
  }

  @Test(arguments: Kind.allCases)
  func `an open file is read in parts, also past its end`(kind: Kind) throws {
    let place = try Place(kind)
    try place.make("a", "0123456789")
    let file = try place.files.open(place.folder.appending("a"))
    #expect(try file.read(3, 4) == Array("3456".utf8))
    #expect(try file.read(8, 100) == Array("89".utf8))
    #expect(try file.read(10, 1) == [])
    #expect(try file.read(99, 1) == [])
  }

  @Test(arguments: Kind.allCases)
  func `what is not there has no status and no contents`(kind: Kind) throws {
    let place = try Place(kind)
    #expect(try place.files.status(place.folder.appending("no")) == nil)
    #expect(try place.files.linkStatus(place.folder.pushing("no/no")) == nil)
    #expect(try place.code { try $0.read($1.appending("no")) } == .notFound)
    #expect(try place.code { try $0.remove($1.appending("no")) } == .notFound)
    #expect(try place.code { try $0.rename($1.appending("no"), $1.appending("yes")) } == .notFound)
    #expect(try place.code { try $0.resolve($1.appending("no")) } == .notFound)
    #expect(try place.code { try $0.list($1.appending("no")) } == .notFound)
  }

  @Test(arguments: Kind.allCases)
  func `a folder is not read or removed as a file`(kind: Kind) throws {
    let place = try Place(kind)
    try place.files.makeFolder(place.folder.appending("f"), .ownerReadWriteExecute)
    #expect(try place.files.status(place.folder.appending("f"))?.kind == .folder)
    #expect(try place.code { try $0.read($1.appending("f")) } == .notAFile)
    #expect(try place.code { try $0.remove($1.appending("f")) } == .notAFile)
    #expect(try place.code { try $0.makeFolder($1.appending("f"), .ownerRead) } == .exists)
  }

  @Test(arguments: Kind.allCases)
  func `making and renaming exclusively never overwrite`(kind: Kind) throws {
    let place = try Place(kind)
    try place.make("a", "A")
    try place.make("b", "B")
    let make = try place.code { try $0.make($1.appending("b"), [], permissions: .ownerReadWrite) }
    #expect(make == .exists)
    let rename = try place.code { try $0.renameExclusively($1.appending("a"), $1.appending("b")) }
    #expect(rename == .exists)
    #expect(try place.text("b") == "B")
    #expect(try place.names() == ["a", "b"])
    try place.files.renameExclusively(place.folder.appending("a"), place.folder.appending("c"))
    #expect(try place.names() == ["b", "c"])
    #expect(try place.text("c") == "A")
  }

  @Test(arguments: Kind.allCases)
  func `a replaced file keeps its permissions and leaves nothing beside it`(kind: Kind) throws {
    let place = try Place(kind)
    let path = place.folder.appending("a")
    try place.make("a", "old")
    let permissions: FilePermissions = [.ownerReadWriteExecute, .groupRead, .otherExecute]
    try place.files.setPermissions(path, permissions)
    let old = try #require(try place.files.status(path))
    let version = try place.files.replace(path, old: old, with: Array("new".utf8)) { true }
    let new = try #require(try place.files.status(path))
    #expect(try place.text("a") == "new")
    #expect(new.permissions == permissions)
    #expect(new.version == version)
    #expect(new.version != old.version)
    #expect(try place.names() == ["a"])
  }

  @Test(arguments: Kind.allCases)
  func `a replacement that is called off changes nothing`(kind: Kind) throws {
    let place = try Place(kind)
    let path = place.folder.appending("a")
    try place.make("a", "old")
    let old = try #require(try place.files.status(path))
    #expect(try place.files.replace(path, old: old, with: [1]) { false } == nil)
    #expect(throws: CancellationError.self) {
      try place.files.replace(path, old: old, with: [1]) { throw CancellationError() }
    }
    #expect(try place.files.status(path) == old)
    #expect(try place.names() == ["a"])
  }

  @Test(arguments: Kind.allCases)
  func `links are followed for contents, and stand for themselves otherwise`(kind: Kind) throws {
    let place = try Place(kind)
    try place.make("a", "A")
    let link = place.folder.appending("link")
    try place.files.makeLink(link, "a")
    #expect(try place.text("link") == "A")
    #expect(try place.files.status(link)?.kind == .file)
    #expect(try place.files.linkStatus(link)?.kind == .link)
    #expect(try place.files.readLink(link) == "a")
    #expect(try place.files.resolve(link) == place.folder.appending("a"))
    try place.files.renameExclusively(link, place.folder.appending("other"))
    try place.files.remove(place.folder.appending("other"))
    #expect(try place.names() == ["a"])
  }

  @Test(arguments: Kind.allCases)
  func `a link that leads nowhere is there, and what it leads to is not`(kind: Kind) throws {
    let place = try Place(kind)
    let link = place.folder.appending("link")
    try place.files.makeLink(link, "nowhere")
    #expect(try place.files.status(link) == nil)
    #expect(try place.files.linkStatus(link)?.kind == .link)
    #expect(try place.code { files, _ in try files.read(link) } == .notFound)
    let create = try place.code { files, _ in try files.create(link, .ownerReadWrite) }
    #expect(create == .exists)
  }

  @Test(arguments: Kind.allCases)
  func `names are bytes, and are listed by them`(kind: Kind) throws {
    let place = try Place(kind)
    let strange = try #require(FilePath.Component(bytes: [0xFF, 0x61, 0x0A]))
    for name in ["é", "e\u{301}", "B", "a"] { try place.make(FilePath(name), name) }
    try place.files.make(
      place.folder.appending(strange),
      Array("strange".utf8),
      permissions: .ownerReadWrite
    )
    #expect(try place.names() == ["B", "a", "e\u{301}", "é", "<0xFF>a<LF>"])
    let bytes = try place.files.read(place.folder.appending(strange)).bytes
    #expect(bytes == Array("strange".utf8))
  }

  @Test(arguments: Kind.allCases)
  func `the kind of every entry is told`(kind: Kind) throws {
    let place = try Place(kind)
    try place.make("file")
    try place.files.makeFolder(place.folder.appending("folder"), .ownerReadWriteExecute)
    try place.files.makeLink(place.folder.appending("link"), "folder")
    #expect(try place.files.list(place.folder).map(\.kind) == [.file, .folder, .link])
  }

  @Test(arguments: Kind.allCases)
  func `a file without any write permission is not writable, for the superuser neither`(
    kind: Kind
  ) throws {
    let place = try Place(kind)
    try place.make("a")
    let path = place.folder.appending("a")
    #expect(try place.files.isWritable(path))
    try place.files.setPermissions(path, [.ownerRead, .groupRead])
    #expect(try !place.files.isWritable(path))
    #expect(try place.files.isWritable(place.folder))
    #expect(try place.code { try $0.isWritable($1.appending("no")) } == .notFound)
  }

  @Test(arguments: Kind.allCases)
  func `a lock that is released can be taken again`(kind: Kind) throws {
    let place = try Place(kind)
    for _ in 1...2 {
      let lock = try place.files.lock(place.folder)
      lock.release()
      lock.release()
    }
    let result = try place.files.locked([place.folder, place.folder.appending(".")]) { 42 }
    #expect(result == 42)
    #expect(try place.code { try $0.lock($1.appending("no")) } == .notFound)
  }
}
