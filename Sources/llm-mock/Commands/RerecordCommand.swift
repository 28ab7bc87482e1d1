import ArgumentParser
import LLMMockCore
import LLMMockWorkspace
import SystemPackage

struct RerecordCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "rerecord",
    abstract: "Send recorded requests again, and look at the new answers before they are written.",
    discussion: """
      Example: llm-mock rerecord tests/fixtures/summarize --hash @2 --dry-run

      The request is sent as it stands in the file, with the key of this environment: to the \
      provider's own host, or where --upstream or the provider's base-URL variable says. Each new \
      answer waits until --accept, or the browser, writes it; what is recorded stays until then. An \
      error keeps what is recorded.

      Exit code: 1 when a call failed, or could not be sent.
      """
  )

  @Argument(help: "A fixture; with --pending also a folder.", completion: .file())
  var fixture: String

  @Option(
    name: .customLong("hash"),
    help: ArgumentHelp(
      """
      Send only this one again: @N, at least 4 digits of a hash, HASH/K, or a name; may be repeated.
      """,
      valueName: "interaction"
    )
  )
  var interactions: [String] = []

  @Flag(help: "Record the requests that no recording answered (llm-mock misses lists them).")
  var misses = false

  @Flag(help: "Say what would be sent, where to and with which key, and send nothing.")
  var dryRun = false

  @Flag(help: "Write the new answers into the fixture; llm-mock undo takes it back.")
  var accept = false

  @Flag(help: "Send nothing: list the answers that wait, or --accept or --reject them.")
  var pending = false

  @Flag(help: "With --pending: let the answers that wait go.")
  var reject = false

  @Flag(help: "Keep the recorded ids, times and other fields that change with every call.")
  var keepVolatile = false

  @Option(
    help: ArgumentHelp(
      "Where an upstream is, in place of the provider's own host; may be repeated.",
      valueName: "name=url"
    ),
    transform: ServingOptions.upstream
  )
  var upstream: [ServingOptions.NamedUpstream] = []

  @Option(help: ArgumentHelp("How many calls run at once.", valueName: "n"))
  var limit = RerecordQueue.Options().limit

  @Flag(help: "Print a JSON object on one line for each call.")
  var json = false

  func validate() throws {
    if !(1...64 ~= limit) { throw ValidationError("--limit takes a number from 1 to 64.") }
    if reject, !pending { throw ValidationError("--reject goes with --pending.") }
    if reject, accept { throw ValidationError("--accept and --reject: choose one.") }
    if dryRun, accept || pending { throw ValidationError("--dry-run does nothing else.") }
    if misses, pending || !interactions.isEmpty {
      throw ValidationError("--misses records what was missed, and nothing else.")
    }
  }

  func run(in surroundings: Surroundings, _ output: Output) throws -> ExitStatus {
    if pending {
      return try DecidePending(command: self, surroundings: surroundings, output: output).run()
    }
    let fixture = try opened(surroundings)
    let workspace = try surroundings.workspace(opening: fixture.path)
    let plan = try plan(fixture, workspace, surroundings)
    if plan.calls.isEmpty, plan.refusals.isEmpty {
      try output.line(
        "Nothing to \(misses ? "record: no request was missed" : "re-record") in "
          + fixture.path.visible
      )
      return .done
    }
    try tell(plan, workspace, output)
    try output.flush()
    if dryRun { return plan.calls.isEmpty ? .no : .done }
    guard !plan.calls.isEmpty else { return .no }
    return try RerecordFixture(
      command: self,
      fixture: fixture.path,
      workspace: workspace,
      surroundings: surroundings,
      output: output
    ).send(plan)
  }

  /// The fixture; where misses are recorded it need not exist.
  private func opened(
    _ surroundings: Surroundings
  ) throws -> (path: FilePath, version: FileVersion?, indices: Set<Int>) {
    if misses {
      let path = surroundings.words.path(fixture)
      let isFile = try surroundings.files.status(path)?.kind == .file
      return (isFile ? path : FixtureName.file(path), nil, [])
    }
    let opened = try surroundings.openFixture(fixture)
    let indices =
      interactions.isEmpty ? Array(opened.interactions.indices) : try opened.resolve(interactions)
    return (opened.path, opened.version, Set(indices))
  }

  private func plan(
    _ fixture: (path: FilePath, version: FileVersion?, indices: Set<Int>),
    _ workspace: Workspace,
    _ surroundings: Surroundings
  ) throws -> RerecordPlan {
    let sources = try RerecordSources(upstream, surroundings)
    guard misses else {
      let chosen = ChosenInteractions(
        path: fixture.path,
        indices: fixture.indices,
        expecting: fixture.version
      )
      return try RerecordPlan(of: [chosen], files: surroundings.files, sources: sources)
    }
    let target = try PendingStore(workspace).resolved(fixture.path)
    let missed = try MissStore(workspace).load().misses.filter { $0.record.fixture == target }
    return try RerecordPlan(of: [], misses: missed, files: surroundings.files, sources: sources)
  }

  private func tell(
    _ plan: RerecordPlan,
    _ workspace: Workspace,
    _ output: Output
  ) throws {
    guard !json else {
      for call in plan.calls { try output.bytes(JSONLine.plan(call)) }
      for refusal in plan.refusals {
        try output.bytes(
          JSONLine.failure(refusal.key, state: "refused", status: nil, message: refusal.sentence)
        )
      }
      return
    }
    let promise =
      accept && !dryRun
      ? "Sent exactly as stored. Each new answer is written at the end."
      : RerecordPlan.promise
    // A miss names its file from the root.
    let name: (FilePath) -> String = misses ? { workspace.visible($0) } : { $0.visible }
    try output.lines(plan.lines(name, promise: promise))
  }
}
