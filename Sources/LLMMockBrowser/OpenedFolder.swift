import LLMMockCore
import LLMMockTUI
package import SystemPackage

/// The folder, or the single file, that the browser shows.
package struct OpenedFolder: Hashable, Sendable {
  /// The folder; for a single file the one it lies in.
  package var path: FilePath
  /// The only file that is listed; nil lists all.
  package var file: FilePath.Component?
  /// As the user named it.
  package var title: String

  package init(path: FilePath, file: FilePath.Component? = nil, title: String) {
    self.path = path
    self.file = file
    self.title = title
  }

  /// The path of an entry.
  func path(of id: EntryID) -> FilePath {
    // An entry's path came from the disk, so it holds no zero byte.
    id == .root ? path : path.pushing(FilePath(bytes: id.path) ?? FilePath())
  }
}
