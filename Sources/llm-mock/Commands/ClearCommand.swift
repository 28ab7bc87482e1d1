import ArgumentParser
import LLMMockCore
import LLMMockWorkspace
import SystemPackage

struct ClearCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "clear",
    abstract: "Delete a fixture, or single interactions of it.",
    discussion: """
      Example: llm-mock clear tests/fixtures/summarize --hash @2 --hash a3f2c1

      llm-mock undo takes it back.
      """
  )

  @Argument(help: "A fixture.", completion: .file())
  var fixture: String

  @Option(
    name: .customLong("hash"),
    help: ArgumentHelp(
      "Delete only this one: @N, at least 4 digits of a hash, HASH/K, or a name; may be repeated.",
      valueName: "interaction"
    )
  )
  var interactions: [String] = []

  func run(in surroundings: Surroundings, _ output: Output) throws -> ExitStatus {
    interactions.isEmpty
      ? try deleteFile(surroundings, output) : try deleteInteractions(surroundings, output)
  }

  private func deleteFile(_ surroundings: Surroundings, _ output: Output) throws -> ExitStatus {
    let path = try surroundings.fixture(fixture)
    switch FixtureReader().read(path).content {
    case .fixture: break
    // What is left of one after a merge or a full disk can be deleted too.
    case .unreadable where path.extension == "json": break
    case .unreadable, .other:
      throw Complaint(.failed, "\(path.visible): not a fixture, so it is not deleted")
    }
    let workspace = try surroundings.workspace(opening: path.folder)
    let change = try workspace.deleteFiles([path])
    try output.line("Deleted \(path.visible)")
    try output.tell(
      change,
      undo: try surroundings.undoCommand(for: workspace, in: path.folder)
    )
    return .done
  }

  private func deleteInteractions(
    _ surroundings: Surroundings,
    _ output: Output
  ) throws -> ExitStatus {
    let fixture = try surroundings.openFixture(fixture)
    let indices = try fixture.resolve(interactions)
    let workspace = try surroundings.workspace(opening: fixture.path)
    let change = try workspace.deleteInteractions([
      ChosenInteractions(path: fixture.path, indices: Set(indices), expecting: fixture.version)
    ])
    for index in indices {
      try output.line(
        "Removed interaction \(fixture.label(of: index)) from \(fixture.path.visible)"
      )
    }
    try output.tell(
      change,
      undo: try surroundings.undoCommand(for: workspace, in: fixture.path.folder)
    )
    return .done
  }
}

extension OpenedFixture {
  /// The beginning of its hash, with its number where others have the same, or its position.
  func label(of index: Int) -> String {
    let reference = InteractionReference.shortest(for: index, in: interactions)
    if reference.hasPrefix("@") { return reference }
    let parts = reference.split(separator: "/")
    return "\(parts[0])…\(parts.count > 1 ? "/\(parts[1])" : "")"
  }
}

extension Output {
  /// Tells how to take a change back, and what went wrong beside it.
  func tell(_ change: Change?, undo: String) throws {
    for warning in change?.warnings ?? [] { warn(warning) }
    if change?.id != nil { try line("To take it back: \(undo)") }
  }
}
