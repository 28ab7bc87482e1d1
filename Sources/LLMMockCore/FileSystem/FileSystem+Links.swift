package import SystemPackage

/// Which links are followed.
package enum LinkPolicy: Hashable, Sendable {
  /// Those whose target lies in that folder, which is given without links: the opened folder's
  /// repository.
  ///
  /// A fixture from a pull request must not have another file read or written.
  case within(FilePath)
  /// All: the user named the path himself.
  case named
}

extension FileSystem {
  /// The file that is read or replaced for a path: the path without links.
  ///
  /// - Throws: ``FixtureFileError``.
  package func target(of path: FilePath, links: LinkPolicy) throws -> FilePath {
    let target = try FixtureFileError.about(path) { try resolve(path) }
    try check(target, for: path, links: links)
    return target
  }

  /// The entry that is removed or renamed for a path: its folder without links, and the last name.
  ///
  /// What is there may be a link itself, or nothing.
  ///
  /// - Throws: ``FixtureFileError``.
  package func entry(at path: FilePath, links: LinkPolicy) throws -> FilePath {
    guard let name = path.lastComponent, name.kind == .regular else {
      throw FixtureFileError(.notAFile, path, "this is no name of a file")
    }
    let folder: FilePath
    do {
      folder = try resolve(path.folder)
    } catch let error as FileSystemError where error.code == .notFound {
      throw FixtureFileError(
        .noFolder,
        path,
        "there is no folder \(path.folder.visible)"
      )
    } catch let error as FileSystemError {
      throw FixtureFileError(error, path)
    }
    let entry = folder.appending(name)
    try check(entry, for: path, links: links)
    return entry
  }

  private func check(_ target: FilePath, for path: FilePath, links: LinkPolicy) throws {
    guard case .within(let root) = links, !target.isWithin(root) else { return }
    throw FixtureFileError(
      .linkLeadsOut,
      path,
      "it leads out of \(root.visible), to \(target.visible)"
    )
  }
}
