import Testing

@testable import LLMMockCore

/// A fixture in memory that a ledger records into.
private struct Recorded {
  var text: [UInt8]
  var ledger: RecordingLedger

  init(_ interactions: String...) throws {
    let joined = interactions.joined(separator: ",\n    ")
    let array = interactions.isEmpty ? "[]" : "[\n    \(joined)\n  ]"
    text = Array(
      "{\n  \"version\": \"2.0\",\n  \"provider\": \"anthropic\",\n  \"interactions\": \(array)\n}\n"
        .utf8
    )
    ledger = RecordingLedger(opened: CallIndex(try FixtureDocument(text)))
  }

  static func recording(
    _ request: String,
    _ answer: String,
    isRetry: Bool = false
  ) throws -> Recording {
    let call = try Sample.call(Sample.request(request))
    let interaction = NewInteraction(
      hash: call.hash(.standard),
      provider: "anthropic",
      request: call.request,
      answer: .object(try JSONTree(Sample.message(answer)).root),
      recordedAt: "2026-11-23T10:00:00+00:00"
    )
    return Recording(call, interaction, isRetry: isRetry)
  }

  @discardableResult
  mutating func record(_ recordings: Recording...) throws -> [String] {
    let plan = try ledger.plan(recordings, in: CallIndex(try FixtureDocument(text)))
    text = try #require(plan.edit.applied(to: text))
    ledger.made(plan)
    return plan.places.map { "@\($0.position + 1)\($0.isReplacing ? " replaced" : "")" }
  }

  /// The answers' texts in the order of the file.
  var answers: [String] {
    get throws {
      let document = try FixtureDocument(text)
      return try document.interactions.indices.map { index in
        let response = try document.interaction(at: index).root["response"]
        return response?["content"]?.elements.first { _ in true }?["text"]?.string ?? ""
      }
    }
  }

  /// What another process adds.
  mutating func appendForeign(_ request: String, _ answer: String) throws {
    let document = try FixtureDocument(text)
    var changes = InteractionChanges()
    changes.appended = [try Self.recording(request, answer).interaction]
    text = try #require(document.recording(changes).applied(to: text))
  }
}

struct RecordingLedgerTests {
  private let recording = Recorded.recording

  @Test func `new requests go to the end in their order`() throws {
    var fixture = try Recorded()
    let places = try fixture.record(recording("a", "1", false), recording("b", "2", false))
    #expect(places == ["@1", "@2"])
    try fixture.record(recording("c", "3", false))
    #expect(try fixture.answers == ["1", "2", "3"])
  }

  @Test func `the first answer takes the place of all that were there`() throws {
    var fixture = try Recorded(
      Sample.interaction(Sample.request("x"), text: "before"),
      Sample.interaction(Sample.request("a"), text: "old 1"),
      Sample.interaction(Sample.request("y"), text: "between"),
      Sample.interaction(Sample.request("a"), text: "old 2")
    )
    #expect(try fixture.record(recording("a", "new", false)) == ["@2 replaced"])
    #expect(try fixture.answers == ["before", "new", "between"])
  }

  @Test func `further answers follow the first: a sequence`() throws {
    var fixture = try Recorded(
      Sample.interaction(Sample.request("a"), text: "old"),
      Sample.interaction(Sample.request("b"), text: "other")
    )
    try fixture.record(recording("a", "1", false))
    #expect(try fixture.record(recording("a", "2", false)) == ["@2"])
    try fixture.record(recording("a", "3", false), recording("a", "4", false))
    #expect(try fixture.answers == ["1", "2", "3", "4", "other"])
  }

  @Test func `one save of several answers to one request is a sequence too`() throws {
    var fixture = try Recorded(Sample.interaction(Sample.request("a"), text: "old"))
    let places = try fixture.record(
      recording("a", "1", false),
      recording("b", "x", false),
      recording("a", "2", false)
    )
    #expect(places == ["@1 replaced", "@3", "@2"])
    #expect(try fixture.answers == ["1", "2", "x"])
  }

  @Test func `entries that came since belong to others and stay`() throws {
    var fixture = try Recorded()
    try fixture.appendForeign("a", "theirs")
    try fixture.record(recording("a", "ours", false))
    #expect(try fixture.answers == ["theirs", "ours"])
    try fixture.appendForeign("a", "theirs too")
    try fixture.record(recording("a", "ours again", false))
    #expect(try fixture.answers == ["theirs", "ours", "ours again", "theirs too"])
  }

  @Test func `a retry takes the place of the answer before it`() throws {
    var fixture = try Recorded()
    try fixture.record(recording("a", "1", false))
    try fixture.record(recording("a", "2", false))
    #expect(try fixture.record(recording("a", "2 again", true)) == ["@2 replaced"])
    #expect(try fixture.answers == ["1", "2 again"])
  }

  @Test func `a retry of what was not recorded takes the place of nothing`() throws {
    var fixture = try Recorded()
    try fixture.record(recording("a", "1", false))
    fixture.ledger.notKept(try Sample.call(Sample.request("a")))
    try fixture.record(recording("a", "2", true))
    #expect(try fixture.answers == ["1", "2"])
  }

  @Test func `a retry within one save takes the place of its answer`() throws {
    var fixture = try Recorded(Sample.interaction(Sample.request("a"), text: "old"))
    let places = try fixture.record(
      recording("a", "1", false),
      recording("a", "1 again", true),
      recording("b", "x", false),
      recording("b", "x again", true)
    )
    #expect(places == ["@1 replaced", "@1 replaced", "@2", "@2"])
    #expect(try fixture.answers == ["1 again", "x again"])
  }

  @Test func `an answer whose client went away is replaced by the next`() throws {
    var fixture = try Recorded()
    try fixture.record(recording("a", "lost", false))
    fixture.ledger.abandoned(try Sample.call(Sample.request("a")))
    try fixture.record(recording("a", "taken", false))
    try fixture.record(recording("a", "next", false))
    #expect(try fixture.answers == ["taken", "next"])
  }

  @Test func `the name a user gave stays`() throws {
    var fixture = try Recorded(
      Sample.interaction(Sample.request("a"), text: "old", #" "name": "greeting","#)
    )
    try fixture.record(recording("a", "new", false))
    let document = try FixtureDocument(fixture.text)
    #expect(document.interactions[0].name == "greeting")
  }

  @Test func `an entry with the same hash and another field stays`() throws {
    var fixture = try Recorded(
      Sample.interaction(Sample.request("a", #""system": "s", "#), text: "other")
    )
    try fixture.record(recording("a", "new", false))
    #expect(try fixture.answers == ["other", "new"])
  }

  @Test func `every byte outside the touched interactions survives`() throws {
    let strange =
      #"{ "hash":"x",   "request": {"a":1.0e0,"b":"\u00e9"}, "response":{},"recorded_at":""}"#
    var fixture = try Recorded(strange, Sample.interaction(Sample.request("a"), text: "old"))
    try fixture.record(recording("a", "new", false), recording("b", "more", false))
    #expect(String(decoding: fixture.text, as: UTF8.self).contains(strange))
  }
}
