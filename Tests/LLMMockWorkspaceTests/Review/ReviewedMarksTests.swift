import LLMMockCore
import LLMMockWorkspace
import SystemPackage
import TestSupport
import Testing

@Suite(.enabled(if: GitBench.git != nil, "git is not installed"))
struct ReviewedMarksTests {
  private let three = [
    interaction("one", "1"), interaction("two", "2"), interaction("three", "3"),
  ]

  private func bench() throws -> GitBench {
    try GitBench(["tests/fixtures/a.json": fixture(three)])
  }

  @Test func `a mark is kept until one side changes`() throws {
    let bench = try bench()
    let changed = [interaction("one", "eins"), interaction("two", "zwei"), three[2]]
    try bench.write("tests/fixtures/a.json", fixture(changed))
    let review = try bench.review()
    var file = try #require(try review.load().files.first)
    try review.setReviewed(true, [ReviewSelection(file, items: [0])])
    #expect(try bench.git("status", "--porcelain") == " M tests/fixtures/a.json\n")
    file = try #require(try bench.review().load().files.first)
    #expect(file.items.map(\.isReviewed) == [true, false])
    // Another interaction, and the rest of the file, are nothing to it.
    try bench.write(
      "tests/fixtures/a.json",
      fixture([three[2], changed[0], three[1]], provider: "x")
    )
    file = try #require(try bench.review().load().files.first)
    #expect(file.items.first { $0.change == .changed }?.isReviewed == true)
    // The work tree's side changes, and changes back.
    try bench.write(
      "tests/fixtures/a.json",
      fixture([interaction("one", "uno"), three[1], three[2]])
    )
    file = try #require(try bench.review().load().files.first)
    #expect(file.items.map(\.isReviewed) == [false])
    try bench.write("tests/fixtures/a.json", fixture(changed))
    file = try #require(try bench.review().load().files.first)
    #expect(file.items.map(\.isReviewed) == [true, false])
    try review.setReviewed(false, [ReviewSelection(file)])
    file = try #require(try bench.review().load().files.first)
    #expect(file.items.map(\.isReviewed) == [false, false])
  }

  @Test func `a file as a whole is marked too`() throws {
    let bench = try bench()
    try bench.write("tests/fixtures/a.json", "[ ,")
    let review = try bench.review()
    let file = try #require(try review.load().files.first)
    try review.setReviewed(true, [ReviewSelection(file)])
    #expect(try review.load().files.map(\.isReviewed) == [true])
    try bench.write("tests/fixtures/a.json", "[ , ,")
    #expect(try review.load().files.map(\.isReviewed) == [false])
  }

  @Test func `marks of several programs at once are all kept`() async throws {
    let bench = try bench()
    for number in 0..<8 {
      try bench.write(FilePath("tests/fixtures/\(number).json"), fixture([three[0]]))
    }
    let files = try bench.review().load().files
    try await onThreads(8) { number in
      try bench.review().setReviewed(true, [ReviewSelection(files[number])])
    }
    let items = try bench.review().load().files.flatMap(\.items)
    #expect(items.map(\.isReviewed) == Array(repeating: true, count: 8))
  }

  private func reviewed(_ review: Review) throws -> Int {
    try review.load().files.flatMap(\.items).count(where: \.isReviewed)
  }

  @Test func `damaged marks are no marks`() throws {
    let bench = try bench()
    try bench.write("tests/fixtures/a.json", fixture([]))
    let review = try bench.review()
    try review.setReviewed(true, try review.load().files.map { ReviewSelection($0) })
    #expect(try reviewed(review) == 3)
    try bench.write(".llm-mock/reviewed", "\u{FF}\nnonsense\n" + String(repeating: "0", count: 64))
    #expect(try reviewed(review) == 0)
    try review.setReviewed(true, try review.load().files.map { ReviewSelection($0) })
    #expect(try reviewed(review) == 3)
  }
}
