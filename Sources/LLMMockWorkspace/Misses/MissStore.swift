package import LLMMockCore
internal import SystemPackage

/// A request that no recording answered, as it is kept.
package struct StoredMiss: Sendable, Identifiable {
  /// The name it is kept under.
  package var id: String
  package var record: MissRecord

  package init(id: String, record: MissRecord) {
    self.id = id
    self.record = record
  }
}

/// The misses of a folder that someone works on; all calls block.
package struct MissStore: Sendable {
  private let workspace: Workspace

  package init(_ workspace: Workspace) {
    self.workspace = workspace
  }

  package struct List: Sendable {
    /// The newest first.
    package var misses: [StoredMiss] = []
    /// What can't be read, in sentences.
    package var problems: [String] = []
  }

  /// The misses whose fixtures lie in the opened folder and that no recording answers now; those that
  /// are answered are let go.
  ///
  /// Makes nothing where nothing is kept.
  package func load() throws -> List {
    let folder = MissFolder(try workspace.stateFolder(), files: workspace.files)
    let (kept, damaged) = try folder.contents()
    var list = List(problems: damaged)
    var answering = AnsweringFixtures(files: workspace.files)
    for kept in kept where kept.miss.fixture.isWithin(workspace.opened) {
      if answering.answers(kept.miss) {
        try folder.remove(kept.name)
      } else {
        list.misses.append(StoredMiss(id: kept.name.string, record: kept.miss))
      }
    }
    return list
  }

  /// Lets misses go, as one change that can be undone.
  ///
  /// - Returns: nil when they were gone already.
  @discardableResult
  package func drop(_ ids: [String]) throws -> Change? {
    let title = ids.count == 1 ? "Dropped a missed request" : "Dropped \(ids.count) missed requests"
    let paths = try paths(of: ids)
    if paths.isEmpty { return nil }
    return try workspace.commit(title, touching: paths, withoutHistory: false) { _ in
      try lettingGo(of: ids)
    }
  }

  /// Where misses are kept; none when nothing is.
  func paths(of ids: [String]) throws -> [FilePath] {
    let folder = try workspace.stateFolder().misses
    guard try workspace.files.status(folder)?.kind == .folder else { return [] }
    return ids.compactMap { FilePath.Component(bytes: Array($0.utf8)).map(folder.appending) }
  }

  /// What lets misses go; nothing for those that are gone.
  func lettingGo(of ids: [String]) throws -> [ChangeOperation] {
    try workspace.lettingGo(paths(of: ids))
  }

  /// What is nearest to a miss in its fixture as it is now.
  ///
  /// - Returns: nil when the fixture has nothing of that endpoint, or can't be read.
  package func nearest(to miss: StoredMiss) -> NearestRecording? {
    nearest(to: [miss])[0]
  }

  /// What is nearest to each of the misses, in their order; a fixture is read once for all.
  package func nearest(to misses: [StoredMiss]) -> [NearestRecording?] {
    var answering = AnsweringFixtures(files: workspace.files)
    return misses.map { answering.nearest(to: $0.record) }
  }
}

extension MissRecord {
  /// The miss as an interaction without an answer, to be compared with a recording.
  package func side(like near: NearestRecording) -> InteractionDiff.Side {
    var assembly = JSONAssembly()
    assembly.object { object in
      // As the recording says it, where it says the same.
      if near.interaction["endpoint"] != nil || near.endpoint != endpoint {
        object.key("endpoint")
        object.string(endpointPath)
      }
      if let provider = near.interaction["provider"] {
        object.key("provider")
        object.value(provider)
      }
      object.headers("request_headers", requestHeaders)
      object.key("request")
      object.value(request)
    }
    let interaction: JSONValue
    do {
      interaction = try JSONTree(assembly.bytes).root
    } catch {
      // It was put together of JSON; the request alone is the next best.
      interaction = request
    }
    return InteractionDiff.Side(
      interaction: interaction,
      fixtureProvider: near.fixtureProvider
    )
  }
}

/// A recording that comes close to a miss.
package struct NearestRecording: Sendable {
  /// From 0.
  package var index: Int
  package var summary: InteractionSummary
  package var interaction: JSONValue
  package var endpoint: Endpoint
  package var fixtureProvider: String?
  package var version: FileVersion
}

/// Fixtures that misses are looked up in again, each read once.
private struct AnsweringFixtures {
  let files: FileSystem
  private var known: [FilePath: (index: CallIndex, version: FileVersion)?] = [:]

  init(files: FileSystem) {
    self.files = files
  }

  private mutating func fixture(_ path: FilePath) -> (index: CallIndex, version: FileVersion)? {
    if let found = known[path] { return found }
    var found: (index: CallIndex, version: FileVersion)?
    do {
      let contents = try files.read(path)
      found = (CallIndex(try FixtureDocument(contents.bytes)), contents.status.version)
    } catch {
      // A file that can't be read answers nothing; who opens it is told why.
      found = nil
    }
    known[path] = .some(found)
    return found
  }

  /// Whether a session with the same options would answer it now.
  mutating func answers(_ miss: MissRecord) -> Bool {
    guard !miss.isFolder, let index = fixture(miss.fixture)?.index else { return false }
    do {
      let call = try IncomingCall(miss.call)
      var options = SessionOptions(mode: .replay)
      options.isStrict = miss.isStrict
      options.matchOn = miss.matchOn
      var session = Session(options)
      let fixtures = [ConsultedFixture(name: "", index: index)]
      let found = try ConsultedFixture.answer(to: call, in: fixtures, matchOn: miss.matchOn)
      if case .answer = session.decide(call, found, among: fixtures, named: "") { return true }
    } catch {
      // What can't be compared is not answered.
    }
    return false
  }

  mutating func nearest(to miss: MissRecord) -> NearestRecording? {
    guard !miss.isFolder, let (index, version) = fixture(miss.fixture) else { return nil }
    do {
      let call = try IncomingCall(miss.call)
      guard let found = try index.nearest(to: call) else { return nil }
      return NearestRecording(
        index: found.position,
        summary: found.summary,
        interaction: try index.interaction(at: found.position),
        endpoint: index.calls[found.position].endpoint,
        fixtureProvider: index.document.summary.provider,
        version: version
      )
    } catch {
      // Then it has no nearest.
      return nil
    }
  }
}
