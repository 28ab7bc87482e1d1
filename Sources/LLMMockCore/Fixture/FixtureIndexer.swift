/// Checks every byte of a file and notes what a listing needs, in one pass and window by window.
///
/// Only the few strings a listing shows are decoded; answers, streams and long prompts are checked
/// in silence.
package struct FixtureIndexer {
  private var scanner = JSONScanner()
  private var visitor = FixtureVisitor()

  package init() {}

  /// Takes the next window of the file.
  ///
  /// See ``JSONScanner/scan(_:isLast:visitor:)``.
  package mutating func scan(
    _ window: UnsafeBufferPointer<UInt8>,
    isLast: Bool
  ) throws(JSONSyntaxError) -> Int {
    try scanner.scan(window, isLast: isLast, visitor: &visitor)
  }

  /// What the whole file said.
  ///
  /// - Returns: nil when it is JSON but no fixture.
  /// - Throws: ``FixtureProblem`` when it is meant to be one but breaks the format.
  package func finish() throws(FixtureProblem) -> FixtureSummary? {
    switch visitor.interactionsKind {
    case .none: return nil
    case .array: break
    case .some(let kind):
      throw FixtureProblem("\"interactions\" is \(kind.phrase), expected an array")
    }
    if let version = visitor.version {
      switch version {
      case .text(let text) where FixtureVersion.isKnown(text): break
      case .text(let text):
        throw FixtureProblem(
          "version \"\(VisibleText.of(text))\" is not known (this program reads 1.x and 2.x)"
        )
      case .other(let kind):
        throw FixtureProblem("\"version\" is \(kind.phrase), expected a string")
      }
    }
    return FixtureSummary(
      version: visitor.version?.text,
      provider: visitor.provider?.text,
      interactions: visitor.interactions
    )
  }

  /// The interactions that ended before the place where a file stops being JSON.
  package var interactionsSoFar: [InteractionSummary] { visitor.interactions }
}

/// The versions of the format.
package enum FixtureVersion {
  /// What new files say.
  package static let current = "2.0"

  /// Whether the major version is one that is read: 1 or 2.
  package static func isKnown(_ version: String) -> Bool {
    let parts = version.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isDigit) }) else { return false }
    return parts.first == "1" || parts.first == "2"
  }
}

extension JSONKind {
  /// The kind as a noun with its article.
  package var phrase: String {
    switch self {
    case .object: "an object"
    case .array: "an array"
    case .string: "a string"
    case .number: "a number"
    case .true, .false: "a boolean"
    case .null: "null"
    }
  }
}
