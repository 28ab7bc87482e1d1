#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
import ArgumentParser
import LLMMock
import LLMMockCore
import SystemPackage

struct RunCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a command whose LLM API calls are answered from a fixture, or recorded.",
    discussion: """
      Example: llm-mock run --fixture tests/fixtures/summarize -- pytest
      Record:  llm-mock run --mode record --fixture tests/fixtures/summarize -- pytest

      The official SDKs need no change: they are pointed here by their environment variables. In \
      replay the key variables hold a placeholder, so that nothing can be spent.

      Exit code: the command's; 128+N after signal N; 1 when the command returned 0 but a request was \
      missed; 125 when llm-mock failed before it was started, 126 when it can't be executed, 127 when \
      there is none.
      """
  )

  @OptionGroup var options: ServingOptions

  @Flag(help: "Leave the key variables as they are.")
  var keepKeys = false

  @Flag(help: "Exit with 1 when no request arrived.")
  var requireRequests = false

  @Option(help: ArgumentHelp("Write the report as JSON to this file.", valueName: "file"))
  var report: String?

  @Argument(
    parsing: .postTerminator,
    help: ArgumentHelp("The command and its arguments, after --.", valueName: "command")
  )
  var command: [String] = []

  func validate() throws {
    if command.isEmpty {
      throw ValidationError("say what to run after --, as in: llm-mock run --fixture F -- pytest")
    }
  }

  func run(in surroundings: Surroundings, _ output: Output) throws -> ExitStatus {
    let words = command.map { surroundings.words.bytes(of: $0) }
    if ModeSetting.isDisabled(surroundings.variables) {
      output.report(["llm-mock: LLM_MOCK_DISABLED is set, so the command runs without it"])
      return try ChildRun(words, ChildProcess.environment, output).status
    }
    do {
      return try serve(words, surroundings, output)
    } catch let complaint as Complaint {
      throw Complaint(.notStarted, complaint.sentence, details: complaint.details)
    } catch let error where !(error is ClosedPipe) {
      let complaint = Complaint(error)
      throw Complaint(.notStarted, complaint.sentence, details: complaint.details)
    }
  }

  private func serve(
    _ words: [[UInt8]],
    _ surroundings: Surroundings,
    _ output: Output
  ) throws -> ExitStatus {
    let typed = words.map { ShellWord.quote($0) }.joined(separator: " ")
    let serving = try Serving(options, surroundings) { fixture in
      let path = ShellWord.quote(surroundings.words.path(fixture))
      return "llm-mock run --mode auto --fixture \(path) -- \(typed)"
    }
    let port = try Blocking.wait { try await serving.start() }
    var environment = ChildEnvironment(ChildProcess.environment)
    environment.point(toPort: port, host: options.host == "0.0.0.0" ? "127.0.0.1" : options.host)
    let mode = serving.engine.options.mode
    if !keepKeys, mode != .record { environment.withholdKeys(onlyWhereUnset: mode == .auto) }
    let child: ChildRun
    do {
      child = try ChildRun(words, environment.bytes, output)
    } catch {
      _ = try Blocking.wait { await serving.stop() }
      throw error
    }
    let lines = try Blocking.wait {
      await serving.stop()
      return await serving.report()
    }
    let result = serving.engine.report
    if let report {
      let path = surroundings.words.path(report)
      try surroundings.files.write(result.json(journal: true) + [0x0A], toReport: path)
    }
    // A command that was never there made no request, and that was said.
    guard child.hasRun else { return child.status }
    if result.requests == 0 {
      output.report(Self.nothingArrived(words, mode))
    } else {
      output.report(lines)
    }
    guard child.status == .done else { return child.status }
    if mode == .replay, result.missed + result.refused + result.failed > 0 { return .no }
    if mode == .auto, result.missed > 0 { return .no }
    return requireRequests && result.requests == 0 ? .no : .done
  }

  private static func nothingArrived(_ words: [[UInt8]], _ mode: Mode) -> [String] {
    let name = words.first.map { VisibleText.of(bytes: $0) } ?? ""
    var lines = [
      "llm-mock: no request arrived while \(name) ran."
    ]
    if mode == .replay {
      lines.append(
        "  A base_url= in the code wins over OPENAI_BASE_URL. Real keys were withheld, so no such call "
          + "could have been paid for with them."
      )
    } else {
      lines.append("  A base_url= in the code wins over OPENAI_BASE_URL.")
    }
    return lines
  }
}

/// A command that was started, and ended.
private struct ChildRun {
  let status: ExitStatus
  /// Whether it could be started at all.
  let hasRun: Bool

  /// Runs it to its end, forwarding the signals that come meanwhile.
  init(_ words: [[UInt8]], _ environment: [[UInt8]], _ output: Output) throws {
    // From before there is a command: a signal that comes now is the command's too.
    let signals = try Signals([SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2])
    let child: ChildProcess
    do throws(ChildProcess.StartError) {
      child = try ChildProcess(words, environment: environment)
    } catch {
      let name = words.first.map { VisibleText.of(bytes: $0) } ?? ""
      status = error.isFound ? .notExecutable : .notFound
      hasRun = false
      output.warn(
        error.isFound
          ? "\(name) can't be executed: \(error.reason)" : "there is no command \(name)"
      )
      return
    }
    hasRun = true
    // What the terminal sends goes to every process of the job, the command too.
    let isForeground = isatty(STDIN_FILENO) == 1 && tcgetpgrp(STDIN_FILENO) == getpgrp()
    signals.deliver { number in
      if isForeground, number == SIGINT || number == SIGQUIT { return }
      child.send(number)
    }
    status =
      switch child.wait() {
      case .exited(let code): ExitStatus(rawValue: code)
      case .signalled(let signal): ExitStatus(rawValue: 128 + signal)
      }
  }
}
