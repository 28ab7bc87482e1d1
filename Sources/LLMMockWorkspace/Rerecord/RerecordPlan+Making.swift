package import LLMMockCore
internal import SystemPackage

extension RerecordPlan {
  /// Plans calls for recorded interactions; sends and writes nothing.
  ///
  /// Each place is planned once, however often it was chosen. What can't be sent is among the
  /// refusals.
  ///
  /// - Throws: ``FixtureFileError`` when a file can't be read, is no fixture, or is no longer what the
  ///   caller saw.
  package init(
    of chosen: [ChosenInteractions],
    misses: [StoredMiss] = [],
    files: FileSystem,
    sources: RerecordSources
  ) throws {
    self.init()
    var planned: Set<RerecordKey> = []
    for chosen in chosen {
      let fixture = try PlannedFixture(chosen.path, expecting: chosen.expecting, files: files)
      for index in chosen.indices.sorted() { add(fixture, index, sources, &planned) }
    }
    var fixtures: [FilePath: PlannedFixture] = [:]
    for miss in misses {
      let path = miss.record.fixture
      let fixture =
        try fixtures[path] ?? PlannedFixture(path, expecting: nil, files: files, mayBeMissing: true)
      fixtures[path] = fixture
      add(miss, to: fixture, sources, &planned)
    }
  }

  private mutating func add(
    _ fixture: PlannedFixture,
    _ index: Int,
    _ sources: RerecordSources,
    _ planned: inout Set<RerecordKey>
  ) {
    guard let document = fixture.document, document.interactions.indices.contains(index) else {
      let key = RerecordKey(
        fixture: fixture.path,
        place: .interaction(index: index, digest: ContentDigest(of: []))
      )
      guard planned.insert(key).inserted else { return }
      refuse(key, .unreadable("there is no @\(index + 1) any more"))
      return
    }
    let summary = document.interactions[index]
    let digest = ContentDigest(of: Array(document.bytes[summary.range]))
    let key = RerecordKey(fixture: fixture.path, place: .interaction(index: index, digest: digest))
    guard planned.insert(key).inserted else { return }
    let interaction: JSONValue
    do {
      interaction = try document.interaction(at: index).root
    } catch {
      refuse(key, .unreadable(error.description))
      return
    }
    let form = RecordingForm(
      layout: fixture.layout,
      fixtureProvider: document.summary.provider,
      old: interaction,
      provider: interaction["provider"]?.string ?? document.summary.provider
    )
    do throws(StoredRequest.Unsendable) {
      let request = try StoredRequest(
        of: interaction,
        fixtureProvider: document.summary.provider
      )
      add(key, request, form, sources) { call in
        call.name = summary.name
        call.preview = summary.preview
        call.tokens = Self.tokens(of: interaction, request.endpoint)
        call.feeds = fixture.chain.fed(by: index)
        call.fedBy = fixture.chain.feeding(index)
      }
    } catch {
      refuse(key, .unsendable(error.phrase))
    }
  }

  private mutating func add(
    _ miss: StoredMiss,
    to fixture: PlannedFixture,
    _ sources: RerecordSources,
    _ planned: inout Set<RerecordKey>
  ) {
    let record = miss.record
    let key = RerecordKey(fixture: fixture.path, place: .miss(miss.id))
    guard planned.insert(key).inserted else { return }
    if record.isFolder {
      refuse(key, .unreadable("no recording was near, so it belongs to no fixture yet"))
      return
    }
    let named = fixture.document?.summary.provider.flatMap(Provider.named)
    let knows = named?.endpoints.contains { $0.name == record.endpoint.name } ?? false
    let provider = knows ? named : Provider.of(record.endpoint)
    let form = RecordingForm(
      layout: fixture.layout,
      fixtureProvider: fixture.document?.summary.provider ?? provider?.name,
      old: nil,
      provider: provider?.name
    )
    do throws(StoredRequest.Unsendable) {
      let request = try StoredRequest(
        request: record.request,
        endpoint: record.endpoint,
        storedPath: record.endpointPath,
        headers: record.requestHeaders,
        provider: provider?.name,
        upstream: nil
      )
      add(key, request, form, sources) { $0.preview = record.preview }
    } catch {
      refuse(key, .unsendable(error.phrase))
    }
  }

  private mutating func add(
    _ key: RerecordKey,
    _ request: StoredRequest,
    _ form: RecordingForm,
    _ sources: RerecordSources,
    _ fill: (inout PlannedCall) -> Void
  ) {
    do throws(RerecordRefusal.Reason) {
      var call = PlannedCall(
        key: key,
        target: try sources.target(of: request),
        request: request,
        name: nil,
        preview: "",
        tokens: nil,
        hostedTools: request.hostedTools,
        form: form
      )
      fill(&call)
      calls.append(call)
    } catch {
      refuse(key, error)
    }
  }

  private mutating func refuse(_ key: RerecordKey, _ reason: RerecordRefusal.Reason) {
    refusals.append(RerecordRefusal(key: key, reason: reason))
  }

  private static func tokens(of interaction: JSONValue, _ endpoint: Endpoint) -> TokenCount? {
    let usage = Conversation.read(
      endpoint: endpoint,
      request: interaction["request"] ?? interaction,
      response: interaction["response"],
      events: StreamEvent.read(interaction["stream_events"]),
      responseText: interaction["response_text"]?.string
    ).answer.usage
    guard usage.input != nil || usage.output != nil else { return nil }
    return TokenCount(input: usage.input ?? 0, output: usage.output ?? 0)
  }
}

/// A fixture as it is when calls are planned.
private final class PlannedFixture {
  let path: FilePath
  /// nil when the file does not exist.
  let document: FixtureDocument?
  lazy var chain: Chain = document.map { Chain($0) } ?? Chain.none
  /// Of its interactions; to find it, the whole file is looked through.
  lazy var layout: FixtureLayout = document?.interactionLayout ?? .standard

  init(
    _ path: FilePath,
    expecting: FileVersion?,
    files: FileSystem,
    mayBeMissing: Bool = false
  ) throws {
    self.path = path
    let contents: FileContents
    do {
      contents = try files.read(path)
    } catch let error as FileSystemError {
      guard mayBeMissing, error.code == .notFound else { throw FixtureFileError(error, path) }
      document = nil
      return
    }
    if let expecting, expecting != contents.status.version {
      throw FixtureFileError(.changedOnDisk, path, "it changed on disk since it was read")
    }
    do throws(FixtureProblem) {
      document = try FixtureDocument(contents.bytes)
    } catch {
      throw FixtureFileError(.editDoesNotFit, path, error.description)
    }
  }
}
