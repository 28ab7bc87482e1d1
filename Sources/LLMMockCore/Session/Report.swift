/// What a session did, as counts and as a journal.
package struct Report: Sendable {
  /// How many requests the journal keeps.
  package static let journalLimit = 10_000

  package private(set) var requests = 0
  package private(set) var exact = 0
  package private(set) var converted = 0
  package private(set) var differing = 0
  package private(set) var missed = 0
  package private(set) var forwarded = 0
  package private(set) var recorded = 0
  package private(set) var replaced = 0
  package private(set) var notKept = 0
  package private(set) var failed = 0
  package private(set) var refused = 0
  package private(set) var tokens = TokenCount()
  /// Requests that were none of ours, by host.
  package private(set) var passedThrough: [String: Int] = [:]
  /// Fixtures that were consulted or written, in the order in which they first were.
  package private(set) var fixtures: [String] = []
  /// Interactions that were answered or recorded, from 0, by fixture.
  package private(set) var used: [String: Set<Int>] = [:]
  /// Positions of entries whose answer was replaced, from 0.
  package private(set) var replacedPositions: [Int] = []

  /// A ring of the last requests: number `n` stands at `n % limit`.
  private var ring: [JournalEntry] = []

  package init() {}

  package var answered: Int { exact + converted + differing }

  /// The last requests, the oldest first.
  package var journal: [JournalEntry] {
    guard ring.count == Self.journalLimit else { return ring }
    let start = requests % Self.journalLimit
    return Array(ring[start...] + ring[..<start])
  }

  mutating func arrived(_ entry: JournalEntry) {
    requests += 1
    if ring.count < Self.journalLimit {
      ring.append(entry)
    } else {
      ring[(entry.number - 1) % Self.journalLimit] = entry
    }
  }

  mutating func ended(
    _ number: Int,
    _ outcome: JournalEntry.Outcome,
    preview: String? = nil
  ) {
    var preview = preview
    switch outcome {
    case .open, .listed: break
    case .answered(let fit, let place):
      switch fit {
      case .exact: exact += 1
      case .converted: converted += 1
      case .differing: differing += 1
      }
      used[place.fixture, default: []].insert(place.position)
      preview = place.preview
    case .missed(let miss):
      missed += 1
      preview = miss.preview
    case .recorded(let place, let isReplacing, let count):
      recorded += 1
      if isReplacing {
        replaced += 1
        replacedPositions.append(place.position)
      }
      preview = place.preview
      tokens.input += count.input
      tokens.output += count.output
      used[place.fixture, default: []].insert(place.position)
    case .notKept: notKept += 1
    case .forwarded: forwarded += 1
    case .failed: failed += 1
    case .refused: refused += 1
    }
    let slot = (number - 1) % Self.journalLimit
    guard ring.indices.contains(slot), ring[slot].number == number else { return }
    ring[slot].outcome = outcome
    ring[slot].preview = preview
  }

  /// Notes that a fixture took part.
  package mutating func consulted(_ fixture: String) {
    if !fixtures.contains(fixture) { fixtures.append(fixture) }
  }

  /// Notes a request that was none of ours and went its way.
  package mutating func passed(host: String) {
    passedThrough[host, default: 0] += 1
  }
}

extension Session {
  package mutating func consulted(_ fixture: String) {
    report.consulted(fixture)
  }

  package mutating func passed(host: String) {
    report.passed(host: host)
  }
}
