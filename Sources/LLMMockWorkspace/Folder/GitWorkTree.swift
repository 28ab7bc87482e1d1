internal import LLMMockCore
package import SystemPackage

/// Where git keeps what it knows about a folder; found by looking, without running git.
package struct GitWorkTree: Hashable, Sendable {
  /// The folder that holds `.git`, without links.
  package var root: FilePath
  /// The repository, which worktrees share: `.git`, or what it names.
  package var repository: FilePath
  /// The part of the repository that belongs to this work tree alone: its head and index.
  package var own: FilePath

  /// The work tree around a folder, which must exist; nil outside of git.
  package static func containing(_ folder: FilePath) throws(Errno) -> GitWorkTree? {
    var candidate = try folder.withoutLinks()
    while true {
      if let found = at(candidate) { return found }
      if !candidate.removeLastComponent() { return nil }
    }
  }

  /// The work tree whose root a folder is, on a path without links; nil when it is none.
  static func at(_ folder: FilePath) -> GitWorkTree? {
    let marker = folder.appending(".git")
    let location = gitFolder(named: marker)
    guard let location, exists(location.appending("HEAD")) else { return nil }
    let common = firstLine(of: location.appending("commondir"))
    return GitWorkTree(
      root: folder,
      repository: common.map(location.pushing) ?? location,
      own: location
    )
  }

  /// Follows a `.git` file, as worktrees and submodules have it.
  private static func gitFolder(named marker: FilePath) -> FilePath? {
    let prefix = Array("gitdir: ".utf8)
    guard let (_, kind) = status(marker) else { return nil }
    guard kind == .file else { return kind == .folder ? marker : nil }
    guard let line = firstLine(of: marker), line.bytes.starts(with: prefix) else { return nil }
    let target = FilePath(pathBytes: line.bytes.dropFirst(prefix.count))
    return marker.removingLastComponent().pushing(target)
  }

  private static func exists(_ path: FilePath) -> Bool { status(path) != nil }

  // What can't be looked at is no repository for git either.
  private static func status(_ path: FilePath) -> (FolderWalker.Entry.Status, FileKind)? {
    path.withPlatformString { path in try? SystemCalls.status(path) }
  }

  private static func firstLine(of path: FilePath) -> FilePath? {
    let bytes = path.withPlatformString { path in try? SystemCalls.read(path, limit: 4096) }
    guard let line = bytes?.split(separator: UInt8(ascii: "\n")).first else { return nil }
    return FilePath(pathBytes: line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
  }
}
