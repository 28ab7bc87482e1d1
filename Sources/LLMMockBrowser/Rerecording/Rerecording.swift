import Dispatch
import LLMMockCore
import LLMMockTUI
import LLMMockWorkspace
import Synchronization
import SystemPackage

/// Records interactions again, and keeps the list of what runs and of the results that wait.
///
/// All calls block, but for those that only steer the queue.
final class Rerecording: Sendable {
  struct Planned: Sendable {
    var plan: RerecordPlan
    /// What the calls are called in the list.
    var labels: [RerecordKey: Label]
  }

  /// How a call is shown.
  struct Label: Sendable {
    var file: EntryID
    var number: String
    var text: String
  }

  /// A call of this run that has no result (yet).
  private struct Live: Sendable {
    var key: RerecordKey
    var label: Label
    var state: RerecordQueue.State
  }

  private struct Shared: Sendable {
    var plans: [Int: Planned] = [:]
    var nextPlan = 1
    var live: [Live] = []
    var results: [PendingResult] = []
    /// Results whose recorded volatile values stay.
    var keeping: Set<String> = []
    var outcomes: [String: Outcome] = [:]
    var queue: RerecordQueue?
    var done = 0
    var total = 0
    /// On the clock that is never set.
    var start = 0
    var isTicking = false
  }

  /// What a result is, beside what is recorded.
  private struct Outcome: Sendable {
    /// What it was worked out for.
    var version: FileVersion?
    var keeps: Bool
    var state: QueueItem.State
    var text: String
    var notes: [String]
  }

  let workspace: Workspace
  private let folder: OpenedFolder
  private let sources: RerecordSources
  private let surroundings: RerecordQueue.Surroundings
  private let post: @Sendable (Message) -> Void
  private let shared = Mutex(Shared())
  private let work = DispatchQueue(label: "llm-mock.results", qos: .userInitiated)

  init(
    workspace: Workspace,
    folder: OpenedFolder,
    sources: RerecordSources,
    surroundings: RerecordQueue.Surroundings,
    post: @escaping @Sendable (Message) -> Void
  ) {
    self.workspace = workspace
    self.folder = folder
    self.sources = sources
    self.surroundings = surroundings
    self.post = post
  }

  private var store: PendingStore { PendingStore(workspace) }

  // MARK: Planning

  /// Works out what recording those again would do.
  func plan(_ chosen: [ChosenInteractions], misses: [StoredMiss] = []) throws -> RerecordPlanText {
    let plan = try RerecordPlan(
      of: chosen,
      misses: misses,
      files: workspace.files,
      sources: sources
    )
    var labels: [RerecordKey: Label] = [:]
    for call in plan.calls {
      labels[call.key] = Label(
        file: entry(of: call.key.fixture),
        number: call.key.index.map { "#\($0 + 1)" } ?? "new",
        text: call.name ?? call.preview
      )
    }
    let number = shared.withLock { shared in
      defer { shared.nextPlan += 1 }
      // Those that were not agreed to are not needed any more.
      shared.plans = [shared.nextPlan: Planned(plan: plan, labels: labels)]
      return shared.nextPlan
    }
    let name = { self.workspace.visible($0) }
    let rows = plan.rows(name, renewing: RerecordPlan.renewingCommand)
    var facts: [String] = []
    for row in rows where row.kind != .renew {
      var label = row.continues ? "" : row.kind.rawValue
      for cell in row.cells {
        facts.append(label + String(repeating: " ", count: max(1, 10 - label.count)) + cell)
        label = ""
      }
    }
    let command = rows.first { $0.kind == .renew }?.cells.first
    return RerecordPlanText(
      id: number,
      question: plan.title(name),
      facts: plan.calls.isEmpty ? [] : facts,
      notes: [
        "Sent exactly as stored. Nothing is written until you accept each result.",
        "Results wait on disk: quitting loses none.",
      ],
      problems: plan.calls.isEmpty ? [plan.title(name), ""] + facts : [],
      command: plan.calls.isEmpty ? nil : command
    )
  }

