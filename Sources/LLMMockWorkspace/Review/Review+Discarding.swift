internal import LLMMockCore
internal import SystemPackage

extension Review {
  /// Puts HEAD's version of items back into the work tree's files, as one change that can be undone.
  ///
  /// What was deleted returns to its place, what was added goes; a file that is discarded as a whole
  /// comes back or goes. The index is not touched.
  ///
  /// - Returns: nil when there was nothing to do.
  /// - Throws: ``FixtureFileError`` with the code `changedOnDisk` when a file is not as it was
  ///   listed, ``GitError`` when HEAD's version can't be had; nothing has changed then.
  @discardableResult
  package func discard(
    _ selections: [ReviewSelection],
    withoutHistory: Bool = false
  ) throws -> Change? {
    var plans: [Plan] = []
    for selection in selections { plans.append(try plan(selection)) }
    let paths = plans.flatMap { plan in [plan.path] + (plan.restored.map { [$0.path] } ?? []) }
    let title = title(of: selections)
    for plan in plans {
      if let restored = plan.restored { try makeFolder(for: restored.path) }
      if plan.version == nil, plan.bytes != nil { try makeFolder(for: plan.path) }
    }
    return try workspace.commit(title, touching: paths, withoutHistory: withoutHistory) { _ in
      try plans.flatMap(operations)
    }
  }

  /// What one file becomes.
  private struct Plan {
    var path: FilePath
    /// As it was listed; nil when there was no file.
    var version: FileVersion?
    /// nil: the file goes.
    var bytes: [UInt8]?
    /// Of a rename, the file that comes back.
    var restored: (path: FilePath, bytes: [UInt8])?
    var permissions: FilePermissions?
  }

  private func plan(_ selection: ReviewSelection) throws -> Plan {
    let file = selection.file
    let path = path(of: file)
    if file.change == .conflicted {
      throw GitError(.conflicted, "\(file.path.visible) has conflicts; resolve them first")
    }
    _ = try worktree(of: file)
    let chosen = selection.items ?? Set(file.items.indices)
    let differing = file.items.indices.filter { file.items[$0].change != .indexOnly }
    let isWhole =
      selection.items == nil || !file.isDivisible || differing.allSatisfy(chosen.contains)
    if isWhole {
      let head = try headBytes(of: file)
      let permissions: FilePermissions? =
        file.head?.mode == "100755" ? .init(rawValue: 0o755) : nil
      if let oldPath = file.oldPath {
        let restored = head.map { (path: repository.root.pushing(oldPath), bytes: $0) }
        return Plan(path: path, version: file.version, bytes: nil, restored: restored)
      }
      return Plan(path: path, version: file.version, bytes: head, permissions: permissions)
    }
    let versions = try self.versions(of: file)
    guard versions.worktree != nil || versions.head != nil else {
      throw GitError(.changed, "\(file.path.visible) is gone")
    }
    let result = try FixtureArrangement(
      target: .worktree,
      source: .head,
      head: versions.head?.document,
      index: versions.index?.document,
      worktree: versions.worktree?.document
    ).arrange(selection)
    return Plan(path: path, version: file.version, bytes: result)
  }

  /// HEAD's version; nil when it has no such file.
  private func headBytes(of file: ReviewFile) throws -> [UInt8]? {
    guard let head = file.head else { return nil }
    var result: [UInt8]?
    let blob = GitBlob(id: head.id, name: (file.oldPath ?? file.path).bytes)
    try repository.read([blob]) { _, contents in
      switch contents {
      case .bytes(let bytes): result = bytes
      case .missing: throw GitError(.failed, "\(file.path.visible): git does not have its contents")
      case .unreadable(let problem): throw GitError(.failed, "\(file.path.visible): \(problem)")
      }
    }
    guard let result else {
      throw GitError(.failed, "\(file.path.visible): git gave nothing of HEAD's version")
    }
    return result
  }

  private func operations(_ plan: Plan) throws -> [ChangeOperation] {
    let files = workspace.files
    let changed = FixtureFileError(
      .changedOnDisk,
      plan.path,
      "it changed on disk since it was read"
    )
    var operations: [ChangeOperation] = []
    if let version = plan.version {
      let target = try files.target(of: plan.path, links: workspace.links)
      let contents = try FixtureFileError.about(plan.path) { try files.read(target) }
      guard contents.status.version == version else { throw changed }
      if let bytes = plan.bytes {
        let edit = TextEdit.between(contents.bytes, bytes)
        let planned = try files.plan(plan.path, target: target, expecting: .version(version)) { _ in
          edit
        }
        if planned.changesBytes {
          operations.append(
            .edit(target, before: planned.before, after: planned.after, planned.edit)
          )
        }
      } else {
        operations.append(.deleteFile(target, contents.bytes, contents.status.permissions))
      }
    } else if let bytes = plan.bytes {
      let entry = try files.entry(at: plan.path, links: workspace.links)
      guard try FixtureFileError.about(plan.path, { try files.linkStatus(entry) }) == nil else {
        throw changed
      }
      operations.append(.createFile(entry, bytes, plan.permissions))
    }
    if let restored = plan.restored {
      let entry = try files.entry(at: restored.path, links: workspace.links)
      guard try FixtureFileError.about(restored.path, { try files.linkStatus(entry) }) == nil else {
        throw FixtureFileError(.exists, restored.path, "the name is taken")
      }
      operations.append(.createFile(entry, restored.bytes, nil))
    }
    return operations
  }

  private func makeFolder(for path: FilePath) throws {
    let folder = path.folder
    try FixtureFileError.about(path) {
      guard try workspace.files.status(folder) == nil else { return }
      // Nothing is made behind a link that leads out.
      var parent = folder
      while try workspace.files.linkStatus(parent) == nil { parent = parent.folder }
      guard try workspace.files.resolve(parent).isWithin(repository.root) else {
        throw FixtureFileError(.linkLeadsOut, path, "a link leads elsewhere")
      }
      try workspace.files.makeFolders(folder, permissions: .init(rawValue: 0o755))
    }
  }

  private func title(of selections: [ReviewSelection]) -> String {
    guard selections.count == 1, let selection = selections.first else {
      return "Put HEAD's version back into \(selections.count) files"
    }
    let shown = selection.file.path.visible
    guard let chosen = selection.items, selection.file.isDivisible else {
      return selection.file.head == nil
        ? "Discarded \(shown)" : "Put HEAD's version of \(shown) back"
    }
    let numbers = chosen.sorted().compactMap { index in
      selection.file.items.indices.contains(index) ? selection.file.items[index].position : nil
    }.map { "#\($0 + 1)" }
    let what =
      numbers.isEmpty || numbers.count > 4
      ? Counted.text(chosen.count, "change") : numbers.joined(separator: ", ")
    return "Put HEAD's version of \(what) in \(shown) back"
  }
}

extension TextEdit {
  /// The edit that makes one text of another: what stands between their equal ends is replaced.
  static func between(_ old: [UInt8], _ new: [UInt8]) -> TextEdit {
    var start = 0
    let shorter = min(old.count, new.count)
    while start < shorter, old[start] == new[start] { start += 1 }
    var end = 0
    while end < shorter - start, old[old.count - 1 - end] == new[new.count - 1 - end] { end += 1 }
    return TextEdit(
      of: old,
      replacing: [(start..<old.count - end, Array(new[start..<new.count - end]))]
    )
  }
}
