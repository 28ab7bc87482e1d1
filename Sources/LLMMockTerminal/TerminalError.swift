/// Why a terminal can't be drawn on, as one sentence for the user.
package struct TerminalError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What stands in the way.
  package enum Code: String, Hashable, Sendable {
    /// Standard output, or every source of keys, is not a terminal.
    case notTerminal
    /// `TERM` is not set.
    case noType
    /// `TERM` names a terminal that is not in the terminfo database.
    case unknownType
    /// The terminal prints on paper or is described in too general terms.
    case unsuitableType
    /// There is no terminfo database.
    case noDatabase
    /// A call to the system failed.
    case system
  }

  package var code: Code
  package var description: String

  package init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}
