import LLMMock
import LLMMockTesting
import Summarizer
import Testing

struct SummarizerTests {
  @Test(.llmReplay("summarize"))
  func `a summary names what is new`() async throws {
    let summary = try await Summarizer().summary(of: article)
    #expect(summary.contains("tidal power"))
    #expect(summary.count < article.count)
  }

  // Each case is a request of its own; all stand in one fixture.
  @Test(.llmReplay("lengths"), arguments: [1, 3])
  func `a summary has no more sentences than asked for`(limit: Int) async throws {
    let summary = try await Summarizer().summary(of: article, sentences: limit)
    #expect(summary.split(separator: ". ").count <= limit)
  }

  // The stream has a session of its own, so it is given the mock's configuration.
  @Test func `a streamed summary comes in several pieces`() async throws {
    try await withLLMMock(fixture: fixture("streamed")) { mock in
      let summarizer = Summarizer(configuration: mock.configuration)
      var pieces: [String] = []
      for try await piece in try summarizer.pieces(ofSummaryOf: article) {
        pieces.append(piece)
      }
      #expect(pieces.count > 1)
      #expect(pieces.joined().contains("tidal power"))
    }
  }
}
