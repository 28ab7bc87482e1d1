import ArgumentParser
import LLMMockCore
import LLMMockWorkspace
import SystemPackage

struct ListCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Show what is recorded in a fixture, or in all fixtures of a folder.",
    discussion: """
      Example: llm-mock list tests/fixtures/summarize

      Of a folder it leaves out what begins with a dot, node_modules, virtual environments and what \
      git ignores. Files that can't be read are shown with the reason, and the exit code is 3.
      """
  )

  @Argument(
    help: ArgumentHelp("A fixture or a folder.", valueName: "fixture|dir"),
    completion: .file()
  )
  var path: String

  @Flag(
    help: """
      Print a JSON object a line, one for each file: path, provider, version, size, interactions; or \
      path and error. A path that is not UTF-8 has path_base64 beside it.
      """
  )
  var json = false

  func run(in surroundings: Surroundings, _ output: Output) throws -> ExitStatus {
    switch try surroundings.named(path) {
    case .fixture(let path): try list(fixture: path, output)
    case .folder(let path): try list(folder: path, surroundings, output)
    }
  }

  private func list(fixture path: FilePath, _ output: Output) throws -> ExitStatus {
    let result = FixtureReader().read(path)
    if json, let line = FixtureJSON.line(path, result) { try output.bytes(line) }
    switch result.content {
    case .fixture(let summary):
      if !json { try output.lines(FixtureLines(path: path.visible, summary: summary).lines) }
      return .done
    case .unreadable(let problem, _):
      throw Complaint(.failed, "\(path.visible): \(problem.description)")
    case .other:
      throw Complaint(.failed, "\(path.visible): not a fixture: it has no \"interactions\"")
    }
  }

  private func list(
    folder path: FilePath,
    _ surroundings: Surroundings,
    _ output: Output
  ) throws -> ExitStatus {
    let reader = FolderReader(FolderWalker(path, user: surroundings.userFiles))
    if json {
      var status = ExitStatus.done
      _ = try reader.read { entry, result in
        (
          isReadable: result.content.problem == nil,
          line: FixtureJSON.line(path == "." ? entry.path : path.pushing(entry.path), result)
        )
      } each: { file in
        if !file.isReadable { status = .failed }
        if let line = file.line { try output.bytes(line) }
      }
      return status
    }
    var table = FolderTable(folder: path.visible)
    table.hidden = try reader.read {
      FolderRow($0, $1)
    } each: {
      table.add($0)
    }
    try output.lines(table.lines(width: output.terminal?.width))
    return table.unreadableCount == 0 ? .done : .failed
  }
}
