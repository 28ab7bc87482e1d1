import ArgumentParser

/// What a command's words were parsed to, and what it does then.
protocol Command: ParsableCommand {
  /// Does it.
  ///
  /// - Throws: what ``Complaint`` can tell in one sentence.
  func run(in surroundings: Surroundings, _ output: Output) throws -> ExitStatus
}

/// The number a program ends with.
enum ExitStatus: Int32 {
  case done = 0
  /// The answer is no: nothing to undo, a file that has changed since.
  case no = 1
  /// The words make no sense here: an option, a path or a name that is none.
  case wrongUse = 2
  /// A file or the system failed.
  case failed = 3
}
