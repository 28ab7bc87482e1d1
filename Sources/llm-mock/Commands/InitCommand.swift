import ArgumentParser
import LLMMockCore
import LLMMockWorkspace
import SystemPackage

struct InitCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make a folder for fixtures, and say how to begin; or have git understand fixtures.",
    discussion: """
      Examples: llm-mock init
                llm-mock init --git

      Nothing that exists is touched. With --git this repository's settings name llm-mock as the \
      diff and merge program of fixtures, and .gitattributes says which files those are.
      """
  )

  @Argument(help: "The folder of the fixtures.", completion: .directory)
  var folder = "tests/fixtures"

  @Flag(help: "Have git diff and merge the folder's fixtures by interaction.")
  var git = false

  func run(in surroundings: Surroundings, _ output: Output) throws -> ExitStatus {
    let folder = surroundings.words.path(folder)
    let path = surroundings.here.pushing(folder)
    let files = surroundings.files
    switch try files.status(path)?.kind {
    case .folder:
      try output.line("  exists   \(folder.visible)")
    case nil:
      // Those of every new folder: the process's mask narrows them.
      let everyone = FilePermissions(rawValue: 0o777)
      try FixtureFileError.about(folder) { try files.makeFolders(path, permissions: everyone) }
      try output.line("  created  \(folder.visible)")
    default:
      throw Complaint(.failed, "\(folder.visible): something that is no folder has this name")
    }
    if git {
      try GitSetup(surroundings: surroundings, output: output).run(for: folder)
    } else {
      try output.text(Self.steps(folder))
    }
    return .done
  }

  private static func steps(_ folder: FilePath) -> String {
    let (folder, fixture) = (
      ShellWord.quote(folder), ShellWord.quote(folder.appending("example"))
    )
    return """

      1. Record once, with a real key
           ANTHROPIC_API_KEY=... llm-mock run --mode record --fixture \(fixture) -- pytest
      2. Look at what came back
           llm-mock-tui \(folder)
      3. Commit it
           git add \(folder) && git commit -m "Add recorded LLM calls"
      4. From now on: no key, no network
           llm-mock run --fixture \(fixture) -- pytest
      """
  }
}
