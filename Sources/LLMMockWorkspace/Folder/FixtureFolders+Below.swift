package import SystemPackage

extension FixtureFolders {
  /// A folder with fixtures in it.
  package struct Below: Hashable, Sendable {
    /// From the folder looked in; `.` for that folder itself.
    package var path: FilePath
    /// How many files in it and below look like fixtures.
    package var count: Int
  }

  /// The folders below with fixtures in them, in the order of a walk.
  ///
  /// A folder named `fixtures` stands for all below it, and any other for those below it. Whether a
  /// file is a fixture is guessed from its first bytes. What a walk leaves out is not looked at.
  ///
  /// - Parameters:
  ///   - deadline: when to stop looking.
  ///   - limit: how many folders and files to look at.
  /// - Returns: what was found, and whether everything has been looked at.
  package func below(
    until deadline: ContinuousClock.Instant,
    limit: Int = 20_000
  ) -> (folders: [Below], isComplete: Bool) {
    let options = FolderWalker.Options(includeEmptyFolders: true, deepest: 12)
    var walk = FolderWalker(here, options: options, user: user).makeIterator()
    var order: [[UInt8]] = []
    var counts: [[UInt8]: Int] = [:]
    var seen = 0
    var isComplete = true
    while let entry = walk.next() {
      seen += 1
      if entry.problem == .tooDeep { isComplete = false }
      if seen > limit || ContinuousClock.now > deadline {
        isComplete = false
        break
      }
      guard entry.kind == .file, entry.problem == nil, !entry.leadsOut,
        looksLikeFixture(here.pushing(entry.path))
      else { continue }
      let folder = Self.fixtureFolder(of: entry.parent)
      if counts[folder] == nil { order.append(folder) }
      counts[folder, default: 0] += 1
    }
    for folder in order {
      let outer = order.filter { !$0.isEmpty && $0 != folder && folder.starts(with: $0) }
      guard let outermost = outer.min(by: { $0.count < $1.count }) else { continue }
      counts[outermost, default: 0] += counts.removeValue(forKey: folder) ?? 0
    }
    let folders = order.compactMap { folder in
      counts[folder].map {
        Below(path: folder.isEmpty ? "." : FilePath(pathBytes: folder), count: $0)
      }
    }
    return (folders, isComplete)
  }

  /// The outermost folder named `fixtures` on a path, otherwise the path; with a slash at its end.
  private static func fixtureFolder(of path: [UInt8]) -> [UInt8] {
    let name = Array("fixtures".utf8)
    var start = path.startIndex
    while let end = path[start...].firstIndex(of: UInt8(ascii: "/")) {
      if path[start..<end].elementsEqual(name) { return Array(path[...end]) }
      start = end + 1
    }
    return path
  }

  private func looksLikeFixture(_ path: FilePath) -> Bool {
    // What can't be read is not counted; the browser says so when the folder is opened.
    let start = path.withPlatformString { path in try? SystemCalls.read(path, limit: 4096) }
    guard let start else { return false }
    let member = Array("\"interactions\"".utf8)
    return start.indices.contains { start[$0...].starts(with: member) }
  }
}