  /// The interaction of a result, or of a call that failed, to be sent once more.
  func chosen(_ ids: [String]) -> (interactions: [ChosenInteractions], misses: [String]) {
    var chosen: [FilePath: Set<Int>] = [:]
    var misses: [String] = []
    shared.withLock { shared in
      for id in ids {
        if let live = shared.live.first(where: { self.id(of: $0.key) == id }) {
          switch live.key.place {
          case .interaction(let index, _): chosen[live.key.fixture, default: []].insert(index)
          case .miss(let miss): misses.append(miss)
          }
        } else if let result = shared.results.first(where: { self.id(of: $0) == id }) {
          switch result.place {
          case .replaces(let index, _):
            let place = standing(of: result)
            if case .replaces(let now) = place {
              chosen[result.fixture, default: []].insert(now)
            } else if case .changed(let likely?) = place {
              chosen[result.fixture, default: []].insert(likely)
            } else {
              chosen[result.fixture, default: []].insert(index)
            }
          case .adds(let miss): misses.append(miss)
          }
        }
      }
    }
    return (
      chosen.map { ChosenInteractions(path: $0.key, indices: $0.value, expecting: nil) }, misses
    )
  }

  // MARK: The queue

  /// Sends what was planned.
  func start(_ number: Int) {
    let begun = shared.withLock { shared -> (RerecordQueue, [PlannedCall])? in
      guard let planned = shared.plans.removeValue(forKey: number) else { return nil }
      let isIdle = !shared.live.contains { $0.state.isUnderWay }
      if isIdle {
        shared.live = []
        shared.done = 0
        shared.total = 0
        shared.start = surroundings.uptime()
      }
      for call in planned.plan.calls {
        shared.live.removeAll { $0.key == call.key }
        guard let label = planned.labels[call.key] else { continue }
        shared.live.append(Live(key: call.key, label: label, state: .waiting))
        shared.total += 1
      }
      let queue =
        shared.queue
        ?? RerecordQueue(store: store, sources: sources, surroundings: surroundings) {
          [weak self] in self?.take($0)
        }
      shared.queue = queue
      return (queue, planned.plan.calls)
    }
    guard let (queue, calls) = begun else { return }
    if queue.isPaused { queue.resume() }
    queue.add(calls)
    tick()
    tell()
  }

  private func take(_ event: RerecordQueue.Event) {
    shared.withLock { shared in
      guard let place = shared.live.firstIndex(where: { $0.key == event.key }) else { return }
      shared.live[place].state = event.state
      switch event.state {
      case .done(let result):
        shared.done += 1
        shared.live.remove(at: place)
        shared.results.removeAll { $0.id == result.id }
        shared.results.append(result)
        shared.outcomes[id(of: result)] = nil
      case .failed, .cancelled: shared.done += 1
      case .waiting, .running, .retrying: break
      }
      if case .cancelled = event.state { shared.live.removeAll { $0.key == event.key } }
    }
    tell()
  }

  /// Tells how long it has taken, once a second while calls are under way.
  private func tick() {
    let mustStart = shared.withLock { shared in
      defer { shared.isTicking = true }
      return !shared.isTicking
    }
    guard mustStart else { return }
    again()
  }

  private func again() {
    work.asyncAfter(deadline: .now() + .seconds(1)) { [weak self] in
      guard let self else { return }
      let goesOn = shared.withLock { shared in
        shared.isTicking = shared.live.contains { $0.state.isUnderWay }
        return shared.isTicking
      }
      tell()
      if goesOn { again() }
    }
  }

  func pause() {
    shared.withLock { $0.queue }?.pause()
    tell()
  }

  func resume() {
    shared.withLock { $0.queue }?.resume()
    tell()
  }

  func cancel() {
    shared.withLock { $0.queue }?.cancel()
    tell()
  }

  // MARK: Results

