internal import LLMMockCore
package import SystemPackage

/// What accepting results did.
package struct Acceptance: Sendable {
  /// nil when the files held the very bytes already.
  package var change: Change?
  /// The interactions that are unreachable now, by file, counted from 0 as the file is now.
  package var stale: [FilePath: [Int]] = [:]
  /// What went wrong beside it, in sentences.
  package var warnings: [String] = []
}

extension Workspace {
  /// Writes results into their fixtures, all or none: exactly their bytes, in place.
  ///
  /// Nothing is sent. They are let go in the same change, as are the misses that they answer, so that
  /// undo brings all of it back; and what their old answers fed is marked as stale.
  ///
  /// - Throws: ``FixtureFileError`` with the code `changedOnDisk` when an interaction is no longer the
  ///   one its result was made for; nothing was written then, and the results wait on.
  @discardableResult
  package func accept(
    _ results: [PendingResult],
    in store: PendingStore,
    withoutHistory: Bool = false
  ) throws -> Acceptance {
    var acceptance = Acceptance()
    var byFixture: [FilePath: [PendingResult]] = [:]
    for result in results { byFixture[result.fixture, default: []].append(result) }
    let paths = byFixture.keys.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    let new = try paths.filter { path in
      try FixtureFileError.about(path) { try files.status(path) == nil }
    }
    var stale: [StaleMarks.Mark] = []
    var replaced: [Int] = []
    for path in paths where !new.contains(path) {
      let fed = try fed(by: byFixture[path] ?? [], on: path)
      stale += fed.marks
      replaced += fed.replaced
      if !fed.indices.isEmpty { acceptance.stale[path] = fed.indices }
    }
    for path in new { try makeFolder(of: path, for: byFixture[path] ?? []) }
    do {
      // Before the answers: they can't be worked out again afterwards, and hold only once what they
      // name is gone.
      try StaleMarks(self).change(adding: stale)
    } catch {
      acceptance.warnings.append("what they fed could not be marked as stale: \(error)")
    }
    let misses = results.compactMap { $0.missID }
    let putAway = try store.paths(of: results) + MissStore(self).paths(of: misses)
    func lettingGo() throws -> [ChangeOperation] {
      try store.lettingGo(of: results) + MissStore(self).lettingGo(of: misses)
    }
    func write(withResults: Bool) throws -> Change? {
      try commit(
        title(results, replaced),
        touching: paths + (withResults ? putAway : []),
        withoutHistory: withoutHistory
      ) { _ in
        let writing = try paths.compactMap { path in
          try operation(on: path, byFixture[path] ?? [], isNew: new.contains(path))
        }
        return writing.isEmpty || !withResults ? writing : try writing + lettingGo()
      }
    }
    do {
      acceptance.change = try write(withResults: true)
      if acceptance.change != nil { return acceptance }
    } catch let error as HistoryError where error.code == .tooBig {
      // The recorded versions are worth more than the answers that took their places.
      acceptance.change = try write(withResults: false)
    }
    do {
      // Undo has nothing to bring them back with.
      _ = try commit("", touching: putAway, withoutHistory: true) { _ in try lettingGo() }
    } catch {
      // The fixtures are written; what is left behind shows itself as done.
      acceptance.warnings.append("the accepted results could not be put away: \(error)")
    }
    return acceptance
  }

  /// Lets results go, as one change that can be undone; the recorded versions stay.
  ///
  /// Nothing happens for those that are gone, or in whose places another answer is kept by now. What
  /// the history can't hold goes for good.
  ///
  /// - Returns: nil when nothing was to be done.
  @discardableResult
  package func reject(_ results: [PendingResult], in store: PendingStore) throws -> Change? {
    guard let first = results.first else { return nil }
    let title: String =
      if results.count > 1 {
        "Rejected \(Counted.text(results.count, "result")) for \(place(of: results))"
      } else if case .replaces(let index, _) = first.place {
        "Rejected the result for #\(index + 1) in \(visible(first.fixture))"
      } else {
        "Rejected the result for a missed request of \(visible(first.fixture))"
      }
    let paths = try store.paths(of: results)
    if paths.isEmpty { return nil }
    do {
      return try commit(title, touching: paths, withoutHistory: false) { _ in
        try store.lettingGo(of: results)
      }
    } catch let error as HistoryError where error.code == .tooBig || error.code == .cannotBeKept {
      return try commit(title, touching: paths, withoutHistory: true) { _ in
        try store.lettingGo(of: results)
      }
    }
  }

  /// - Parameter replaced: where those stood that the results take the places of.
  private func title(_ results: [PendingResult], _ replaced: [Int]) -> String {
    let what = Counted.text(results.count, "interaction")
    guard let first = results.first else { return "Re-recorded nothing" }
    if results.count == 1 {
      guard case .replaces(let index, _) = first.place else {
        return "Recorded a missed request into \(visible(first.fixture))"
      }
      return "Re-recorded #\((replaced.first ?? index) + 1) in \(visible(first.fixture))"
    }
    return "Re-recorded \(what) in \(place(of: results))"
  }

  private func place(of results: [PendingResult]) -> String {
    let paths = Set(results.map(\.fixture))
    return paths.count == 1 ? paths.first.map(visible) ?? "" : "\(paths.count) files"
  }

