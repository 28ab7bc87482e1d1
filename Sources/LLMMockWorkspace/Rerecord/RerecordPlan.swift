package import LLMMockCore
package import SystemPackage

/// Which call of a fixture a result is for.
package struct RerecordKey: Hashable, Sendable {
  package enum Place: Hashable, Sendable {
    /// An interaction that was recorded: where it stood, from 0, and the digest of its text there.
    case interaction(index: Int, digest: ContentDigest)
    /// A request that no recording answered, by the name it is kept under.
    case miss(String)
  }

  /// The file as the user knows it.
  package var fixture: FilePath
  package var place: Place

  package init(fixture: FilePath, place: Place) {
    self.fixture = fixture
    self.place = place
  }

  /// From 0; nil for a miss.
  package var index: Int? {
    if case .interaction(let index, _) = place { index } else { nil }
  }

  /// `@2`, or that it is a miss.
  package var label: String { index.map { "@\($0 + 1)" } ?? "miss" }
}

/// A call that would be sent.
package struct PlannedCall: Sendable {
  package var key: RerecordKey
  package var target: RerecordTarget
  package var request: StoredRequest
  /// As the user named the interaction; nil when he did not.
  package var name: String?
  /// The first words of the user, as they stand in the file.
  package var preview: String
  /// What the recorded answer cost; nil when it does not say.
  package var tokens: TokenCount?
  /// Interactions whose requests hold something of the recorded answer, from 0.
  package var feeds: [Int] = []
  /// Interactions of whose answers this request holds something, from 0.
  package var fedBy: [Int] = []
  /// What the provider does by itself for this request: visible text.
  package var hostedTools: [String] = []
  /// How its answer is written.
  var form: RecordingForm
}

/// A call that can't be sent, and why.
package struct RerecordRefusal: Error, Hashable, Sendable {
  package enum Reason: Error, Hashable, Sendable {
    /// None of these variables holds a key.
    case noKey([String])
    case unresolved(UpstreamRules<UpstreamAddress>.Failure)
    /// A phrase that continues "it".
    case unsendable(String)
    /// The interaction is gone, or the file can't be read: a sentence.
    case unreadable(String)
  }

  package var key: RerecordKey
  package var reason: Reason

  /// One sentence without a full stop.
  package var sentence: String {
    switch reason {
    case .noKey(let variables):
      let names = variables.joined(separator: " or ")
      return "no key: set \(names)"
    case .unresolved(.noSuchName(let name)):
      let name = VisibleText.of(name)
      return "it was recorded from the upstream \(name): --upstream \(name)=URL says where that is"
    case .unresolved(.noHost(let provider)):
      return
        "\(VisibleText.of(provider)) has no host of its own: --upstream NAME=URL says where to send it"
    case .unresolved(.noOwner):
      return "whose API it belongs to is not known"
    case .unsendable(let phrase): return "it \(phrase)"
    case .unreadable(let sentence): return sentence
    }
  }
}

/// What recording again would do, before anything is sent.
package struct RerecordPlan: Sendable {
  /// In the order in which they are sent.
  package var calls: [PlannedCall]
  package var refusals: [RerecordRefusal]

  package init(calls: [PlannedCall] = [], refusals: [RerecordRefusal] = []) {
    self.calls = calls
    self.refusals = refusals
  }

  /// Where the calls go, in the order in which they first do.
  package var targets: [RerecordTarget] {
    var targets: [RerecordTarget] = []
    for call in calls where !targets.contains(call.target) { targets.append(call.target) }
    return targets
  }

  /// The fixtures, in the order in which they first occur.
  package var fixtures: [FilePath] {
    var fixtures: [FilePath] = []
    for path in calls.map(\.key.fixture) + refusals.map(\.key.fixture)
    where !fixtures.contains(path) {
      fixtures.append(path)
    }
    return fixtures
  }

  /// What all the calls cost the last time, and how many of them say so.
  package var tokens: (count: TokenCount, known: Int) {
    var count = TokenCount()
    var known = 0
    for tokens in calls.compactMap(\.tokens) {
      known += 1
      count.input = Int(clamping: count.input.addingReportingOverflow(tokens.input).partialValue)
      count.output = Int(clamping: count.output.addingReportingOverflow(tokens.output).partialValue)
    }
    return (count, known)
  }
}
