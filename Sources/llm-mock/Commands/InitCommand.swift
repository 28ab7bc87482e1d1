import ArgumentParser
import LLMMockCore
import LLMMockWorkspace
import SystemPackage

struct InitCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make tests/fixtures here, and say how to begin.",
    discussion: """
      Example: llm-mock init

      Nothing that exists is touched.
      """
  )

  private static let folder: FilePath = "tests/fixtures"

  func run(in surroundings: Surroundings, _ output: Output) throws -> ExitStatus {
    let path = surroundings.here.pushing(Self.folder)
    let files = surroundings.files
    switch try files.status(path)?.kind {
    case .folder:
      try output.line("  exists   \(Self.folder.visible)")
    case nil:
      // Those of every new folder: the process's mask narrows them.
      let everyone = FilePermissions(rawValue: 0o777)
      try files.makeFolders(path, permissions: everyone)
      try output.line("  created  \(Self.folder.visible)")
    default:
      throw Complaint(.failed, "\(Self.folder.visible): something that is no folder has this name")
    }
    try output.text(Self.steps)
    return .done
  }

  private static let steps = """

    1. Record once, with a real key
         ANTHROPIC_API_KEY=... llm-mock run --mode record --fixture tests/fixtures/example -- pytest
    2. Look at what came back
         llm-mock-tui tests/fixtures
    3. Commit it
         git add tests/fixtures && git commit -m "Add recorded LLM calls"
    4. From now on: no key, no network
         llm-mock run --fixture tests/fixtures/example -- pytest
    """
}
