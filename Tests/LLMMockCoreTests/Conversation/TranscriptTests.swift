import LLMMockCore
import Testing

struct TranscriptTests {
  private func transcript(
    _ conversation: Conversation,
    width: Int? = nil,
    facts: Transcript.Facts? = nil
  ) -> String {
    let facts = facts ?? Transcript.Facts(path: "/v1/messages", provider: "anthropic")
    return Transcript(facts: facts, conversation: conversation).lines(width: width)
      .joined(separator: "\n")
  }

  private let weather = Conversation(
    model: "gpt-4o-mini",
    turns: [
      Turn(
        .system,
        [.text("You are a terse weather bot. Answer in one line, no emoji, metric units.")]
      ),
      Turn(
        .user,
        [
          .text("What's the weather in Oslo?"),
          .image(
            Media(mediaType: "image/png", source: .inline(byteCount: 12_300))
          ),
        ]
      ),
      Turn(
        .assistant,
        [.toolCall(ToolCall(id: "call_1", name: "get_weather", arguments: #"{"city":"Oslo"}"#))]
      ),
      Turn(
        .tool,
        [.toolResult(ToolResult(id: "call_1", name: "get_weather", parts: [.text("14, rain")]))]
      ),
    ],
    tools: [
      ToolDeclaration("get_weather", ["city", "unit"]), ToolDeclaration("web", isHosted: true),
    ],
    parameters: [Conversation.Parameter("temperature", "0"), Conversation.Parameter("seed", "7")],
    answer: Answer(
      turn: Turn(
        .assistant,
        [
          .thinking("Rain.\nSo an umbrella."), .text("It is 14 degrees and raining in Oslo. "),
          .text("Bring an umbrella."),
        ]
      ),
      stopReason: "stop",
      usage: Usage(input: 163, output: 41, total: 204, cached: 0),
      model: "gpt-4o-mini-2024-07-18",
      choices: 2
    )
  )

  private let facts = Transcript.Facts(
    id: "a3f2c1d4e5b6",
    recordedAt: "2026-04-23T10:00:00+00:00",
    path: "/v1/chat/completions",
    provider: "openai",
    eventCount: 42
  )

  @Test func `a call reads like a conversation`() {
    #expect(
      transcript(weather, width: 70, facts: facts) == """
        id        a3f2c1d4e5b6   recorded 2026-04-23T10:00:00+00:00
        call      POST /v1/chat/completions   200   openai
        model     gpt-4o-mini-2024-07-18   asked for gpt-4o-mini   stream, 42
                  events
        usage     in 163  out 41  total 204   finish stop
        params    temperature=0  seed=7
        tools     get_weather(city, unit)  web (hosted)

        request (4 messages)
          system     You are a terse weather bot. Answer in one line, no
                     emoji, metric units.
          user       What's the weather in Oslo?
                     (image/png, 12 kB)
          assistant  calls get_weather  call_1
                       {
                         "city": "Oslo"
                       }
          tool       result of get_weather  call_1
                       14, rain

        response
          thinking   Rain.
                     So an umbrella.
          assistant  It is 14 degrees and raining in Oslo. Bring an umbrella.
                     (1 other choice)
        """
    )
  }

  @Test func `in a narrow window labels stand above`() {
    let conversation = Conversation(
      turns: [Turn(.user, [.text("What's the weather in Oslo, please?")])],
      answer: Answer(turn: Turn(.assistant, [.text("Rain.")]))
    )
    #expect(
      transcript(conversation, width: 24) == """
        call
          POST /v1/messages
          200   anthropic

        request (1 message)
          user
            What's the weather
            in Oslo, please?

        response
          assistant
            Rain.
        """
    )
  }

  @Test func `control characters are tokens and line breaks stay`() {
    let conversation = Conversation(
      model: "m\u{1B}",
      turns: [Turn(.other("a\nb"), [.text("A\r\n\tB\u{1B}[2J\u{202E}")])],
      answer: Answer(error: Answer.Failure(type: "t\u{7}", message: "no\nmore"))
    )
    #expect(
      transcript(conversation) == """
        call      POST /v1/messages   200   anthropic
        model     m<ESC>

        request (1 message)
          a<LF>b     A
                         B<ESC>[2J<U+202E>

        response
          error      t<BEL>: no
                     more
        """
    )
  }

  @Test func `what has no text is told in parentheses`() {
    let base64 = String(repeating: "QUJD", count: 1_000)
    let conversation = Conversation(
      turns: [
        Turn(.user, []),
        Turn(
          .user,
          [
            .toolResult(
              ToolResult(
                id: "t",
                parts: [.text(#"{"png":"\#(base64)"}"#), .audio(Media(source: .unknown))],
                isError: true
              )
            )
          ]
        ),
        Turn(
          .assistant,
          [
            .redactedThinking, .text("\n"), .refusal("No."),
            .document(Media(name: "a.pdf", source: .file(id: "f"))),
            .other(type: "new", json: #"{"a":1}"#),
            .toolCall(ToolCall(name: "now", arguments: "{}")),
          ]
        ),
      ])
    #expect(
      transcript(conversation) == """
        call      POST /v1/messages   200   anthropic

        request (3 messages)
          user       (no text)
          tool       failed  t
                       {
                         "png": "(base64, 3 kB)"
                       }
                       (audio)
          thinking   (not shown)
          assistant  (refusal) No.
                     (document, a.pdf, file f)
                     (new)
                       {
                         "a": 1
                       }
                     calls now

        response
                     (nothing)
        """
    )
  }

  @Test func `embeddings are counted`() {
    let conversation = Conversation(
      answer: Answer(embeddings: Answer.Embeddings(count: 2, dimensions: 1_536))
    )
    #expect(
      transcript(conversation) == """
        call      POST /v1/messages   200   anthropic

        request (0 messages)

        response
                     (2 embeddings of 1536 numbers)
        """
    )
  }
}
