internal import SystemPackage

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// What stands at paths of a disk, and giving it other names.
enum DiskNames {
  /// What stands at a path, links followed or not; nil when nothing does.
  static func status(_ path: FilePath, links: Bool) throws -> FileStatus? {
    do {
      var status = stat()
      try SystemCall.run(path) { links ? stat($0, &status) : lstat($0, &status) }
      return FileStatus(status)
    } catch {
      guard [.notFound, .notAFolder].contains(error.code) else { throw error }
      return nil
    }
  }

  static func resolve(_ path: FilePath) throws -> FilePath {
    guard let result = path.withPlatformString({ realpath($0, nil) }) else {
      throw FileSystemError(errno: errno, path)
    }
    defer { free(result) }
    return FilePath(platformString: result)
  }

  static func readLink(_ path: FilePath) throws -> FilePath {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    let count = buffer.count - 1
    try SystemCall.run(path) { readlink($0, &buffer, count) }
    return FilePath(platformString: buffer)
  }

  static func makeLink(_ path: FilePath, _ target: FilePath) throws {
    try SystemCall.run(path) { path in target.withPlatformString { symlink($0, path) } }
  }

  static func replace(_ from: FilePath, _ to: FilePath) throws {
    try SystemCall.run(from, to) { rename($0, $1) }
  }

  static func remove(_ path: FilePath) throws {
    try SystemCall.run(path) { unlink($0) }
  }

  static func setPermissions(_ path: FilePath, _ permissions: FilePermissions) throws {
    try SystemCall.run(path) { chmod($0, mode_t(permissions.rawValue)) }
  }

  static func isWritable(_ path: FilePath) throws -> Bool {
    var status = stat()
    try SystemCall.run(path) { stat($0, &status) }
    if status.st_mode & 0o222 == 0 { return false }
    return path.withPlatformString { faccessat(AT_FDCWD, $0, W_OK, AT_EACCESS) } == 0
  }

  // MARK: Renaming to a free name

  static func renameExclusively(_ from: FilePath, _ to: FilePath) throws {
    do {
      try renameIfFree(from, to)
    } catch {
      guard error.code == .exists else { throw error }
      guard try isOtherSpelling(from, to) else {
        throw FileSystemError(.exists, to, "the name is taken")
      }
      try replace(from, to)
    }
  }

  private static func renameIfFree(_ from: FilePath, _ to: FilePath) throws(FileSystemError) {
    #if canImport(Darwin)
    let renamed = from.withPlatformString { from in
      to.withPlatformString { renamex_np(from, $0, UInt32(RENAME_EXCL)) }
    }
    #else
    let renamed = from.withPlatformString { from in
      to.withPlatformString { renameat2?(AT_FDCWD, from, AT_FDCWD, $0, renameNoReplace) ?? -1 }
    }
    if renameat2 == nil { errno = ENOSYS }
    #endif
    if renamed == 0 { return }
    switch errno {
    case EINVAL, ENOSYS, ENOTSUP:
      try renameThroughSecondName(from, to)
    case let code:
      throw FileSystemError(errno: code, from)
    }
  }

  /// Renames where the file system can't do it in one step.
  ///
  /// A name that is taken can't be given a second time. A crash in between leaves both names.
  private static func renameThroughSecondName(
    _ from: FilePath,
    _ to: FilePath
  ) throws(FileSystemError) {
    do {
      // Not `link`, which follows a link on some systems.
      try SystemCall.run(from, to) { linkat(AT_FDCWD, $0, AT_FDCWD, $1, 0) }
    } catch {
      guard [.permission, .unsupported].contains(error.code) else { throw error }
      // No second names either (FAT): look first. Our own processes hold the folder meanwhile.
      var status = stat()
      if to.withPlatformString({ lstat($0, &status) }) == 0 {
        throw FileSystemError(.exists, to, "the name is taken")
      }
      try SystemCall.run(from, to) { rename($0, $1) }
      return
    }
    try SystemCall.run(from) { unlink($0) }
  }

  /// Whether both names are one entry of a folder that does not tell upper case from lower.
  private static func isOtherSpelling(_ from: FilePath, _ to: FilePath) throws -> Bool {
    guard let name = to.lastComponent, from.lastComponent != name,
      let old = try status(from, links: false), let new = try status(to, links: false),
      old.isSameFile(as: new)
    else { return false }
    // A second name of the file (a hard link) is listed, another spelling of one name is not.
    return try !DiskFolder.list(to.folder).contains { $0.name == name }
  }

  #if !canImport(Darwin)
  private typealias RenameAt2 =
    @Sendable @convention(c) (
      CInt, UnsafePointer<CChar>, CInt, UnsafePointer<CChar>, CUnsignedInt
    ) -> CInt

  /// RENAME_NOREPLACE.
  private static let renameNoReplace: CUnsignedInt = 1

  // The C header hides it from Swift, so it is looked up by name; nil in an old or static C library.
  private static let renameat2: RenameAt2? = {
    guard let program = dlopen(nil, RTLD_NOW), let symbol = dlsym(program, "renameat2") else {
      return nil
    }
    // The type is that of the function's declaration in stdio.h.
    return unsafeBitCast(symbol, to: RenameAt2.self)
  }()
  #endif
}