  /// Reads the results that wait on disk.
  func load() {
    work.async { [self] in
      do {
        let list = try store.load()
        for problem in list.problems { post(.logged(problem)) }
        shared.withLock { $0.results = list.results }
      } catch {
        post(.logged("Results that wait can't be read: \(error)"))
      }
      tell()
    }
  }

  func accept(_ ids: [String]) -> [Message] {
    do {
      let results = try chosenResults(ids)
      if results.isEmpty { return [.failed("The result is not there any more")] }
      let acceptance = try workspace.accept(results, in: store)
      forget(results)
      var sentence = acceptance.change?.title ?? "Accepted; the file held these bytes already"
      let stale = acceptance.stale.values.reduce(0) { $0 + $1.count }
      if stale > 0 { sentence += "; \(Counted.text(stale, "interaction")) it fed now stale" }
      if let warning = acceptance.warnings.first { sentence += "; \(warning)" }
      tell()
      return [.changed(sentence, undoable: acceptance.change?.id != nil, selecting: nil)]
    } catch {
      tell()
      return [.failed("\(error)".sentence)]
    }
  }

  /// The results as they are accepted: with the recorded volatile values where they are kept.
  private func chosenResults(_ ids: [String]) throws -> [PendingResult] {
    let (results, keeping) = shared.withLock { shared in
      (shared.results.filter { ids.contains(id(of: $0)) }, shared.keeping)
    }
    return try results.map { result in
      keeping.contains(id(of: result)) ? try keepingVolatile(result) : result
    }
  }

  /// Makes results of interactions that changed since into results of those that stand there now.
  func rebase(_ ids: [String]) -> [Message] {
    do {
      for result in try chosenResults(ids) {
        let document = try FixtureDocument(workspace.files.read(result.fixture).bytes)
        guard let rebased = result.rebased(onto: document) else {
          return [
            .failed(
              "The request changed too, so this is no answer to it: r records it again, d drops the result"
            )
          ]
        }
        try store.keep(rebased)
        try store.reject([result])
        shared.withLock { shared in
          shared.results.removeAll { $0.id == result.id || $0.id == rebased.id }
          shared.results.append(rebased)
        }
      }
      tell()
      return []
    } catch {
      return [.failed("\(error)".sentence)]
    }
  }

  func reject(_ ids: [String]) -> [Message] {
    let results = shared.withLock { shared in
      shared.live.removeAll { ids.contains(id(of: $0.key)) && !$0.state.isUnderWay }
      return shared.results.filter { ids.contains(id(of: $0)) }
    }
    do {
      try store.reject(results)
      forget(results)
      tell()
      return []
    } catch {
      return [.failed("\(error)".sentence)]
    }
  }

  func keepVolatile(_ ids: [String], _ keeps: Bool) {
    shared.withLock { shared in
      if keeps { shared.keeping.formUnion(ids) } else { shared.keeping.subtract(ids) }
    }
    tell()
  }

  private func forget(_ results: [PendingResult]) {
    let ids = Set(results.map(\.id))
    shared.withLock { shared in
      shared.results.removeAll { ids.contains($0.id) }
    }
  }

  /// The interactions that are marked as unreachable, as their files are now.
  func stale() throws -> Set<InteractionID> {
    let marks = try StaleMarks(workspace).load()
    if marks.isEmpty { return [] }
    var stale: Set<InteractionID> = []
    for fixture in Set(marks.map(\.fixture)) where fixture.isWithin(workspace.opened) {
      let document: FixtureDocument
      do {
        document = try FixtureDocument(workspace.files.read(fixture).bytes)
      } catch {
        // What can't be read is shown as such; nothing in it is marked.
        continue
      }
      for index in StaleMarks.indices(in: document, at: fixture, marks) {
        stale.insert(InteractionID(file: entry(of: fixture), index: index))
      }
    }
    return stale
  }

  // MARK: What is shown

  /// A result and what is recorded in its place.
  func sides(of id: String) throws -> ResultSides? {
    guard let result = shared.withLock({ $0.results.first { self.id(of: $0) == id } }) else {
      return nil
    }
    let keeps = shared.withLock { $0.keeping.contains(id) }
    return try sides(of: keeps ? try keepingVolatile(result) : result)
  }

