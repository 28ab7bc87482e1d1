/// What a JSON file turned out to be.
package enum FixtureContent: Hashable, Sendable {
  case fixture(FixtureSummary)
  /// Cannot be read as a fixture; the interactions that end before the problem can be shown.
  case unreadable(FixtureProblem, readable: [InteractionSummary])
  /// JSON, but no fixture.
  case other

  /// The interactions that can be shown, in the order of the file.
  package var interactions: [InteractionSummary] {
    switch self {
    case .fixture(let summary): summary.interactions
    case .unreadable(_, let readable): readable
    case .other: []
    }
  }

  /// nil when the file can be read.
  package var problem: FixtureProblem? {
    if case .unreadable(let problem, _) = self { problem } else { nil }
  }
}
