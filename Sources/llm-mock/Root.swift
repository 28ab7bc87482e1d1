import ArgumentParser

/// The program: its commands, and what becomes of what they throw.
@main
struct Root: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "llm-mock",
    abstract: "Record LLM calls, replay them in tests, and look after the recordings.",
    discussion: """
      A FIXTURE is a file, or its name without .json. An INTERACTION is one recorded call in it: \
      @N (its position from 1), at least 4 digits of its hash, HASH/K (the K-th of those that have \
      it), or its name.

      Exit codes: 0 done, 1 the answer is no, 2 wrong use, 3 a file or the system failed.
      """,
    version: "0.1.0",
    subcommands: [
      ListCommand.self, ShowCommand.self, DiffCommand.self, ClearCommand.self, RenameCommand.self,
      UndoCommand.self, RerecordCommand.self, MissesCommand.self, RunCommand.self,
      ServeCommand.self, MergeCommand.self, InitCommand.self,
    ]
  )

  static func main() {
    ThisProcess.settleSignals()
    ThisProcess.exit(run(in: .current))
  }

  private static func run(in surroundings: Surroundings) -> ExitStatus {
    let output = Output(surroundings.terminal)
    do {
      let status = try run(in: surroundings, output)
      try output.flush()
      return status
    } catch is ClosedPipe {
      return .done
    } catch {
      // What was found before the failure is still worth having; the failure is what must be told.
      do { try output.flush() } catch {}
      let complaint = Complaint(error)
      output.complain(complaint)
      return complaint.status
    }
  }

  private static func run(in surroundings: Surroundings, _ output: Output) throws -> ExitStatus {
    let command: any Command
    do {
      var parsed = try parseAsRoot()
      guard let found = parsed as? any Command else {
        // Without a command there is help, which the parser throws like a version or a script.
        try parsed.run()
        return .done
      }
      command = found
    } catch {
      let message = fullMessage(for: error)
      guard exitCode(for: error).isSuccess else { throw Complaint(usage: message) }
      try output.text(message)
      return .done
    }
    return try command.run(in: surroundings, output)
  }
}
