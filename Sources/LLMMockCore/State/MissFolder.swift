package import SystemPackage

/// The requests that no recording answered, a file each, below a state folder.
package struct MissFolder: Sendable {
  private let files: FileSystem
  package let state: StateFolder

  /// How many are kept: the oldest go first.
  private let limit: Int

  package init(_ state: StateFolder, files: FileSystem, limit: Int = 1_000) {
    self.state = state
    self.files = files
    self.limit = limit
  }

  package var path: FilePath { state.misses }

  /// Keeps a miss; one of the same request that is kept already is replaced.
  package func keep(_ miss: MissRecord) throws {
    try state.make(in: files)
    try files.makeFolders(path)
    let name = Self.name(of: miss)
    let isNew = try files.linkStatus(path.appending(name)) == nil
    try files.put(path.appending(name), miss.encoded(in: state))
    if isNew { try prune(keeping: name) }
  }

  private static func name(of miss: MissRecord) -> FilePath.Component {
    FilePath.Component(bytes: Array("\(miss.digest.hexadecimal.prefix(40)).json".utf8))
      ?? "miss.json"
  }

  /// Lets the oldest go when there are too many, with room for some more.
  private func prune(keeping newest: FilePath.Component) throws {
    let names = try names()
    guard names.count > limit else { return }
    let aged = try names.compactMap { name in
      try files.linkStatus(path.appending(name)).map { (name, $0.modified) }
    }
    let oldest = aged.sorted { $0.1 < $1.1 }.prefix(names.count - limit * 9 / 10)
    for (name, _) in oldest where name != newest { try remove(name) }
  }

  private func names() throws -> [FilePath.Component] {
    guard try files.status(path)?.kind == .folder else { return [] }
    return try files.list(path).filter { $0.kind == .file && $0.name.extension == "json" }
      .map(\.name)
  }

  // MARK: Reading

  /// A miss that is kept.
  package struct Kept: Sendable {
    package var name: FilePath.Component
    package var miss: MissRecord
  }

  /// All of them, the newest first; and the files that can't be read, in sentences.
  package func contents() throws -> (kept: [Kept], damaged: [String]) {
    var kept: [Kept] = []
    var damaged: [String] = []
    for name in try names() {
      let file = path.appending(name)
      do {
        guard let miss = MissRecord(try files.read(file).bytes, in: state) else {
          damaged.append("\(file.visible): it is no miss this program knows")
          continue
        }
        kept.append(Kept(name: name, miss: miss))
      } catch let error as FileSystemError {
        // Another process let it go meanwhile.
        if error.code != .notFound { damaged.append("\(error)") }
      }
    }
    kept.sort { left, right in
      left.miss.time == right.miss.time
        ? left.name.bytes.lexicographicallyPrecedes(right.name.bytes)
        : left.miss.time > right.miss.time
    }
    return (kept, damaged)
  }

  /// Lets one go; nothing when it is gone already.
  package func remove(_ name: FilePath.Component) throws {
    do {
      try files.remove(path.appending(name))
    } catch let error as FileSystemError where error.code == .notFound {
      return
    }
  }
}
