/// Which interactions of a fixture feed which: an answer that occurs in another's request.
///
/// A new answer in the place of one that feeds leaves the fed ones unreachable, since a program that
/// gets the new answer no longer sends their requests.
package struct Chain: Sendable {
  package struct Link: Hashable, Sendable {
    /// The one whose answer occurs, from 0.
    package var from: Int
    /// The one in whose request it occurs, from 0.
    package var to: Int
    /// What of the answer occurs there.
    package var trace: AnswerTrace
  }

  /// In the order of `to`, then of `from`; one for each pair.
  package let links: [Link]
  private let feeds: [Int: [Int]]
  private let fedBy: [Int: [Int]]

  /// How many interactions may have given the same trace: an answer that all of them give tells
  /// nothing about who feeds whom.
  private static let sources = 8

  /// Looks through a fixture; an interaction that can't be read feeds nothing.
  package init(_ document: FixtureDocument) {
    var readings: [InteractionReading] = []
    readings.reserveCapacity(document.interactions.count)
    for index in document.interactions.indices {
      do {
        let tree = try document.interaction(at: index)
        readings.append(InteractionReading(tree.root, provider: document.summary.provider))
      } catch {
        readings.append(InteractionReading())
      }
    }
    self.init(readings)
  }

  /// A chain without links.
  package static let none = Chain([])

  private init(_ readings: [InteractionReading]) {
    var givers: [AnswerTrace: [Int]] = [:]
    for (index, reading) in readings.enumerated() {
      for trace in reading.traces { givers[trace, default: []].append(index) }
    }
    givers = givers.filter { $0.value.count <= Self.sources }
    let search = TraceSearch(Array(givers.keys))
    var found: [Int: [Int: AnswerTrace]] = [:]
    for (index, reading) in readings.enumerated() {
      guard let request = reading.request else { continue }
      for trace in search.traces(in: request, reading.endpoint) {
        let others = (givers[trace] ?? []).filter { $0 != index }
        // What an answer took from its own request may have come from there in the other one too.
        if others.count < givers[trace]?.count ?? 0 { continue }
        for giver in others where found[giver]?[index] == nil {
          found[giver, default: [:]][index] = trace
        }
      }
    }
    var links: [Link] = []
    for (from, fed) in found {
      for (to, trace) in fed { links.append(Link(from: from, to: to, trace: trace)) }
    }
    links.sort { ($0.to, $0.from) < ($1.to, $1.from) }
    self.links = links
    feeds = Dictionary(grouping: links, by: \.from).mapValues { $0.map(\.to).sorted() }
    fedBy = Dictionary(grouping: links, by: \.to).mapValues { $0.map(\.from) }
  }

  /// The interactions whose requests hold something of that one's answer, in order.
  package func fed(by index: Int) -> [Int] { feeds[index] ?? [] }

  /// The interactions of whose answers that one's request holds something, in order.
  package func feeding(_ index: Int) -> [Int] { fedBy[index] ?? [] }

  /// The interactions that another answer in that place would leave unreachable, in order.
  ///
  /// - Parameter interaction: what is to stand there.
  package func broken(
    by interaction: JSONValue,
    at index: Int,
    fixtureProvider: String?
  ) -> [Int] {
    let kept = Set(InteractionReading(interaction, provider: fixtureProvider).traces)
    return links.filter { $0.from == index && !kept.contains($0.trace) }.map(\.to).sorted()
  }
}
