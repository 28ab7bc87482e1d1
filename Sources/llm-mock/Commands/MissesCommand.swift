import ArgumentParser
import LLMMockCore
import LLMMockWorkspace
import SystemPackage

struct MissesCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "misses",
    abstract: "List the requests that no recording answered.",
    discussion: """
      Example: llm-mock misses tests/fixtures

      Replay keeps each of them until a recording answers it. llm-mock rerecord FIXTURE --misses \
      records them.
      """
  )

  @Argument(help: "A folder or a fixture; this folder when none is given.", completion: .file())
  var path: String?

  @Flag(help: "Let them go.")
  var clear = false

  @Flag(help: "Print a JSON object on one line for each.")
  var json = false

  func run(in surroundings: Surroundings, _ output: Output) throws -> ExitStatus {
    let (place, file) = try place(surroundings)
    let workspace = try surroundings.workspace(opening: place)
    let store = MissStore(workspace)
    let list = try store.load()
    for problem in list.problems { output.warn(problem) }
    let misses = list.misses.filter { file == nil || $0.record.fixture == file }
    let status: ExitStatus = list.problems.isEmpty ? .done : .failed
    if clear {
      try store.drop(misses.map(\.id))
      if !json { try output.line("Let \(Counted.text(misses.count, "missed request")) go") }
      return status
    }
    if json {
      for miss in misses { try output.bytes(Self.json(miss)) }
    } else {
      for (miss, nearest) in zip(misses, store.nearest(to: misses)) {
        try output.lines(lines(miss, nearest, workspace, surroundings))
      }
    }
    if misses.isEmpty, !json, list.problems.isEmpty {
      try output.line(
        "No missed request is kept for \(path == nil ? "this folder" : place.visible)."
      )
    }
    return status
  }

  private func place(_ surroundings: Surroundings) throws -> (FilePath, file: FilePath?) {
    guard let path else { return (surroundings.here, nil) }
    let word = surroundings.words.path(path)
    if try surroundings.files.status(word)?.kind == .folder { return (word, nil) }
    let file = FixtureName.file(word)
    // A fixture that was never recorded has misses too.
    guard try surroundings.files.status(file) == nil,
      try surroundings.files.status(file.folder)?.kind == .folder
    else {
      let fixture = try surroundings.fixture(path)
      return (fixture, try surroundings.files.resolve(fixture))
    }
    return (file.folder, try surroundings.files.entry(at: file, links: .named))
  }

  private func lines(
    _ miss: StoredMiss,
    _ nearest: NearestRecording?,
    _ workspace: Workspace,
    _ surroundings: Surroundings
  ) -> [String] {
    let record = miss.record
    let time = UnixTime(milliseconds: record.time)
    let seconds = record.time / 1000 + surroundings.timeZone(time)
    let model = record.model.map { " \(VisibleText.of($0))" } ?? ""
    var lines = [
      "\(CalendarTime(seconds: seconds).text)  \(workspace.visible(record.fixture))  "
        + "\(VisibleText.of(record.endpoint.path))\(model)  \"\(PreviewLine.of(record.preview))\""
    ]
    if let near = nearest {
      let diff = InteractionDiff(
        old: InteractionDiff.Side(
          interaction: near.interaction,
          fixtureProvider: near.fixtureProvider
        ),
        new: record.side(like: near),
        options: InteractionDiff.Options(part: .request)
      )
      lines.append(
        "  nearest @\(near.index + 1) \"\(PreviewLine.of(near.summary.preview))\": "
          + Counted.text(diff.changeCount, "change")
          + (diff.summary.isEmpty ? "" : " in \(diff.summary.joined(separator: ", "))")
      )
    }
    return lines
  }

  private static func json(_ miss: StoredMiss) -> [UInt8] {
    let record = miss.record
    var line = JSONLine()
    line.object { line in
      line.path(record.fixture)
      line.member("time", CalendarTime(seconds: record.time / 1000).iso + "+00:00")
      line.member("endpoint", record.endpointPath)
      line.member("model", record.model)
      line.member("preview", record.preview)
      line.member("nearest", record.nearest.map { $0 + 1 })
      line.member("message", record.message)
      line.key("request")
      line.json(record.request.text)
    }
    return line.bytes + [UInt8(ascii: "\n")]
  }
}
