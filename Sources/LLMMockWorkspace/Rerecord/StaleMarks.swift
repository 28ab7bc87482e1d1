package import LLMMockCore
package import SystemPackage

/// Which interactions were fed by an answer that has since been replaced, so that no program sends
/// their requests any more; all calls block.
///
/// A mark belongs to two texts: the interaction's, and the one that fed it. So it clears itself when
/// the interaction is recorded again, and when the replaced answer comes back, as by undo.
package struct StaleMarks: Sendable {
  package struct Mark: Hashable, Sendable {
    /// The file without links.
    package var fixture: FilePath
    /// Of the interaction's text.
    package var digest: ContentDigest
    /// Of the text that fed it, before that was replaced.
    package var feeder: ContentDigest

    package init(fixture: FilePath, digest: ContentDigest, feeder: ContentDigest) {
      self.fixture = fixture
      self.digest = digest
      self.feeder = feeder
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

  /// The interactions of a fixture that marks say are stale, as it is now, in its order.
  package static func indices(
    in document: FixtureDocument,
    at fixture: FilePath,
    _ marks: Set<Mark>
  ) -> [Int] {
    let own = marks.filter { $0.fixture == fixture }
    if own.isEmpty { return [] }
    let digests = document.interactions.map { interaction in
      ContentDigest(of: Array(document.bytes[interaction.range]))
    }
    let present = Set(digests)
    let stale = Set(own.lazy.filter { !present.contains($0.feeder) }.map(\.digest))
    return digests.indices.filter { stale.contains(digests[$0]) }
  }

  /// The marks, the oldest first.
  ///
  /// A line is two digests and the path as JSON, with a space between; others are passed over.
  private func marks(_ state: StateFolder) throws -> [Mark] {
    let bytes: [UInt8]
    do {
      bytes = try workspace.files.read(path(state)).bytes
    } catch let error as FileSystemError where error.code == .notFound {
      return []
    }
    return bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
      let parts = line.split(separator: UInt8(ascii: " "), maxSplits: 2)
      guard parts.count == 3,
        let digest = ContentDigest(hexadecimal: String(decoding: parts[0], as: UTF8.self)),
        let feeder = ContentDigest(hexadecimal: String(decoding: parts[1], as: UTF8.self))
      else { return nil }
      do {
        guard let kept = try JSONTree(Array(parts[2])).root.path else { return nil }
        return Mark(fixture: state.path(kept: kept), digest: digest, feeder: feeder)
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
        for digest in [mark.digest, mark.feeder] {
          bytes += digest.hexadecimal.utf8
          bytes.append(UInt8(ascii: " "))
        }
        bytes += path.bytes
        bytes.append(UInt8(ascii: "\n"))
      }
      try workspace.files.put(path(state), bytes)
    }
  }
}
