package import LLMMockCore
package import SystemPackage

/// Which interactions were fed by an answer that has since been replaced, so that no program sends
/// their requests any more; all calls block.
///
/// A mark belongs to the text of an interaction, so it clears itself when that is recorded again.
package struct StaleMarks: Sendable {
  package struct Mark: Hashable, Sendable {
    /// The file without links.
    package var fixture: FilePath
    /// Of the interaction's text.
    package var digest: ContentDigest

    package init(fixture: FilePath, digest: ContentDigest) {
      self.fixture = fixture
      self.digest = digest
    }
  }

  private let workspace: Workspace

  /// How many are kept: the oldest go first.
  static let limit = 10_000

  package init(_ workspace: Workspace) {
    self.workspace = workspace
  }

  private func path(_ state: StateFolder) -> FilePath { state.path.appending("stale") }

  /// The marks there are; makes nothing.
  package func load() throws -> Set<Mark> {
    Set(try marks(try workspace.stateFolder()))
  }

  /// The marks, the oldest first.
  ///
  /// A line is a digest, a space, and the path as JSON; others are passed over.
  private func marks(_ state: StateFolder) throws -> [Mark] {
    let bytes: [UInt8]
    do {
      bytes = try workspace.files.read(path(state)).bytes
    } catch let error as FileSystemError where error.code == .notFound {
      return []
    }
    return bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
      let parts = line.split(separator: UInt8(ascii: " "), maxSplits: 1)
      guard parts.count == 2,
        let digest = ContentDigest(hexadecimal: String(decoding: parts[0], as: UTF8.self))
      else { return nil }
      do {
        guard let kept = try JSONTree(Array(parts[1])).root.path else { return nil }
        return Mark(fixture: state.path(kept: kept), digest: digest)
      } catch {
        return nil
      }
    }
  }

  /// Adds marks, and takes others away.
  package func change(adding added: [Mark], removing removed: [Mark] = []) throws {
    if added.isEmpty, removed.isEmpty { return }
    let state = try workspace.stateFolder()
    try state.make(in: workspace.files)
    try workspace.files.locked([state.path]) {
      let old = try marks(state)
      let gone = Set(removed)
      var known = Set(old)
      let new = added.filter { known.insert($0).inserted }
      let marks = (old.filter { !gone.contains($0) || added.contains($0) } + new).suffix(Self.limit)
      if Array(marks) == old { return }
      var bytes: [UInt8] = []
      for mark in marks {
        var path = JSONAssembly()
        path.path(state.kept(mark.fixture))
        bytes += mark.digest.hexadecimal.utf8
        bytes.append(UInt8(ascii: " "))
        bytes += path.bytes
        bytes.append(UInt8(ascii: "\n"))
      }
      try workspace.files.put(path(state), bytes)
    }
  }
}
