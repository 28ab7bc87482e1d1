import ArgumentParser
import LLMMockCore

struct ShowCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show one interaction as a person reads it.",
    discussion: """
      Example: llm-mock show tests/fixtures/summarize @2
      """
  )

  @Argument(help: "A fixture.", completion: .file())
  var fixture: String

  @Argument(help: "@N, at least 4 digits of a hash, HASH/K, or a name.")
  var interaction: String

  @Flag(
    help: "Print its JSON as it stands in the file; to a terminal without what would act on it."
  )
  var raw = false

  @Flag(
    help: "Print a JSON object on one line: what list --json says of it, and itself as interaction."
  )
  var json = false

  func validate() throws {
    if raw, json { throw ValidationError("--raw and --json are two forms; choose one") }
  }

  func run(in surroundings: Surroundings, _ output: Output) throws -> ExitStatus {
    let fixture = try surroundings.openFixture(fixture)
    for (number, index) in try fixture.resolve([interaction]).enumerated() {
      if json {
        try output.bytes(FixtureJSON.line(fixture, index))
        continue
      }
      // All 64 digits may mean several.
      if number > 0 { try output.text("\n") }
      if raw {
        try write(fixture.document.bytes[fixture.interactions[index].range], output)
      } else {
        try output.lines(try fixture.transcript(of: index).lines(width: output.terminal?.width))
      }
    }
    return .done
  }

  private func write(_ bytes: ArraySlice<UInt8>, _ output: Output) throws {
    if output.terminal == nil {
      try output.bytes(bytes)
    } else {
      try output.line(VisibleText.of(bytes: bytes, lineBreaks: .keep))
    }
  }
}

extension OpenedFixture {
  /// An interaction in its reading form.
  fileprivate func transcript(of index: Int) throws -> Transcript {
    let interaction = interactions[index]
    let root: JSONValue
    do throws(FixtureProblem) {
      root = try document.interaction(at: index).root
    } catch {
      throw Complaint(.failed, "\(path.visible): \(error.description)")
    }
    let transcript = Transcript(
      of: root,
      interaction,
      fixtureProvider: document.summary.provider,
      id: id(of: index)
    )
    guard let transcript else {
      let problem = interaction.problem ?? "it has no request"
      throw Complaint(.failed, "\(path.visible): @\(index + 1) can't be shown: \(problem)")
    }
    return transcript
  }

  private func id(of index: Int) -> String {
    let reference = InteractionReference.shortest(for: index, in: interactions)
    let position = "@\(index + 1)"
    return [position, reference == position ? nil : reference, interactions[index].name]
      .compactMap { $0 }.joined(separator: "  ")
  }
}
