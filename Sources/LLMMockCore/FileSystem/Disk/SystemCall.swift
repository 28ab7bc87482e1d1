internal import SystemPackage

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Calls into the operating system: again when a signal interrupted one, an error when it failed.
enum SystemCall {
  /// The result of a call that reports failure as -1.
  static func run<Result: SignedInteger>(
    on path: FilePath,
    _ call: () -> Result
  ) throws(FileSystemError) -> Result {
    while true {
      let result = call()
      if result != -1 { return result }
      let code = errno
      if code != EINTR { throw FileSystemError(errno: code, path) }
    }
  }

  /// Runs a call with the path as C wants it.
  @discardableResult
  static func run<Result: SignedInteger>(
    _ path: FilePath,
    _ call: (UnsafePointer<CChar>) -> Result
  ) throws(FileSystemError) -> Result {
    try run(on: path) { path.withPlatformString(call) }
  }

  /// Runs a call with two paths; an error names the first.
  static func run(
    _ first: FilePath,
    _ second: FilePath,
    _ call: (UnsafePointer<CChar>, UnsafePointer<CChar>) -> CInt
  ) throws(FileSystemError) {
    _ = try run(on: first) {
      first.withPlatformString { first in second.withPlatformString { call(first, $0) } }
    }
  }
}

extension FileSystemError {
  /// The error for a number the operating system gave.
  init(errno number: CInt, _ path: FilePath) {
    let (code, reason): (Code, String) =
      switch number {
      case ENOENT: (.notFound, "no such file or folder")
      case EACCES, EPERM: (.permission, "permission denied")
      case EROFS: (.readOnlyDisk, "the disk is read-only")
      case ENOSPC: (.noSpace, "no space left on the disk")
      case EDQUOT: (.noSpace, "the user's share of the disk is used up")
      case EEXIST, ENOTEMPTY: (.exists, "the name is taken")
      case EISDIR: (.notAFile, "it is a folder, not a file")
      case ENXIO, ENODEV: (.notAFile, "it is a device, not a file")
      case ENOTDIR: (.notAFolder, "a part of the path is not a folder")
      case ENAMETOOLONG: (.nameTooLong, "the name is too long")
      case ELOOP: (.linkLoop, "there is a link where none may be, or a loop of links")
      case EXDEV: (.otherDisk, "the new place is on another disk")
      case ENOLCK, EOPNOTSUPP, ENOTSUP, ENOSYS:
        (.unsupported, "the disk does not support this operation")
      case EIO: (.other, "the disk reports an input/output error")
      case EBUSY, ETXTBSY: (.other, "it is in use")
      case EFBIG: (.other, "the file is too large for this disk")
      case EMLINK: (.other, "it has too many links")
      case EMFILE, ENFILE: (.other, "too many files are open")
      case ENOMEM: (.other, "there is not enough memory")
      case ESTALE: (.other, "the network disk no longer knows it")
      case ETIMEDOUT: (.other, "the network disk does not answer")
      case EINVAL: (.other, "the disk does not allow this")
      default: (.other, "system error \(number)")
      }
    self.init(code, path, reason, number: number)
  }
}

extension FileStatus {
  init(_ status: stat) {
    let kind: FileKind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFLNK: .link
      default: .other
      }
    #if canImport(Darwin)
    let time = status.st_mtimespec
    #else
    let time = status.st_mtim
    #endif
    self.init(
      kind: kind,
      size: Int(status.st_size),
      inode: UInt64(status.st_ino),
      device: UInt64(truncatingIfNeeded: status.st_dev),
      modified: Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec),
      permissions: FilePermissions(rawValue: CModeT(status.st_mode & 0o7777)),
      owner: UInt32(status.st_uid),
      group: UInt32(status.st_gid),
      linkCount: Int(status.st_nlink)
    )
  }
}
