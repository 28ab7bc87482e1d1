package import SystemPackage

extension FileSystem {
  /// Makes a folder and the missing ones above it, private to the user; they survive a loss of power.
  package func makeFolders(
    _ path: FilePath,
    permissions: FilePermissions = .ownerReadWriteExecute
  ) throws {
    guard try status(path) == nil else { return }
    for parent in path.selfAndParents(to: nil).reversed() where try status(parent) == nil {
      do {
        try makeFolder(parent, permissions)
        try syncFolder(parent.folder)
      } catch let error as FileSystemError where error.code == .exists {
        // Another process was faster.
      }
    }
  }
}

extension FilePath {
  /// This path and the ones above it, this one first, up to and with `last` or the root.
  package func selfAndParents(to last: FilePath?) -> [FilePath] {
    var result = [self]
    var path = self
    while path != last, path.length > 1 {
      path = path.folder
      result.append(path)
    }
    return result
  }
}
