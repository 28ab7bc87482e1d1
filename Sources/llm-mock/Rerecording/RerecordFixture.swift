import LLMMockCore
import LLMMockWorkspace
import SystemPackage

/// Sends the calls of a plan, tells each result, and accepts them where that was asked for.
struct RerecordFixture {
  let command: RerecordCommand
  let fixture: FilePath
  let workspace: Workspace
  let surroundings: Surroundings
  let output: Output

  func send(_ plan: RerecordPlan) throws -> ExitStatus {
    let store = PendingStore(workspace)
    // Before anything is spent: the list may be one that can't be read.
    let volatile = try VolatileFields.of(fixture: fixture, files: surroundings.files)
    let run = RerecordRun(
      store: store,
      sources: try RerecordSources(command.upstream, surroundings),
      limit: command.limit,
      surroundings: surroundings
    )
    // A second signal ends the process; what arrived is on the disk.
    let once = Once()
    try Signals(Signals.ending).deliver { number in
      if once.isFirst() {
        run.cancel()
      } else {
        ThisProcess.exit(ExitStatus(rawValue: 128 + number))
      }
    }
    var progress = ProgressLine(count: plan.calls.count, output: output)
    var results: [PendingResult] = []
    var failures = plan.refusals.count
    progress.show(ended: 0)
    do {
      try run.send(plan.calls) { ended in
        progress.hide()
        if case .done(let result) = ended.state {
          let compared = try kept(result, store, volatile)
          results.append(compared.result)
          try tell(compared)
        } else {
          failures += 1
          try tell(failed: ended)
        }
        try output.flush()
        progress.show(ended: progress.ended + 1)
      }
    } catch {
      // Nobody listens any more, or the disk is full: no further call, and what arrived is kept.
      run.end()
      throw error
    }
    progress.hide()
    if !results.isEmpty { try finish(results, store) }
    return failures == 0 ? .done : .no
  }

  /// The result as it is to be accepted.
  private func kept(
    _ result: PendingResult,
    _ store: PendingStore,
    _ volatile: VolatileFields
  ) throws -> ComparedResult {
    let document = try surroundings.document(at: result.fixture)
    var result = result
    if command.keepVolatile, let old = result.sides(in: document)?.old {
      result = result.keepingVolatile(of: old.interaction, volatile)
      result = try store.keep(result)
    }
    return ComparedResult(result, document, volatile)
  }

  // MARK: Telling

  private func tell(_ compared: ComparedResult) throws {
    guard !command.json else {
      try output.bytes(compared.json(accepted: false))
      return
    }
    try output.line("  \(compared.label)  \(compared.text)")
  }

  private func tell(failed ended: RerecordRun.Ended) throws {
    var status: Int?
    var message: String?
    if case .failed(let failure) = ended.state {
      (status, message) = (failure.status, failure.message)
    }
    guard !command.json else {
      let state = message == nil ? "cancelled" : "failed"
      try output.bytes(
        JSONLine.failure(ended.key, state: state, status: status, message: message)
      )
      return
    }
    let code = status.map { "\($0): " } ?? ""
    try output.line(
      "  \(ended.key.label)  \(message.map { "failed  \(code)\($0)" } ?? "cancelled")"
    )
  }

  private func finish(_ results: [PendingResult], _ store: PendingStore) throws {
    let word = ShellWord.quote(fixture)
    guard command.accept else {
      if !command.json {
        let wait = results.count == 1 ? "1 answer waits" : "\(results.count) answers wait"
        try output.line("\(wait) to be accepted:")
        try output.line("  look      llm-mock-tui \(word)")
        try output.line("  accept    llm-mock rerecord \(word) --pending --accept")
      }
      return
    }
    let acceptance = try workspace.accept(results, in: store)
    try output.tell(
      acceptance,
      of: results.count,
      json: command.json,
      in: workspace,
      undo: surroundings.undoCommand(for: workspace, in: fixture.folder)
    )
  }
}

extension Surroundings {
  /// A fixture as it is; nil when it does not exist.
  func document(at path: FilePath) throws -> FixtureDocument? {
    guard try files.status(path) != nil else { return nil }
    let contents = try FixtureFileError.about(path) { try files.read(path) }
    do throws(FixtureProblem) {
      return try FixtureDocument(contents.bytes)
    } catch {
      throw Complaint(.failed, "\(path.visible): \(error.description)")
    }
  }
}

extension Output {
  /// Tells what accepting results did.
  func tell(
    _ acceptance: Acceptance,
    of count: Int,
    json: Bool,
    in workspace: Workspace,
    undo: @autoclosure () throws -> String
  ) throws {
    for warning in acceptance.warnings { warn(warning) }
    guard !json else { return }
    try line("Accepted \(Counted.text(count, "answer"))")
    for (path, indices) in acceptance.stale.sorted(by: { $0.key.string < $1.key.string }) {
      let places = indices.prefix(8).map { "@\($0 + 1)" }.joined(separator: ", ")
      let more = indices.count > 8 ? " and \(indices.count - 8) more" : ""
      let file = acceptance.stale.count > 1 ? "\(workspace.visible(path)) " : ""
      try line("  stale     \(file)\(places)\(more), whose requests came from the old answers")
      try line("  renew     \(RerecordPlan.renewingCommand(path))")
    }
    try tell(acceptance.change, undo: undo())
  }
}
