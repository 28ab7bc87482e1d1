import ArgumentParser
import LLMMockCore
import LLMMockWorkspace
import SystemPackage

struct UndoCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "undo",
    abstract: "Take back the last change of fixtures.",
    discussion: """
      Examples:
        llm-mock undo
        llm-mock undo tests/fixtures --list

      Changes are remembered for 30 days. One is not taken back when its files have changed since.
      """
  )

  @Argument(help: "A folder of fixtures (default: the current one).", completion: .directory)
  var dir: String?

  @Flag(help: "Show the changes that are remembered, the newest first; change nothing.")
  var list = false

  @Flag(help: "With --list: print a JSON object a line: id, time, title, state, paths, size.")
  var json = false

  func validate() throws {
    if json, !list { throw ValidationError("--json belongs to --list") }
  }

  func run(in surroundings: Surroundings, _ output: Output) throws -> ExitStatus {
    let folder = try folder(surroundings)
    let workspace = try surroundings.workspace(opening: folder)
    if list { return try list(workspace, folder, surroundings, output) }
    let change: Change
    do {
      change = try workspace.undo()
    } catch let error as HistoryError where error.code == .nothingToUndo {
      throw Complaint(.no, "there is nothing to undo in \(name(of: folder))")
    }
    for warning in change.warnings { output.warn(warning) }
    try output.line("Took back: \(change.title)")
    return .done
  }

  private func name(of folder: FilePath) -> String { dir == nil ? "this folder" : folder.visible }

  private func folder(_ surroundings: Surroundings) throws -> FilePath {
    guard let dir else { return surroundings.here }
    let path = surroundings.words.path(dir)
    // A folder may have the name of a fixture without its ending.
    if try surroundings.files.status(path)?.kind == .folder { return path }
    switch try surroundings.named(dir) {
    case .fixture(let path), .folder(let path): return path
    }
  }

  private func list(
    _ workspace: Workspace,
    _ folder: FilePath,
    _ surroundings: Surroundings,
    _ output: Output
  ) throws -> ExitStatus {
    let known = try workspace.changes()
    for change in known.changes {
      if json {
        try output.bytes(ChangeLine.json(change))
      } else {
        try output.line(ChangeLine.text(change, timeZone: surroundings.timeZone(change.time)))
      }
    }
    for sentence in known.damaged { output.warn(sentence) }
    if known.changes.isEmpty, !json, known.damaged.isEmpty {
      try output.line("No changes are remembered for \(name(of: folder)).")
    }
    return known.damaged.isEmpty ? .done : .failed
  }
}
