internal import LLMMockCore
internal import SystemPackage

extension Review {
  /// Puts the work tree's version of items into the index; whole files as `git add` would.
  ///
  /// The rest of the index's version keeps its bytes, so nothing can fail to apply. All selections
  /// or none.
  ///
  /// - Throws: ``GitError`` with the code `changed` or ``FixtureFileError`` with the code
  ///   `changedOnDisk` when a file is not as it was listed; the index is then as it was.
  package func stage(_ selections: [ReviewSelection]) throws {
    try change(selections, isStaging: true)
  }

  /// Puts HEAD's version of items back into the index; the work tree is not touched.
  package func unstage(_ selections: [ReviewSelection]) throws {
    try change(selections, isStaging: false)
  }

  private func change(_ selections: [ReviewSelection], isStaging: Bool) throws {
    let files = selections.map(\.file)
    if let file = files.first(where: { $0.change == .conflicted }) {
      throw GitError(
        .conflicted,
        "\(file.path.visible) has conflicts; resolve them and run git add"
      )
    }
    try checkIndex(of: files)
    var entries: [IndexEntry] = []
    let stored = isStaging ? try storeWhole(selections) : [:]
    for selection in selections {
      let file = selection.file
      guard isStaging else {
        entries += try unstaging(selection)
        continue
      }
      // A rename is staged with the first that is staged of it.
      if let oldPath = file.oldPath, file.oldIndex != nil {
        entries.append(IndexEntry(name: oldPath.bytes, file: nil))
      }
      entries.append(try staging(selection, stored[file.path.bytes]))
    }
    // To store contents takes a while, in which another git may have changed the index.
    try repository.updateIndex(entries) { try checkIndex(of: files) }
  }

  /// Compares what the index has under all paths of files with what it had when they were listed.
  private func checkIndex(of files: [ReviewFile]) throws {
    let names = files.flatMap { [$0.path, $0.oldPath].compactMap { $0?.bytes } }
    let now = try repository.files(names, at: .index)
    for file in files {
      let index = file.indexPath == file.path ? file.index : nil
      let isSame =
        index.isSame(as: now[file.path.bytes])
        && file.oldPath.map { file.oldIndex.isSame(as: now[$0.bytes]) } ?? true
      guard isSame else {
        throw GitError(
          .changed,
          "\(file.path.visible) changed in the index meanwhile: look at it again"
        )
      }
    }
  }

  // MARK: Staging

  /// Stores files that are staged as a whole, where it pays: a program for each takes a while.
  private func storeWhole(_ selections: [ReviewSelection]) throws -> [[UInt8]: String] {
    let names = try selections.compactMap { selection -> [UInt8]? in
      let name = selection.file.path.bytes
      guard isAll(selection, once: .staged), selection.file.change != .conflicted,
        // Lines tell the names, and git takes one that begins so for a quoted one.
        !name.contains(UInt8(ascii: "\n")), name.first != UInt8(ascii: "\""),
        let contents = try worktree(of: selection.file), !contents.bytes.contains(0x0D)
      else { return nil }
      return name
    }
    return names.count < 8 ? [:] : try repository.store(filesNamed: names)
  }

  /// - Parameter id: of the file as a whole, when it is stored; the file is compared once more.
  private func staging(_ selection: ReviewSelection, _ id: String?) throws -> IndexEntry {
    let file = selection.file
    let contents = try worktree(of: file)
    if isAll(selection, once: .staged) {
      guard let contents else { return IndexEntry(name: file.path.bytes, file: nil) }
      return try entry(file, contents.bytes, permissions: contents.status.permissions, id)
    }
    let result = try arrange(selection, try versions(of: file), from: .worktree)
    return try entry(file, result, permissions: contents?.status.permissions, nil)
  }

  private func entry(
    _ file: ReviewFile,
    _ bytes: [UInt8],
    permissions: FilePermissions?,
    _ id: String?
  ) throws -> IndexEntry {
    let id = try id ?? repository.store(bytes, for: file.path.bytes)
    // Seldom is a fixture's mode another one than the index's.
    var mode = permissions.map { $0.contains(.ownerExecute) ? "100755" : "100644" }
    let known = file.index?.mode ?? file.head?.mode ?? "100644"
    if mode != known, try !repository.heedsPermissions { mode = nil }
    return IndexEntry(
      name: file.path.bytes,
      file: (mode ?? known, id)
    )
  }

  /// The file on the disk, which must be the one that was listed.
  func worktree(of file: ReviewFile) throws -> FileContents? {
    let contents = try read(file.path)
    guard contents?.status.version == file.version else {
      throw FixtureFileError(
        .changedOnDisk,
        path(of: file),
        "it changed on disk since it was read"
      )
    }
    return contents
  }

  // MARK: Unstaging

  private func unstaging(_ selection: ReviewSelection) throws -> [IndexEntry] {
    let file = selection.file
    if selection.items == nil || file.oldPath == nil && isAll(selection, once: .unstaged) {
      let name = file.path.bytes
      guard let head = file.head else { return [IndexEntry(name: name, file: nil)] }
      guard let oldPath = file.oldPath else {
        return [IndexEntry(name: name, file: (head.mode, head.id))]
      }
      return [
        IndexEntry(name: name, file: nil),
        IndexEntry(name: oldPath.bytes, file: (head.mode, head.id)),
      ]
    }
    // A rename that is not staged leaves nothing to unstage of its items.
    guard file.indexPath == file.path else { return [] }
    let result = try arrange(selection, try versions(of: file), from: .head)
    let mode = file.index?.mode ?? file.head?.mode ?? "100644"
    let id = try repository.store(result, for: file.path.bytes)
    return [IndexEntry(name: file.path.bytes, file: (mode, id))]
  }

  // MARK: Arranging

  /// Whether all of a file's items are in that state when it is done with the selection.
  private func isAll(_ selection: ReviewSelection, once state: ReviewItem.Staging) -> Bool {
    guard let chosen = selection.items, selection.file.isDivisible else { return true }
    return selection.file.items.indices.allSatisfy {
      chosen.contains($0) || selection.file.items[$0].staging == state
    }
  }

  /// The index's version with items as another version has them.
  private func arrange(
    _ selection: ReviewSelection,
    _ versions: ReviewVersions,
    from source: FixtureArrangement.Source
  ) throws -> [UInt8] {
    try FixtureArrangement(
      target: .index,
      source: source,
      head: versions.head?.document,
      index: versions.index?.document,
      worktree: versions.worktree?.document
    ).arrange(selection)
  }
}

extension ReviewFile.Stored? {
  /// Whether the index has just this.
  fileprivate func isSame(as listed: GitRepository.ListedFile?) -> Bool {
    // `git add -N` notes an empty file for a path that has nothing in the index for git status.
    if self == nil, let listed, GitRepository.emptyFiles.contains(listed.id) { return true }
    return self?.id == listed?.id && self?.mode == listed?.mode
  }
}

extension GitRepository {
  /// The ids of a file without contents, by SHA-1 and by SHA-256.
  fileprivate static let emptyFiles = [
    "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
  ]

  /// Whether git notes that a file may be run, which some disks can't tell.
  var heedsPermissions: Bool {
    get throws { try configuration("core.fileMode").map { $0 != "false" } ?? true }
  }
}
