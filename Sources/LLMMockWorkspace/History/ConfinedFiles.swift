internal import LLMMockCore
internal import SystemPackage

/// A disk on which a history may touch only what lies below one folder, and what waits for a decision
/// in the state folder, wherever that is.
///
/// A history can come with a clone, so what it says is checked like anything from a stranger.
struct ConfinedFiles: Sendable {
  let files: FileSystem
  /// Without links.
  let root: FilePath
  /// The folders of what waits; their files are in none of their subfolders.
  var waiting: [FilePath] = []

  /// The path as errors and titles show it.
  func visible(_ path: FilePath) -> String {
    guard path.isWithin(root), let relative = path.relative(to: root) else { return path.visible }
    return relative.visible
  }

  /// - Throws: ``FixtureFileError`` when links lead elsewhere now than when the change was made.
  func check(_ path: FilePath) throws {
    if waiting.contains(path.folder) {
      // How one gets to the state folder is the user's affair; what lies in it may come from others.
      let kind = try FixtureFileError.about(path) { try files.linkStatus(path.folder)?.kind }
      if kind == nil || kind == .folder { return }
    }
    guard path.isWithin(root), !isInsideGit(path) else {
      throw FixtureFileError(.linkLeadsOut, path, "it is not one of this folder's files")
    }
    var folder = path.folder
    while try files.linkStatus(folder) == nil, folder != root { folder = folder.folder }
    guard try FixtureFileError.about(path, { try files.resolve(folder) }) == folder else {
      throw FixtureFileError(.linkLeadsOut, path, "a link leads elsewhere")
    }
  }

  /// Whether an operation is about something that waits for a decision.
  func isWaiting(_ operation: ChangeOperation) -> Bool {
    operation.paths.allSatisfy { waiting.contains($0.folder) }
  }

  /// The files that a person works on.
  func withoutWaiting(_ paths: [FilePath]) -> [FilePath] {
    paths.filter { !waiting.contains($0.folder) }
  }

  /// What git keeps for itself decides which programs it runs.
  private func isInsideGit(_ path: FilePath) -> Bool {
    path.bytes.dropFirst(root.length).split(separator: UInt8(ascii: "/")).contains { name in
      // In lower case, which is enough to tell.
      name.map { $0 | 0x20 }.elementsEqual(".git".utf8)
    }
  }
}

/// How a file stands to an operation.
enum Standing: Hashable {
  /// As it was before it.
  case before
  /// As it left it.
  case after
  case neither(Obstacle)
}

/// What keeps a file from being changed, or changed back.
enum Obstacle: Hashable {
  case changed(FilePath)
  case exists(FilePath)
  case isGone(FilePath)
}

extension ConfinedFiles {
  /// How the disk stands to an operation now.
  func standing(of operation: ChangeOperation) throws -> Standing {
    switch operation {
    case .edit(let path, let before, let after, _):
      guard let digest = try digest(of: path) else { return .neither(.isGone(path)) }
      if digest == after { return .after }
      if digest == before { return .before }
      return .neither(.changed(path))
    case .deleteFile(let path, let bytes, _):
      guard try files.linkStatus(path) != nil else { return .after }
      return try isFile(path, bytes) ? .before : .neither(.changed(path))
    case .createFile(let path, let bytes, _):
      guard try files.linkStatus(path) != nil else { return .before }
      return try isFile(path, bytes) ? .after : .neither(.exists(path))
    case .deleteLink(let path, let target):
      guard try files.linkStatus(path) != nil else { return .after }
      return try isLink(path, to: target) ? .before : .neither(.changed(path))
    case .createLink(let path, let target):
      guard try files.linkStatus(path) != nil else { return .before }
      return try isLink(path, to: target) ? .after : .neither(.exists(path))
    case .rename(let from, let to):
      switch (try hasEntry(from, not: to), try hasEntry(to, not: from)) {
      case (true, false): return .before
      case (false, true): return .after
      case (true, true): return .neither(.exists(to))
      case (false, false): return .neither(.isGone(from))
      }
    }
  }

  private func digest(of path: FilePath) throws -> ContentDigest? {
    guard try files.linkStatus(path)?.kind == .file else { return nil }
    return ContentDigest(of: try files.read(path).bytes)
  }

  func isFile(_ path: FilePath, _ bytes: [UInt8]) throws -> Bool {
    guard let status = try files.linkStatus(path) else { return false }
    return try status.kind == .file && status.size == bytes.count && files.read(path).bytes == bytes
  }

  func isLink(_ path: FilePath, to target: FilePath) throws -> Bool {
    try files.linkStatus(path)?.kind == .link && files.readLink(path) == target
  }

  /// Whether a folder lists a name.
  ///
  /// Where upper and lower case are the same, a file answers to names it does not have.
  private func hasEntry(_ path: FilePath, not other: FilePath) throws -> Bool {
    guard let status = try files.linkStatus(path) else { return false }
    guard path.folder == other.folder, let second = try files.linkStatus(other),
      status.isSameFile(as: second)
    else { return true }
    return try files.list(path.folder).contains { $0.name == path.lastComponent }
  }
}
