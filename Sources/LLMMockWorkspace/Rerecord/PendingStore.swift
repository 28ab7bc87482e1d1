internal import LLMMockCore
package import SystemPackage

/// The results that wait to be accepted or rejected, a file each in the state folder; all calls block.
package struct PendingStore: Sendable {
  package let workspace: Workspace

  package init(_ workspace: Workspace) {
    self.workspace = workspace
  }

  package struct List: Sendable {
    /// By fixture, then by place, those that are added last.
    package var results: [PendingResult] = []
    /// What can't be read, in sentences; it stays where it is.
    package var problems: [String] = []
  }

  /// The file of a fixture, which need not exist, without links.
  package func resolved(_ fixture: FilePath) throws -> FilePath {
    do {
      return try workspace.files.target(of: fixture, links: workspace.links)
    } catch let error as FixtureFileError where error.code == .vanished {
      return try workspace.files.entry(at: fixture, links: workspace.links)
    }
  }

  /// The results for fixtures in the opened folder; makes nothing where nothing is kept.
  package func load() throws -> List {
    let state = try workspace.stateFolder()
    let folder = state.pending
    var list = List()
    guard try workspace.files.status(folder)?.kind == .folder else { return list }
    for entry in try workspace.files.list(folder)
    where entry.kind == .file && entry.name.extension == "json" {
      let path = folder.appending(entry.name)
      do {
        let bytes = try workspace.files.read(path).bytes
        guard let result = PendingResult(bytes, id: entry.name.string, in: state) else {
          list.problems.append("\(path.visible): it is no pending result this program knows")
          continue
        }
        if result.fixture.isWithin(workspace.opened) { list.results.append(result) }
      } catch let error as FileSystemError where error.code != .notFound {
        list.problems.append("\(error)")
      } catch is FileSystemError {
        // Another process decided it meanwhile.
      }
    }
    list.results.sort { left, right in
      left.fixture == right.fixture
        ? left.order < right.order
        : left.fixture.bytes.lexicographicallyPrecedes(right.fixture.bytes)
    }
    return list
  }

  /// Keeps a result, whole or not at all, in the place of an older one for the same interaction.
  ///
  /// - Returns: the result as it is kept; it is on the disk then.
  @discardableResult
  package func keep(_ result: PendingResult) throws -> PendingResult {
    try locked { state in
      try put(result, state)
      return Self.kept(result)
    }
  }

  /// Where results are kept; none when nothing is.
  func paths(of results: [PendingResult]) throws -> [FilePath] {
    let state = try workspace.stateFolder()
    guard try workspace.files.status(state.pending)?.kind == .folder else { return [] }
    return results.map { path($0.id, state) }
  }

  /// What lets results go; nothing for those that are gone, or in whose places another answer is kept
  /// by now.
  ///
  /// Their folder must be locked.
  func lettingGo(of results: [PendingResult]) throws -> [ChangeOperation] {
    let state = try workspace.stateFolder()
    return try workspace.lettingGo(results.map { path($0.id, state) }) { place, bytes in
      let kept = PendingResult(bytes, id: results[place].id, in: state)
      return kept?.keptDigest == results[place].keptDigest
    }
  }

  /// Keeps a result for another place in its fixture.
  ///
  /// - Returns: nil when an answer for that place is kept already; nothing changed then.
  package func move(_ result: PendingResult, to moved: PendingResult) throws -> PendingResult? {
    try locked { state in
      if moved.id != result.id, try kept(moved.id, state) != nil { return nil }
      try put(moved, state)
      if moved.id != result.id, try holds(result, state) {
        try workspace.files.remove(path(result.id, state))
      }
      return Self.kept(moved)
    }
  }

  private func locked<Value>(_ body: (StateFolder) throws -> Value) throws -> Value {
    let state = try workspace.stateFolder()
    try state.make(in: workspace.files)
    try workspace.files.makeFolders(state.pending)
    return try workspace.files.locked([state.pending]) { try body(state) }
  }

  private static func kept(_ result: PendingResult) -> PendingResult {
    var kept = result
    kept.keptDigest = ContentDigest(of: result.text)
    return kept
  }

  private func path(_ id: String, _ state: StateFolder) -> FilePath {
    state.pending.appending(id)
  }

  private func put(_ result: PendingResult, _ state: StateFolder) throws {
    try workspace.files.put(path(result.id, state), result.encoded(in: state))
    try workspace.files.syncFolder(state.pending)
  }

  /// What is kept under a name; nil when nothing is, or nothing that this program knows.
  private func kept(_ id: String, _ state: StateFolder) throws -> PendingResult? {
    do {
      return PendingResult(try workspace.files.read(path(id, state)).bytes, id: id, in: state)
    } catch let error as FileSystemError where error.code == .notFound {
      return nil
    }
  }

  private func holds(_ result: PendingResult, _ state: StateFolder) throws -> Bool {
    try kept(result.id, state)?.keptDigest == result.keptDigest
  }

  /// The name of a result for a place in a fixture, without links.
  static func id(_ fixture: FilePath, _ place: PendingResult.Place) -> String {
    var key = fixture.bytes
    switch place {
    case .replaces(let index, let digest): key += [0, 1] + digest.bytes + "\(index)".utf8
    case .adds(let miss): key += [0, 2] + miss.utf8
    }
    return "\(ContentDigest(of: key).hexadecimal.prefix(40)).json"
  }
}

