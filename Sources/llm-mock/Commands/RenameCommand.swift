import ArgumentParser
import LLMMockCore
import LLMMockWorkspace
import SystemPackage

struct RenameCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "rename",
    abstract: "Rename a fixture, or name one of its interactions.",
    usage: """
      llm-mock rename <fixture> <new>
      llm-mock rename <fixture> --hash <interaction> --name <name>
      """,
    discussion: """
      Examples:
        llm-mock rename tests/fixtures/test1 summarize
        llm-mock rename tests/fixtures/summarize --hash @2 --name "long article"

      A file is never overwritten. llm-mock undo takes it back.
      """
  )

  @Argument(help: "A fixture.", completion: .file())
  var fixture: String

  @Argument(help: "Its new name, relative to its folder; .json is appended when it is missing.")
  var new: String?

  @Option(
    name: .customLong("hash"),
    help: ArgumentHelp(
      "The interaction to name: @N, at least 4 digits of its hash, HASH/K, or its name.",
      valueName: "interaction"
    )
  )
  var interaction: String?

  @Option(help: "Its new name, at most 80 characters; \"\" takes its name away.")
  var name: String?

  func validate() throws {
    switch (new, interaction, name) {
    case (nil, nil, nil): throw ValidationError("a new name is missing")
    case (_?, nil, nil), (nil, _?, _?): break
    case (_?, _, _): throw ValidationError("rename the file, or name an interaction; not both")
    case (nil, _, _): throw ValidationError("--hash and --name belong together")
    }
    if new?.isEmpty == true || new?.hasSuffix("/") == true {
      throw ValidationError("the new name must be a file's")
    }
  }

  func run(in surroundings: Surroundings, _ output: Output) throws -> ExitStatus {
    if let new { return try rename(to: new, surroundings, output) }
    return try nameInteraction(interaction ?? "", name ?? "", surroundings, output)
  }

  private func rename(
    to new: String,
    _ surroundings: Surroundings,
    _ output: Output
  ) throws -> ExitStatus {
    let path = try surroundings.fixture(fixture)
    let name = FixtureName.file(surroundings.words.path(new))
    let shown = path.removingLastComponent().pushing(name)
    let workspace = try surroundings.workspace(opening: path.folder)
    let change: Change
    do {
      change = try workspace.renameFile(path, to: name)
    } catch let error as FixtureFileError where error.code == .exists {
      throw Complaint(.wrongUse, "\(shown.visible) exists already, and nothing is overwritten")
    } catch let error as FixtureFileError where error.code == .noFolder {
      let folder = shown.removingLastComponent().visible
      throw Complaint(.wrongUse, "\(shown.visible): there is no folder \(folder)")
    }
    try output.line("Renamed \(path.visible) to \(shown.visible)")
    try output.tell(
      change,
      undo: try surroundings.undoCommand(for: workspace, in: path.folder)
    )
    return .done
  }

  private func nameInteraction(
    _ word: String,
    _ name: String,
    _ surroundings: Surroundings,
    _ output: Output
  ) throws -> ExitStatus {
    let fixture = try surroundings.openFixture(fixture)
    let found = try fixture.resolve([word])
    guard let index = found.first, found.count == 1 else {
      throw Complaint(
        .wrongUse,
        "\(fixture.path.visible): \(found.count) interactions have that hash",
        details: found.map { "  @\($0 + 1)  \(fixture.label(of: $0))" }
      )
    }
    let workspace = try surroundings.workspace(opening: fixture.path)
    let change = try workspace.nameInteraction(
      ChosenInteractions(path: fixture.path, indices: [index], expecting: fixture.version),
      name
    )
    let label = "@\(index + 1) \(fixture.label(of: index)) in \(fixture.path.visible)"
    switch (change, name.isEmpty) {
    case (nil, false): try output.line("It has that name already: \(label)")
    case (nil, true): try output.line("It has no name: \(label)")
    case (_?, false): try output.line("Named \(label) \"\(VisibleText.of(name))\"")
    case (_?, true): try output.line("Took the name away from \(label)")
    }
    try output.tell(
      change,
      undo: try surroundings.undoCommand(for: workspace, in: fixture.path.folder)
    )
    return .done
  }
}
