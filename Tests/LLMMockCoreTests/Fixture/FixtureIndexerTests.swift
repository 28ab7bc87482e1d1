import LLMMockCore
import TestSupport
import Testing

struct FixtureIndexerTests {
  private func index(_ text: String, window: Int = .max) throws -> FixtureSummary? {
    let bytes = Array(text.utf8)
    var indexer = FixtureIndexer()
    var start = 0
    var length = min(window, bytes.count)
    while true {
      let end = min(bytes.count, start + length)
      let done = try bytes.withUnsafeBufferPointer {
        try indexer.scan(UnsafeBufferPointer(rebasing: $0[start..<end]), isLast: end == bytes.count)
      }
      if end == bytes.count { return try indexer.finish() }
      start += done
      length = done == 0 ? length + window : window
    }
  }

  private func preview(_ request: String) throws -> String? {
    try index(#"{"interactions":[{"request":\#(request)}]}"#)?.interactions.first?.preview
  }

  @Test(arguments: [
    (#"{"messages":[{"role":"user","content":"Hi"}]}"#, "Hi"),
    (#"{"messages":[{"content":"late role","role":"user"}]}"#, "late role"),
    (#"{"messages":[{"role":"system","content":"S"},{"role":"user","content":"Hi"}]}"#, "Hi"),
    (
      #"{"messages":[{"role":"user","content":[{"type":"image","source":{}},{"type":"text","text":"What?"}]}]}"#,
      "What?"
    ),
    (#"{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{}}]}]}"#, "(image)"),
    (
      #"{"messages":[{"role":"user","content":[{"type":"tool_result","content":"14"}]}]}"#,
      "(tool result)"
    ),
    (#"{"messages":[{"role":"tool","content":"14"}]}"#, "(tool result)"),
    (#"{"messages":[{"role":"assistant","content":"A"}]}"#, "(no text)"),
    (#"{"messages":[{"role":"user","content":null}]}"#, "(no text)"),
    (#"{"messages":[]}"#, "(no text)"),
    (#"{}"#, "(no text)"),
    (#"{"input":"one string"}"#, "one string"),
    (#"{"input":["first","second"]}"#, "first"),
    (#"{"input":[{"role":"user","content":[{"type":"input_text","text":"R"}]}]}"#, "R"),
    (#"{"input":[{"type":"function_call_output","output":"x"}]}"#, "(tool result)"),
    (#"{"contents":[{"role":"user","parts":[{"text":"G"}]}]}"#, "G"),
    (#"{"contents":[{"parts":[{"text":"no role"}]}]}"#, "no role"),
    (#"{"prompt":"P"}"#, "P"),
    (#"{"messages":[{"role":"user","content":"\n\t  indented\nlines"}]}"#, "indented\nlines"),
    (#"{"messages":[{"role":"user","content":"\u65e5\ud83d\ude00"}]}"#, "日😀"),
  ])
  func `the preview is the first user text, or a word for what is there`(
    request: String,
    expected: String
  ) throws {
    #expect(try preview(request) == expected)
  }

  @Test func `what a listing shows is read whatever the order of keys`() throws {
    let text = #"""
      {"interactions": [{"recorded_at": "2026-04-23T10:00:00", "streaming": true, "status": 429,
        "endpoint": "/v1/responses", "name": "n", "provider": "openai",
        "response": {"usage": {"output_tokens": 2, "input_tokens": 40}},
        "request": {"messages": [{"content": "Hi"}], "model": "gpt"}, "hash": "a"}],
       "provider": "anthropic", "version": "2.0"}
      """#
    for window in [1, 5, 64, Int.max] {
      let summary = try #require(try index(text, window: window))
      #expect(summary.provider == "anthropic")
      #expect(summary.version == "2.0")
      let interaction = try #require(summary.interactions.first)
      #expect(interaction.hash == "a")
      #expect(interaction.name == "n")
      #expect(interaction.model == "gpt")
      #expect(interaction.endpoint == "/v1/responses")
      #expect(interaction.provider == "openai")
      #expect(interaction.status == 429)
      #expect(interaction.isStreaming)
      #expect(interaction.tokens == 42)
      #expect(interaction.recordedAt == "2026-04-23T10:00:00")
      #expect(interaction.problem == "its \"hash\" is not 64 hex digits")
      #expect(Array(text.utf8)[interaction.range].first == UInt8(ascii: "{"))
      #expect(Array(text.utf8)[interaction.range].last == UInt8(ascii: "}"))
    }
  }

  @Test(
    arguments: [
      (#"{"a": 1}"#, nil), ("[1]", nil), ("3", nil),
      (#"{"interactions": {}}"#, "\"interactions\" is an object, expected an array"),
      (#"{"interactions": null}"#, "\"interactions\" is null, expected an array"),
      (
        #"{"version": "3.0", "interactions": []}"#,
        "version \"3.0\" is not known (this program reads 1.x and 2.x)"
      ),
      (#"{"version": 2, "interactions": []}"#, "\"version\" is a number, expected a string"),
    ] as [(String, String?)]
  )
  func `other JSON is no fixture, and a fixture that breaks the format says how`(
    text: String,
    message: String?
  ) throws {
    if let message {
      #expect(throws: FixtureProblem(message)) { try index(text) }
    } else {
      #expect(try index(text) == nil)
    }
  }

  @Test(arguments: ["1.0", "2.0", "2.7", "1"])
  func `known versions and an absent one are read`(version: String) throws {
    #expect(try index(#"{"version": "\#(version)", "interactions": []}"#) != nil)
    #expect(try index(#"{"interactions": []}"#) != nil)
  }

  @Test func `an interaction of the wrong kind is one problem and the rest is read`() throws {
    let summary = try index(#"{"interactions": [7, {"request": {}, "hash": "x"}, [], {}]}"#)
    #expect(
      summary?.interactions.map(\.problem) == [
        "it is a number, expected an object", "its \"hash\" is not 64 hex digits",
        "it is an array, expected an object", "it has no \"request\" object",
      ]
    )
  }

  @Test(arguments: [
    ("version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "a Git LFS pointer"),
    ("{\n<<<<<<< HEAD\n", "git conflict markers"),
    ("", "the file is empty"),
    ("\u{FEFF}", "the file is empty"),
    ("{\"interactions\": [", "line 1, column 19: the file ends inside an array"),
  ])
  func `what is not JSON says what it seems to be`(text: String, beginning: String) {
    let error = #expect(throws: FixtureProblem.self) { try FixtureDocument(Array(text.utf8)) }
    #expect(error?.description.contains(beginning) == true, "\(String(describing: error))")
  }
}
