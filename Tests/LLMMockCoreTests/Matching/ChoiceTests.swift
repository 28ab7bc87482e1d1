import Testing

@testable import LLMMockCore

struct ChoiceTests {
  private func choice(
    _ body: String,
    path: String = "/v1/messages",
    in index: CallIndex,
    _ matchOn: MatchOn = .standard
  ) throws -> Choice? {
    try index.choice(for: Sample.call(body, path: path), matchOn: matchOn)
  }

  @Test func `an equal request wins whatever hash stands beside it`() throws {
    let index = try Sample.index(
      Sample.interaction(Sample.request("a", #""system": "x", "#)),
      Sample.interaction(Sample.request("a"))
    )
    guard case .exact(let found) = try choice(Sample.request("a"), in: index) else {
      Issue.record("not exact")
      return
    }
    #expect(found == [1])
  }

  @Test func `answers to one request are a sequence in the order of the file`() throws {
    let index = try Sample.index(
      Sample.interaction(Sample.request("a")),
      Sample.interaction(Sample.request("b")),
      Sample.interaction(Sample.request("a"))
    )
    #expect(try choice(Sample.request("a"), in: index)?.positions == [0, 2])
  }

  @Test func `a request that differs in its delivery alone is converted`() throws {
    let index = try Sample.index(Sample.interaction(Sample.request("a")))
    guard
      case .converted(let found) = try choice(
        Sample.request("a", #""stream": true, "#),
        in: index
      )
    else {
      Issue.record("not converted")
      return
    }
    #expect(found == [0])
  }

  @Test func `of those with the same hash the one with fewest differences answers`() throws {
    let index = try Sample.index(
      Sample.interaction(Sample.request("a", #""system": "x", "tools": [], "#)),
      Sample.interaction(Sample.request("a", #""system": "x", "#)),
      Sample.interaction(Sample.request("a", #""tools": [], "#))
    )
    guard
      case .differing(let found, let differences) = try choice(
        Sample.request("a", #""system": "y", "#),
        in: index
      )
    else {
      Issue.record("not differing")
      return
    }
    #expect(found == [1])
    #expect(differences.map(\.path) == ["/system"])
  }

  @Test(arguments: [
    (#"{"model": "m", "temperature": 0, "messages": [{"role": "user", "content": "a"}]}"#),
    (#"{"model": "n", "messages": [{"role": "user", "content": "a"}]}"#),
    (#"{"model": "m", "messages": []}"#),
  ])
  func `another model, temperature or message is no answer`(body: String) throws {
    let index = try Sample.index(Sample.interaction(Sample.request("a")))
    #expect(try choice(body, in: index) == nil)
  }

  @Test func `calls to count tokens and to answer share a hash and no answer`() throws {
    let index = try Sample.index(
      Sample.interaction(
        Sample.request("a"),
        #" "endpoint": "/v1/messages/count_tokens","#
      )
    )
    #expect(try choice(Sample.request("a"), in: index) == nil)
    let counted = try choice(Sample.request("a"), path: "/v1/messages/count_tokens", in: index)
    #expect(counted?.distance == 0)
  }

  @Test func `a prefix, a host and a query do not count`() throws {
    let index = try Sample.index(Sample.interaction(Sample.request("a")))
    for path in ["/proxy/v1/messages", "/v1/messages?beta=true", "/v1/messages/"] {
      #expect(try choice(Sample.request("a"), path: path, in: index)?.distance == 0)
    }
  }

  @Test func `the stored hash finds what was recorded with another key`() throws {
    let call = try Sample.call(Sample.request("a", #""seed": 2, "#))
    let hash = call.hash(.fields(["seed"]))
    let index = try Sample.index(
      #"{"hash": "\#(hash)", "request": {"model": "other"}, "response": \#(Sample.message("x"))}"#
    )
    #expect(try index.choice(for: call, matchOn: .standard) == nil)
    #expect(try index.choice(for: call, matchOn: .fields(["seed"]))?.positions == [0])
  }

  @Test func `what is redacted equals any value`() throws {
    let index = try Sample.index(
      Sample.interaction(
        Sample.request("a", #""tools": [{"authorization": "[redacted]", "x": 1}], "#)
      )
    )
    let body = Sample.request("a", #""tools": [{"authorization": "my-other-key", "x": 1}], "#)
    #expect(try choice(body, in: index)?.distance == 0)
    let other = Sample.request("a", #""tools": [{"authorization": "my-other-key", "x": 2}], "#)
    #expect(try choice(other, in: index)?.distance != 0)
  }

  @Test func `the model in the path belongs to the endpoint`() throws {
    let index = try Sample.index(
      #"{"hash": "", "endpoint": "/v1beta/models/gemini-a:generateContent", "request": {"contents": []}, "response": {}}"#,
      provider: "gemini"
    )
    let body = #"{"contents": []}"#
    let same = try choice(body, path: "/v1beta/models/gemini-a:generateContent", in: index)
    #expect(same?.distance == 0)
    let stream = try choice(body, path: "/v1beta/models/gemini-a:streamGenerateContent", in: index)
    #expect(stream?.distance == 1)
    #expect(try choice(body, path: "/v1beta/models/gemini-b:generateContent", in: index) == nil)
  }

  @Test func `an index made from an older one finds what a new one finds`() throws {
    let old = try Sample.index(
      Sample.interaction(Sample.request("a")),
      Sample.interaction(Sample.request("b"))
    )
    let document = try Sample.index(
      Sample.interaction(Sample.request("c")),
      Sample.interaction(Sample.request("b")),
      Sample.interaction(Sample.request("a"))
    ).document
    let index = CallIndex(document, reusing: old)
    #expect(try choice(Sample.request("a"), in: index)?.positions == [2])
    #expect(try choice(Sample.request("b"), in: index)?.positions == [1])
    #expect(try choice(Sample.request("c"), in: index)?.positions == [0])
  }
}
