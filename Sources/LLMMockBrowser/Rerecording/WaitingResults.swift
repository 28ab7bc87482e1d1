import LLMMockCore
import LLMMockTUI
import LLMMockWorkspace
import Synchronization
import SystemPackage

/// The results that wait for a decision, and what each of them would change; all calls block.
final class WaitingResults: Sendable {
  private struct Shared: Sendable {
    var results: [PendingResult] = []
    /// The names of what was let go or replaced in this run, as it happened.
    var gone: [String] = []
    /// Results whose recorded volatile values stay.
    var keeping: Set<String> = []
    /// What results are, as last worked out.
    var outcomes: [String: Outcome] = [:]
  }

  /// What a result is, beside what is recorded.
  private struct Outcome: Sendable {
    /// What it was worked out for; nil when the file was not there.
    var version: FileVersion?
    var keeps: Bool
    var label: String
    /// How the list numbers it.
    var number: String
    var state = QueueItem.State.outdated
    var text = ""
    var notes: [String] = []
    var isUnexpected = false
  }

  let store: PendingStore
  private let workspace: Workspace
  private let names: ResultNames
  private let shared = Mutex(Shared())

  init(_ workspace: Workspace, _ names: ResultNames) {
    self.workspace = workspace
    self.names = names
    store = PendingStore(workspace)
  }

  // MARK: Which there are

  /// Reads those on disk, and gives sentences about files that are none.
  func load() throws -> [String] {
    let (before, start) = shared.withLock { (Set($0.results.map(names.id)), $0.gone.count) }
    let list = try store.load()
    let read = Set(list.results.map(names.id))
    shared.withLock { shared in
      // What arrived or went since the folder was read, did so on the disk too.
      let gone = Set(shared.gone[start...])
      let arrived = shared.results.filter { result in
        let id = names.id(of: result)
        return !before.contains(id) && !read.contains(id)
      }
      shared.results = list.results.filter { !gone.contains(names.id(of: $0)) } + arrived
    }
    return list.problems
  }

  /// Adds a result in the place of an older one for the same interaction.
  func add(_ result: PendingResult) {
    shared.withLock { shared in
      let name = names.id(of: result)
      shared.gone += shared.results.filter { $0.id == result.id }.map(names.id)
        .filter { $0 != name }
      shared.results.removeAll { $0.id == result.id }
      shared.results.append(result)
      shared.outcomes[name] = nil
    }
  }

  func forget(_ results: [PendingResult]) {
    let ids = Set(results.map(names.id))
    shared.withLock { shared in
      shared.gone += ids
      shared.results.removeAll { ids.contains(names.id(of: $0)) }
      shared.keeping.subtract(ids)
      for id in ids { shared.outcomes[id] = nil }
    }
  }

  func keepVolatile(_ ids: [String], _ keeps: Bool) {
    shared.withLock { shared in
      if keeps { shared.keeping.formUnion(ids) } else { shared.keeping.subtract(ids) }
    }
  }

  var all: [PendingResult] { shared.withLock { $0.results } }

  /// Those that are named, as they came.
  func all(_ ids: [String]) -> [PendingResult] {
    let ids = Set(ids)
    return shared.withLock { shared in
      shared.results.filter { ids.contains(names.id(of: $0)) }
    }
  }

  /// Those that are named, as they are accepted: with the recorded volatile values where they are
  /// kept.
  func chosen(_ ids: [String]) throws -> [PendingResult] {
    let keeping = shared.withLock { $0.keeping }
    var fixtures = ReadFixtures(workspace.files)
    return try all(ids).map { result in
      keeping.contains(names.id(of: result)) ? try keepingVolatile(result, &fixtures) : result
    }
  }

  // MARK: What they would change

  /// A result as it is accepted, and what is recorded in its place; nil when it is gone.
  func sides(of id: String) throws -> ResultSides? {
    var fixtures = ReadFixtures(workspace.files)
    return try chosen([id]).first.map { try sides(of: $0, &fixtures) }
  }

