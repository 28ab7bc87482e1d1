import ArgumentParser
import LLMMockBrowser
import LLMMockCore
import LLMMockTUI
import LLMMockTerminal
import LLMMockWorkspace
import SystemPackage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// `llm-mock-tui`: the browser.
struct TUICommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "llm-mock-tui",
    abstract: "Browse recorded LLM calls in the terminal.",
    discussion: """
      Without an argument it looks for tests/fixtures, Tests/fixtures or fixtures here and in each \
      folder above, up to the repository's root.

      EXAMPLE
        llm-mock-tui tests/fixtures
      """,
    version: version
  )

  @Argument(
    help: ArgumentHelp("The folder, or the fixture file, to open.", valueName: "DIR|FIXTURE")
  )
  var path: String?

  @Flag(name: .long, help: "Print lines and take numbered choices: for screen readers.")
  var plain = false

  @Flag(name: .customLong("no-mouse"), help: "Leave the mouse to the terminal.")
  var noMouse = false

  @Option(help: "When to use colours: auto, always or never.")
  var color: Color = .auto

  @Option(help: "The colours: \(Theme.all.map(\.name).joined(separator: ", ")).")
  var theme: String?

  @Option(
    help: ArgumentHelp(
      "Where calls recorded from NAME go when they are recorded again.",
      valueName: "NAME=URL"
    )
  )
  var upstream: [String] = []

  enum Color: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never
  }

  func validate() throws {
    if let theme, !Theme.all.contains(where: { $0.name == theme }) {
      let names = Theme.all.map(\.name).joined(separator: ", ")
      throw ValidationError("There is no theme '\(theme)'; there are \(names).")
    }
  }

  mutating func run() throws {
    let output = StandardOutput()
    let surroundings: Browser.Surroundings
    do {
      surroundings = try .process(upstreams: upstream.map { try NamedUpstream($0) })
    } catch let error as SettingError {
      output.say("llm-mock-tui: \(error)")
      throw ExitCode(2)
    }
    let program = Program(surroundings: surroundings, output: output)
    throw ExitCode(
      program.run(
        Program.Request(
          path: path,
          isPlain: plain,
          usesMouse: !noMouse,
          color: ColorChoice(rawValue: color.rawValue) ?? .auto,
          theme: Theme.all.first { $0.name == theme }
        )
      )
    )
  }
}
