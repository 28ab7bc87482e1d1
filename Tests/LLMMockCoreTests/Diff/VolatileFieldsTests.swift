@testable import LLMMockCore
import Testing

struct VolatileFieldsTests {
  @Test(arguments: [
    ("response.id", "response.id", true), ("response.id", "response.ids", false),
    ("response.id", "request.id", false), ("response.id", "response.id.x", false),
    ("response.*.id", "response.content.id", true),
    ("response.*.id", "response.content.0.id", false),
    ("response.**.id", "response.content.0.id", true), ("**.id", "id", true),
    ("response.**", "response", true), ("headers.x-ratelimit-*", "headers.x-ratelimit-a", true),
    ("headers.x-ratelimit-*", "headers.x-rate", false), ("a.*b*d", "a.xbcd", true),
    ("a.*b*d", "a.xbc", false), ("a\\*", "a*", true), ("a\\*", "ab", false),
    ("response.id", "stream_events.3.data.id", true),
    ("response.id", "stream_events.3.data.message.id", true),
    ("response.id", "stream_events.3.data.response.id", true),
    ("response.content.*.id", "stream_events.3.data.content_block.id", true),
    ("response.output.*.id", "stream_events.3.data.item.id", true),
    (
      "response.choices.*.message.tool_calls.*.id",
      "stream_events.3.data.choices.0.delta.tool_calls.1.id", true
    ),
    ("response.id", "stream_events.3.event.id", false),
  ])
  func `a pattern names fields`(pattern: String, path: String, isMatch: Bool) {
    let keys = path.split(separator: ".").map(String.init)
    #expect(VolatileFields([pattern]).contains(keys) == isMatch)
  }

  @Test func `no field of a request is volatile by itself`() {
    let paths = [
      ["request", "id"], ["request", "messages", "0", "tool_call_id"],
      ["request", "messages", "0", "content", "0", "tool_use_id"], ["request", "created"],
    ]
    #expect(paths.allSatisfy { !VolatileFields.standard.contains($0) })
  }

  @Test func `a file adds fields and takes some away`() throws {
    let text =
      "\u{FEFF}# ours\r\n  response.model  # changes daily\n\n!response.id\nresponse.model\n"
    let fields = try VolatileFields.standard.changed(by: Array(text.utf8))
    #expect(fields.contains(["response", "model"]))
    #expect(!fields.contains(["response", "id"]))
    #expect(fields.patterns.count == VolatileFields.standard.patterns.count)
  }

  @Test(arguments: [
    ("a\n\n/response/id", 3, "/response/id is no field; write it like response.id"),
    ("!x", 1, "x is not in the list, so it can't be taken away"),
    ("!", 1, "a field is missing; write it like response.id"),
    ("a..b", 1, "a..b has an empty part; write it like response.id"),
    (".a", 1, ".a has an empty part; write it like response.id"),
    ("a.", 1, "a. has an empty part; write it like response.id"),
    ("a\\", 1, "a\\ ends with a backslash"),
    ("a\u{1B}[2J", 1, "a field has no control characters: a<ESC>[2J"),
  ])
  func `a line that names no field is an error with its number`(
    text: String,
    line: Int,
    message: String
  ) {
    let problem = VolatileFieldsProblem(line: line, message: message)
    #expect(throws: problem) { try VolatileFields.standard.changed(by: Array(text.utf8)) }
  }

  @Test func `bytes that are not UTF-8 are an error`() {
    #expect(throws: VolatileFieldsProblem(line: 2, message: "this is not UTF-8")) {
      try VolatileFields.standard.changed(by: [0x61, 0x0A, 0xFF])
    }
  }
}
