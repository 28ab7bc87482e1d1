internal import LLMMockCore
package import SystemPackage

/// What the lists of the browser show of git: where it stands, and a letter for each path.
package struct GitSummary: Hashable, Sendable {
  package var head: GitHead
  /// `M A D R ? U` by the bytes of the path from the folder that was asked for.
  package var letters: [[UInt8]: Character]
  /// How many paths have each letter, the ones that are not in `letters` included.
  package var counts: [Character: Int]
  /// The conflicts and operations a person should know of, a sentence each.
  package var notes: [String]
  /// Whether `letters` leaves some out, because there are so many.
  package var isCut: Bool

  /// The letter of all that lies in a folder; nil when nothing there changed.
  package func letter(inFolder name: [UInt8]) -> Character? {
    let start = name.isEmpty ? [] : name + [UInt8(ascii: "/")]
    let found = Set(letters.lazy.filter { $0.key.starts(with: start) }.map(\.value))
    return found.count == 1 ? found.first : found.isEmpty ? nil : "M"
  }
}

extension GitRepository {
  /// The letters of a folder's fixtures; one run of git.
  package func summary(below folder: FilePath, limit: Int = 20_000) throws -> GitSummary {
    guard let base = relative(folder)?.bytes else {
      throw GitError(.notARepository, "\(folder.visible) is not in \(root.visible)")
    }
    let start = base.isEmpty ? [] : base + [UInt8(ascii: "/")]
    let status = try status(below: folder, renames: false) { FolderWalker.isCandidate($0) }
    var letters: [[UInt8]: Character] = [:]
    var counts: [Character: Int] = [:]
    for entry in status.entries {
      counts[entry.letter, default: 0] += 1
      guard letters.count < limit, entry.name.starts(with: start) else { continue }
      letters[Array(entry.name.dropFirst(start.count))] = entry.letter
    }
    var notes: [String] = []
    if let operation = status.head.operation { notes.append("\(operation.rawValue) in progress") }
    if let conflicts = counts["U"] { notes.append("\(conflicts) with conflicts") }
    return GitSummary(
      head: status.head,
      letters: letters,
      counts: counts,
      notes: notes,
      isCut: letters.count < status.entries.count
    )
  }
}
