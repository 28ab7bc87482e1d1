import Testing

@testable import LLMMockCore

struct DifferenceTextTests {
  private func text(_ recorded: String?, _ incoming: String?) throws -> DifferenceText {
    DifferenceText(
      RequestDifference(
        path: "/x",
        recorded: try recorded.map { try JSONTree($0).root },
        incoming: try incoming.map { try JSONTree($0).root }
      )
    )
  }

  @Test func `short values stand there whole`() throws {
    let text = try text(#""You are terse.""#, "0.5")
    #expect(text.recorded == #""You are terse.""#)
    #expect(text.incoming == "0.5")
  }

  @Test func `what is not there is absent`() throws {
    #expect(try text(nil, "0").recorded == "(absent)")
  }

  @Test func `long values are a window around what differs first`() throws {
    let start = String(repeating: "word ", count: 100)
    let text = try text("\"\(start)climate change\"", "\"\(start)climate policy, and more\"")
    #expect(text.recorded == #""...d word word climate change""#)
    #expect(text.incoming == #""...d word word climate policy, and more""#)
  }

  @Test func `a window is at most 60 cells wide`() throws {
    let long = String(repeating: "世界", count: 300)
    for (one, other) in [("\"\(long)\"", "\"a\(long)\""), ("\"\(long)x\"", "\"\(long)y\"")] {
      let text = try text(one, other)
      #expect(CharacterWidth.of(text.recorded) <= 62)
      #expect(CharacterWidth.of(text.incoming) <= 62)
    }
  }

  @Test func `nothing in a window acts on a terminal`() throws {
    let text = try text(#""a\u001b[2Jb\nc""#, #""\u202e""#)
    #expect(text.recorded == #""a<ESC>[2Jb c""#)
    #expect(text.incoming == #""<U+202E>""#)
  }
}
