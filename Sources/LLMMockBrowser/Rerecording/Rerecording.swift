import Dispatch
import LLMMockCore
import LLMMockTUI
import LLMMockWorkspace
import Synchronization
import SystemPackage

/// Records interactions again, and keeps the list of what runs and of the results that wait.
///
/// All calls block.
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
    var live: [RerecordKey: Live] = [:]
    /// How many of those wait or run.
    var underWay = 0
    var queue: RerecordQueue?
    /// The hosts that calls of this run go to, in the order of the calls.
    var hosts: [String] = []
    var done = 0
    var total = 0
    /// On the clock that is never set.
    var start = 0
    var isTicking = false
    /// Whether the list is to be posted already.
    var isTelling = false
  }

  let workspace: Workspace
  private let names: ResultNames
  private let waiting: WaitingResults
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
    names = ResultNames(folder: folder, opened: workspace.opened)
    waiting = WaitingResults(workspace, names)
    self.sources = sources
    self.surroundings = surroundings
    self.post = post
  }

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
        file: names.entry(of: call.key.fixture),
        number: call.key.index.map { "#\($0 + 1)" } ?? QueueItem.new,
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
    var notes = [
      "Sent exactly as stored. Nothing is written until you accept each result.",
      "What has arrived waits on disk, also when you quit.",
    ]
    let older = Set(waiting.all.map { names.id(of: $0.key) })
    let renewed = plan.calls.count { older.contains(names.id(of: $0.key)) }
    if renewed > 0 {
      notes.append(
        "\(Counted.text(renewed, "result")) that \(renewed == 1 ? "waits" : "wait") for these will be replaced by the new \(renewed == 1 ? "one" : "ones")."
      )
    }
    return RerecordPlanText(
      id: number,
      question: plan.title(name),
      facts: plan.calls.isEmpty ? [] : facts,
      notes: notes,
      problems: plan.calls.isEmpty ? [plan.title(name), ""] + facts : [],
      command: plan.calls.isEmpty ? nil : command
    )
  }

  /// The interactions of results, or of calls that failed, as they stand now, to be sent once more;
  /// those that are gone are left out.
  func chosen(_ ids: [String]) throws -> (interactions: [ChosenInteractions], misses: [String]) {
    var chosen: [FilePath: Set<Int>] = [:]
    var misses: [String] = []
    let wanted = Set(ids)
    var fixtures = ReadFixtures(workspace.files)
    for call in shared.withLock({ $0.live.values }) where wanted.contains(names.id(of: call.key)) {
      switch call.key.place {
      case .interaction(let index, let digest):
        let path = call.key.fixture
        if let now = fixtures.place(of: digest, near: index, in: path) {
          chosen[path, default: []].insert(now)
        }
      case .miss(let miss): misses.append(miss)
      }
    }
    for result in waiting.all(ids) {
      switch result.place {
      case .adds(let miss): misses.append(miss)
      case .replaces:
        if let now = try waiting.place(of: result, &fixtures) {
          chosen[result.fixture, default: []].insert(now)
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
      if shared.underWay == 0 {
        shared.live = [:]
        shared.hosts = []
        shared.done = 0
        shared.total = 0
        shared.start = surroundings.uptime()
      }
      for call in planned.plan.calls where shared.live[call.key]?.state.isUnderWay != true {
        let host = call.target.address.host
        if !shared.hosts.contains(host) { shared.hosts.append(host) }
        guard let label = planned.labels[call.key] else { continue }
        shared.live[call.key] = Live(key: call.key, label: label, state: .waiting)
        shared.total += 1
        shared.underWay += 1
      }
      let queue =
        shared.queue
        ?? RerecordQueue(store: waiting.store, sources: sources, surroundings: surroundings) {
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
      guard shared.live[event.key]?.state.isUnderWay == true else { return }
      shared.live[event.key]?.state = event.state
      switch event.state {
      case .done(let result):
        shared.live[event.key] = nil
        waiting.add(result)
      case .cancelled: shared.live[event.key] = nil
      case .failed: break
      case .waiting, .running, .retrying: return
      }
      shared.done += 1
      shared.underWay -= 1
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
        shared.isTicking = shared.underWay > 0
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

  var isRunning: Bool { shared.withLock { $0.underWay > 0 } }

  /// Ends all calls, and waits a moment for answers that arrived to be on the disk.
  func end() {
    shared.withLock { $0.queue }?.end(within: .seconds(5))
  }

  // MARK: Results

  /// Reads the results that wait on disk.
  func load() {
    work.async { [self] in
      do {
        for problem in try waiting.load() { post(.logged(problem)) }
      } catch {
        post(.logged("Results that wait can't be read: \(error)"))
      }
      tell()
    }
  }

  func accept(_ ids: [String]) -> [Message] {
    defer { tell() }
    do {
      let results = try waiting.chosen(ids)
      if results.isEmpty { return [.failed("The result is not there any more")] }
      let acceptance = try workspace.accept(results, in: waiting.store)
      waiting.forget(results)
      var sentence = acceptance.change?.title ?? "Accepted; the file held these bytes already"
      let stale = acceptance.stale.values.reduce(0) { $0 + $1.count }
      if stale > 0 { sentence += "; \(Counted.text(stale, "interaction")) it fed now stale" }
      if let warning = acceptance.warnings.first { sentence += "; \(warning)" }
      return [.changed(sentence, undoable: acceptance.change?.id != nil, selecting: nil)]
    } catch {
      return [.failed("\(error)".sentence)]
    }
  }

  /// Makes results of interactions that changed since into results of those that stand there now.
  func rebase(_ ids: [String]) -> [Message] {
    defer { tell() }
    do {
      for result in waiting.all(ids) {
        let document = try FixtureDocument(workspace.files.read(result.fixture).bytes)
        guard let rebased = result.rebased(onto: document) else {
          let isGone = result.standing(in: document) == .changed(likely: nil)
          return [
            .failed(
              isGone
                ? ResultSides.gone
                : "The request changed too, so this is no answer to it: r records it again, d drops the result"
            )
          ]
        }
        guard let moved = try waiting.store.move(result, to: rebased) else {
          return [.failed("Another answer waits for that interaction already: d drops this one")]
        }
        waiting.forget([result])
        waiting.add(moved)
      }
      return []
    } catch {
      return [.failed("\(error)".sentence)]
    }
  }

  func reject(_ ids: [String]) -> [Message] {
    defer { tell() }
    let rejected = Set(ids)
    shared.withLock { shared in
      shared.live = shared.live.filter { key, call in
        call.state.isUnderWay || !rejected.contains(names.id(of: key))
      }
    }
    do {
      let results = waiting.all(ids)
      let change = try workspace.reject(results, in: waiting.store)
      waiting.forget(results)
      return change.map { [.changed($0.title, undoable: $0.id != nil, selecting: nil)] } ?? []
    } catch {
      return [.failed("\(error)".sentence)]
    }
  }

  func keepVolatile(_ ids: [String], _ keeps: Bool) {
    waiting.keepVolatile(ids, keeps)
    tell()
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
        stale.insert(InteractionID(file: names.entry(of: fixture), index: index))
      }
    }
    return stale
  }

  // MARK: What is shown

  /// A result and what is recorded in its place; nil when it is gone.
  func sides(of id: String) throws -> ResultSides? { try waiting.sides(of: id) }

  /// A row for each of many results; the last says how many more there are.
  func rows(of ids: [String]) -> [String] {
    let shown = waiting.items(Array(waiting.all(ids).prefix(200))).sorted()
    let more = ids.count - shown.count
    return shown.map { "\($0.file.shown)  \($0.number)  \(VisibleText.of($0.label))" }
      + (more > 0 ? ["and \(Counted.grouped(more)) more"] : [])
  }

  /// Why there is no result; nil when the call is still under way.
  func failure(of id: String) -> [String]? {
    let call = shared.withLock { shared in
      shared.live.values.first { names.id(of: $0.key) == id }
    }
    guard case .failed(let failure) = call?.state else { return nil }
    let status = failure.status.map { "Status \($0)." }
    return [status, failure.message.sentence + ".", "The recorded version stays."].compactMap { $0 }
  }

  /// The interaction in the lists that a result is for.
  func place(of sides: ResultSides) -> InteractionID? {
    sides.index.map { InteractionID(file: names.entry(of: sides.result.fixture), index: $0) }
  }

  /// Posts the list as it is, once for all that happens until it is made.
  func tell() {
    let isOnTheWay = shared.withLock { shared in
      defer { shared.isTelling = true }
      return shared.isTelling
    }
    if isOnTheWay { return }
    work.async { [self] in
      // At one moment: a call that ends is its result in the same list.
      let (live, all) = shared.withLock { shared in
        shared.isTelling = false
        return (Array(shared.live.values), waiting.all)
      }
      let items = (live.map(item) + waiting.items(all)).sorted()
      let listing = shared.withLock { shared in
        QueueListing(
          items: items,
          isRunning: shared.underWay > 0,
          isPaused: shared.queue?.isPaused ?? false,
          done: shared.done,
          total: shared.total,
          seconds: (surroundings.uptime() - shared.start) / 1000,
          targets: shared.hosts.joined(separator: ", ")
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
      id: names.id(of: live.key),
      state: state,
      file: live.label.file,
      number: live.label.number,
      label: live.label.text,
      result: text,
      notes: notes
    )
  }
}

extension [QueueItem] {
  /// By their places, what is added last; a result before the call that is to renew it.
  fileprivate func sorted() -> [QueueItem] {
    sorted { first, second in
      if first.file != second.file {
        return first.file.path.lexicographicallyPrecedes(second.file.path)
      }
      return (first.order, second.id) < (second.order, first.id)
    }
  }
}

extension QueueItem {
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