  private func sides(of result: PendingResult) throws -> ResultSides {
    var sides = ResultSides(result: result)
    let document: FixtureDocument
    do {
      let contents = try workspace.files.read(result.fixture)
      sides.version = contents.status.version
      document = try FixtureDocument(contents.bytes)
    } catch let error as FileSystemError where error.code == .notFound {
      return sides
    }
    sides.provider = document.summary.provider
    sides.standing = result.standing(in: document)
    switch sides.standing {
    case .replaces(let index), .changed(let index?):
      sides.index = index
      sides.recorded = try document.interaction(at: index).root
    default: break
    }
    if case .replaces(let index) = sides.standing, let interaction = result.interaction {
      sides.broken = Chain(document).broken(
        by: interaction,
        at: index,
        fixtureProvider: document.summary.provider
      )
    }
    return sides
  }

  /// Why there is no result; nil when the call is still under way.
  func failure(of id: String) -> [String]? {
    let live = shared.withLock { shared in shared.live.first { self.id(of: $0.key) == id } }
    guard case .failed(let failure) = live?.state else { return nil }
    let status = failure.status.map { "Status \($0)." }
    return [status, failure.message.sentence + ".", "The recorded version stays."].compactMap { $0 }
  }

  /// The interaction in the lists that a result is for.
  func place(of sides: ResultSides) -> InteractionID? {
    sides.index.map { InteractionID(file: entry(of: sides.result.fixture), index: $0) }
  }

  private func standing(of result: PendingResult) -> PendingStanding {
    do {
      return try sides(of: result).standing
    } catch {
      return .unreadable("\(error)")
    }
  }

  /// The result with the recorded volatile values in the places of the new ones.
  private func keepingVolatile(_ result: PendingResult) throws -> PendingResult {
    let sides = try sides(of: result)
    guard let recorded = sides.recorded else { return result }
    return result.keepingVolatile(
      of: recorded,
      try VolatileFields.of(fixture: result.fixture, files: workspace.files)
    )
  }

  /// Posts the list as it is.
  func tell() {
    work.async { [self] in
      let (live, results, keeping) = shared.withLock { ($0.live, $0.results, $0.keeping) }
      var items = live.map(item)
      for result in results {
        let id = id(of: result)
        let outcome = outcome(of: result, keeps: keeping.contains(id))
        items.append(
          QueueItem(
            id: id,
            state: outcome.state,
            file: entry(of: result.fixture),
            number: number(of: result),
            label: label(of: result),
            result: outcome.text,
            notes: outcome.notes,
            keepsVolatile: keeping.contains(id)
          )
        )
      }
      items.sort { ($0.file.shown, $0.order) < ($1.file.shown, $1.order) }
      let listing = shared.withLock { shared in
        QueueListing(
          items: items,
          isRunning: shared.live.contains { $0.state.isUnderWay },
          isPaused: shared.queue?.isPaused ?? false,
          done: shared.done,
          total: shared.total,
          seconds: (surroundings.uptime() - shared.start) / 1000,
          targets: ""
        )
      }
      post(.queueChanged(listing))
    }
  }

  private func item(_ live: Live) -> QueueItem {
    let (state, text, notes): (QueueItem.State, String, [String]) =
      switch live.state {
      case .waiting: (.waiting, "", [])
      case .running(let started, let bytes):
        (
          .running,
          "\((surroundings.uptime() - started) / 1000) s, \(ByteCount.text(bytes))", []
        )
      case .retrying(let at, let attempt, let reason):
        (
          .running,
          "again in \(max(0, (at - surroundings.uptime()) / 1000)) s, try \(attempt)",
          [reason]
        )
      case .failed(let failure):
        (.failed, failure.status.map { "\($0)" } ?? "no answer", [failure.message.sentence])
      case .done, .cancelled: (.waiting, "", [])
      }
    return QueueItem(
      id: id(of: live.key),
      state: state,
      file: live.label.file,
      number: live.label.number,
      label: live.label.text,
      result: text,
      notes: notes
    )
  }

