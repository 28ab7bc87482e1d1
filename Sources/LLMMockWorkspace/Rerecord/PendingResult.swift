package import LLMMockCore
package import SystemPackage

/// A new answer that waits to be accepted or rejected: on disk, so that nothing that arrived is lost.
package struct PendingResult: Sendable, Identifiable {
  package enum Place: Hashable, Sendable {
    /// It takes the place of an interaction: where that stood, from 0, and the digest of its text.
    case replaces(index: Int, digest: ContentDigest)
    /// It is added at the end, and lets the miss of that name go.
    case adds(miss: String)
  }

  /// The name it is kept under.
  package var id: String
  /// The file without links.
  package var fixture: FilePath
  package var place: Place
  /// The interaction exactly as accepting writes it.
  package var text: [UInt8]
  /// Of the text as the store keeps it, which tells this answer from another one for the same
  /// interaction.
  package internal(set) var keptDigest: ContentDigest
  /// When the answer arrived.
  package var time: UnixTime
  /// The host that answered.
  package var host: String
  package var tokens: TokenCount
  /// From sending the request to the end of the answer.
  package var milliseconds: Int
  /// What is unexpected about the answer, as a sentence; nil when nothing is.
  package var note: String?
  /// What the file names as its provider; the one to make a file with that does not exist.
  package var fixtureProvider: String?

  package init(
    id: String,
    fixture: FilePath,
    place: Place,
    text: [UInt8],
    time: UnixTime,
    host: String,
    tokens: TokenCount,
    milliseconds: Int,
    note: String? = nil,
    fixtureProvider: String?
  ) {
    self.id = id
    self.fixture = fixture
    self.place = place
    self.text = text
    keptDigest = ContentDigest(of: text)
    self.time = time
    self.host = host
    self.tokens = tokens
    self.milliseconds = milliseconds
    self.note = note
    self.fixtureProvider = fixtureProvider
  }

  /// The new interaction; nil when the text is none, which no store returns.
  package var interaction: JSONValue? {
    do {
      return try JSONTree(text).root
    } catch {
      return nil
    }
  }

  /// The call whose answer takes its place.
  package var key: RerecordKey {
    switch place {
    case .replaces(let index, let digest):
      RerecordKey(fixture: fixture, place: .interaction(index: index, digest: digest))
    case .adds(let miss): RerecordKey(fixture: fixture, place: .miss(miss))
    }
  }

  /// The digest of the interaction it is for; nil when it is added.
  package var digest: ContentDigest? {
    if case .replaces(_, let digest) = place { digest } else { nil }
  }
}

/// How a fixture stands to a result that waits.
package enum PendingStanding: Hashable, Sendable {
  /// It is for the interaction that stands there, from 0.
  case replaces(Int)
  case adds
  /// The interaction is no longer the one it was made for; what may be meant stands there, from 0.
  case changed(likely: Int?)
  /// The file is gone, or can't be read as a fixture: a sentence.
  case unreadable(String)
}

extension PendingResult {
  /// How a fixture as it is now stands to this result.
  ///
  /// An interaction that moved is found again by its text.
  package func standing(in document: FixtureDocument) -> PendingStanding {
    guard case .replaces(let index, _) = place else { return .adds }
    if isFor(index, in: document) { return .replaces(index) }
    if let moved = matches(in: document).first { return .replaces(moved) }
    let interactions = document.interactions
    let hash = interaction?["hash"]?.string
    let same = interactions.indices.filter { hash != nil && interactions[$0].hash == hash }
      .sorted { abs($0 - index) < abs($1 - index) }
    return .changed(likely: same.first)
  }
  /// The interactions it may be for, the nearest to where that stood first.
  func matches(in document: FixtureDocument) -> [Int] {
    guard case .replaces(let index, _) = place else { return [] }
    return document.interactions.indices.filter { isFor($0, in: document) }
      .sorted { abs($0 - index) < abs($1 - index) }
  }

  /// Whether it may be for the interaction that stands there.
  ///
  /// One that is the result already was accepted, and the program ended before it could put the
  /// result away.
  private func isFor(_ index: Int, in document: FixtureDocument) -> Bool {
    guard document.interactions.indices.contains(index) else { return false }
    let text = document.bytes[document.interactions[index].range]
    return text.elementsEqual(self.text) || ContentDigest(of: Array(text)) == digest
  }
}
