import ArgumentParser
import LLMMockCore
import LLMMockWorkspace
import SystemPackage

struct MergeCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Join two branches' versions of a fixture by interaction: git's merge driver.",
    discussion: """
      Example: llm-mock merge base.json ours.json theirs.json

      Writes the joined fixture to OURS. What both sides added stays, what one side changed is \
      changed. Where both changed one interaction differently, ours stays, theirs stands behind it \
      under a name that begins with "conflict", and each conflict is told on standard error. \
      llm-mock init --git has git use it.

      Exit code: 1 when there were conflicts, or a version is no fixture; then OURS is as it was.
      """
  )

  @Argument(help: "What both come from (%O); an empty file when there was nothing.")
  var base: String

  @Argument(help: "Our version, and where the result goes (%A).")
  var ours: String

  @Argument(help: "Their version (%B).")
  var theirs: String

  @Argument(help: "What the fixture is called in the work tree (%P).")
  var path: String?

  @Option(
    name: .customShort("L"),
    help: ArgumentHelp(
      "What messages call a version: the first is base, then ours, then theirs.",
      valueName: "label"
    )
  )
  var labels: [String] = []

  func validate() throws {
    if labels.count > 3 { throw ValidationError("-L names three versions") }
  }

  func run(in surroundings: Surroundings, _ output: Output) throws -> ExitStatus {
    let places = [base, ours, theirs].map(surroundings.words.path)
    let name = path.map(surroundings.words.path) ?? places[1]
    let contents = try places.map { place in
      try FixtureFileError.about(place) { try surroundings.files.read(place) }
    }
    let bytes = contents.map(\.bytes)
    func write(_ joined: [UInt8]) throws {
      guard joined != bytes[1] else { return }
      let files = surroundings.files
      // A link stays one: its target is written.
      let target = try files.target(of: places[1], links: .named)
      let old = contents[1].status
      let version = try FixtureFileError.about(places[1]) {
        try files.replace(target, old: old, with: joined) {
          try files.status(target)?.version == old.version
        }
      }
      if version == nil {
        throw Complaint(.no, "\(places[1].visible): it changed meanwhile; nothing was written")
      }
    }
    // Where one side alone changed the file there is nothing to understand.
    if bytes[1] == bytes[2] || bytes[0] == bytes[2] { return .done }
    if bytes[0] == bytes[1] {
      try write(bytes[2])
      return .done
    }
    var documents: [FixtureDocument?] = []
    for (index, side) in ["base", "ours", "theirs"].enumerated() {
      let side = index < labels.count ? VisibleText.of(labels[index]) : side
      // Where both sides added the file, git gives an empty one.
      if index == 0, bytes[0].isEmpty {
        documents.append(nil)
        continue
      }
      documents.append(try document(bytes[index], side, name))
    }
    guard let own = documents[1], let other = documents[2] else { return .no }
    let merge: FixtureMerge
    do {
      merge = try FixtureMerge(
        base: documents[0],
        ours: own,
        theirs: other,
        volatile: try VolatileFields.of(fixture: name, files: surroundings.files)
      )
    } catch let problem as FixtureProblem {
      throw Complaint(.no, "\(name.visible): the versions can't be joined: \(problem.description)")
    } catch let error as FixtureFileError {
      throw Complaint(.no, error.description)
    }
    try write(merge.bytes)
    guard !merge.conflicts.isEmpty else { return .done }
    let count = Counted.text(merge.conflicts.count, "conflict")
    // What has no name of its own in the file is told here alone.
    let isAllThere = merge.conflicts.allSatisfy { $0.theirs != nil }
    output.warn(
      "\(name.visible): \(count); \(isAllThere ? "nothing is lost, choose in the file" : "look at what stays")",
      details: merge.conflicts.map { "  \($0.description)" }
        + ["  look   llm-mock-tui \(ShellWord.quote(name))"]
    )
    return .no
  }

  private func document(_ bytes: [UInt8], _ side: String, _ name: FilePath) throws
    -> FixtureDocument
  {
    do throws(FixtureProblem) {
      return try FixtureDocument(bytes)
    } catch {
      throw Complaint(.no, "\(name.visible) (\(side)): \(error.description)")
    }
  }
}
