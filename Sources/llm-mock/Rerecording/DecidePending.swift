import LLMMockCore
import LLMMockWorkspace
import SystemPackage

/// Lists the answers that wait, or accepts or rejects them.
struct DecidePending {
  let command: RerecordCommand
  let surroundings: Surroundings
  let output: Output

  func run() throws -> ExitStatus {
    let (place, isFolder) = try place()
    let workspace = try surroundings.workspace(opening: place)
    let store = PendingStore(workspace)
    let list = try store.load()
    for problem in list.problems { output.warn(problem) }
    var results = list.results
    if !isFolder {
      let file = try store.resolved(place)
      results = results.filter { $0.fixture == file }
    }
    // Nothing needs to be compared to be rejected: it must work beside a file that can't be read.
    if command.reject, command.interactions.isEmpty {
      try workspace.reject(results, in: store)
      try tellRejected(results.count, place)
      return list.problems.isEmpty ? .done : .failed
    }
    let compared = try chosen(compare(results), place, isFolder)
    if compared.isEmpty, !command.json {
      try output.line("No answer waits for \(place.visible)")
    }
    if command.accept {
      try accept(compared, workspace, store, isFolder ? place : place.folder)
    } else if command.reject {
      try workspace.reject(compared.map(\.result), in: store)
      if !compared.isEmpty { try tellRejected(compared.count, place) }
    } else {
      for compared in compared {
        try tell(compared, isFolder ? workspace : nil, accepted: false)
      }
    }
    return list.problems.isEmpty ? .done : .failed
  }

  private func tellRejected(_ count: Int, _ place: FilePath) throws {
    guard !command.json else { return }
    try output.line(
      count == 0
        ? "No answer waits for \(place.visible)" : "Rejected \(Counted.text(count, "answer"))"
    )
  }

  private func place() throws -> (FilePath, isFolder: Bool) {
    switch try surroundings.named(command.fixture) {
    case .fixture(let path): (path, false)
    case .folder(let path): (path, true)
    }
  }

  private func compare(_ results: [PendingResult]) throws -> [ComparedResult] {
    var documents: [FilePath: FixtureDocument?] = [:]
    return try results.map { result in
      let document = try documents[result.fixture] ?? surroundings.document(at: result.fixture)
      documents[result.fixture] = .some(document)
      return ComparedResult(result, document, try volatile(result))
    }
  }

  private func volatile(_ result: PendingResult) throws -> VolatileFields {
    try VolatileFields.of(fixture: result.fixture, files: surroundings.files)
  }

  private func chosen(
    _ compared: [ComparedResult],
    _ place: FilePath,
    _ isFolder: Bool
  ) throws -> [ComparedResult] {
    if command.interactions.isEmpty { return compared }
    guard !isFolder else {
      throw Complaint(.wrongUse, "\(place.visible) is a folder, and --hash is of a fixture")
    }
    let indices = Set(try surroundings.openFixture(command.fixture).resolve(command.interactions))
    return compared.filter { $0.index.map(indices.contains) ?? false }
  }

  private func accept(
    _ compared: [ComparedResult],
    _ workspace: Workspace,
    _ store: PendingStore,
    _ folder: FilePath
  ) throws {
    guard !compared.isEmpty else { return }
    var results = compared.map(\.result)
    if command.keepVolatile {
      results = try results.map { result in
        let document = try surroundings.document(at: result.fixture)
        guard let old = result.sides(in: document)?.old else { return result }
        return result.keepingVolatile(of: old.interaction, try volatile(result))
      }
    }
    let acceptance = try workspace.accept(results, in: store)
    if command.json { for compared in compared { try tell(compared, nil, accepted: true) } }
    try output.tell(
      acceptance,
      of: results.count,
      json: command.json,
      in: workspace,
      undo: surroundings.undoCommand(for: workspace, in: folder)
    )
  }

  /// - Parameter workspace: names the files where there may be several; nil for one.
  private func tell(
    _ compared: ComparedResult,
    _ workspace: Workspace?,
    accepted: Bool
  ) throws {
    guard !command.json else {
      try output.bytes(compared.json(accepted: accepted))
      return
    }
    let file = workspace.map { "\($0.visible(compared.result.fixture)) " } ?? "  "
    try output.line("\(file)\(compared.label)  \(compared.text)")
  }
}
