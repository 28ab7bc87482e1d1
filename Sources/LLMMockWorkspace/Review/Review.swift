internal import LLMMockCore
package import SystemPackage

/// A folder's fixtures looked through against HEAD: what changed, what of it is staged, what was
/// seen.
///
/// All calls block. Errors are ``GitError`` and ``FixtureFileError``.
package struct Review: Sendable {
  package let repository: GitRepository
  package let workspace: Workspace
  /// The folder, or the single file, that is looked at; absolute, without links.
  package let folder: FilePath

  package init(_ repository: GitRepository, _ workspace: Workspace, folder: FilePath? = nil) {
    self.repository = repository
    self.workspace = workspace
    self.folder = folder ?? workspace.opened
  }

  /// The same, ended when the signal is raised.
  package func stopped(by stop: StopSignal) -> Review {
    Review(repository.stopped(by: stop), workspace, folder: folder)
  }

  /// A file's path on the disk.
  package func path(of file: ReviewFile) -> FilePath { repository.root.pushing(file.path) }

  // MARK: One file

  /// The versions of a changed file.
  ///
  /// - Throws: `GitError` when git does not have their contents, `FixtureFileError` when the file
  ///   can't be read.
  package func versions(of file: ReviewFile) throws -> ReviewVersions {
    try versions(of: [file])[0]
  }

  /// The versions of changed files, in their order, with one `cat-file` for all.
  package func versions(of files: [ReviewFile]) throws -> [ReviewVersions] {
    var blobs: [GitBlob] = []
    for file in files {
      if let head = file.head {
        blobs.append(GitBlob(id: head.id, name: (file.oldPath ?? file.path).bytes))
      }
      if let index = file.index {
        blobs.append(GitBlob(id: index.id, name: file.indexPath.bytes))
      }
    }
    var contents: [[UInt8]] = []
    try repository.read(blobs) { place, found in
      let name = VisibleText.of(bytes: blobs[place].name)
      switch found {
      case .bytes(let bytes): contents.append(bytes)
      case .missing: throw GitError(.changed, "\(name): git does not have its contents")
      case .unreadable(let problem): throw GitError(.failed, "\(name): \(problem)")
      }
    }
    var sides = contents.map(ReviewSide.init)[...]
    return try files.map { file in
      let head = file.head == nil ? nil : sides.popFirst()
      let index = file.index == nil ? nil : sides.popFirst()
      return ReviewVersions(
        head: head,
        // Of a renaming, only the old path was taken out of the index.
        index: file.index == nil && file.oldPath != nil ? head : index,
        worktree: try read(file.path).map { ReviewSide($0.bytes) }
      )
    }
  }

  /// The file on the disk; nil when there is none, or a link or a folder in its place.
  func read(_ path: FilePath) throws -> FileContents? {
    let path = repository.root.pushing(path)
    return try FixtureFileError.about(path) {
      guard try workspace.files.linkStatus(path)?.kind == .file else { return nil }
      do {
        return try workspace.files.read(path)
      } catch let error as FileSystemError where error.code == .notFound {
        // Gone since.
        return nil
      }
    }
  }
}
