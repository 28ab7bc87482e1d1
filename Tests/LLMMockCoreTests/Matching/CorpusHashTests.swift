import LLMMockCore
import TestSupport
import Testing

/// Hashes of real requests, compared with those that Python computed.
struct CorpusHashTests {
  private static let isHere = Corpus.fixtures != nil
  private static let reason: Comment =
    "There are no fixtures of real recordings here: set LLM_MOCK_CORPUS_FIXTURES"

  @Test(.enabled(if: isHere, reason), arguments: [("known", 3010), ("all", 4797)])
  func `the hash of every real request is the one Python computes`(
    folder: String,
    count: Int
  ) throws {
    let root = try #require(Corpus.fixtures)
    var checked = 0
    for path in try files(below: "\(root)/\(folder)") {
      let document = try FixtureDocument(try contents(of: path))
      for (index, summary) in document.interactions.enumerated() {
        let interaction = try document.interaction(at: index).root
        let request = try #require(interaction["request"])
        let endpoint = Endpoint.of(
          storedPath: summary.endpoint,
          provider: summary.provider ?? document.summary.provider,
          response: interaction["response"],
          events: StreamEvent.read(interaction["stream_events"])
        )
        #expect(
          RequestHash(for: endpoint).hash(of: request) == summary.hash,
          "\(path) #\(index + 1)"
        )
        checked += 1
      }
    }
    #expect(checked == count)
  }
}
