package import SystemPackage

/// What a path leads to.
package enum FileKind: Hashable, Sendable {
  case file, folder, link
  /// A pipe, a socket, a device.
  case other
}

/// What a disk knows about a file without reading it.
package struct FileStatus: Hashable, Sendable {
  package var kind: FileKind
  /// In bytes.
  package var size: Int
  package var inode: UInt64
  package var device: UInt64
  /// When the contents changed last, in nanoseconds since 1970.
  package var modified: Int
  package var permissions: FilePermissions
  package var owner: UInt32
  package var group: UInt32
  package var linkCount: Int

  package init(
    kind: FileKind,
    size: Int,
    inode: UInt64,
    device: UInt64,
    modified: Int,
    permissions: FilePermissions,
    owner: UInt32,
    group: UInt32,
    linkCount: Int
  ) {
    self.kind = kind
    self.size = size
    self.inode = inode
    self.device = device
    self.modified = modified
    self.permissions = permissions
    self.owner = owner
    self.group = group
    self.linkCount = linkCount
  }

  package var version: FileVersion {
    FileVersion(size: size, inode: inode, modified: modified)
  }

  /// Whether both are one file under two names or paths.
  package func isSameFile(as other: FileStatus) -> Bool {
    inode == other.inode && device == other.device
  }
}

/// What tells whether a file changed since it was read, without reading it again.
package struct FileVersion: Hashable, Sendable {
  package var size: Int
  package var inode: UInt64
  /// In nanoseconds since 1970.
  package var modified: Int

  package init(size: Int, inode: UInt64, modified: Int) {
    self.size = size
    self.inode = inode
    self.modified = modified
  }
}

/// One name in a folder.
package struct FolderEntry: Hashable, Sendable {
  package var name: FilePath.Component
  package var kind: FileKind

  package init(name: FilePath.Component, kind: FileKind) {
    self.name = name
    self.kind = kind
  }
}

/// The whole of a file, and its status just before it was read.
///
/// A change during the reading shows as another version later.
package struct FileContents: Sendable {
  package var bytes: [UInt8]
  package var status: FileStatus

  package init(bytes: [UInt8], status: FileStatus) {
    self.bytes = bytes
    self.status = status
  }
}
