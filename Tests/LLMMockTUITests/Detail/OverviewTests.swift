import LLMMockCore
import LLMMockTUI
import Testing

struct OverviewTests {
  @Test func `facts come first, then what was said`() throws {
    let source = try DetailSource.sample(SampleCall.anthropicPlain, position: 3)
    #expect(
      source.text(.overview, width: 90) == """
        name      weather bot
        id        msg_01XYZ
        call      POST /v1/messages   200   anthropic
        model     claude-haiku-4-5-20251001   asked for claude-haiku-4-5
        usage     in 1,040   out 12   total 1,052   cached 1,024   finish end_turn
        params    max_tokens=64   temperature=0
        recorded  2026-04-23 10:00
        hash      f5c39e7f5e49…   ok
        place     @3   line 5   tests/fixtures/sample.json

        v request (2 messages)
            system     You are a terse weather bot. Answer in one line, no emoji, metric units.
            user       What's the weather in Oslo?

        v answer
            assistant  14 °C and raining. Bring an umbrella.
        """
    )
  }

  @Test func `in a narrow pane each speaker has a row`() throws {
    let source = try DetailSource.sample(SampleCall.anthropicPlain)
    #expect(
      source.text(.overview, width: 38) == """
        name      weather bot
        id        msg_01XYZ
        call      POST /v1/messages   200
                  anthropic
        model     claude-haiku-4-5-20251001
                  asked for claude-haiku-4-5
        usage     in 1,040   out 12
                  total 1,052   cached 1,024
                  finish end_turn
        params    max_tokens=64
                  temperature=0
        recorded  2026-04-23 10:00
        hash      f5c39e7f5e49…   ok
        place     @1   line 5
                  tests/fixtures/sample.json

        v request (2 messages)
          system
            You are a terse weather bot.
            Answer in one line, no emoji,
            metric units.
          user
            What's the weather in Oslo?

        v answer
          assistant
            14 °C and raining. Bring an
            umbrella.
        """
    )
  }

  @Test func `tool calls and results are trees`() throws {
    let source = try DetailSource.sample(SampleCall.openAITools, provider: "openai")
    #expect(
      source.text(.overview, width: 90) == """
        id        chatcmpl-7
        call      POST /v1/chat/completions   200   openai
        model     gpt-4o-mini
        usage     in 90   out 9   total 99   finish stop
        recorded  2026-04-23 10:00
        hash      a4211daa1a5a…   ok
        place     @1   line 5   tests/fixtures/sample.json

        v request (4 messages)
            system     Use the tools.
            user       Will it rain in Oslo tomorrow?
            assistant  calls get_weather  call_1
                         city: "Oslo"
                         days: 1
            tool       result of get_weather  call_1
                         sky: "rain"
                         mm: 8.5

        > tools (1)  get_weather(city, days)

        v answer
            assistant  Yes: 8.5 mm of rain.
        """
    )
  }

  @Test func `a stream is told by its events and times`() throws {
    let source = try DetailSource.sample(SampleCall.anthropicStream)
    #expect(
      source.text(.overview, width: 90) == """
        id        msg_02
        call      POST /v1/messages   200   anthropic
        model     claude-sonnet-4-6
        usage     in 10   out 9   total 19   finish end_turn
        stream    8 events, 1.3 s, first token 212 ms
        params    max_tokens=64
        recorded  2026-04-23 10:00
        hash      405e2ecac1e8…   ok
        place     @1   line 5   tests/fixtures/sample.json

        v request (1 message)
            user       Say hello.

        v answer
            assistant  Hello there.
                       How are you?
        """
    )
  }

  @Test func `an image is told by its type and size`() throws {
    let source = try DetailSource.sample(
      SampleCall.geminiImage,
      provider: "openai",
      rule: .body(model: "gemini-2.5-flash")
    )
    #expect(
      source.text(.overview, width: 60) == """
        call      POST
                  /v1beta/models/gemini-2.5-flash:generateContent
                  200   gemini
        model     gemini-2.5-flash
        usage     in 260   out 21   total 281   finish STOP
        params    temperature=0.2
        recorded  2026-04-23 10:00
        hash      bfab8e38cfcd…   ok
        place     @1   line 5   tests/fixtures/sample.json

        v request (1 message)
            user       (image/png, 16 B)
                       What is this?

        v answer
            assistant  東京タワーの写真です。夜の東京に赤く光る、高
                       さ三百三十三メートルの塔が見えます。
        """
    )
  }

  @Test func `what is wrong stands at the top`() throws {
    let source = try DetailSource.sample(SampleCall.openAIError, provider: "openai")
    #expect(
      source.text(.overview, width: 60) == """
        ! Answered with status 429 (requests).
        ! The stored hash differs from the request's.

        call      POST /v1/chat/completions   429   openai
        model     gpt-4o
        recorded  yesterday
        hash      111111111111…
                  differs from the request's (recorded with another
                  match_on, or edited by hand)
        place     @1   line 5   tests/fixtures/sample.json

        v request (1 message)
            user       Hi

        v answer
            error      requests: Rate limit reached for
                       gpt-4o.<ESC>[2J Try again in 20 s.

        > headers (2)  retry-after: "20", x-request-id: "req_9"
        """
    )
  }

  @Test func `what is no interaction is shown as what it is`() throws {
    #expect(
      try DetailSource.sample(#""what?""#).text(.overview, width: 60) == """
        ! This interaction is not answered: it is a string, expected
          an object.

        place     @1   line 5   tests/fixtures/sample.json

          "what?"
        """
    )
  }

  @Test(arguments: [
    (1_776_938_430, "just now"),
    (1_776_938_400 + 3 * 60, "3 minutes ago"),
    (1_776_938_400 + 3_600, "1 hour ago"),
    (1_776_938_400 + 21 * 86_400, "21 days ago"),
    (1_776_938_400 + 100 * 86_400, "3 months ago"),
    (1_776_938_400 + 1_000 * 86_400, "2 years ago"),
  ])
  func `the age is told when the time is known`(now: Int, age: String) throws {
    // 10:00 at +02:00 is 08:00 in UTC.
    let source = try DetailSource.sample(
      SampleCall.anthropicPlain.replacing("10:00:00+02:00", with: "12:00:00+02:00")
    )
    #expect(
      source.text(.overview, width: 90, now: now).contains("recorded  2026-04-23 12:00   (\(age))")
    )
  }

  @Test func `a time to come has no age`() throws {
    let source = try DetailSource.sample(SampleCall.anthropicPlain)
    #expect(source.text(.overview, width: 90, now: 0).contains("recorded  2026-04-23 10:00\n"))
  }

  @Test func `sections fold and unfold`() throws {
    let source = try DetailSource.sample(SampleCall.openAITools, provider: "openai")
    let request = try #require(source.node("request (", in: .overview))
    let tools = try #require(source.node("tools (", in: .overview))
    let text = source.text(.overview, width: 60, toggled: [request, tools])
    #expect(
      text.contains(
        """
        > request (4 messages)  Will it rain in Oslo tomorrow?

        v tools (1)
            get_weather(city, days)

        v answer
        """
      )
    )
  }

  @Test func `long texts are closed to their beginning`() throws {
    let text = (1...50).map { "line \($0)" }.joined(separator: "\\n")
    let source = try DetailSource.sample(
      SampleCall.anthropicPlain.replacing("What's the weather in Oslo?", with: text)
    )
    #expect(
      source.text(.overview, width: 60).contains(
        """
          > user       line 1
                       line 2
                       line 3
                       … 47 more rows
        """
      )
    )
    let node = try #require(source.node("line 1", in: .overview))
    let open = source.text(.overview, width: 60, toggled: [node])
    #expect(open.contains("  v user       line 1\n"))
    #expect(open.contains("               line 50\n"))
    #expect(source.text(.overview, width: 60, unfoldsAll: true).contains("line 50"))
  }

  @Test func `roles, values and problems have their styles`() throws {
    let source = try DetailSource.sample(SampleCall.openAIError, provider: "openai")
    let rows = DetailLayout.rows(of: source, tab: .overview, width: 60)
    func style(of text: String) -> Style? { rows.lazy.compactMap { $0.style(of: text) }.first }
    #expect(style(of: "Answered with") == Style(.danger))
    #expect(style(of: "The stored hash") == Style(.warning))
    #expect(style(of: "call") == Style(.key))
    #expect(style(of: "429") == Style(.danger))
    #expect(style(of: "user") == Style(.user))
    #expect(style(of: "<ESC>") == Style(.token))
    #expect(style(of: "headers") == Style(.title))
  }
}
