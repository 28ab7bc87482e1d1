import ArgumentParser

/// What a command's words were parsed to, and what it does then.
protocol Command: ParsableCommand {
  /// Does it.
  ///
  /// - Throws: what ``Complaint`` can tell in one sentence.
  func run(in surroundings: Surroundings, _ output: Output) throws -> ExitStatus
}

/// The number a program ends with.
struct ExitStatus: RawRepresentable, Hashable, Sendable {
  /// 0 to 255.
  var rawValue: Int32

  static let done = ExitStatus(rawValue: 0)
  /// The answer is no: nothing to undo, a file that has changed since, a request that was missed.
  static let no = ExitStatus(rawValue: 1)
  /// The words make no sense here: an option, a path or a name that is none.
  static let wrongUse = ExitStatus(rawValue: 2)
  /// A file or the system failed.
  static let failed = ExitStatus(rawValue: 3)
  /// `run` failed before its command was started, as `env` and `timeout` say it.
  static let notStarted = ExitStatus(rawValue: 125)
  static let notExecutable = ExitStatus(rawValue: 126)
  static let notFound = ExitStatus(rawValue: 127)
}
