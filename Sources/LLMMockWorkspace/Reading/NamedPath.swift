package import LLMMockCore
package import SystemPackage

/// What a user's FIXTURE or DIR means.
///
/// A fixture is a file of that name, else of that name with `.json` at its end; a folder is what is
/// left.
package enum NamedPath: Hashable, Sendable {
  case fixture(FilePath)
  case folder(FilePath)

  /// Why a name means nothing.
  package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
    package var path: FilePath
    /// What to type in its place; nil when nothing is near.
    package var nearest: FilePath?
    /// What the disk says, where it is not that nothing is there.
    package var reason: String?

    package var description: String {
      if let reason { return "\(path.visible): \(reason)" }
      let hint = nearest.map { " Did you mean \($0.visible)?" } ?? ""
      return "\(path.visible) does not exist.\(hint)"
    }
  }

  /// - Parameters:
  ///   - path: as the user typed it, relative to `here`.
  ///   - files: the disk; relative paths on it are relative to `here` too.
  package static func resolve(
    _ path: FilePath,
    here: FilePath,
    files: FileSystem,
    user: IgnoreRules.UserFiles
  ) throws(Failure) -> NamedPath {
    do {
      let status = try files.status(path)
      if let status, status.kind != .folder { return .fixture(path) }
      let appended = FixtureName.file(path)
      if appended != path, let status = try files.status(appended), status.kind != .folder {
        return .fixture(appended)
      }
      if status != nil { return .folder(path) }
    } catch {
      let reason = (error as? FileSystemError)?.reason ?? "\(error)"
      throw Failure(path: path, nearest: nil, reason: reason)
    }
    let nearest = FixtureFolders(here: here, user: user).nearestName(to: path)
    throw Failure(path: path, nearest: nearest, reason: nil)
  }
}
