import LLMMockCore
import Testing

struct StreamEventTests {
  @Test func `events have a name and data, and keep their number`() throws {
    let stored = try JSONTree(
      #"[{"event":"ping","data":{"a":1}},{"data":"[DONE]"},{"b":2},7,{"event":3,"data":null}]"#
    )
    let events = StreamEvent.read(stored.root)
    #expect(events.map(\.name) == ["ping", nil, nil, nil, nil])
    #expect(
      events.map { ReadableJSON.compact($0.data) }
        == [#"{"a":1}"#, #""[DONE]""#, #"{"b":2}"#, "7", "null"]
    )
  }

  @Test(arguments: ["{}", "null", #""x""#])
  func `what is no array has no events`(text: String) throws {
    #expect(StreamEvent.read(try JSONTree(text).root).isEmpty)
    #expect(StreamEvent.read(nil).isEmpty)
  }
}