extension PendingResult {
  fileprivate var order: Int {
    if case .replaces(let index, _) = place { index } else { .max }
  }

  private static let version = 1

  fileprivate init?(_ bytes: [UInt8], id: String, in state: StateFolder) {
    let root: JSONValue
    do {
      root = try JSONTree(bytes).root
    } catch {
      return nil
    }
    guard root["version"]?.int == Self.version, let path = root["fixture"]?.path,
      let text = root["text"]?.data, let time = root["time"]?.int
    else { return nil }
    let place: Place
    if let miss = root["miss"]?.string {
      place = .adds(miss: miss)
    } else if let index = root["position"]?.int,
      let digest = root["digest"]?.string.flatMap({ ContentDigest(hexadecimal: $0) })
    {
      place = .replaces(index: index, digest: digest)
    } else {
      return nil
    }
    self.init(
      id: id,
      fixture: state.path(kept: path),
      place: place,
      text: text,
      time: UnixTime(milliseconds: time),
      host: root["host"]?.string ?? "",
      tokens: TokenCount(
        input: root["tokens"]?["input"]?.int ?? 0,
        output: root["tokens"]?["output"]?.int ?? 0
      ),
      milliseconds: root["milliseconds"]?.int ?? 0,
      note: root["note"]?.string,
      fixtureProvider: root["provider"]?.string
    )
    if interaction?.kind != .object { return nil }
  }

  fileprivate func encoded(in state: StateFolder) -> [UInt8] {
    var assembly = JSONAssembly()
    assembly.object { object in
      object.key("version")
      object.number(Self.version)
      object.key("fixture")
      object.path(state.kept(fixture))
      switch place {
      case .replaces(let index, let digest):
        object.key("position")
        object.number(index)
        object.key("digest")
        object.string(digest.hexadecimal)
      case .adds(let miss):
        object.key("miss")
        object.string(miss)
      }
      object.key("time")
      object.number(time.milliseconds)
      object.key("host")
      object.string(host)
      object.key("tokens")
      object.object {
        $0.key("input")
        $0.number(tokens.input)
        $0.key("output")
        $0.number(tokens.output)
      }
      object.key("milliseconds")
      object.number(milliseconds)
      if let note {
        object.key("note")
        object.string(note)
      }
      if let fixtureProvider {
        object.key("provider")
        object.string(fixtureProvider)
      }
      object.key("text")
      object.data(text)
    }
    return assembly.bytes + [0x0A]
  }
}
