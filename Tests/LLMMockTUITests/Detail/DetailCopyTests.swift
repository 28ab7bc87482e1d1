import LLMMockCore
import LLMMockTUI
import Testing

struct DetailCopyTests {
  @Test(arguments: [
    ("Oslo tomorrow", "interactions[1].request.messages[1].content", "content"),
    ("model:", "interactions[1].request.model", "model"),
    ("[2]", "interactions[1].request.messages[2]", nil),
    ("messages", "interactions[1].request.messages", "messages"),
  ])
  func `a value is known by its path and key`(text: String, path: String, key: String?) throws {
    let source = try DetailSource.sample(SampleCall.openAITools, provider: "openai", position: 2)
    let node = try #require(source.node(text, in: .request))
    #expect(source.jsonPath(of: node, in: .request) == path)
    #expect(source.key(of: node, in: .request) == key)
  }

  @Test func `odd keys are quoted in a path`() throws {
    let source = try DetailSource.sample(
      #"{"hash": "HASH", "request": {"a b": {"\u00e9\"": [{"ok_1": {"1st": 7, "b": 8}}]}}}"#
    )
    let node = try #require(source.node("1st", in: .request))
    #expect(
      source.jsonPath(of: node, in: .request)
        == #"interactions[0].request["a b"]["é\""][0].ok_1["1st"]"#
    )
  }

  @Test func `a value is copied as in the file, or as text`() throws {
    let source = try DetailSource.sample(SampleCall.openAITools, provider: "openai")
    let node = try #require(source.node("8.5", in: .request))
    #expect(source.valueText(of: node, in: .request) == #""{\"sky\": \"rain\", \"mm\": 8.5}""#)
    #expect(source.unescapedText(of: node, in: .request) == #"{"sky": "rain", "mm": 8.5}"#)
    #expect(source.requestJSON?.hasPrefix("{\n    \"model\": \"gpt-4o-mini\",") == true)
    #expect(source.responseJSON?.hasSuffix("}") == true)
  }

  @Test func `passages of the Overview are copied as text`() throws {
    let source = try DetailSource.sample(SampleCall.openAITools, provider: "openai")
    let question = try #require(source.node("Will it rain", in: .overview))
    #expect(source.unescapedText(of: question, in: .overview) == "Will it rain in Oslo tomorrow?")
    #expect(source.jsonPath(of: question, in: .overview) == "interactions[0].request")
    let answer = try #require(source.node("Yes:", in: .overview))
    #expect(source.jsonPath(of: answer, in: .overview) == "interactions[0].response")
    let argument = try #require(source.node("city:", in: .overview))
    #expect(source.unescapedText(of: argument, in: .overview) == "Oslo")
    #expect(source.key(of: argument, in: .overview) == "city")
  }

  @Test func `what a stream makes is copied from the events`() throws {
    let source = try DetailSource.sample(SampleCall.anthropicStream)
    let node = try #require(source.node("end_turn", in: .response))
    #expect(source.jsonPath(of: node, in: .response) == "interactions[0].stream_events")
    #expect(source.unescapedText(of: node, in: .response) == "end_turn")
    #expect(source.responseJSON?.contains("Hello there.\\nHow are you?") == true)
  }

  @Test(arguments: [
    (DetailTab.request, "model:", 8), (.request, "Oslo tomorrow", 11), (.response, "id:", 39),
    (.raw, "gpt-4o-mini", 8), (.overview, "Will it rain", 7), (.overview, "Yes:", 38),
  ])
  func `an editor opens at the value's line`(tab: DetailTab, text: String, line: Int) throws {
    let source = try DetailSource.sample(SampleCall.openAITools, provider: "openai")
    #expect(source.line(of: source.node(text, in: tab), in: tab) == line)
    #expect(source.line(of: nil, in: tab) == 5)
  }

  @Test func `a pager shows everything`() throws {
    let source = try DetailSource.sample(SampleCall.openAITools, provider: "openai")
    #expect(source.plainText(.request).contains("required: [\"city\"]\n"))
    #expect(source.plainText(.overview).hasPrefix("id        chatcmpl-7\n"))
    #expect(source.plainText(.raw).hasPrefix(" 5  {\n"))
  }
}

struct CurlCommandTests {
  @Test func `a call can be sent again`() throws {
    let source = try DetailSource.sample(
      #"""
      {
        "hash": "HASH",
        "request_headers": {"anthropic-beta": "it's-on", "cookie": "no", "Host": "evil"},
        "request": {"model": "m", "messages": [{"role": "user", "content": "It's\u001b $(x)\n"}]},
        "streaming": true
      }
      """#
    )
    #expect(
      source.curlCommand == #"""
        printf %s '{"model":"m","messages":[{"role":"user","content":"It'\''s\u001b $(x)\n"}]}' |
          curl \
          --no-buffer \
          'https://api.anthropic.com/v1/messages' \
          -H 'content-type: application/json' \
          -H "x-api-key: $ANTHROPIC_API_KEY" \
          -H 'anthropic-version: 2023-06-01' \
          -H 'anthropic-beta: it'\''s-on' \
          --data-binary @-

        """#
    )
  }

  @Test(arguments: [
    (
      "openai", #""endpoint": "/v1/responses?x=';rm -rf ~'""#,
      #"'https://api.openai.com/v1/responses?x='\'';rm -rf ~'\'''"#,
      #""authorization: Bearer $OPENAI_API_KEY""#
    ),
    (
      "gemini", #""endpoint": "/v1beta/models/gemini-2.5-flash:generateContent""#,
      "'https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:generateContent'",
      #""x-goog-api-key: $GEMINI_API_KEY""#
    ),
    (
      "openai-compatible", #""endpoint": "/v1/chat/completions""#,
      #""${OPENAI_BASE_URL:?}"'/chat/completions'"#, #""authorization: Bearer $OPENAI_API_KEY""#
    ),
    (
      "anthropic", #""upstream": "https://evil""#, #""${ANTHROPIC_BASE_URL:?}"'/v1/messages'"#,
      #""x-api-key: $ANTHROPIC_API_KEY""#
    ),
    (
      "openai", #""endpoint": "//evil.example/v1/chat/completions""#,
      "'https://api.openai.com/v1/chat/completions'", #""authorization: Bearer $OPENAI_API_KEY""#
    ),
    (
      "https://evil", #""endpoint": "/v1/x[1]""#, #""${OPENAI_BASE_URL:?}"'/x[1]'"#, "--globoff"
    ),
  ])
  func `a fixture names neither host nor key`(
    provider: String,
    member: String,
    url: String,
    other: String
  ) throws {
    let source = try DetailSource.sample(
      #"{"hash": "HASH", "request": {}, \#(member)}"#,
      provider: provider
    )
    let command = try #require(source.curlCommand)
    #expect(command.contains("  \(url) \\\n"))
    #expect(command.contains(other))
    #expect(!command.contains("evil"))
  }

  @Test func `what a terminal would not show is escaped in the body`() throws {
    let source = try DetailSource.sample(
      "{\"hash\": \"HASH\", \"request\": {\"a\" :\n \"é\u{202E}\u{7F}\u{E0001} \\\" x\"}}"
    )
    #expect(
      source.curlCommand?.hasPrefix(
        #"printf %s '{"a":"é\u202e\u007f\udb40\udc01 \" x"}' |"#
      ) == true
    )
  }
}
