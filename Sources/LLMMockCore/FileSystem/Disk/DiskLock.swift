internal import SystemPackage

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Exclusive locks between processes and threads.
enum DiskLock {
  /// Locks a folder; where its disk can't, the lock file.
  static func lock(_ folder: FilePath, lockFile: () throws -> FilePath?) throws -> FileLock {
    do {
      return try hold(folder, flags: O_RDONLY | O_DIRECTORY)
    } catch let error as FileSystemError where error.code == .unsupported {
      guard let file = try lockFile() else { throw error }
      return try hold(file, flags: O_RDWR | O_CREAT | O_NOFOLLOW)
    }
  }

  private static func hold(_ path: FilePath, flags: CInt) throws -> FileLock {
    while true {
      let descriptor = try SystemCall.run(path) { systemOpen($0, flags | O_CLOEXEC, 0o600) }
      let file = DiskFile(descriptor, path)
      do {
        _ = try SystemCall.run(on: path) { flock(descriptor, LOCK_EX) }
      } catch {
        guard isUnsupported(error.number) else { throw error }
        throw FileSystemError(
          .unsupported,
          path,
          "the disk supports no locks",
          number: error.number
        )
      }
      // While this waited, another folder may have taken the name: then the lock is on the wrong one.
      let held = try file.status()
      if let current = try DiskNames.status(path, links: true), current.isSameFile(as: held) {
        return FileLock(release: { file.unlock() })
      }
    }
  }

  /// NFS locks only what is open for writing, which a folder can't be, and says EBADF.
  private static func isUnsupported(_ code: CInt) -> Bool {
    [ENOLCK, EOPNOTSUPP, ENOTSUP, ENOSYS, EINVAL, EBADF].contains(code)
  }
}
