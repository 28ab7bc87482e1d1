/// One request a session saw, and what became of it.
package struct JournalEntry: Sendable {
  /// How well a recording fitted.
  package enum Fit: Hashable, Sendable {
    case exact
    /// A stream was made of a message, or the other way round.
    case converted
    /// Other fields than those of the hash differ, in these places; `count` places in all.
    case differing([DifferenceText], count: Int)
  }

  package enum Outcome: Sendable {
    /// Nothing became of it yet, or its client went away.
    case open
    case answered(Fit, RecordedPlace)
    case missed(Miss)
    /// It went to the API, and the answer was recorded.
    case recorded(RecordedPlace, replacing: Bool, tokens: TokenCount)
    /// It went to the API, and the answer was not recorded, for a reason that continues the sentence
    /// "request 3: …".
    case notKept(String)
    /// It went to the API because requests like it are never recorded.
    case forwarded
    /// It asked for the models, and got those of the fixture.
    case listed
    /// It could not be answered: the API or a file failed.
    case failed(String)
    /// It was refused, being no request that can be looked up.
    case refused(String)
  }

  /// From 1, in the order of arrival.
  package var number: Int
  package var method: String
  /// Without the query.
  package var path: String
  /// nil when the path ends in none.
  package var endpoint: String?
  package var model: String?
  /// The first words of the user; nil when the body is no request, and while nothing became of it.
  package var preview: String?
  package var outcome: Outcome
}

/// Where an interaction stands.
package struct RecordedPlace: Hashable, Sendable {
  /// The file as the user knows it.
  package var fixture: String
  /// From 0, at the time.
  package var position: Int
  /// The first words of the user in it.
  package var preview: String

  package init(fixture: String, position: Int, preview: String) {
    self.fixture = fixture
    self.position = position
    self.preview = preview
  }
}

/// Tokens as the provider counted them.
package struct TokenCount: Hashable, Sendable {
  package var input = 0
  package var output = 0

  package init(input: Int = 0, output: Int = 0) {
    self.input = input
    self.output = output
  }
}
