package import LLMMockCore

/// No recording answers a request, in a session that does not reach the network.
public struct FixtureNotFoundError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was asked: `POST /v1/messages`.
  public let call: String
  /// The model that the request names; nil when it names none.
  public let model: String?
  /// The fixture's file, or the folder of several.
  public let fixture: String
  /// What happened, the recording that comes closest, where it differs, and how to record the
  /// request: lines of text, at most 1,000 characters.
  public let description: String

  package init(_ miss: Miss) {
    call = miss.call
    model = miss.model
    fixture = miss.fixture
    description = miss.description
  }
}

/// A fixture can't be read; the file is as it was.
public struct FixtureParseError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file.
  public let fixture: String
  /// From 1; nil when the problem has no place in the text.
  public let line: Int?
  /// In characters, from 1; nil when the problem has no place in the text.
  public let column: Int?
  /// One sentence that names the file and the place.
  public let description: String

  package init(_ problem: FixtureProblem, in fixture: String) {
    self.fixture = fixture
    line = problem.position?.line
    column = problem.position?.column
    description = "\(fixture): \(problem.description)"
  }
}
