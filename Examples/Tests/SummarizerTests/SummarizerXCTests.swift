import LLMMock
import Summarizer
import XCTest

final class SummarizerXCTests: XCTestCase {
  func testSummaryIsAskedForOnce() async throws {
    try await withLLMMock(fixture: fixture("once")) { mock in
      let summary = try await Summarizer().summary(of: article, sentences: 1)
      XCTAssertTrue(summary.hasSuffix("."))
      XCTAssertEqual(mock.requestCount, 1)
    }
  }
}
