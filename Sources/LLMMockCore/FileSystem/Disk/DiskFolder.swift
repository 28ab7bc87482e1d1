internal import SystemPackage

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Folders on a disk.
enum DiskFolder {
  static func list(_ folder: FilePath) throws -> [FolderEntry] {
    // Not opendir: through a descriptor, a pipe of that name is no folder instead of a wait.
    let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
    let descriptor = try SystemCall.run(folder) { systemOpen($0, flags) }
    guard let stream = fdopendir(descriptor) else {
      let code = errno
      _ = systemClose(descriptor)
      throw FileSystemError(errno: code, folder)
    }
    defer { closedir(stream) }
    var result: [FolderEntry] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        if errno != 0 { throw FileSystemError(errno: errno, folder) }
        break
      }
      guard let name = name(of: entry) else { continue }
      result.append(FolderEntry(name: name, kind: try kind(of: entry, name, in: folder)))
    }
    return result.sorted { $0.name.bytes.lexicographicallyPrecedes($1.name.bytes) }
  }

  /// Nil for `.` and `..`.
  private static func name(of entry: UnsafeMutablePointer<dirent>) -> FilePath.Component? {
    // The name may be longer than the array that C declares, so it is read where it stands.
    let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
    let start = UnsafeRawPointer(entry).advanced(by: offset)
    let name = FilePath.Component(platformString: start.assumingMemoryBound(to: CChar.self))
    return name?.kind == .regular ? name : nil
  }

  private static func kind(
    of entry: UnsafeMutablePointer<dirent>,
    _ name: FilePath.Component,
    in folder: FilePath
  ) throws -> FileKind {
    switch Int32(entry.pointee.d_type) {
    case Int32(DT_REG): .file
    case Int32(DT_DIR): .folder
    case Int32(DT_LNK): .link
    // Some file systems do not say. A file that went in the meantime is of no known kind.
    case Int32(DT_UNKNOWN):
      try DiskNames.status(folder.appending(name), links: false)?.kind ?? .other
    default: .other
    }
  }

  static func make(_ path: FilePath, _ permissions: FilePermissions) throws {
    try SystemCall.run(path) { mkdir($0, mode_t(permissions.rawValue)) }
  }

  static func sync(_ folder: FilePath) throws {
    let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
    let descriptor = try SystemCall.run(folder) { systemOpen($0, flags) }
    defer { _ = systemClose(descriptor) }
    do {
      _ = try SystemCall.run(on: folder) { fsync(descriptor) }
    } catch {
      // So say file systems that can't sync a folder (some network and user-space ones). There is
      // nothing more to be done there; the file itself is synced.
      guard [EINVAL, EOPNOTSUPP].contains(error.number) else { throw error }
    }
  }
}
