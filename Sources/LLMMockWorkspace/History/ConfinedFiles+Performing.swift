internal import LLMMockCore
internal import SystemPackage

/// Thrown when a file is not what an operation was made for; nothing was done.
struct OperationConflict: Error {
  var path: FilePath
}

extension ConfinedFiles {
  /// Does all operations or none, and returns when they will survive a loss of power.
  ///
  /// The folders of the files must be locked. A failure takes back what was done before it; when
  /// that fails too, the error has the code `halfDone`.
  ///
  /// - Throws: ``OperationConflict``, ``FixtureFileError``, ``HistoryError``.
  func perform(_ operations: [ChangeOperation]) throws {
    var done: [ChangeOperation] = []
    do {
      for operation in operations {
        try perform(operation)
        done.append(operation)
      }
      try sync(operations)
    } catch {
      for operation in done.reversed() {
        do {
          try perform(operation.inverse)
        } catch let second {
          throw HistoryError(
            .halfDone,
            "\(describe(error)); what was done before that could not be taken back: "
              + "\(describe(second)); undo tries it again"
          )
        }
      }
      throw error
    }
  }

  private func sync(_ operations: [ChangeOperation]) throws {
    for folder in Set(operations.flatMap(\.paths).map(\.folder)) {
      try FixtureFileError.about(folder) { try files.syncFolder(folder) }
    }
  }

  private func describe(_ error: any Error) -> String {
    (error as? OperationConflict).map { "\(visible($0.path)) changed since" } ?? "\(error)"
  }

  private func perform(_ operation: ChangeOperation) throws {
    for path in operation.paths { try check(path) }
    guard let path = operation.paths.first else { return }
    try FixtureFileError.about(path) {
      switch operation {
      case .edit(let path, let before, let after, let edit):
        try self.edit(path, before: before, after: after, edit)
      case .deleteFile(let path, let bytes, _):
        guard try isFile(path, bytes) else { throw OperationConflict(path: path) }
        guard try files.isWritable(path) else {
          throw FixtureFileError(.readOnly, path, "it may only be read")
        }
        try files.remove(path)
      case .createFile(let path, let bytes, let permissions):
        try free(path) {
          try files.make(
            path,
            bytes,
            permissions: permissions ?? .fileDefault,
            exactly: permissions != nil
          )
        }
      case .deleteLink(let path, let target):
        guard try isLink(path, to: target) else { throw OperationConflict(path: path) }
        try files.remove(path)
      case .createLink(let path, let target):
        try free(path) { try files.makeLink(path, target) }
      case .rename(let from, let to):
        try free(to) { try files.renameExclusively(from, to) }
      }
    }
  }

  private func edit(
    _ path: FilePath,
    before: ContentDigest,
    after: ContentDigest,
    _ edit: TextEdit
  ) throws {
    do {
      let plan = try files.plan(path, target: path, expecting: .digest(before)) { _ in edit }
      guard plan.after == after, try files.apply(plan) != nil else {
        throw OperationConflict(path: path)
      }
    } catch let error as FixtureFileError where error.code == .changedOnDisk {
      throw OperationConflict(path: path)
    }
  }

  private func free<Result>(_ path: FilePath, _ body: () throws -> Result) throws {
    do {
      _ = try body()
    } catch let error as FileSystemError where error.code == .exists {
      throw FixtureFileError(.exists, path, "the name is taken")
    }
  }

  /// Makes the folders in which operations make files again.
  func makeFolders(for operations: [ChangeOperation]) throws {
    for path in operations.flatMap(\.paths) {
      try check(path)
      try FixtureFileError.about(path) {
        try files.makeFolders(path.folder, permissions: .folderDefault)
      }
    }
  }

  /// Removes what writers of these files left behind when they were killed.
  ///
  /// The folders must be locked: the files of writers at work look the same.
  func removeLeftovers(of operations: [ChangeOperation]) throws {
    let paths = operations.flatMap(\.paths)
    let names = Dictionary(grouping: paths, by: \.folder).mapValues {
      $0.compactMap(\.lastComponent)
    }
    for (folder, names) in names where try files.linkStatus(folder)?.kind == .folder {
      for entry in try files.list(folder)
      where entry.kind == .file
        && names.contains(where: { TemporaryName.isOne(entry.name, for: $0) })
      {
        try files.remove(folder.appending(entry.name))
      }
    }
  }
}

extension FilePermissions {
  /// What programs ask for; the user's mask takes away from it.
  static let fileDefault: FilePermissions = [
    .ownerReadWrite, .groupReadWrite, .otherReadWrite,
  ]
  static let folderDefault: FilePermissions = [
    .ownerReadWriteExecute, .groupReadWriteExecute, .otherReadWriteExecute,
  ]
}
