import LLMMockCore
import TestSupport
import Testing

struct KeepingTests {
  /// The sample with other volatile values, some of them of other lengths.
  private static func renewed(_ sample: String) -> String {
    var text = sample
    for (old, new) in [
      ("chatcmpl-1", "chatcmpl-new-1"), ("\"created\": 1", "\"created\": 1234567890"),
      ("fp_1", "fp_2"), ("call_1", "call_new"), ("req_1", "req_22"), ("msg_1", "msg_1_new"),
      ("toolu_1", "toolu_new"), ("c2ln", "bmV3"), ("chatcmpl-7", "chatcmpl-new-7"),
      ("\"created\": 7", "\"created\": 777777777"), ("msg_9", "msg_9_new"), ("toolu_5", "toolu_55"),
      ("resp_1", "resp_1_new"), ("rs_1", "rs_new"), ("fc_1", "fc_new"), ("call_9", "call_new"),
      ("\"created_at\": 5", "\"created_at\": 55"), ("\"x1\"", "\"x2\""), ("\"r1\"", "\"r2\""),
    ] {
      text = text.split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
    }
    return text
  }

  @Test(arguments: DiffSamples.all.indices)
  func `old ids and times take the places of new ones`(number: Int) throws {
    let sample = DiffSamples.all[number]
    let old = try JSONTree(sample).root
    let new = try JSONTree(Self.renewed(sample)).root
    let edit = VolatileFields.standard.keeping(old: old, in: new, fixtureProvider: "anthropic")
    #expect(edit.applied(to: new.tree.bytes) == old.tree.bytes)
  }

  @Test func `offsets count from the interaction`() throws {
    let sample = DiffSamples.gemini
    let old = try JSONTree(sample).root
    let file = try JSONTree("[ \(Self.renewed(sample)) ]").root
    let new = try #require(file.elements.first { _ in true })
    let edit = VolatileFields.standard.keeping(old: old, in: new)
    #expect(edit.applied(to: Array(new.text)) == Array(old.text))
  }

  @Test func `an id that a stream repeats is kept in each event, however it is cut`() throws {
    let old = try JSONTree(DiffSamples.chatStream).root
    let text = Self.renewed(DiffSamples.chatStream)
    let new = try JSONTree(
      text.split(separator: "\"content\": \"Hello \"}").joined(
        separator: """
          "content": "Hel"}, "finish_reason": null}], "obfuscation": "x"}}, {"data": {
              "id": "chatcmpl-new-7", "created": 777777777, "choices": [{"index": 0,
              "delta": {"content": "lo "}
          """
      )
    ).root
    let edit = VolatileFields.standard.keeping(old: old, in: new)
    let result = try JSONTree(try #require(edit.applied(to: new.tree.bytes))).root
    let ids = result["stream_events"]?.elements.compactMap { $0["data"]?["id"]?.string } ?? []
    #expect(ids == Array(repeating: "chatcmpl-7", count: 4))
    #expect(InteractionDiff(old, result).hidden == [])
  }

  @Test func `the received text of a stream keeps saying what its events say`() throws {
    func interaction(_ id: String) throws -> JSONValue {
      try JSONTree(
        """
        {"request": {}, "response": {}, "stream_events": [{"data": {"id": "\(id)", "choices": []}}],
         "stream_text": "data:  {\\"id\\": \\"\(id)\\", \\"choices\\": []}\\n\\n"}
        """
      ).root
    }
    let (old, new) = (try interaction("chatcmpl-old"), try interaction("chatcmpl-new"))
    let edit = VolatileFields.standard.keeping(old: old, in: new)
    #expect(edit.applied(to: new.tree.bytes) == old.tree.bytes)
  }

  @Test func `requests and the time of the recording are never taken from the old one`() throws {
    let old = try JSONTree("{\"request\": {\"id\": 1}, \"hash\": \"a\", \"recorded_at\": \"x\"}")
      .root
    let new = try JSONTree("{\"request\": {\"id\": 2}, \"hash\": \"b\", \"recorded_at\": \"y\"}")
      .root
    let fields = VolatileFields(["request.id", "hash", "recorded_at"])
    #expect(fields.keeping(old: old, in: new).isEmpty)
  }

  @Test func `what is kept differs in nothing volatile any more`() throws {
    var generator = SeededGenerator()
    let seed = generator.seed
    for value in try DiffSamples.interactions(40, using: &generator) {
      guard let mutation = Mutation.random(of: value, using: &generator) else { continue }
      let new = try JSONTree(mutation.text).root
      let edit = VolatileFields.standard.keeping(old: value, in: new)
      let kept = try #require(edit.applied(to: Array(new.text)), "seed \(seed): \(mutation.what)")
      _ = try JSONTree(kept)
    }
  }
}
