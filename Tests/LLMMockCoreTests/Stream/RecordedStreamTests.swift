import LLMMockCore
import Testing

struct RecordedStreamTests {
  struct Case: CustomTestStringConvertible {
    var testDescription: String { text.debugDescription }
    var text: String
    /// The elements of `stream_events`.
    var events: [String]
    var framing: String?
    var keepsText = false

    init(_ text: String, _ events: String..., framing: String? = nil, keepsText: Bool = false) {
      self.text = text
      self.events = events
      self.framing = framing
      self.keepsText = keepsText
    }

    static let all = [
      Case("data: {\"a\": 1.0}\n\n", #"{"data": {"a": 1.0}}"#),
      Case("event: x\ndata: {\"a\":1  }\n\n", #"{"event": "x", "data": {"a":1  }}"#),
      Case("data: [DONE]\n\n", #"{"data": "[DONE]"}"#),
      Case("data: \"a\"\n\n", #"{"data": "\"a\""}"#),
      Case("data: a\ndata: \"\n\n", #"{"data": "a\n\""}"#),
      Case("data: 7\n\ndata: \n\n", #"{"data": 7}"#, #"{"data": ""}"#),
      Case("data: {\"é\": \"\\u00e9\"}\n\n", #"{"data": {"é": "\u00e9"}}"#),
      Case("data:1\r\n\r\n", #"{"data": 1}"#, framing: #"{"eol": "\r\n", "space": false}"#),
      Case(
        "event:x\rdata:1\r\r",
        #"{"event": "x", "data": 1}"#,
        framing: #"{"eol": "\r", "space": false}"#
      ),
      Case(
        ": hi\n\n:\ndata: 1\n\nid: 7\nretry: 1\ndata: 2\n\nevent: x\n\n: bye\n",
        #"{"data": 1}"#,
        #"{"data": 2}"#,
        framing:
          #"{"lines": [[0, ": hi"], [0, ""], [0, ":"], [1, "id: 7"], [1, "retry: 1"], [2, "event: x"], [2, ""], [2, ": bye"]]}"#
      ),
      Case(
        "[1,\r\n{}]",
        #"{"data": 1}"#,
        #"{"data": {}}"#,
        framing: #"{"eol": "\r\n", "array": true}"#
      ),
      Case("[\"a\"]", #"{"data": "a"}"#, framing: #"{"array": true}"#),
      // What cannot be told by events and framing.
      Case("data: 1", #"{"data": 1}"#, keepsText: true),
      Case("data: 1\n", #"{"data": 1}"#, keepsText: true),
      Case("\u{FEFF}data: 1\n\n", #"{"data": 1}"#, keepsText: true),
      Case("data: 1\n\r\n", #"{"data": 1}"#, keepsText: true),
      Case(
        "data:1\n\ndata: 2\n\n",
        #"{"data": 1}"#,
        #"{"data": 2}"#,
        framing: #"{"space": false}"#,
        keepsText: true
      ),
      Case("data: 1\nevent: x\n\n", #"{"event": "x", "data": 1}"#, keepsText: true),
      Case("data:  1 \n\n", #"{"data": 1}"#, keepsText: true),
      Case("data: {\ndata:   \"a b\": 1\ndata: }\n\n", #"{"data": {"a b":1}}"#, keepsText: true),
      Case(
        "[{\n  \"a\": \" \\\" \"\n}\n,\r\n{\n}\n]",
        #"{"data": {"a":" \" "}}"#,
        #"{"data": {}}"#,
        framing: #"{"eol": "\r\n", "array": true}"#,
        keepsText: true
      ),
      Case(
        "[1,{\"a\"",
        #"{"data": 1}"#,
        #"{"data": "{\"a\""}"#,
        framing: #"{"array": true}"#,
        keepsText: true
      ),
    ]
  }

  @Test(arguments: Case.all)
  func `a stream is told by events, framing, and text where these are not enough`(
    example: Case
  ) throws {
    let stream = RecordedStream(Array(example.text.utf8))
    let members = stream.members(as: .unicode)
    #expect(members.events.map { String(decoding: $0, as: UTF8.self) } == example.events)
    #expect(members.framing.map { String(decoding: $0, as: UTF8.self) } == example.framing)
    #expect((members.text != nil) == example.keepsText)
    #expect(members.base64 == nil)
    for characters in [JSONCharacterSet.unicode, .ascii] {
      let stored = try StoredStream(of: storedInteraction(stream, as: characters))
      #expect(String(decoding: stored.bytes, as: UTF8.self) == example.text)
    }
  }

  @Test func `a file of ASCII keeps the text of other characters too`() {
    let members = RecordedStream(Array("data: {\"é\":\"\u{1F600}\"}\n\n".utf8)).members(as: .ascii)
    #expect(
      members.events.map { String(decoding: $0, as: UTF8.self) }
        == [#"{"data": {"\u00e9":"\ud83d\ude00"}}"#]
    )
    #expect(
      members.text.map { String(decoding: $0, as: UTF8.self) }
        == #""data: {\"\u00e9\":\"\ud83d\ude00\"}\n\n""#
    )
  }

  @Test func `bytes that are no UTF-8 are kept as base64`() throws {
    let bytes =
      Array("data: a".utf8) + [0xFF] + Array("\n\nevent: ".utf8) + [0xC3] + "\ndata: 1\n\n".utf8
    let stream = RecordedStream(bytes)
    let members = stream.members(as: .unicode)
    #expect(members.text == nil)
    #expect(members.base64 != nil)
    #expect(try StoredStream(of: storedInteraction(stream)).bytes == bytes)
  }
}
