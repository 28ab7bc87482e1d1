import LLMMockCore
@testable import LLMMockTUI
import Testing

struct QueryTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var text: String
    var terms: [Query.Term]
    var testDescription: String { text }

    init(_ text: String, _ conditions: Query.Condition...) {
      self.text = text
      terms = conditions.map { Query.Term(isNegated: false, condition: $0) }
    }

    init(_ text: String, not condition: Query.Condition) {
      self.text = text
      terms = [Query.Term(isNegated: true, condition: condition)]
    }
  }

  @Test(arguments: [
    Case(""), Case("   "), Case("!"), Case("! !"),
    Case("model:gpt-4o", .model("gpt-4o")), Case("provider:openai", .provider("openai")),
    Case("name:greeting", .name("greeting")), Case("hash:ab12", .hash("ab12")),
    Case("file:chat/", .file("chat/")), Case("endpoint:/v1/chat", .endpoint("/v1/chat")),
    Case("text:stream", .text("stream")), Case("stream", .stream), Case("streaming", .stream),
    Case("error", .problem), Case("problem", .problem),
    Case("status:429", .status(.equal, 429)), Case("status:=429", .status(.equal, 429)),
    Case("status:>=400", .status(.atLeast, 400)), Case("status:>400", .status(.more, 400)),
    Case("status:<=299", .status(.atMost, 299)), Case("status:<300", .status(.less, 300)),
    Case("tokens:>500", .tokens(.more, 500)),
    Case("recorded:2026-05", .recorded(.equal, "2026-05")),
    Case("recorded:>2026-05-01", .recorded(.more, "2026-05-01")),
    Case("umbrella", .text("umbrella")), Case("two words", .text("two"), .text("words")),
    Case("\"two words\"", .text("two words")), Case("name:\"two words\"", .name("two words")),
    Case("https://example.org", .text("https://example.org")), Case("12:30", .text("12:30")),
    Case(":", .text(":")), Case("日本語", .text("日本語")),
    Case("stream model:x", .stream, .model("x")),
    Case("!stream", not: .stream), Case("!retry", not: .text("retry")),
    Case("!model:gpt", not: .model("gpt")), Case("!\"a b\"", not: .text("a b")),
  ])
  func `text becomes terms`(query: Case) throws {
    #expect(try Query.terms(query.text) == query.terms)
  }

  @Test(arguments: [
    ("status:", "status: takes a number, as in status:>=400"),
    ("status:many", "status: takes a number, as in status:>=400"),
    ("status:>=", "status: takes a number, as in status:>=400"),
    ("model:x tokens:1k", "tokens: takes a number, as in tokens:>=400"),
  ])
  func `what is no number is said`(text: String, message: String) {
    #expect(throws: Query.SyntaxError(message: message)) { try Query.terms(text) }
  }

  // MARK: Fitting

  private func fits(_ text: String, _ change: (inout InteractionSummary) -> Void = { _ in }) throws
    -> Bool
  {
    var summary = InteractionSummary(range: 0..<10)
    summary.model = "gpt-4o-mini"
    summary.hash = "abcdef0123456789"
    summary.recordedAt = "2026-05-03T10:00:00Z"
    summary.tokens = 100
    change(&summary)
    var query = Query()
    query.terms = try Query.terms(text)
    return query.fits(summary, position: 3, file: "chat/a.json", provider: "openai")
  }

  @Test(arguments: [
    ("model:GPT", true), ("model:claude", false), ("!model:claude", true),
    ("provider:open", true), ("hash:ABCD", true), ("hash:bcd", false), ("file:CHAT", true),
    ("status:200", true), ("status:>=400", false), ("tokens:>=100", true), ("tokens:<100", false),
    ("recorded:2026-05", true), ("recorded:>2026-04", true), ("recorded:>2026-05", false),
    ("recorded:<=2026-05-03", true), ("stream", false), ("!stream", true), ("error", false),
    ("anything", true), ("name:", true), ("name:x", false),
  ])
  func `what the listing knows decides`(text: String, holds: Bool) throws {
    #expect(try fits(text) == holds)
  }

  @Test func `an error status and a problem are problems`() throws {
    #expect(try fits("error") { $0.status = 500 })
    #expect(try fits("error") { $0.problem = "no request" })
    #expect(try !fits("!error") { $0.status = 404 })
  }

  @Test func `an interaction's own provider goes before the file's`() throws {
    #expect(try fits("provider:anthropic") { $0.provider = "anthropic" })
    #expect(try !fits("provider:openai") { $0.provider = "anthropic" })
  }

  @Test(arguments: [
    ("", "", true), ("abc", "", true), ("", "a", false), ("ABC", "b", true), ("abc", "BC", true),
    ("abc", "abcd", false), ("aab", "ab", true), ("日本語", "本", true), ("É", "é", false),
  ])
  func `case is ignored for ASCII`(text: String, part: String, holds: Bool) {
    #expect(text.containsIgnoringCase(part) == holds)
  }
}
