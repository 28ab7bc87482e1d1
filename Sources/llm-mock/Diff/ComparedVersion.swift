import LLMMockCore

/// One version of a file, as a diff shows it.
struct ComparedVersion {
  /// What it is called: `HEAD 5cb3412`, `the file`.
  var name: String
  /// nil when this version has no such file.
  var bytes: [UInt8]?

  /// What the bytes are.
  enum Content {
    case none
    case fixture(FixtureDocument)
    /// No fixture that can be read.
    case unreadable(FixtureProblem)
  }

  var content: Content {
    guard let bytes else { return .none }
    do throws(FixtureProblem) {
      return .fixture(try FixtureDocument(bytes))
    } catch {
      return .unreadable(error)
    }
  }
}
