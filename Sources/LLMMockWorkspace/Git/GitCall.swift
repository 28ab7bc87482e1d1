/// A run of git, as the command log shows it.
package struct GitCall: Hashable, Sendable {
  /// What was asked, safe to draw, without the flags that every call has.
  package var arguments: [String]
  package var milliseconds: Int
  /// The exit status; 128 and the signal's number after a signal, -1 when it was stopped or never
  /// began.
  package var status: Int32
  /// The last lines it printed beside its result, safe to draw.
  package var output: [String]
  /// Whether it may have changed the repository.
  package var isChange: Bool

  package init(
    arguments: [String],
    milliseconds: Int,
    status: Int32,
    output: [String],
    isChange: Bool
  ) {
    self.arguments = arguments
    self.milliseconds = milliseconds
    self.status = status
    self.output = output
    self.isChange = isChange
  }

  /// The call as a person would type it.
  package var line: String { (["git"] + arguments).joined(separator: " ") }
}
