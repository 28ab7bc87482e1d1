import LLMMock
import LLMMockCore
import LLMMockGateway
import LLMMockWorkspace
import SystemPackage

/// A server over fixtures, and what it says at the end.
struct Serving: Sendable {
  let engine: Engine
  private let fixtures: ServedFixtures
  private let server: GatewayServer

  /// - Parameter command: the words that a miss names to record it, after `llm-mock`.
  init(
    _ options: ServingOptions,
    _ surroundings: Surroundings,
    recordingWith command: (_ fixture: String) -> String
  ) throws {
    var session = try options.session(surroundings.variables)
    let standard = try Self.source(options, surroundings, mode: session.mode)
    session.recordCommand = command(standard.name)
    engine = Engine(
      session,
      clock: surroundings.clock,
      misses: MissKeeper(
        places: StatePlaces(environment: surroundings.environment, home: surroundings.home),
        files: surroundings.files,
        now: { [now = surroundings.now] in now().milliseconds }
      )
    )
    fixtures = ServedFixtures(
      standard: standard.source,
      folder: standard.folder,
      files: surroundings.files
    )
    let upstreams = Upstreams(
      rules: try UpstreamRules(
        named: options.upstream.map { ($0.name, $0.base) },
        variables: surroundings.variables
      ),
      provider: options.provider
    )
    server = GatewayServer(
      configuration: options.gateway,
      backend: EngineBackend(engine: engine, fixtures: fixtures, upstreams: upstreams)
    )
  }

  /// The fixture or folder that was named, and the folder that requests name fixtures in.
  private static func source(
    _ options: ServingOptions,
    _ surroundings: Surroundings,
    mode: Mode
  ) throws -> (source: any FixtureSource, folder: FilePath, name: String) {
    let files = surroundings.files
    let path = surroundings.words.path(options.fixture)
    let file = FixtureName.file(path)
    let status = try files.status(path)
    let isFile = status.map { $0.kind != .folder } ?? false
    let hasFile = try files.status(file) != nil
    if status == nil || isFile || (file != path && hasFile) {
      let fixture = FixtureFile(isFile ? path : file, files: files)
      if options.into != nil {
        throw Complaint(.wrongUse, "--into is for a --fixture that is a folder")
      }
      if mode == .replay, try files.status(fixture.path) == nil {
        throw Complaint(.wrongUse, try missing(path, file, surroundings))
      }
      return (SingleFixture(fixture), fixture.path.folder, path.visible)
    }
    let target = options.into.map {
      FixtureFile(FixtureName.file(surroundings.words.path($0)), files: files)
    }
    let walker = FolderWalker(path, user: surroundings.userFiles)
    let folder = FixtureFolder(
      name: path.visible,
      path: path,
      target: target,
      list: { try Self.fixtures(below: path, walker) },
      file: { FixtureFile($0, files: files) }
    )
    return (folder, path, path.visible)
  }

  /// What may be a fixture, unreadable ones too, in the order of the paths' bytes.
  private static func fixtures(
    below folder: FilePath,
    _ walker: FolderWalker
  ) throws -> [FilePath] {
    var paths: [FilePath] = []
    _ = try FolderReader(walker).read { entry, result in
      (path: entry.path, isFixture: result.content != .other)
    } each: { file in
      if file.isFixture { paths.append(folder == "." ? file.path : folder.pushing(file.path)) }
    }
    return paths.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }

  private static func missing(
    _ path: FilePath,
    _ file: FilePath,
    _ surroundings: Surroundings
  ) throws -> String {
    if let python = FixtureFile(file).pythonName() {
      return
        "\(file.visible) does not exist; \(python) does: the Python tool cuts a suffix off a name"
    }
    do {
      _ = try surroundings.named(path.visible)
      return "\(file.visible) does not exist"
    } catch {
      let sentence = Complaint(error).sentence
      return sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
    }
  }

  // MARK: Running

  /// Begins to listen.
  ///
  /// - Returns: the port.
  func start() async throws -> Int {
    if let file = fixtures.standard.target { try await engine.open(file) }
    do {
      return try await server.start()
    } catch let error as GatewayListenError {
      throw Complaint(.failed, error.description)
    }
  }

  func stop() async {
    await server.stop()
  }

  /// What is told at the end.
  func report() async -> [String] {
    let report = engine.report
    var unused: [UnusedInteraction] = []
    var count = 0
    if engine.options.mode != .record {
      do {
        for fixture in try await fixtures.standard.all() {
          let used = report.used[fixture.name] ?? []
          for (position, interaction) in (fixture.index?.document.interactions ?? []).enumerated() {
            count += 1
            if used.contains(position) { continue }
            unused.append(
              UnusedInteraction(
                fixture: fixture.name,
                position: position,
                hash: interaction.hash,
                preview: interaction.preview
              )
            )
          }
        }
      } catch {
        // The file can't be read any more: each request was told so.
        unused = []
      }
    }
    await engine.misses?.finished()
    let notes = engine.misses?.problem.map { ["a missed request could not be kept: \($0)"] } ?? []
    return ReportText(
      report,
      unused: unused,
      of: count,
      options: engine.options,
      notes: notes
    ).lines
  }
}
