internal import LLMMockCore
internal import SystemPackage

extension Review {
  /// Lists what changed, and reads it.
  ///
  /// - Parameters:
  ///   - limit: how many files are listed at most; the notes say when there are more.
  ///   - threads: how many threads compare files beside the caller's own.
  ///   - report: is told first of the files, as soon as git has listed them, then of what is read.
  package func load(
    limit: Int = 20_000,
    threads: Int = 2,
    report: (ReviewProgress) -> Void = { _ in }
  ) throws -> ReviewList {
    let base = repository.relative(folder)?.bytes ?? []
    let status = try repository.status(below: folder, limit: limit) {
      Self.isShown($0, below: base)
    }
    var list = ReviewList(head: status.head, files: Self.files(of: status), notes: [])
    if status.cut > 0 {
      let (shown, all) = (Counted.grouped(limit), Counted.grouped(limit + status.cut))
      list.notes.append("only the first \(shown) of \(all) changed files are listed")
    }
    if status.head.isUnborn { list.notes.append("there is no commit yet: everything is new") }
    if let operation = status.head.operation {
      list.notes.append("a \(operation.rawValue) is in progress")
    }
    report(.listed(list))
    let marks = try ReviewedMarks(workspace).load()
    list.files = try read(list.files, marks, threads: threads, report: report)
    let renamed = RenameFinder(list.files)
    guard !renamed.files.isEmpty else { return list }
    report(.dropped(renamed.sources.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }))
    let found = try read(renamed.files, marks, threads: threads, report: report)
    let places = Dictionary(uniqueKeysWithValues: found.map { ($0.path, $0) })
    list.files = list.files.filter { !renamed.sources.contains($0.path) }
      .map { places[$0.path] ?? $0 }
    return list
  }

  /// The files with what differs in them, without those that are no fixtures.
  private func read(
    _ files: [ReviewFile],
    _ marks: Set<String>,
    threads: Int,
    report: (ReviewProgress) -> Void
  ) throws -> [ReviewFile] {
    let work = OrderedWork<ReviewFile?>(threads: threads) { index, contents in
      var file = try compare(files[index], head: contents.head, index: contents.index)
      file?.mark(with: marks)
      return file
    }
    defer { work.end() }
    var slice = Slice()
    var kept: [ReviewFile] = []
    func take(_ results: [(Int, ReviewFile?)]) {
      for (index, file) in results {
        if let file { kept.append(file) }
        slice.add(file, of: files[index])
      }
      slice.send(report, atOnce: false)
    }
    try readVersions(of: files) { index, head, staged in
      if repository.stop?.isRaised == true { throw GitError(.cancelled, "git was stopped") }
      take(try work.add(index, (head, staged)))
    }
    take(try work.finish())
    slice.send(report, atOnce: true)
    return kept
  }

  /// What has been read and not told.
  private struct Slice {
    private var files: [ReviewFile] = []
    private var dropped: [FilePath] = []
    private var sent = ContinuousClock.now

    mutating func add(_ file: ReviewFile?, of listed: ReviewFile) {
      if let file { files.append(file) } else { dropped.append(listed.path) }
    }

    mutating func send(_ report: (ReviewProgress) -> Void, atOnce: Bool) {
      guard atOnce || ContinuousClock.now - sent > .milliseconds(50) else { return }
      if !files.isEmpty { report(.read(files)) }
      if !dropped.isEmpty { report(.dropped(dropped)) }
      (files, dropped) = ([], [])
      sent = .now
    }
  }

  /// Whether a file is one that the browser lists: a possible fixture outside of hidden folders.
  static func isShown(_ name: ArraySlice<UInt8>, below base: [UInt8]) -> Bool {
    guard FolderWalker.isCandidate(name) else { return false }
    let names = name.dropFirst(base.isEmpty ? 0 : base.count + 1)
      .split(separator: UInt8(ascii: "/")).dropLast()
    return names.allSatisfy {
      FolderWalker.hidingReason(of: Array($0)) == nil && !FolderWalker.isNeverEntered(Array($0))
    }
  }

  // MARK: Listing

  static func files(of status: GitStatus) -> [ReviewFile] {
    var places: [[UInt8]: Int] = [:]
    var files: [(name: [UInt8], file: ReviewFile)] = []
    for entry in status.entries where entry.kind != .ignored && !entry.isSubmodule {
      let modes = [entry.headMode, entry.indexMode].compactMap(\.self)
      // Links and folders of other repositories.
      guard modes.allSatisfy({ $0.hasPrefix("100") }) else { continue }
      if let place = places[entry.name] {
        // Taken out of the index, and still on the disk.
        files[place].file.change = .modified
        files[place].file.staging = .partly
        continue
      }
      places[entry.name] = files.count
      files.append((entry.name, file(of: entry)))
      if isRenamingGone(entry), let oldPath = entry.oldPath {
        // The old name is another file: gone, or there again for what follows.
        files[files.count - 1].file = renamedInIndex(entry)
        places[oldPath.bytes] = files.count
        files.append((oldPath.bytes, oldFile(of: entry, oldPath)))
      }
    }
    return files.sorted { $0.name.lexicographicallyPrecedes($1.name) }.map(\.file)
  }

  /// Whether the index has a renaming whose new file is not in the folder any more.
  private static func isRenamingGone(_ entry: GitStatus.Entry) -> Bool {
    entry.kind == .tracked && entry.staged == UInt8(ascii: "R")
      && entry.unstaged == UInt8(ascii: "D")
  }

  /// The new name of such a renaming: only the index has it.
  private static func renamedInIndex(_ entry: GitStatus.Entry) -> ReviewFile {
    var file = ReviewFile(path: entry.path, change: .added, staging: .partly)
    if let mode = entry.indexMode, let id = entry.indexID { file.index = .init(mode: mode, id: id) }
    return file
  }

  /// The old name of such a renaming: the index does not have it any more.
  private static func oldFile(of entry: GitStatus.Entry, _ oldPath: FilePath) -> ReviewFile {
    var file = ReviewFile(path: oldPath, change: .deleted, staging: .staged)
    if let mode = entry.headMode, let id = entry.headID { file.head = .init(mode: mode, id: id) }
    return file
  }

  private static func file(of entry: GitStatus.Entry) -> ReviewFile {
    let none = UInt8(ascii: ".")
    let staging: ReviewItem.Staging =
      entry.kind != .tracked || entry.staged == none
      ? .unstaged : entry.unstaged == none ? .staged : .partly
    let change: ReviewFile.Change =
      switch entry.kind {
      case .untracked, .ignored: .untracked
      case .conflicted: .conflicted
      case .tracked:
        switch entry.letter {
        case "A": .added
        case "D": .deleted
        case "R": .renamed
        default: .modified
        }
      }
    var file = ReviewFile(path: entry.path, change: change, staging: staging)
    if change == .renamed { file.oldPath = entry.oldPath }
    if let mode = entry.headMode, let id = entry.headID {
      // Of a copy, HEAD has the original, which is still there.
      if change != .added { file.head = .init(mode: mode, id: id) }
    }
    if let mode = entry.indexMode, let id = entry.indexID { file.index = .init(mode: mode, id: id) }
    if change == .renamed, entry.unstaged == UInt8(ascii: "R"), let oldPath = entry.oldPath {
      // Of the new path the index knows no more than that there is one (`git add -N`).
      file.indexPath = oldPath
      file.oldIndex = file.index
    }
    return file
  }

  // MARK: Reading

  /// Calls back for each file in order with what git stores for it.
  private func readVersions(
    of files: [ReviewFile],
    _ each: (Int, _ head: GitContents?, _ index: GitContents?) throws -> Void
  ) throws {
    var blobs: [GitBlob] = []
    /// For each file how many contents come before its own.
    var starts: [Int] = []
    for file in files {
      starts.append(blobs.count)
      guard file.change != .conflicted else { continue }
      if let head = file.head {
        blobs.append(GitBlob(id: head.id, name: (file.oldPath ?? file.path).bytes))
      }
      if let index = file.index, index.id != file.head?.id {
        blobs.append(GitBlob(id: index.id, name: file.indexPath.bytes))
      }
    }
    starts.append(blobs.count)
    var cursor = 0
    var received: [GitContents] = []
    func advance(to count: Int) throws {
      while cursor < files.count, starts[cursor + 1] <= count {
        let file = files[cursor]
        let own = received
        received = []
        let head = file.head == nil ? nil : own.first
        let index = file.index?.id == file.head?.id ? head : own.last
        // Of a renaming, only the old path was taken out of the index.
        let isTakenOut = file.index == nil && file.oldPath == nil
        try each(cursor, head, isTakenOut ? nil : index)
        cursor += 1
      }
    }
    try advance(to: 0)
    try repository.read(blobs) { index, contents in
      received.append(contents)
      try advance(to: index + 1)
    }
  }

  /// What differs in a file; nil when it is no fixture.
  private func compare(
    _ listed: ReviewFile,
    head: GitContents?,
    index: GitContents?
  ) throws -> ReviewFile? {
    var file = listed
    file.isRead = true
    let contents: FileContents?
    do {
      contents = try read(file.path)
    } catch let error as FixtureFileError {
      file.problem = "it can't be read: \(error.reason)"
      return file
    }
    if contents == nil, try isSomethingElse(file.path) { return nil }
    file.version = contents?.status.version
    /// The file as one item, whose digests tell whether it was seen.
    func whole(_ problem: String) -> ReviewFile {
      file.problem = problem
      file.newDigest = contents.map { ContentDigest(of: $0.bytes) }
      if case .bytes(let bytes) = head { file.oldDigest = ContentDigest(of: bytes) }
      return file
    }
    if file.change == .conflicted { return whole("it has conflicts that are not resolved") }
    if file.change == .untracked, contents == nil { return nil }
    if let contents, LargeFilePointer.matches(contents.bytes) {
      return whole(LargeFilePointer.sentence)
    }
    let versions: ReviewVersions
    do {
      versions = ReviewVersions(
        head: try Self.side(head, "HEAD's version"),
        index: head == index ? nil : try Self.side(index, "the index's version"),
        worktree: contents.map { ReviewSide($0.bytes) }
      )
    } catch {
      return whole(error.message)
    }
    let sides = [versions.head, versions.index, versions.worktree].compactMap(\.self)
    if sides.allSatisfy(\.isOther)
      || versions.head?.isOther == true && versions.worktree?.document == nil
    {
      return nil
    }
    for (side, name) in [
      (versions.head, "HEAD's version"), (versions.index, "the index's version"),
      (versions.worktree, "it"),
    ] {
      if let side, let problem = side.problem {
        return whole(
          side.isOther ? "\(name) is no fixture" : "\(name) can't be read: \(problem.description)"
        )
      }
    }
    let comparison = ReviewComparison(
      head: versions.head?.document,
      index: head == index && head != nil ? versions.head?.document : versions.index?.document,
      worktree: versions.worktree?.document
    )
    file.items = comparison.items
    // What only line ends or permissions tell apart, git knows best.
    if file.items.count == 1, file.items[0].subject == .rest, file.items[0].change == .layout {
      file.items[0].staging = file.staging
      if let oldPath = file.oldPath {
        file.items[0].change = .moved
        file.items[0].label = "renamed from \(oldPath.visible)"
      }
    }
    return file
  }

  /// Whether a link, a folder or the like has the place of a file.
  private func isSomethingElse(_ path: FilePath) throws -> Bool {
    let path = repository.root.pushing(path)
    do {
      guard let status = try workspace.files.linkStatus(path) else { return false }
      return status.kind != .file
    } catch let error as FileSystemError where error.code == .notAFolder {
      return false
    }
  }

  private static func side(
    _ contents: GitContents?,
    _ name: String
  ) throws(GitError) -> ReviewSide? {
    switch contents {
    case .bytes(let bytes): return ReviewSide(bytes)
    case .unreadable(let problem): throw GitError(.failed, "\(name): \(problem)")
    case .missing, nil: return nil
    }
  }
}
