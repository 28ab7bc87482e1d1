package import SystemPackage

/// What the program may ask of a disk, one closure a question, so that a test can put a disk in
/// memory in its place and let it fail.
///
/// Names are bytes: a ``FilePath`` is never made into a `String` but to show it. Every closure blocks
/// and may be called from any thread. Errors are ``FileSystemError``.
package struct FileSystem: Sendable {
  /// Opens a regular file for reading; links are followed.
  ///
  /// Anything else there (a folder, a pipe, a device) is an error, and is not waited for.
  package var open: @Sendable (_ path: FilePath) throws -> OpenFile

  /// Makes an empty file that was not there, and opens it for writing.
  ///
  /// The permissions are narrowed by the process's mask. A link at that name is an error.
  package var create:
    @Sendable (_ path: FilePath, _ permissions: FilePermissions) throws -> OpenFile

  /// What stands at a path, links followed; nil when nothing does.
  package var status: @Sendable (_ path: FilePath) throws -> FileStatus?

  /// What stands at a path, the link itself where it is one; nil when nothing does.
  package var linkStatus: @Sendable (_ path: FilePath) throws -> FileStatus?

  /// The entries of a folder without `.` and `..`, by the bytes of their names.
  package var list: @Sendable (_ folder: FilePath) throws -> [FolderEntry]

  /// The absolute path of what is there, without links, `.` and `..`.
  package var resolve: @Sendable (_ path: FilePath) throws -> FilePath

  /// What a link says, as it says it.
  package var readLink: @Sendable (_ path: FilePath) throws -> FilePath

  /// Makes a link that says `target`, whether or not that exists.
  package var makeLink: @Sendable (_ path: FilePath, _ target: FilePath) throws -> Void

  /// Renames in one step; what had the new name is gone.
  package var rename: @Sendable (_ from: FilePath, _ to: FilePath) throws -> Void

  /// Renames when nothing has the new name; otherwise an error whose code is `exists`.
  package var renameExclusively: @Sendable (_ from: FilePath, _ to: FilePath) throws -> Void

  /// Removes a file or a link, no folder.
  package var remove: @Sendable (_ path: FilePath) throws -> Void

  /// Makes one folder; the permissions are narrowed by the process's mask.
  package var makeFolder:
    @Sendable (_ path: FilePath, _ permissions: FilePermissions) throws -> Void

  /// Sets permissions of a file or folder, links followed.
  package var setPermissions:
    @Sendable (_ path: FilePath, _ permissions: FilePermissions) throws -> Void

  /// Returns when the names in a folder will survive a loss of power.
  package var syncFolder: @Sendable (_ folder: FilePath) throws -> Void

  /// Whether this process may write there; links are followed.
  ///
  /// A file without any write permission is read-only for the superuser too.
  package var isWritable: @Sendable (_ path: FilePath) throws -> Bool

  /// Waits until no other process or thread holds the folder, and holds it.
  ///
  /// Where the folder can't be locked (NFS), the lock file is; it is asked for only then.
  package var lockFolder:
    @Sendable (_ folder: FilePath, _ lockFile: () throws -> FilePath?) throws -> FileLock

  /// The file to lock in place of a folder on a file system that can't lock folders; nil: none,
  /// and locking there is an error.
  package var lockFile: @Sendable (_ folder: FilePath) throws -> FilePath? = { _ in nil }

  /// The number of the user this process acts as.
  package var user: @Sendable () -> UInt32

  /// A number nobody can foresee, for the names of temporary files.
  package var random: @Sendable () -> UInt64

  package init(
    open: @escaping @Sendable (FilePath) throws -> OpenFile,
    create: @escaping @Sendable (FilePath, FilePermissions) throws -> OpenFile,
    status: @escaping @Sendable (FilePath) throws -> FileStatus?,
    linkStatus: @escaping @Sendable (FilePath) throws -> FileStatus?,
    list: @escaping @Sendable (FilePath) throws -> [FolderEntry],
    resolve: @escaping @Sendable (FilePath) throws -> FilePath,
    readLink: @escaping @Sendable (FilePath) throws -> FilePath,
    makeLink: @escaping @Sendable (FilePath, FilePath) throws -> Void,
    rename: @escaping @Sendable (FilePath, FilePath) throws -> Void,
    renameExclusively: @escaping @Sendable (FilePath, FilePath) throws -> Void,
    remove: @escaping @Sendable (FilePath) throws -> Void,
    makeFolder: @escaping @Sendable (FilePath, FilePermissions) throws -> Void,
    setPermissions: @escaping @Sendable (FilePath, FilePermissions) throws -> Void,
    syncFolder: @escaping @Sendable (FilePath) throws -> Void,
    isWritable: @escaping @Sendable (FilePath) throws -> Bool,
    lockFolder: @escaping @Sendable (FilePath, () throws -> FilePath?) throws -> FileLock,
    user: @escaping @Sendable () -> UInt32,
    random: @escaping @Sendable () -> UInt64
  ) {
    self.open = open
    self.create = create
    self.status = status
    self.linkStatus = linkStatus
    self.list = list
    self.resolve = resolve
    self.readLink = readLink
    self.makeLink = makeLink
    self.rename = rename
    self.renameExclusively = renameExclusively
    self.remove = remove
    self.makeFolder = makeFolder
    self.setPermissions = setPermissions
    self.syncFolder = syncFolder
    self.isWritable = isWritable
    self.lockFolder = lockFolder
    self.user = user
    self.random = random
  }
}

extension FileSystem {
  /// Holds a folder, or its lock file, until the lock is released.
  package func lock(_ folder: FilePath) throws -> FileLock {
    try lockFolder(folder) { try lockFile(folder) }
  }
}

/// A file that is open, as closures; it is closed when the last copy goes away.
package struct OpenFile: Sendable {
  package var status: @Sendable () throws -> FileStatus
  /// As many bytes from `offset` as there are, at most `count`.
  package var read: @Sendable (_ offset: Int, _ count: Int) throws -> [UInt8]
  /// Writes all bytes behind those written before.
  package var write: @Sendable (_ bytes: [UInt8]) throws -> Void
  /// Gives the file the permissions of another one, and its owner and group where that is allowed.
  package var resemble: @Sendable (_ other: FileStatus) throws -> Void
  /// Returns when the contents will survive a loss of power.
  package var sync: @Sendable () throws -> Void
  /// Closes the file at once; some disks report only now that bytes could not be written.
  package var close: @Sendable () throws -> Void

  package init(
    status: @escaping @Sendable () throws -> FileStatus,
    read: @escaping @Sendable (Int, Int) throws -> [UInt8],
    write: @escaping @Sendable ([UInt8]) throws -> Void,
    resemble: @escaping @Sendable (FileStatus) throws -> Void,
    sync: @escaping @Sendable () throws -> Void,
    close: @escaping @Sendable () throws -> Void
  ) {
    self.status = status
    self.read = read
    self.write = write
    self.resemble = resemble
    self.sync = sync
    self.close = close
  }
}

/// A lock that is held until it is released, or the last copy goes away.
///
/// The compiler may take a copy away after its last use: release it where the work ends, or use
/// ``FileSystem/locked(_:_:)``.
package struct FileLock: Sendable {
  package var release: @Sendable () -> Void

  package init(release: @escaping @Sendable () -> Void) {
    self.release = release
  }
}
