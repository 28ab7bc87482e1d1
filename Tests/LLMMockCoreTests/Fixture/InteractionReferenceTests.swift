import LLMMockCore
import Testing

struct InteractionReferenceTests {
  private static let hashes = [
    String(repeating: "a", count: 64), "ab12" + String(repeating: "0", count: 60),
    String(repeating: "a", count: 64), "cd34" + String(repeating: "1", count: 60),
  ]

  private static let interactions: [InteractionSummary] = hashes.enumerated().map { index, hash in
    var summary = InteractionSummary(range: 0..<0)
    summary.hash = hash
    summary.name = index == 3 ? "weather" : index == 1 ? "cd34" : nil
    return summary
  }

  @Test(arguments: [
    ("@1", [0]), ("@4", [3]), ("ab12", [1]), ("AB12", [1]), ("aaaa/2", [2]), ("weather", [3]),
    // A name wins over a hash that begins the same.
    ("cd34", [1]), ("cd341", [3]),
    (hashes[0], [0, 2]), (hashes[0] + "/1", [0]),
  ])
  func `a reference means what it says`(text: String, expected: [Int]) throws {
    #expect(try InteractionReference(text).resolve(in: Self.interactions) == expected)
  }

  @Test(arguments: ["@0", "@5", "@x", "abc", "beef", "aaaa/3", "aaaa/0", "nothing", ""])
  func `a reference to nothing is an error`(text: String) {
    let error = #expect(throws: InteractionReference.Failure.self) {
      try InteractionReference(text).resolve(in: Self.interactions)
    }
    guard case .notFound = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `an ambiguous reference lists what it could mean`() throws {
    let error = #expect(throws: InteractionReference.Failure.self) {
      try InteractionReference("aaaa").resolve(in: Self.interactions)
    }
    guard case .ambiguous(let message, let choices) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(message == "aaaa could mean 2 interactions")
    #expect(choices.map { String($0.prefix(18)) } == ["@1  aaaaaaaaaaaa/1", "@3  aaaaaaaaaaaa/2"])
  }

  @Test func `the shortest reference means the interaction it is for`() throws {
    for index in Self.interactions.indices {
      let text = InteractionReference.shortest(for: index, in: Self.interactions)
      #expect(try InteractionReference(text).resolve(in: Self.interactions) == [index])
    }
  }
}
