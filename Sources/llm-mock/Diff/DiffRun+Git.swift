import LLMMockCore
import LLMMockWorkspace
import SystemPackage

extension DiffRun {
  private func repository(around folder: FilePath) throws -> GitRepository? {
    do {
      return try GitRepository.containing(folder: folder, environment: surroundings.variables)
    } catch let error as GitError {
      throw Complaint(.failed, error.message, details: error.output)
    }
  }

  private func needed(_ repository: GitRepository?, _ path: FilePath) throws -> GitRepository {
    guard let repository else {
      throw Complaint(
        .wrongUse,
        "\(path.visible) is in no git repository, so it has no other version; "
          + "name a second fixture to compare with"
      )
    }
    return repository
  }

  /// Runs what asks git, and tells its errors as the command's.
  private func asking<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as GitError {
      let status: ExitStatus = error.code == .noSuchRevision ? .wrongUse : .failed
      throw Complaint(status, error.message, details: error.output)
    }
  }

  /// The path without links, its last name as it is.
  private func absolute(_ path: FilePath) throws -> FilePath {
    guard let name = path.lastComponent else { return try files.resolve(path) }
    return try FixtureFileError.about(path) { try files.resolve(path.folder) }.appending(name)
  }

  /// Whether a version in git has a file.
  func isKept(_ path: FilePath, _ revision: String) throws -> Bool {
    guard try files.status(path.folder)?.kind == .folder,
      let repository = try repository(around: path.folder)
    else { return false }
    let contents = try asking {
      try repository.contents(of: [try absolute(path)], at: .revision(revision))
    }
    return contents.first.map { $0 != .missing } ?? false
  }

  private func name(of revision: String, _ repository: GitRepository) throws -> String {
    guard revision == "HEAD" else { return VisibleText.of(revision) }
    return try asking { try repository.head() }.short.map { "HEAD \($0)" } ?? "HEAD"
  }

  // MARK: A file

  func compare(fixture path: FilePath, with revision: String) throws -> ExitStatus {
    let repository = try needed(try repository(around: path.folder), path)
    let place = try absolute(path)
    let contents = try asking {
      try repository.contents(of: [place], at: .revision(revision))
    }
    let name = try name(of: revision, repository)
    let exists = try files.linkStatus(path) != nil
    let new = ComparedVersion(
      name: exists ? "the file" : "(gone)",
      bytes: exists ? try bytes(of: path) : nil
    )
    guard let stored = try version(contents.first ?? .missing, name, path) else { return .failed }
    if stored.bytes == nil, report.unified != nil {
      report.output.warn("\(path.visible) is not in \(name), so all of it is new")
    }
    return try compare(stored, new, path)
  }

  /// What git has; nil when it can't be had, which is told.
  private func version(
    _ contents: GitContents,
    _ name: String,
    _ path: FilePath
  ) throws -> ComparedVersion? {
    switch contents {
    case .missing: return ComparedVersion(name: name, bytes: nil)
    case .bytes(let bytes): return ComparedVersion(name: name, bytes: bytes)
    case .unreadable(let reason):
      report.output.warn("\(path.visible) at \(name): \(reason)")
      return nil
    }
  }

  // MARK: A folder

  func compare(folder path: FilePath, with revision: String) throws -> ExitStatus {
    let repository = try needed(try repository(around: path), path)
    let folder = try FixtureFileError.about(path) { try files.resolve(path) }
    let changes = try asking {
      try repository.changes(since: revision, below: folder)
    }
    .filter { ($0.new ?? $0.old)?.bytes.ends(with: ".json") ?? false }
    let name = try name(of: revision, repository)
    let stored = try asking {
      try repository.contents(
        of: changes.map { $0.old ?? $0.new ?? FilePath() },
        at: .revision(revision)
      )
    }
    var status = ExitStatus.done
    for (change, contents) in zip(changes, stored) {
      guard let place = change.new ?? change.old else { continue }
      let full = repository.root.pushing(place)
      let shown =
        path == "." ? full.relative(to: folder) ?? full : full.shown(below: folder, as: path)
      let exists = try files.linkStatus(full)?.kind == .file
      let new = ComparedVersion(
        name: exists ? "the file" : "(gone)",
        bytes: exists ? try bytes(of: full) : nil
      )
      guard let old = try version(contents, name, shown) else {
        status = .failed
        continue
      }
      // Other JSON is none of ours.
      if [old, new].allSatisfy({ !$0.isFixture }) { continue }
      let result = try compare(old, new, shown)
      if status != .failed, result != .done { status = result }
    }
    return status
  }

  // MARK: git's own diff

  /// Takes the words of `GIT_EXTERNAL_DIFF`: path, old file, hex, mode, new file, hex, mode, and of a
  /// renamed file its new path and what git says of it.
  func runForGit(_ words: [String]) throws -> ExitStatus {
    let output = report.output
    let path = surroundings.words.path(words.first ?? ".")
    guard words.count >= 7 else {
      // git gives the path alone of a file with conflicts.
      guard words.count == 1 else {
        throw Complaint(
          .wrongUse,
          "--git takes the words that git gives: 1, 7 or 9, not \(words.count)"
        )
      }
      try output.line("* Unmerged path \(path.visible)")
      return .done
    }
    let new = words.count > 7 ? surroundings.words.path(words[7]) : path
    try output.line(paint.title("diff --llm-mock a/\(path.visible) b/\(new.visible)"))
    if words.count > 8 {
      for line in VisibleText.of(words[8], lineBreaks: .keep).split(separator: "\n") {
        try output.line(String(line))
      }
    }
    let versions = (
      try givenVersion(words[1], name: "a/\(path.visible)"),
      try givenVersion(words[4], name: "b/\(new.visible)")
    )
    if words[3] != words[6], words[3] != ".", words[6] != "." {
      try output.line("mode \(VisibleText.of(words[3])) -> \(VisibleText.of(words[6]))")
    }
    _ = try compare(versions.0, versions.1, new)
    return .done
  }

  private func givenVersion(_ word: String, name: String) throws -> ComparedVersion {
    let path = surroundings.words.path(word)
    let bytes = path == "/dev/null" ? nil : try bytes(of: path)
    return ComparedVersion(name: name, bytes: bytes)
  }
}

extension ComparedVersion {
  /// Whether it is a fixture, or meant to be one.
  fileprivate var isFixture: Bool {
    switch content {
    case .none: false
    case .fixture: true
    case .unreadable(let problem): problem.position != nil || problem.message.contains("version")
    }
  }
}

extension FilePath {
  /// A path below a folder as the user named the folder.
  fileprivate func shown(below folder: FilePath, as name: FilePath) -> FilePath {
    relative(to: folder).map { name.pushing($0) } ?? self
  }
}

extension [UInt8] {
  fileprivate func ends(with text: String) -> Bool {
    suffix(text.utf8.count).elementsEqual(text.utf8)
  }
}
