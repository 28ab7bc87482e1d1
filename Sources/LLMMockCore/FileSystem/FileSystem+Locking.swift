package import SystemPackage

extension FileSystem {
  /// Runs `body` while no other process or thread holds one of the folders.
  ///
  /// Fixture files are replaced, so a lock on a file would soon be one on a file without a name:
  /// the folder is what stays. Folders may repeat, under several names too; all are taken in one
  /// order everywhere, so that two callers never wait for each other.
  package func locked<Result>(_ folders: [FilePath], _ body: () throws -> Result) throws -> Result {
    var seen: Set<FolderIdentity> = []
    var ordered: [(FolderIdentity, FilePath)] = []
    for folder in folders {
      guard let status = try status(folder) else {
        throw FileSystemError(.notFound, folder, "no such folder")
      }
      let identity = FolderIdentity(device: status.device, inode: status.inode)
      if seen.insert(identity).inserted { ordered.append((identity, folder)) }
    }
    var locks: [FileLock] = []
    defer { for lock in locks { lock.release() } }
    for (_, folder) in ordered.sorted(by: { $0.0 < $1.0 }) {
      locks.append(try lock(folder))
    }
    return try body()
  }

  private struct FolderIdentity: Hashable, Comparable {
    var device: UInt64
    var inode: UInt64

    static func < (left: Self, right: Self) -> Bool {
      (left.device, left.inode) < (right.device, right.inode)
    }
  }
}
