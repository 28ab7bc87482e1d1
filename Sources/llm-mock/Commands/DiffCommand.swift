import ArgumentParser
import LLMMockCore
import LLMMockWorkspace
import SystemPackage

struct DiffCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show what differs between two versions of a fixture, or two of its interactions.",
    discussion: """
      Examples: llm-mock diff tests/fixtures/summarize
                llm-mock diff tests/fixtures --against main
                llm-mock diff tests/fixtures/summarize @1 @2

      A fixture, or each changed one of a folder, is compared with HEAD, or with the revision that \
      --against names; two fixtures with each other. Fields that change on every call are hidden \
      and counted; a file .llm-mock-volatile changes which these are: a field a line such as \
      response.id, or !response.id to show it.

      Exit code: 1 when something differs but volatile fields, 3 when a version can't be read.
      """
  )

  @Argument(
    help: ArgumentHelp(
      "A fixture or a folder; a fixture and two of its interactions; or two fixtures.",
      valueName: "fixture"
    ),
    completion: .file()
  )
  var words: [String]

  @Option(help: ArgumentHelp("Compare with this revision of git.", valueName: "rev"))
  var against: String?

  @Flag(
    help: """
      Print a JSON object a line, one for each interaction that differs: path, position, change, and \
      changes with path, old and new.
      """
  )
  var json = false

  @Flag(help: "Show volatile fields too.")
  var volatile = false

  @Option(help: ArgumentHelp("How many equal lines stand around a change.", valueName: "n"))
  var context = 3

  @Option(help: ArgumentHelp("When to use colour: auto, always or never.", valueName: "when"))
  var color = ColorChoice.auto

  @Flag(
    help: """
      Take the words that git gives to an external diff program; llm-mock init --git sets it up.
      """
  )
  var git = false

  func validate() throws {
    if context < 0 { throw ValidationError("--context takes a number from 0.") }
    if git {
      if against != nil || json {
        throw ValidationError("--git goes with neither --against nor --json")
      }
    } else if words.count > 3 {
      throw ValidationError("diff takes a fixture and two interactions, or two fixtures")
    } else if against != nil, words.count > 1 {
      throw ValidationError("--against compares one fixture or folder")
    }
  }

  func run(in surroundings: Surroundings, _ output: Output) throws -> ExitStatus {
    let isColored = color.isColored(surroundings)
    let unified = UnifiedDiff(context: context, paint: Paint(isColored: isColored))
    let comparing = DiffRun(
      surroundings: surroundings,
      report: DiffReport(output: output, unified: json ? nil : unified, hasTitle: !git),
      showsVolatile: volatile,
      paint: unified.paint
    )
    if git { return try comparing.runForGit(words) }
    switch words.count {
    case 3: return try comparing.compareInteractions(words[0], words[1], words[2])
    case 2: return try comparing.compareFixtures(words[0], words[1])
    default: return try comparing.compare(words[0], with: against ?? "HEAD")
    }
  }
}

/// Whether output has colours.
enum ColorChoice: String, ExpressibleByArgument {
  case auto, always, never

  func isColored(_ surroundings: Surroundings) -> Bool {
    func isSet(_ name: String) -> Bool { !(surroundings.variables[name] ?? "").isEmpty }
    switch self {
    case .always: return true
    case .never: return false
    case .auto:
      // git's pager understands colours, and git says when it runs.
      let isShown = surroundings.terminal != nil || isSet("GIT_PAGER_IN_USE")
      return isShown && !isSet("NO_COLOR") && surroundings.variables["TERM"] != "dumb"
    }
  }
}