  // MARK: Writing

  /// The folder of a fixture that results are to make; others have lost theirs.
  private func makeFolder(of path: FilePath, for results: [PendingResult]) throws {
    guard results.allSatisfy({ $0.digest == nil }) else {
      throw FixtureFileError(.changedOnDisk, path, "it is gone, so nothing was written")
    }
    guard path.isWithin(root) else {
      throw FixtureFileError(.linkLeadsOut, path, "it is not in \(root.visible)")
    }
    // Those of every new folder: the process's mask narrows them.
    let permissions = FilePermissions(rawValue: 0o777)
    try FixtureFileError.about(path) {
      try files.makeFolders(path.folder, permissions: permissions)
    }
  }

  private func operation(
    on path: FilePath,
    _ results: [PendingResult],
    isNew: Bool
  ) throws -> ChangeOperation? {
    if isNew {
      guard try FixtureFileError.about(path, { try files.linkStatus(path) }) == nil else {
        throw FixtureFileError(.changedOnDisk, path, "it was made meanwhile; nothing was written")
      }
      let empty = NewFixture.text(provider: results.compactMap(\.fixtureProvider).first ?? "")
      let bytes = try edit(of: empty, at: path, results).applied(to: empty)
      return .createFile(path, bytes ?? empty, nil)
    }
    let target = try files.target(of: path, links: links)
    let plan = try files.plan(path, target: target) { bytes in
      try edit(of: bytes, at: path, results)
    }
    return plan.changesBytes
      ? .edit(target, before: plan.before, after: plan.after, plan.edit) : nil
  }

  private func edit(
    of bytes: [UInt8],
    at path: FilePath,
    _ results: [PendingResult]
  ) throws -> TextEdit {
    let document = try Self.document(bytes, at: path)
    let placed = try PlacedResults(results, in: document, path)
    let appended = placed.added.map(\.text)
    do throws(FixtureProblem) {
      let edit = try document.writing(
        replaced: placed.replacing.mapValues(\.text),
        appended: appended
      )
      let count = document.interactions.count + appended.count
      try Self.check(edit, of: document, leaves: count, at: path)
      return edit
    } catch {
      throw FixtureFileError(.editDoesNotFit, path, error.message)
    }
  }

  // MARK: Chains

  /// What new answers leave unreachable, and where those stand that they take the places of.
  private func fed(
    by results: [PendingResult],
    on path: FilePath
  ) throws -> (marks: [StaleMarks.Mark], indices: [Int], replaced: [Int]) {
    let bytes = try FixtureFileError.about(path) { try files.read(path).bytes }
    let document = try Self.document(bytes, at: path)
    let replacing = try PlacedResults(results, in: document, path).replacing
    if replacing.isEmpty { return ([], [], []) }
    let chain = Chain(document)
    func digest(_ index: Int) -> ContentDigest {
      ContentDigest(of: Array(document.bytes[document.interactions[index].range]))
    }
    var marks: [StaleMarks.Mark] = []
    var fed: Set<Int> = []
    for (feeder, result) in replacing.sorted(by: { $0.key < $1.key }) {
      guard let interaction = result.interaction else { continue }
      let provider = document.summary.provider
      let broken = Set(chain.broken(by: interaction, at: feeder, fixtureProvider: provider))
      // What is recorded again itself has a text of its own.
      for index in broken.sorted() where replacing[index] == nil {
        fed.insert(index)
        marks.append(.init(fixture: path, digest: digest(index), feeder: digest(feeder)))
      }
    }
    let indices = fed.sorted()
    return (marks, indices, replacing.keys.sorted())
  }
}

/// Where results go in a fixture.
private struct PlacedResults {
  private(set) var replacing: [Int: PendingResult] = [:]
  private(set) var added: [PendingResult] = []

  /// - Throws: ``FixtureFileError`` with the code `changedOnDisk` when one has no place any more.
  init(_ results: [PendingResult], in document: FixtureDocument, _ path: FilePath) throws {
    // Of several for one place the newest counts.
    for result in results.sorted(by: { $0.time < $1.time }) {
      switch result.standing(in: document) {
      case .adds:
        added.removeAll { $0.id == result.id }
        // It may have been added before the program could put it away.
        let isThere = document.interactions.contains { interaction in
          document.bytes[interaction.range].elementsEqual(result.text)
        }
        if !isThere { added.append(result) }
      case .replaces(let index):
        // Equal interactions that moved are told apart by their order alone.
        let isTaken = replacing[index].map { $0.id != result.id } ?? false
        let free = isTaken ? result.matches(in: document).first { replacing[$0] == nil } : nil
        replacing[free ?? index] = result
      case .changed(let index?):
        throw FixtureFileError(
          .changedOnDisk,
          path,
          "@\(index + 1) changed since it was sent, so nothing was written"
        )
      case .changed(nil), .unreadable:
        throw FixtureFileError(
          .changedOnDisk,
          path,
          "the interaction it was sent for is gone, so nothing was written"
        )
      }
    }
  }
}

extension PendingResult {
  fileprivate var missID: String? {
    if case .adds(let miss) = place { miss } else { nil }
  }
}
