import LLMMockCore
import LLMMockTUI
import Testing

struct JSONTabTests {
  private func request(_ request: String) throws -> DetailSource {
    try DetailSource.sample(#"{"hash": "HASH", "request": \#(request), "response": {}}"#)
  }

  @Test func `the request is a tree with its strings as text`() throws {
    let source = try DetailSource.sample(SampleCall.openAITools, provider: "openai")
    #expect(
      source.text(.request, width: 38) == """
          model: "gpt-4o-mini"
        v messages [4]
          v [0]
              role: "system"
              content: "Use the tools."
          v [1]
              role: "user"
              content:
                Will it rain in Oslo tomorrow?
          v [2]
              role: "assistant"
              content: null
            v tool_calls [1]
              v [0]
                  id: "call_1"
                  type: "function"
                v function
                    name: "get_weather"
                    arguments:
                      {"city": "Oslo", "days":
                      1}
          v [3]
              role: "tool"
              tool_call_id: "call_1"
              content:
                {"sky": "rain", "mm": 8.5}
        > tools [1]  get_weather
        """
    )
  }

  @Test func `everything can be unfolded`() throws {
    let source = try DetailSource.sample(SampleCall.openAITools, provider: "openai")
    #expect(
      source.text(.request, width: 90, unfoldsAll: true).hasSuffix(
        """
        v tools [1]
          v [0]
              type: "function"
            v function
                name: "get_weather"
              v parameters
                  type: "object"
                v properties
                    city: {"type": "string"}
                    days: {"type": "integer"}
                  required: ["city"]
        """
      )
    )
  }

  @Test func `a closed object tells what is in it`() throws {
    let source = try request(#"{"a": {"b": 1, "c": [1], "d": "x\ny", "e": {}}, "f": [[], {}]}"#)
    let nodes = try #require(source.node("a", in: .request))
    #expect(
      source.text(.request, width: 60, toggled: [nodes]) == """
        > a {4}  b: 1, c: […], d: "x y", e: {}
        v f [2]
            [0]: []
            [1]: {}
        """
    )
  }

  @Test func `a string with line breaks is text below its key`() throws {
    let source = try request(#"{"a": "one\ntwo\tthree\u0007", "b": "", "c": "say \"hi\""}"#)
    #expect(
      source.text(.request, width: 60) == """
          a:
            one
            two three<BEL>
          b: ""
          c: "say "hi""
        """
    )
    let rows = DetailLayout.rows(of: source, tab: .request, width: 60)
    #expect(rows[2].segments.last == Segment("<BEL>", Style(.token)))
    #expect(rows[0].segments.first == Segment("a", Style(.key)))
    #expect(rows[3].segments.last == Segment(#""""#, Style(.string)))
  }

  @Test func `long strings are closed to three rows`() throws {
    let lines = (1...415).map { "line \($0)" }.joined(separator: "\\n")
    let source = try request(#"{"text": "\#(lines)", "n": 1}"#)
    #expect(
      source.text(.request, width: 60) == """
        > text:
            line 1
            line 2
            line 3
            … 412 more rows
          n: 1
        """
    )
  }

  @Test func `a string is shown up to a limit`() throws {
    let lines = String(repeating: "x\\n", count: 23_210)
    let source = try request(#"{"text": "\#(lines)"}"#)
    let text = source.text(.request, width: 60, unfoldsAll: true)
    #expect(text.hasSuffix("    … 3,211 more rows: o opens it whole"))
    #expect(source.plainText(.request).filter { $0 == "x" }.count == 23_210 + 1)
  }

  @Test func `long base64 is told by its size`() throws {
    let data = String(repeating: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB", count: 500)
    let source = try request(
      #"{"data": "\#(data)", "url": "data:image/png;base64,\#(data)", "dashes": "\#(String(repeating: "-", count: 2_000))"}"#
    )
    let rows = source.text(.request, width: 60)
    #expect(rows.hasPrefix("> data: (base64, 12 kB)\n> url: (image/png, 12 kB)\nv dashes:\n"))
    let node = try #require(source.node("data", in: .request))
    #expect(
      source.text(.request, width: 60, toggled: [node]).hasPrefix(
        "v data: (base64, 12 kB)\n    iVBOR"
      )
    )
  }

  @Test func `numbers flow`() throws {
    let source = try request(#"{"e": [\#((1...40).map { "0.\($0)" }.joined(separator: ","))]}"#)
    #expect(
      source.text(.request, width: 38)
        == "> e [40]  0.1, 0.2, 0.3, 0.4, 0.5, 0.…"
    )
    #expect(
      source.text(.request, width: 38, unfoldsAll: true).hasPrefix(
        """
        v e [40]
            0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7,
            0.8, 0.9, 0.10,
        """
      )
    )
  }

  @Test func `unwrapped text goes past the edge`() throws {
    let text = String(repeating: "word ", count: 30)
    let source = try request(#"{"a": "\#(text)", "b": "\#(text)\nx"}"#)
    let rows = DetailLayout.rows(of: source, tab: .request, width: 38, wraps: false)
    #expect(rows.map(\.width) == [2 + 3 + 152, 4, 4 + 149, 5])
  }

  @Test(arguments: ["[", #"{"a":"#])
  func `depth does no harm`(opening: String) throws {
    let closing = opening == "[" ? "]" : "}"
    let deep =
      String(repeating: opening, count: 100_000) + "1" + String(repeating: closing, count: 100_000)
    let source = try request(#"{"deep": \#(deep)}"#)
    for tab in source.tabs {
      for unfoldsAll in [false, true] {
        let rows = DetailLayout.rows(
          of: source,
          tab: tab.tab,
          width: 30,
          unfoldsAll: unfoldsAll
        )
        #expect(rows.allSatisfy { $0.width <= 30 })
      }
    }
  }

  @Test func `the response of a stream is the message it makes`() throws {
    let source = try DetailSource.sample(SampleCall.anthropicStream)
    #expect(
      source.text(.response, width: 60) == """
          assembled from 8 events
          type: "message"
          id: "msg_02"
          role: "assistant"
          model: "claude-sonnet-4-6"
          stop_reason: "end_turn"
        v content [1]
          v [0]
              type: "text"
              text:
                Hello there.
                How are you?
        v usage
            input_tokens: 10
            output_tokens: 9

          response: {}
        """
    )
  }

  @Test func `status and headers stand above the response`() throws {
    let source = try DetailSource.sample(SampleCall.openAIError, provider: "openai")
    #expect(
      source.text(.response, width: 60) == """
          status: 429
        v headers
            retry-after: "20"
            x-request-id: "req_9"

        v error
            message:
              Rate limit reached for gpt-4o.<ESC>[2J Try again in 20
              s.
            type: "requests"
            code: "rate_limit_exceeded"
        """
    )
  }

  @Test(arguments: [
    (#""response_text": "a\nb""#, "response_text:\n    a\n    b"),
    (#""response_text": "[{\"a\": 1}]""#, "response_text [1]\n    [0]: {\"a\": 1}"),
    (#""response_base64": "YQpi/w==""#, "response_base64: (decoded, 4 B)\n    a\n    b<0xFF>"),
  ])
  func `a body that is no JSON object is text`(member: String, text: String) throws {
    let source = try DetailSource.sample(#"{"hash": "HASH", "request": {}, \#(member)}"#)
    #expect(source.text(.response, width: 60).dropFirst(2) == text)
  }
}
