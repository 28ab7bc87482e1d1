package import SystemPackage

extension FileSystem {
  /// Writes a file of the program's own, private to the user, whole or not at all; what had that name
  /// before is gone.
  package func put(_ path: FilePath, _ bytes: [UInt8]) throws {
    for attempt in 1... {
      if let old = try linkStatus(path) {
        if old.kind == .file {
          _ = try replace(path, old: old, with: bytes) { true }
          return
        }
        // A link that someone put there would lead the bytes elsewhere.
        try remove(path)
      }
      do {
        try make(path, bytes, permissions: .ownerReadWrite)
        return
      } catch let error as FileSystemError where error.code == .exists && attempt < 8 {
        // Another process was faster; its file is as old as ours.
        continue
      }
    }
  }
}
