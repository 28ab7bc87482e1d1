import LLMMockCore
import Testing

struct StoredStreamTests {
  @Test(arguments: [
    (
      #"{"stream_events": [{"event": "x", "data": {"a": 1}}, {"data": "[DONE]"}]}"#,
      "event: x\ndata: {\"a\": 1}\n\ndata: [DONE]\n\n"
    ),
    (
      #"{"stream_events": [{"data": {"a": 1}}], "stream_framing": {"space": false, "eol": "\r\n"}}"#,
      "data:{\"a\": 1}\r\n\r\n"
    ),
    (
      #"{"stream_events": [{"data": 1}, {"data": 2}], "stream_framing": {"array": true}}"#,
      "[1,\n2]"
    ),
    (
      #"{"stream_events": [{"data": 1}], "stream_framing": {"lines": [[1, ": z"], [0, ": a"], [0, ""], [0, "id: 7"]]}}"#,
      ": a\n\nid: 7\ndata: 1\n\n: z\n"
    ),
    (#"{"stream_events": [], "stream_framing": {"lines": [[0, ": a"]]}}"#, ": a\n"),
    (#"{"stream_events": [], "stream_framing": {"array": true}}"#, "[]"),
    (#"{"stream_events": []}"#, ""),
    (#"{"streaming": true}"#, ""),
    (
      #"{"stream_events": [{"data": "a\nb"}, {"a": 1}, {"event": null, "data": null}]}"#,
      "data: a\ndata: b\n\ndata: {\"a\": 1}\n\ndata: null\n\n"
    ),
  ])
  func `events are sent in their framing`(interaction: String, sent: String) throws {
    #expect(try sentText(interaction) == sent)
  }

  @Test func `data that was spread over lines is sent compact, one on a line as it is`() throws {
    let indented = """
      {"stream_events": [
        {
          "event": "x",
          "data": {
            "text": "a  b\\n \\" c",
            "list": [
              1.0,
              -0
            ]
          }
        },
        {"data": {"a":  1}}
      ]}
      """
    #expect(
      try sentText(indented)
        == "event: x\ndata: {\"text\":\"a  b\\n \\\" c\",\"list\":[1.0,-0]}\n\ndata: {\"a\":  1}\n\n"
    )
  }

  @Test(arguments: [
    // Spelled otherwise, but the same.
    (#"[{"data": {"b": 1, "a": "\u00e9"}}, {"event": "x", "data": "[DONE]"}]"#, true),
    (#"[{"data": {"a":"é","b":1}}, {"event": "\u0078", "data": "\u005bDONE]"}]"#, true),
    // Edited.
    (#"[{"data": {"a":"e","b":1}}, {"event": "x", "data": "[DONE]"}]"#, false),
    (#"[{"data": {"a":"é","b":2}}, {"event": "x", "data": "[DONE]"}]"#, false),
    (#"[{"data": {"a":"é","b":1}}, {"event": "y", "data": "[DONE]"}]"#, false),
    (#"[{"data": {"a":"é","b":1}}, {"data": "[DONE]"}]"#, false),
    (#"[{"data": {"a":"é","b":1}}]"#, false),
    ("[]", false),
  ])
  func `received bytes are sent until someone edits the events`(
    events: String,
    isReceived: Bool
  ) throws {
    let text = "data:{\"a\": \"é\", \"b\": 1}\n\nevent:  x\ndata: [DONE]"
    let interaction = """
      {"stream_events": \(events.replacing(#""x""#, with: #"" x""#).replacing(#""\u0078""#, with: #"" \u0078""#)),
       "stream_text": "data:{\\"a\\": \\"é\\", \\"b\\": 1}\\n\\nevent:  x\\ndata: [DONE]"}
      """
    #expect(try (sentText(interaction) == text) == isReceived)
  }

  @Test func `edited events are sent in the form of the received bytes`() throws {
    let interaction = #"""
      {"stream_events": [{"data": {"a": 2}}], "stream_framing": {"eol": "\r\n", "array": true},
       "stream_text": "[{\n  \"a\": 1\n}\n]"}
      """#
    let stream = try StoredStream(of: JSONTree(interaction).root)
    #expect(String(decoding: stream.bytes, as: UTF8.self) == #"[{"a": 2}]"#)
    #expect(stream.contentType == "application/json; charset=UTF-8")
    #expect(stream.isArray)
  }

  @Test func `each event is a chunk, with the lines before it and its time`() throws {
    let interaction = #"""
      {"stream_events": [{"data": 1}, {"data": 2}, {"data": 3}], "stream_timing_ms": [5, 70],
       "stream_framing": {"lines": [[0, ": a"], [0, ""], [2, ": b"], [3, ": c"]]}}
      """#
    let stream = try StoredStream(of: JSONTree(interaction).root)
    #expect(
      stream.chunks == [
        .init(bytes: Array(": a\n\ndata: 1\n\n".utf8), milliseconds: 5),
        .init(bytes: Array("data: 2\n\n".utf8), milliseconds: 70),
        .init(bytes: Array(": b\ndata: 3\n\n: c\n".utf8), milliseconds: 70),
      ]
    )
    #expect(stream.contentType == "text/event-stream; charset=utf-8")
  }

  @Test func `received bytes are sent event by event too`() throws {
    let text = ":\r\n\r\ndata:1\r\n\r\ndata: 2\n\n[x"
    let stream = RecordedStream(Array(text.utf8))
    let stored = try StoredStream(of: storedInteraction(stream))
    #expect(
      stored.chunks.map { String(decoding: $0.bytes, as: UTF8.self) }
        == [":\r\n\r\ndata:1\r\n\r\n", "data: 2\n\n[x"]
    )
  }

  @Test func `made events are sent on one line each`() throws {
    let events = [
      WireEvent(name: "x", data: Array("{\r\n \"a\": 1\n}".utf8)), WireEvent(data: [0x41]),
    ]
    #expect(
      try String(decoding: StoredStream(events).bytes, as: UTF8.self)
        == "event: x\ndata: {\"a\":1}\n\ndata: A\n\n"
    )
    let array = try StoredStream(
      [events[1], events[1]].map { WireEvent(data: $0.data) },
      form: .array
    )
    #expect(String(decoding: array.bytes, as: UTF8.self) == "[A,\r\nA]")
  }

  @Test(arguments: [
    (#""stream_framing": 1"#, "stream_framing is not an object"),
    (#""stream_framing": {"eol": "\n\n"}"#, #"stream_framing's "eol" is not "\n", "\r\n" or "\r""#),
    (#""stream_framing": {"space": "no"}"#, #"stream_framing's "space" is neither true nor false"#),
    (#""stream_framing": {"array": 1}"#, #"stream_framing's "array" is neither true nor false"#),
    (#""stream_framing": {"bom": true}"#, #"stream_framing has an unknown member "bom""#),
    (#""stream_framing": {"lines": {}}"#, #"stream_framing's "lines" is not an array"#),
    (
      #""stream_framing": {"lines": [[0]]}"#,
      "line 1 of stream_framing is not the number of an event and a text"
    ),
    (
      #""stream_framing": {"lines": [[0, ":"], ["0", ":"]]}"#,
      "line 2 of stream_framing is not the number of an event and a text"
    ),
    (
      #""stream_framing": {"lines": [[2, ":"]]}"#,
      "line 1 of stream_framing stands before event 2, but there are 1 events"
    ),
    (
      #""stream_framing": {"lines": [[-1, ":"]]}"#,
      "line 1 of stream_framing stands before event -1, but there are 1 events"
    ),
    (#""stream_framing": {"lines": [[0, "a\rb"]]}"#, "line 1 of stream_framing has a line break"),
    (
      #""stream_framing": {"lines": [[0, "data: x"]]}"#,
      "the lines of stream_framing change what stream_events say"
    ),
    (
      #""stream_framing": {"lines": [[0, "event: x"]]}"#,
      "the lines of stream_framing change what stream_events say"
    ),
    (
      #""stream_framing": {"array": true, "lines": [[0, ":"]]}"#,
      "stream_framing has lines, which an array can't have"
    ),
    (#""stream_text": 1"#, "stream_text is no string"),
    (#""stream_base64": "%%%%""#, "stream_base64 is not base64"),
    (#""stream_text": "", "stream_base64": """#, "there are both stream_text and stream_base64"),
    (#""stream_timing_ms": [1.5]"#, "stream_timing_ms is not an array of milliseconds"),
    (#""stream_timing_ms": [-1]"#, "stream_timing_ms is not an array of milliseconds"),
    (#""stream_events": {}"#, "stream_events is not an array"),
    (
      #""stream_events": [{"event": 1, "data": 1}]"#,
      "the name of event 1 of stream_events is no string"
    ),
    (
      #""stream_events": [{"event": "a\nb", "data": 1}]"#,
      "the name of event 1 of stream_events has a line break"
    ),
    (
      #""stream_events": [{"data": "a\rb"}]"#,
      "the data of event 1 of stream_events has a carriage return, which no event stream can carry"
    ),
    (
      #""stream_framing": {"array": true}, "stream_events": [{"event": "x", "data": 1}]"#,
      "event 1 of stream_events has a name, which an array's element can't have"
    ),
  ])
  func `what can't be sent is a problem`(members: String, message: String) throws {
    let interaction = try JSONTree(#"{"stream_events": [{"data": 1}], \#(members)}"#).root
    #expect(throws: FixtureProblem(message)) { try StoredStream(of: interaction) }
  }
}
