package import LLMMockCore
package import SystemPackage

/// A change of one file's contents.
package struct FileEdit: Sendable {
  package var path: FilePath
  /// What the caller saw; an error with the code `changedOnDisk` when the file is something else.
  package var expecting: FileVersion?
  /// Makes the edit for the bytes that are there; may be called several times.
  package var edit: @Sendable ([UInt8]) throws -> TextEdit

  package init(
    _ path: FilePath,
    expecting: FileVersion? = nil,
    edit: @escaping @Sendable ([UInt8]) throws -> TextEdit
  ) {
    self.path = path
    self.expecting = expecting
    self.edit = edit
  }
}

extension Workspace {
  /// Deletes files, all or none.
  ///
  /// Of a link, the link goes and its target stays. `withoutHistory` does it although it can't be
  /// undone.
  @discardableResult
  package func deleteFiles(
    _ paths: [FilePath],
    title: String? = nil,
    withoutHistory: Bool = false
  ) throws -> Change {
    let entries = unique(try paths.map { try files.entry(at: $0, links: links) })
    let what = entries.count == 1 ? visible(entries[0]) : "\(entries.count) files"
    let title = title ?? "Deleted \(what)"
    let change = try commit(title, touching: entries, withoutHistory: withoutHistory) { history in
      let sizes = try entries.map { try files.linkStatus($0)?.size ?? 0 }
      let size = sizes.reduce(0, +)
      // Before they are read.
      if !withoutHistory, size > limits.bytes { throw history.tooBig(size) }
      return try entries.map { try deletion(of: $0) }
    }
    return change ?? nothing(title)
  }

  /// What takes away files that wait for a decision; nothing for those that are gone, or not meant.
  func lettingGo(
    _ paths: [FilePath],
    where isMeant: (_ place: Int, _ bytes: [UInt8]) -> Bool = { _, _ in true }
  ) throws -> [ChangeOperation] {
    var operations: [ChangeOperation] = []
    for (place, path) in paths.enumerated() {
      do {
        let contents = try files.read(path)
        guard isMeant(place, contents.bytes) else { continue }
        operations.append(.deleteFile(path, contents.bytes, contents.status.permissions))
      } catch let error as FileSystemError where error.code == .notFound {
        continue
      }
    }
    return operations
  }

  private func deletion(of path: FilePath) throws -> ChangeOperation {
    try FixtureFileError.about(path) {
      switch try files.linkStatus(path)?.kind {
      case .file:
        guard try files.isWritable(path) else {
          throw FixtureFileError(.readOnly, path, "it may only be read")
        }
        let contents = try files.read(path)
        return .deleteFile(path, contents.bytes, contents.status.permissions)
      case .link:
        return .deleteLink(path, target: try files.readLink(path))
      case .folder, .other:
        throw FixtureFileError(.notAFile, path, "it is not a file")
      case nil:
        throw FixtureFileError(.vanished, path, "no such file or folder")
      }
    }
  }

  /// Edits files, all or none; nil when no edit changes anything.
  ///
  /// The title is one sentence in the past tense without a full stop.
  @discardableResult
  package func edit(
    title: String,
    _ edits: [FileEdit],
    withoutHistory: Bool = false
  ) throws -> Change? {
    let targets = try edits.map { try files.target(of: $0.path, links: links) }
    for (edit, target) in zip(edits, targets) where targets.count(where: { $0 == target }) > 1 {
      throw FixtureFileError(.editDoesNotFit, edit.path, "it is edited twice in one change")
    }
    return try commit(title, touching: targets, withoutHistory: withoutHistory) { _ in
      try zip(edits, targets).compactMap { edit, target in
        let plan = try files.plan(
          edit.path,
          target: target,
          expecting: edit.expecting.map { .version($0) },
          edit: edit.edit
        )
        return plan.changesBytes
          ? .edit(target, before: plan.before, after: plan.after, plan.edit) : nil
      }
    }
  }

  /// Gives a file another name; nothing is overwritten, and missing folders are not made.
  ///
  /// The new name is relative to the folder of the file, and may differ in upper and lower case
  /// alone.
  @discardableResult
  package func renameFile(
    _ path: FilePath,
    to name: FilePath,
    withoutHistory: Bool = false
  ) throws -> Change {
    let from = try files.entry(at: path, links: links)
    let to = try files.entry(at: path.folder.pushing(name), links: links)
    let shown =
      from.folder == to.folder ? to.lastComponent.map { FilePath(root: nil, [$0]).visible } : nil
    let title = "Renamed \(visible(from)) to \(shown ?? visible(to))"
    let change = try commit(title, touching: [from, to], withoutHistory: withoutHistory) { _ in
      try FixtureFileError.about(path) {
        switch try files.linkStatus(from)?.kind {
        case .file: break
        case .link:
          if from.folder != to.folder, try !files.readLink(from).isAbsolute {
            throw FixtureFileError(
              .linkLeadsOut,
              path,
              "it is a relative link, which would lead elsewhere from there"
            )
          }
        case .folder, .other: throw FixtureFileError(.notAFile, path, "it is not a file")
        case nil: throw FixtureFileError(.vanished, path, "no such file or folder")
        }
        if from == to { throw FixtureFileError(.exists, path, "it has that name already") }
      }
      return [.rename(from, to: to)]
    }
    return change ?? nothing(title)
  }

  /// Makes a file that was not there; its folder must be.
  @discardableResult
  package func createFile(
    _ path: FilePath,
    _ bytes: [UInt8],
    title: String? = nil,
    withoutHistory: Bool = false
  ) throws -> Change {
    let entry = try files.entry(at: path, links: links)
    let title = title ?? "Created \(visible(entry))"
    let change = try commit(title, touching: [entry], withoutHistory: withoutHistory) { _ in
      guard try FixtureFileError.about(path, { try files.linkStatus(entry) }) == nil else {
        throw FixtureFileError(.exists, path, "the name is taken")
      }
      return [.createFile(entry, bytes, nil)]
    }
    return change ?? nothing(title)
  }

  private func nothing(_ title: String) -> Change {
    Change(id: nil, time: time, title: title, state: .done, paths: [], size: 0)
  }

  private func unique(_ paths: [FilePath]) -> [FilePath] {
    var seen: Set<FilePath> = []
    return paths.filter { seen.insert($0).inserted }
  }
}
