#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif
internal import LLMMockCore
internal import SystemPackage

/// An open folder; closed when nobody refers to it any more.
final class FolderDescriptor: Sendable {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  deinit { close(number) }
}

/// The calls a walk needs; names end with a zero byte and are never decoded.
enum SystemCalls {
  static var error: Errno { Errno(rawValue: errno) }

  /// Opens a folder for reading; says whether a link in the last place of the name is followed.
  static func openFolder(
    _ name: UnsafePointer<CChar>,
    in folder: Int32 = AT_FDCWD,
    followingLink: Bool
  ) throws(Errno) -> Int32 {
    let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK | (followingLink ? 0 : O_NOFOLLOW)
    let descriptor = openat(folder, name, flags)
    if descriptor < 0 { throw error }
    return descriptor
  }

  /// Calls back with every name in the folder but `.` and `..`, and closes the descriptor.
  ///
  /// At the end it asks whether to keep a second descriptor of the folder.
  static func readFolder(
    _ descriptor: Int32,
    each: (UnsafeBufferPointer<UInt8>, FileKind?) -> Void,
    keeping: () -> Bool
  ) throws(Errno) -> FolderDescriptor? {
    guard let folder = fdopendir(descriptor) else {
      let error = Self.error
      close(descriptor)
      throw error
    }
    defer { closedir(folder) }
    let nameOffset = MemoryLayout<dirent>.offset(of: \dirent.d_name) ?? 0
    while true {
      errno = 0
      guard let entry = readdir(folder) else { break }
      // The structure is as long as the name in it, so it must not be copied as a whole.
      let name = UnsafeRawPointer(entry).advanced(by: nameOffset)
      let length = strlen(name.assumingMemoryBound(to: CChar.self))
      let bytes = UnsafeBufferPointer(
        start: name.assumingMemoryBound(to: UInt8.self),
        count: length
      )
      if bytes[0] == UInt8(ascii: "."), length == 1 || (length == 2 && bytes[1] == bytes[0]) {
        continue
      }
      each(bytes, kind(entry.pointee.d_type))
    }
    if errno != 0 { throw error }
    guard keeping() else { return nil }
    let kept = fcntl(dirfd(folder), F_DUPFD_CLOEXEC, 0)
    if kept < 0 { throw error }
    return FolderDescriptor(kept)
  }

  /// The status of a name in a folder and what it is; of a link's target when it is followed.
  static func status(
    _ name: UnsafePointer<CChar>,
    in folder: Int32 = AT_FDCWD,
    followingLink: Bool = true
  ) throws(Errno) -> (FolderWalker.Entry.Status, FileKind) {
    var status = stat()
    if fstatat(folder, name, &status, followingLink ? 0 : AT_SYMLINK_NOFOLLOW) != 0 { throw error }
    return describe(status)
  }

  static func status(of descriptor: Int32) throws(Errno) -> (FolderWalker.Entry.Status, FileKind) {
    var status = stat()
    if fstat(descriptor, &status) != 0 { throw error }
    return describe(status)
  }

  /// The path without links, without a zero byte at its end.
  static func realPath(_ path: UnsafePointer<CChar>) throws(Errno) -> [UInt8] {
    guard let resolved = realpath(path, nil) else { throw error }
    defer { free(resolved) }
    return Array(
      UnsafeRawBufferPointer(start: resolved, count: strlen(resolved))
    )
  }

  /// The first bytes of a regular file; nil when there is no such file.
  ///
  /// Never waits: what is not a regular file is an error (`notSupported`).
  static func read(
    _ name: UnsafePointer<CChar>,
    in folder: Int32 = AT_FDCWD,
    followingLink: Bool = true,
    limit: Int
  ) throws(Errno) -> [UInt8]? {
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | (followingLink ? 0 : O_NOFOLLOW)
    let descriptor = openat(folder, name, flags)
    if descriptor < 0 {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw error
    }
    defer { close(descriptor) }
    let (status, kind) = try status(of: descriptor)
    guard kind == .file else { throw .notSupported }
    // The kernel's own files say that they are empty.
    let size = status.version.size > 0 ? status.version.size : 1 << 20
    var bytes = [UInt8](repeating: 0, count: min(limit, size))
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes { buffer in
        pread(
          descriptor,
          buffer.baseAddress?.advanced(by: filled),
          buffer.count - filled,
          off_t(filled)
        )
      }
      if count < 0, errno == EINTR { continue }
      if count < 0 { throw error }
      if count == 0 { break }
      filled += count
    }
    bytes.removeLast(bytes.count - filled)
    return bytes
  }

  private static func kind(_ type: UInt8) -> FileKind? {
    switch Int(type) {
    case Int(DT_DIR): .folder
    case Int(DT_REG): .file
    case Int(DT_LNK): .link
    case Int(DT_UNKNOWN): nil
    default: .other
    }
  }

  private static func describe(_ status: stat) -> (FolderWalker.Entry.Status, FileKind) {
    #if canImport(Darwin)
    let modified = status.st_mtimespec
    #else
    let modified = status.st_mtim
    #endif
    let kind: FileKind =
      switch status.st_mode & S_IFMT {
      case S_IFDIR: .folder
      case S_IFREG: .file
      case S_IFLNK: .link
      default: .other
      }
    let version = FileVersion(
      size: Int(status.st_size),
      inode: UInt64(status.st_ino),
      modified: Int(modified.tv_sec) &* 1_000_000_000 &+ Int(modified.tv_nsec)
    )
    let described = FolderWalker.Entry.Status(
      version: version,
      device: UInt64(truncatingIfNeeded: status.st_dev)
    )
    return (described, kind)
  }
}