  private func sides(
    of result: PendingResult,
    _ fixtures: inout ReadFixtures
  ) throws -> ResultSides {
    var sides = ResultSides(result: result)
    guard let document = try fixtures.document(at: result.fixture) else {
      if case .replaces = result.place { sides.standing = .unreadable("the file is gone") }
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
      sides.broken = fixtures.chain(of: document, at: result.fixture).broken(
        by: interaction,
        at: index,
        fixtureProvider: document.summary.provider
      )
    }
    return sides
  }

  /// Where a result belongs now, from 0; nil when that is gone, or can't be read.
  ///
  /// It is kept for that place from now on, so that a new answer takes its place.
  func place(of result: PendingResult, _ fixtures: inout ReadFixtures) throws -> Int? {
    guard case .replaces(let index, _) = result.place,
      let document = try fixtures.document(at: result.fixture)
    else { return nil }
    switch result.standing(in: document) {
    case .replaces(let now):
      if now != index, let moved = try store.move(result, to: result.moved(to: now)) {
        forget([result])
        add(moved)
      }
      return now
    case .changed(let likely): return likely
    case .adds, .unreadable: return nil
    }
  }

  /// The result with the recorded volatile values in the places of the new ones.
  private func keepingVolatile(
    _ result: PendingResult,
    _ fixtures: inout ReadFixtures
  ) throws -> PendingResult {
    guard let recorded = try sides(of: result, &fixtures).recorded else { return result }
    return result.keepingVolatile(
      of: recorded,
      try VolatileFields.of(fixture: result.fixture, files: workspace.files)
    )
  }

  // MARK: Their rows

  /// The rows of results, in no order.
  func items(_ results: [PendingResult]) -> [QueueItem] {
    let keeping = shared.withLock { $0.keeping }
    // Many results share a file: it is asked about once.
    var versions: [FilePath: Result<FileVersion?, any Error>] = [:]
    var fixtures = ReadFixtures(workspace.files)
    return results.map { result in
      let id = names.id(of: result)
      let version =
        versions[result.fixture]
        ?? Result { try workspace.files.status(result.fixture)?.version }
      versions[result.fixture] = version
      let outcome = outcome(of: result, version, keeps: keeping.contains(id), &fixtures)
      return QueueItem(
        id: id,
        state: outcome.state,
        file: names.entry(of: result.fixture),
        number: outcome.number,
        label: outcome.label,
        result: outcome.text,
        notes: outcome.notes,
        isUnexpected: outcome.isUnexpected,
        keepsVolatile: keeping.contains(id)
      )
    }
  }

  private func outcome(
    of result: PendingResult,
    _ version: Result<FileVersion?, any Error>,
    keeps: Bool,
    _ fixtures: inout ReadFixtures
  ) -> Outcome {
    let id = names.id(of: result)
    do {
      let version = try version.get()
      if let known = shared.withLock({ $0.outcomes[id] }), known.version == version,
        known.keeps == keeps
      {
        return known
      }
      let sides = try sides(
        of: keeps ? try keepingVolatile(result, &fixtures) : result,
        &fixtures
      )
      var outcome = Outcome(
        version: version,
        keeps: keeps,
        label: names.label(of: result),
        number: sides.number
      )
      try fill(&outcome, sides)
      shared.withLock { $0.outcomes[id] = outcome }
      return outcome
    } catch {
      return Outcome(
        keeps: keeps,
        label: names.label(of: result),
        number: names.number(of: result),
        text: "can't be compared",
        notes: ["\(error)".sentence]
      )
    }
  }

  private func fill(_ outcome: inout Outcome, _ sides: ResultSides) throws {
    outcome.notes = sides.notes
    outcome.isUnexpected = sides.result.note != nil
    switch sides.standing {
    case .adds:
      outcome.state = .decide
      outcome.text = "new"
    case .replaces:
      let fields = try VolatileFields.of(fixture: sides.result.fixture, files: workspace.files)
      let diff = sides.diff(InteractionDiff.Options(volatile: fields))
      outcome.state = diff.isEmpty ? .same : .decide
      outcome.text =
        !diff.isEmpty
        ? Counted.text(diff.changeCount, "change") : diff.hidden.isEmpty ? "the same" : "ids only"
    case .changed(nil): outcome.text = "gone"
    case .changed: outcome.text = "file changed"
    case .unreadable: outcome.text = "no file"
    }
  }
}
