internal import Synchronization
internal import SystemPackage

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A file descriptor that is closed once.
final class DiskFile: Sendable {
  private let path: FilePath
  private let descriptor: Mutex<CInt>

  /// Takes over an open descriptor.
  init(_ descriptor: CInt, _ path: FilePath) {
    self.path = path
    self.descriptor = Mutex(descriptor)
  }

  deinit {
    descriptor.withLock { if $0 >= 0 { _ = systemClose($0) } }
  }

  /// Opens a regular file for reading.
  static func open(_ path: FilePath) throws -> OpenFile {
    // Without O_NONBLOCK, opening a pipe that someone named like a fixture would wait for a writer.
    let flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
    let file = DiskFile(try SystemCall.run(path) { systemOpen($0, flags) }, path)
    let status = try file.status()
    guard status.kind == .file else {
      let what = status.kind == .folder ? "a folder" : "a pipe or a device"
      throw FileSystemError(.notAFile, path, "it is \(what), not a file")
    }
    return file.openFile
  }

  /// Makes a file that was not there.
  static func create(_ path: FilePath, _ permissions: FilePermissions) throws -> OpenFile {
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let mode = mode_t(permissions.rawValue)
    return DiskFile(try SystemCall.run(path) { systemOpen($0, flags, mode) }, path).openFile
  }

  private var openFile: OpenFile {
    OpenFile(
      status: { try self.status() },
      read: { try self.read(from: $0, count: $1) },
      write: { try self.write($0) },
      resemble: { try self.resemble($0) },
      sync: { try self.sync() },
      close: { try self.close() }
    )
  }

  func status() throws -> FileStatus {
    try descriptor.withLock { descriptor in
      var status = stat()
      _ = try SystemCall.run(on: path) { fstat(descriptor, &status) }
      return FileStatus(status)
    }
  }

  private func read(from offset: Int, count: Int) throws -> [UInt8] {
    try descriptor.withLock { descriptor in
      try [UInt8](unsafeUninitializedCapacity: max(0, count)) { buffer, filled in
        while filled < buffer.count {
          let rest = UnsafeMutableBufferPointer(rebasing: buffer[filled...])
          let place = off_t(offset + filled)
          let read = try SystemCall.run(on: path) {
            pread(descriptor, rest.baseAddress, rest.count, place)
          }
          if read == 0 { break }
          filled += read
        }
      }
    }
  }

  private func write(_ bytes: [UInt8]) throws {
    try descriptor.withLock { descriptor in
      try bytes.withUnsafeBytes { buffer in
        var written = 0
        while written < buffer.count {
          let rest = UnsafeRawBufferPointer(rebasing: buffer[written...])
          written += try SystemCall.run(on: path) {
            systemWrite(descriptor, rest.baseAddress, rest.count)
          }
        }
      }
    }
  }

  private func resemble(_ other: FileStatus) throws {
    try descriptor.withLock { descriptor in
      var own = stat()
      _ = try SystemCall.run(on: path) { fstat(descriptor, &own) }
      // Only the superuser may give a file away; others keep at least the group where they may.
      // Done before the permissions are set, because a new owner clears some of them.
      if own.st_uid != other.owner || own.st_gid != other.group,
        fchown(descriptor, other.owner, other.group) != 0
      {
        _ = fchown(descriptor, own.st_uid, other.group)
      }
      let mode = mode_t(other.permissions.rawValue)
      _ = try SystemCall.run(on: path) { fchmod(descriptor, mode) }
    }
  }

  func sync() throws {
    try descriptor.withLock { descriptor in
      #if canImport(Darwin)
      // There, fsync leaves the bytes in the cache of the drive.
      if fcntl(descriptor, F_FULLFSYNC) == 0 { return }
      #endif
      _ = try SystemCall.run(on: path) { fsync(descriptor) }
    }
  }

  /// Lets go of a lock and closes the file.
  func unlock() {
    descriptor.withLock { descriptor in
      guard descriptor >= 0 else { return }
      // Closing would not do while a child process that was just started still has a copy.
      _ = flock(descriptor, LOCK_UN)
      _ = systemClose(descriptor)
      descriptor = -1
    }
  }

  private func close() throws {
    try descriptor.withLock { descriptor in
      guard descriptor >= 0 else { return }
      let open = descriptor
      descriptor = -1
      // Never again after an interruption: the number may belong to another file by then.
      if systemClose(open) != 0, errno != EINTR { throw FileSystemError(errno: errno, path) }
    }
  }
}

// Inside a type with methods of these names, the C functions need others.

func systemOpen(_ path: UnsafePointer<CChar>, _ flags: CInt, _ mode: mode_t = 0) -> CInt {
  open(path, flags, mode)
}

private func systemWrite(_ file: CInt, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(file, bytes, count)
}

func systemClose(_ file: CInt) -> CInt { close(file) }
