import LLMMockCore
import TestSupport
import Testing

struct ChainTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    /// A request's messages and an answer, for each interaction.
    var calls: [(messages: String, answer: String)]
    /// `1>2`, counted from 1.
    var links: [String]
    var members = ""
  }

  private static let long = "The quick brown fox jumps."

  private static func text(_ text: String) -> String {
    #"{"type": "message", "content": [{"type": "text", "text": "\#(text)"}]}"#
  }

  private static func says(_ text: String) -> String {
    #"[{"role": "user", "content": "\#(text)"}]"#
  }

  private static let cases = [
    Case(
      testDescription: "a text that is quoted",
      calls: [(says("a"), text(long)), (says("He said: \(long) Why?"), text("b"))],
      links: ["1>2"]
    ),
    Case(
      testDescription: "white space around it, and escapes",
      calls: [
        (says("a"), text(#"\n The quick br\u00f6wn fox jumps. \n"#)),
        (says("The quick bröwn fox jumps."), text("b")),
      ],
      links: ["1>2"]
    ),
    Case(
      testDescription: "a text too short to mean something",
      calls: [(says("a"), text("Yes.")), (says("Yes."), text("b"))],
      links: []
    ),
    Case(
      testDescription: "an answer that comes later in the file",
      calls: [(says(long), text("b")), (says("a"), text(long))],
      links: ["2>1"]
    ),
    Case(
      testDescription: "an answer that repeats its own request",
      calls: [(says(long), text(long)), (says("\(long) Again."), text("b"))],
      links: ["1>2"]
    ),
    Case(
      testDescription: "the id of a tool call",
      calls: [
        (
          says("a"),
          #"{"type": "message", "content": [{"type": "tool_use", "id": "toolu_01", "name": "n", "input": {}}]}"#
        ),
        (
          #"[{"role": "user", "content": [{"type": "tool_result", "tool_use_id": "toolu_01", "content": "x"}]}]"#,
          text("b")
        ),
      ],
      links: ["1>2"]
    ),
    Case(
      testDescription: "the id of an answer",
      calls: [
        (says("a"), #"{"object": "response", "id": "resp_0001", "output": []}"#),
        (says("b"), text("b")),
      ],
      links: ["1>2"],
      members: #""previous_response_id": "resp_0001", "#
    ),
    Case(
      testDescription: "an answer that everyone gives",
      calls: (0..<12).map { _ in (says("a"), text(long)) } + [(says(long), text("b"))],
      links: []
    ),
  ]

  @Test(arguments: cases)
  func `an answer feeds the requests in which it occurs`(chain: Case) throws {
    let interactions = chain.calls.map { call in
      #"{"request": {"model": "m", \#(chain.members)"messages": \#(call.messages)}, "response": \#(call.answer)}"#
    }
    let text =
      #"{"provider": "anthropic", "interactions": [\#(interactions.joined(separator: ","))]}"#
    let links = Chain(try FixtureDocument(Array(text.utf8))).links
    #expect(links.map { "\($0.from + 1)>\($0.to + 1)" } == chain.links)
  }

  @Test func `two thousand interactions take one look at each`() throws {
    let interactions = (0..<2_000).map { index in
      let said = index == 0 ? "start" : "answer number \(index - 1), which is long enough"
      return #"{"request": {"model": "m", "messages": \#(Self.says(said))}, "#
        + #""response": \#(Self.text("answer number \(index), which is long enough"))}"#
    }
    let text =
      #"{"provider": "anthropic", "interactions": [\#(interactions.joined(separator: ","))]}"#
    let chain = Chain(try FixtureDocument(Array(text.utf8)))
    #expect(chain.links.count == 1_999)
    #expect(chain.fed(by: 7) == [8])
    #expect(chain.feeding(8) == [7])
  }
}
