package import SystemPackage

extension FileSystem {
  /// Puts a new file with these bytes in the place of a file, or nothing happens.
  ///
  /// The bytes are on the disk before the name leads to them, and the permissions stay those of
  /// `old`, what stands there now. A link at the end of the path would be replaced itself. The folder
  /// is not synced: see ``syncFolder``. `isStill` is asked between the writing and the renaming; when
  /// it says no, nothing changes and the result is nil, else it is the version of the new file.
  package func replace(
    _ path: FilePath,
    old: FileStatus,
    with bytes: [UInt8],
    if isStill: () throws -> Bool
  ) throws -> FileVersion? {
    try writeAside(path, bytes, permissions: .ownerReadWrite, resembling: old) { aside in
      guard try isStill() else { return false }
      try rename(aside, path)
      return true
    }
  }

  /// Makes a file that was not there, whole or not at all; its folder is not synced.
  ///
  /// The permissions are narrowed by the process's mask, unless `exactly`. Where something has that
  /// name, the error has the code `exists`.
  @discardableResult
  package func make(
    _ path: FilePath,
    _ bytes: [UInt8],
    permissions: FilePermissions,
    exactly: Bool = false
  ) throws -> FileVersion {
    let version = try writeAside(path, bytes, permissions: permissions, resembling: nil) { aside in
      if exactly { try setPermissions(aside, permissions) }
      try renameExclusively(aside, path)
      return true
    }
    guard let version else { throw FileSystemError(.other, path, "it was not made") }
    return version
  }

  /// Writes a file that has a name of its own until `finish` renames it; removes it otherwise.
  private func writeAside(
    _ path: FilePath,
    _ bytes: [UInt8],
    permissions: FilePermissions,
    resembling old: FileStatus?,
    _ finish: (FilePath) throws -> Bool
  ) throws -> FileVersion? {
    let (aside, file) = try createAside(path, permissions)
    var isFinished = false
    defer {
      // The cause of the failure is what the caller must hear, so a second one here is dropped.
      if !isFinished { do { try remove(aside) } catch {} }
    }
    do {
      try file.write(bytes)
      if let old { try file.resemble(old) }
      try file.sync()
      let version = try file.status().version
      try file.close()
      isFinished = try finish(aside)
      return isFinished ? version : nil
    } catch let error as FileSystemError where error.path == aside {
      throw error.about(path)
    }
  }

  private func createAside(
    _ path: FilePath,
    _ permissions: FilePermissions
  ) throws -> (FilePath, OpenFile) {
    for attempt in 1... {
      let aside = TemporaryName.make(for: path, random: random())
      do {
        return (aside, try create(aside, permissions))
      } catch let error as FileSystemError where error.code == .exists && attempt < 100 {
        continue
      } catch let error as FileSystemError {
        throw error.about(path)
      }
    }
    throw FileSystemError(.other, path, "no free name for a temporary file")
  }
}
