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
      let appended = withExtension(path)
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

  /// The file that a fixture's name means: `.json` is appended when the name does not end in it.
  package static func withExtension(_ path: FilePath) -> FilePath {
    guard let last = path.lastComponent, !last.bytes.suffix(5).elementsEqual(".json".utf8) else {
      return path
    }
    var result = path
    result.removeLastComponent()
    guard let name = FilePath.Component(bytes: last.bytes + ".json".utf8) else { return path }
    result.append(name)
    return result
  }
}
