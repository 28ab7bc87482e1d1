package import SystemPackage

/// A fixture as the session looks into it.
package struct ConsultedFixture: Sendable {
  /// The file as the user knows it, without anything that must not be drawn.
  package var name: String
  /// nil when it stands in no file.
  package var path: FilePath?
  /// nil when the file does not exist.
  package var index: CallIndex?
  /// The name of the file that the Python package would have made for it, where that exists and this
  /// one does not.
  package var pythonName: String?

  package init(
    name: String,
    path: FilePath? = nil,
    index: CallIndex?,
    pythonName: String? = nil
  ) {
    self.name = name
    self.path = path
    self.index = index
    self.pythonName = pythonName
  }
}

/// A choice among several fixtures.
package struct FoundAnswer: Sendable {
  /// The number of the fixture among those that were consulted.
  package var fixture: Int
  package var choice: Choice
}

extension ConsultedFixture {
  /// The best answer in any of the fixtures; of equally good ones that of the first fixture.
  package static func answer(
    to call: IncomingCall,
    in fixtures: [ConsultedFixture],
    matchOn: MatchOn
  ) throws(FixtureProblem) -> FoundAnswer? {
    var best: FoundAnswer?
    for (number, fixture) in fixtures.enumerated() {
      guard let choice = try fixture.index?.choice(for: call, matchOn: matchOn) else { continue }
      if best.map({ choice.distance < $0.choice.distance }) ?? true {
        best = FoundAnswer(fixture: number, choice: choice)
      }
      if best?.choice.distance == 0 { break }
    }
    return best
  }
}
