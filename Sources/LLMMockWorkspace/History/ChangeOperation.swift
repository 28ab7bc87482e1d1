package import LLMMockCore
package import SystemPackage

/// One step of a change, with all it takes to do it and to take it back.
///
/// Paths are absolute and without links.
package enum ChangeOperation: Hashable, Sendable {
  case edit(FilePath, before: ContentDigest, after: ContentDigest, TextEdit)
  case deleteFile(FilePath, [UInt8], FilePermissions?)
  /// Without permissions, the file gets those of every new file.
  case createFile(FilePath, [UInt8], FilePermissions?)
  case deleteLink(FilePath, target: FilePath)
  case createLink(FilePath, target: FilePath)
  case rename(FilePath, to: FilePath)

  package var paths: [FilePath] {
    switch self {
    case .edit(let path, _, _, _), .deleteFile(let path, _, _), .createFile(let path, _, _),
      .deleteLink(let path, _), .createLink(let path, _):
      [path]
    case .rename(let from, let to):
      [from, to]
    }
  }

  /// What takes this back.
  package var inverse: ChangeOperation {
    switch self {
    case .edit(let path, let before, let after, let edit):
      .edit(path, before: after, after: before, edit.inverse)
    case .deleteFile(let path, let bytes, let permissions):
      .createFile(path, bytes, permissions)
    case .createFile(let path, let bytes, let permissions):
      .deleteFile(path, bytes, permissions)
    case .deleteLink(let path, let target):
      .createLink(path, target: target)
    case .createLink(let path, let target):
      .deleteLink(path, target: target)
    case .rename(let from, let to):
      .rename(to, to: from)
    }
  }
}
