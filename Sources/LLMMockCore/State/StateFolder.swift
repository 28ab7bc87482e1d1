package import SystemPackage

/// Where the program keeps what it remembers about a folder of fixtures: the history, pending
/// results, misses, reviewed marks.
///
/// It is the nearest `.llm-mock` at or above the folder, but not above the git work tree; else it
/// belongs at the work tree's root, outside git in the folder itself. `LLM_MOCK_STATE` names another
/// place, and where `.llm-mock` can't be written, `$XDG_STATE_HOME/llm-mock` stands in.
package struct StateFolder: Hashable, Sendable {
  package static let name: FilePath.Component = ".llm-mock"

  package var path: FilePath
  /// The folder whose files it is about, without links.
  package var base: FilePath
  /// Whether other folders' states may be in the same place.
  package var isShared = false

  package init(path: FilePath, base: FilePath, isShared: Bool = false) {
    self.path = path
    self.base = base
    self.isShared = isShared
  }

  /// The folder of the results that wait to be accepted or rejected, a file each.
  package var pending: FilePath { path.appending("pending") }
  /// The folder of the requests that no recording answered, a file each.
  package var misses: FilePath { path.appending("misses") }

  /// Finds the place, and makes nothing.
  ///
  /// The opened folder is given without links, and with the root of its git work tree, if any.
  package static func find(
    for folder: FilePath,
    workTree: FilePath?,
    places: StatePlaces,
    files: FileSystem
  ) throws -> StateFolder {
    if let named = places.named {
      return StateFolder(path: named, base: workTree ?? folder, isShared: true)
    }
    let opened = try files.status(folder)
    for parent in folder.selfAndParents(to: workTree) {
      let path = parent.appending(name)
      guard let status = try files.linkStatus(path) else { continue }
      // One that someone else put there is neither trusted nor private. A link could lead anywhere.
      let isOurs = status.owner == files.user() || status.owner == opened?.owner
      if status.kind == .folder, isOurs, try files.isWritable(path) {
        return StateFolder(path: path, base: parent)
      }
      return places.standIn(for: workTree ?? folder)
    }
    let base = workTree ?? folder
    if try files.isWritable(base) { return StateFolder(path: base.appending(name), base: base) }
    return places.standIn(for: base)
  }

  /// Makes the folder where it is missing, private to the user, and keeps git from seeing it.
  package func make(in files: FileSystem) throws {
    if try files.status(path) == nil {
      try files.makeFolders(path)
      try ignoreAll(in: files)
      return
    }
    guard !isShared else { return }
    // Came with an archive or a clone: others may be able to look in.
    if let status = try files.linkStatus(path),
      status.permissions != .ownerReadWriteExecute, status.owner == files.user()
    {
      try files.setPermissions(path, .ownerReadWriteExecute)
    }
    if try files.linkStatus(path.appending(".gitignore")) == nil { try ignoreAll(in: files) }
  }

  private func ignoreAll(in files: FileSystem) throws {
    do {
      try files.make(
        path.appending(".gitignore"),
        Array("*\n".utf8),
        permissions: .ownerReadWrite
      )
    } catch let error as FileSystemError where error.code == .exists {
      // Another process was faster.
    }
  }
}

/// The places for state that the user's environment gives.
package struct StatePlaces: Hashable, Sendable {
  /// `LLM_MOCK_STATE`, when it is set and not empty.
  package var named: FilePath?
  /// `$XDG_STATE_HOME/llm-mock`, else `~/.local/state/llm-mock`.
  package var standIn: FilePath

  /// The places for a user with that home folder.
  package init(environment: [String: String], home: FilePath) {
    if let value = environment["LLM_MOCK_STATE"], !value.isEmpty { named = FilePath(value) }
    let state = environment["XDG_STATE_HOME"].map { FilePath($0) }
    // The XDG specification says to ignore a relative one.
    standIn = (state.flatMap { $0.isAbsolute ? $0 : nil } ?? home.pushing(".local/state"))
      .appending("llm-mock")
  }

  /// The state folder for a folder that can hold none: a folder of its own among the others.
  func standIn(for base: FilePath) -> StateFolder {
    let letters = (base.lastComponent?.bytes ?? []).filter { byte in
      UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
        || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }
    let label = String(decoding: letters.prefix(40), as: UTF8.self)
    let digest = ContentDigest(of: base.bytes).hexadecimal.prefix(16)
    return StateFolder(path: standIn.appending("\(label)-\(digest)"), base: base)
  }
}

extension FileSystem {
  /// The root of the git work tree that a folder lies in; nil outside git.
  ///
  /// Found by walking up: git, run inside a folder of a stranger, may run what it finds there.
  package func workTree(around folder: FilePath) throws -> FilePath? {
    for parent in folder.selfAndParents(to: nil) {
      if let status = try status(parent.appending(".git")), status.kind != .other { return parent }
    }
    return nil
  }
}