  private func outcome(of result: PendingResult, keeps: Bool) -> Outcome {
    let id = id(of: result)
    do {
      let version = try workspace.files.status(result.fixture)?.version
      if let known = shared.withLock({ $0.outcomes[id] }), known.version == version,
        known.keeps == keeps
      {
        return known
      }
      let sides = try sides(of: keeps ? try keepingVolatile(result) : result)
      let outcome = try outcome(of: sides, version: version, keeps: keeps)
      shared.withLock { $0.outcomes[id] = outcome }
      return outcome
    } catch {
      return Outcome(
        keeps: keeps,
        state: .outdated,
        text: "can't be compared",
        notes: ["\(error)".sentence]
      )
    }
  }

  private func outcome(
    of sides: ResultSides,
    version: FileVersion?,
    keeps: Bool
  ) throws -> Outcome {
    var notes = sides.notes
    let fields = try VolatileFields.of(fixture: sides.result.fixture, files: workspace.files)
    switch sides.standing {
    case .adds:
      return Outcome(version: version, keeps: keeps, state: .decide, text: "new", notes: notes)
    case .replaces:
      let diff = sides.diff(InteractionDiff.Options(volatile: fields))
      let isSame = diff.isEmpty
      return Outcome(
        version: version,
        keeps: keeps,
        state: isSame ? .same : .decide,
        text: isSame
          ? (diff.hidden.isEmpty ? "the same" : "ids only")
          : Counted.text(diff.changeCount, "change"),
        notes: notes
      )
    case .changed:
      notes.insert("The file changed since this was sent: r records it again, d drops it", at: 0)
      return Outcome(
        version: version,
        keeps: keeps,
        state: .outdated,
        text: "file changed",
        notes: notes
      )
    case .unreadable(let sentence):
      return Outcome(
        version: version,
        keeps: keeps,
        state: .outdated,
        text: "file gone",
        notes: [sentence.sentence] + notes
      )
    }
  }

  // MARK: Names

  private func id(of key: RerecordKey) -> String {
    switch key.place {
    case .interaction(let index, let digest):
      id(entry(of: key.fixture), index, digest)
    case .miss(let miss): "miss \(miss)"
    }
  }

  private func id(of result: PendingResult) -> String {
    switch result.place {
    case .replaces(let index, let digest): id(entry(of: result.fixture), index, digest)
    case .adds(let miss): "miss \(miss)"
    }
  }

  private func id(_ file: EntryID, _ index: Int, _ digest: ContentDigest) -> String {
    "\(file.shown) \(index) \(digest.hexadecimal.prefix(12))"
  }

  /// A fixture's place in the lists.
  private func entry(of path: FilePath) -> EntryID {
    // A planned call has the path as the user knows it, a result the one without links.
    for base in [folder.path, workspace.opened] {
      var relative = path
      if relative.removePrefix(base) { return EntryID(relative.bytes) }
    }
    return EntryID(path.bytes)
  }

  private func number(of result: PendingResult) -> String {
    if case .replaces(let index, _) = result.place { "#\(index + 1)" } else { "new" }
  }

  private func label(of result: PendingResult) -> String {
    guard let interaction = result.interaction else { return "" }
    if let name = interaction["name"]?.string { return name }
    return shared.withLock { shared in
      shared.live.first { self.id(of: $0.key) == self.id(of: result) }?.label.text
    } ?? interaction["request"].map { request in
      let call = RecordedCall(of: interaction, fixtureProvider: result.fixtureProvider)
      return Preview.of(request, endpoint: call.endpoint)
    } ?? ""
  }
}

extension QueueItem {
  /// Sorts by place, what is added last.
  fileprivate var order: Int { Int(number.dropFirst()) ?? .max }
}

extension RerecordQueue.State {
  fileprivate var isUnderWay: Bool {
    switch self {
    case .waiting, .running, .retrying: true
    case .done, .failed, .cancelled: false
    }
  }
}
