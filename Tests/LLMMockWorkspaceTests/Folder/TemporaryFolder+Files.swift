import SystemPackage
import TestSupport

@testable import LLMMockWorkspace

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension TemporaryFolder {
  /// A folder with these files; a name with a slash at its end is an empty folder.
  convenience init(_ names: [String]) throws {
    try self.init()
    for name in names {
      if name.hasSuffix("/") {
        try makeFolder(FilePath(name))
      } else {
        try write(FilePath(name))
      }
    }
  }

  /// Writes a file, and makes the folders it needs.
  func write(_ name: FilePath, _ text: String = #"{"interactions": []}"#) throws {
    try write(name, Array(text.utf8))
  }

  func write(_ name: FilePath, _ bytes: [UInt8]) throws {
    try makeFolder(name.removingLastComponent())
    let file = try FileDescriptor.open(
      path.pushing(name),
      .writeOnly,
      options: [.create, .truncate],
      permissions: .ownerReadWrite
    )
    try file.closeAfter { _ = try file.writeAll(bytes) }
  }

  func makeFolder(_ name: FilePath) throws {
    var folder = path
    for component in name.components {
      folder.append(component)
      let code = folder.withPlatformString { mkdir($0, 0o700) }
      if code != 0, errno != EEXIST { throw Errno(rawValue: errno) }
    }
  }

  /// Makes a link that says `target`.
  func link(_ name: FilePath, to target: FilePath) throws {
    let code = path.pushing(name).withPlatformString { name in
      target.withPlatformString { target in symlink(target, name) }
    }
    if code != 0 { throw Errno(rawValue: errno) }
  }

  func makePipe(_ name: FilePath) throws {
    let code = path.pushing(name).withPlatformString { mkfifo($0, 0o600) }
    if code != 0 { throw Errno(rawValue: errno) }
  }

  func rename(_ name: FilePath, to other: FilePath) throws {
    let code = path.pushing(name).withPlatformString { name in
      path.pushing(other).withPlatformString { other in
        #if canImport(Glibc)
        Glibc.rename(name, other)
        #else
        Darwin.rename(name, other)
        #endif
      }
    }
    if code != 0 { throw Errno(rawValue: errno) }
  }

  /// Removes a file or an empty folder.
  func delete(_ name: FilePath) throws {
    let code = path.pushing(name).withPlatformString { name in
      #if canImport(Glibc)
      Glibc.remove(name)
      #else
      Darwin.remove(name)
      #endif
    }
    if code != 0 { throw Errno(rawValue: errno) }
  }

  /// Makes the folder the root of a repository, as far as a walk looks.
  func makeRepository(_ name: FilePath = "") throws {
    try write(name.appending(".git/HEAD"), "ref: refs/heads/main\n")
  }

  /// Walks the folder or one in it, without any settings of the user.
  func walk(
    _ name: FilePath = "",
    _ options: FolderWalker.Options = .init()
  ) -> [FolderWalker.Entry] {
    Array(FolderWalker(path.pushing(name), options: options, user: .none))
  }
}

/// Whether permissions mean nothing to this process.
let isSuperuser = geteuid() == 0

extension IgnoreRules.UserFiles {
  /// No settings at all.
  static let none = Self(home: nil, systemConfiguration: nil)
}

extension [FolderWalker.Entry] {
  /// The paths, folders with a slash at their end.
  var paths: [String] {
    map { entry in
      String(decoding: entry.parent + entry.name, as: UTF8.self)
        + (entry.kind == .folder ? "/" : "")
    }
  }
}
