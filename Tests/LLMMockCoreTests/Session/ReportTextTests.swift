import Testing

@testable import LLMMockCore

struct ReportTextTests {
  private func text(
    _ mode: Mode = .replay,
    unused: [UnusedInteraction] = [],
    of interactions: Int = 0,
    command: String? = nil,
    _ fill: (inout Session) throws -> Void
  ) rethrows -> String {
    var options = SessionOptions(mode: mode)
    options.recordCommand = command
    var session = Session(options)
    try fill(&session)
    let report = ReportText(session.report, unused: unused, of: interactions, options: options)
    return report.lines.joined(separator: "\n")
  }

  private func place(_ position: Int, _ preview: String = "Extract the dates") -> RecordedPlace {
    RecordedPlace(fixture: "f.json", position: position, preview: preview)
  }

  private func end(_ session: inout Session, _ outcome: JournalEntry.Outcome) {
    session.consulted("f.json")
    session.ended(session.arrived(method: "POST", path: "/v1/messages", call: nil), outcome)
  }

  @Test func `all being well it is one line`() {
    let text = text { session in
      for _ in 0..<13 { end(&session, .answered(.exact, place(0))) }
      end(&session, .answered(.converted, place(1)))
    }
    #expect(
      text
        == "llm-mock: 14 requests answered from f.json (13 exact, 1 converted), 0 missed, 0 forwarded"
    )
  }

  @Test func `what differed, was missed or unused is told one by one`() throws {
    let incoming = try JSONTree(#"{"system": "You are a terse assistant."}"#).root["system"]
    let recorded = try JSONTree(#"{"system": "You are terse."}"#).root["system"]
    let difference = DifferenceText(
      RequestDifference(path: "/system", recorded: recorded, incoming: incoming)
    )
    let index = try Sample.index(Sample.interaction(Sample.request("Summarize this")))
    let call = try Sample.call(Sample.request("Summarise this"))
    let miss = Miss(
      of: call,
      in: [ConsultedFixture(name: "f.json", index: index)],
      named: "f.json",
      options: SessionOptions(mode: .replay)
    )
    let unused = [
      UnusedInteraction(
        fixture: "f.json",
        position: 6,
        hash: "b4c3d2e5f6a7000",
        preview: "What is the capital of France?"
      )
    ]
    let text = text(unused: unused, of: 15, command: "llm-mock run --mode auto -- pytest") {
      end(&$0, .answered(.exact, place(0)))
      end(&$0, .answered(.differing([difference], count: 1), place(2)))
      end(&$0, .missed(miss))
    }
    #expect(
      text == """
        llm-mock: 3 requests: 1 exact, 0 converted, 1 with differences, 1 missed, 0 forwarded; 1 of 15 interactions unused
          fixture  f.json

          differs  request 2, answered by @3 "Extract the dates"
                     /system   recorded "You are terse."   incoming "You are a terse assistant."
          missed   request 3, POST /v1/messages m "Summarise this"
                     nearest @1 "Summarize this"
                     /messages/0/content   recorded "Summarize this"   incoming "Summarise this"
          unused   @7  b4c3d2e5f6a7  "What is the capital of France?"

          record what was missed   llm-mock run --mode auto -- pytest
          look                     llm-mock-tui f.json
        """
    )
  }

  @Test func `a recording tells what is new, replaced and not kept`() {
    let text = text(.record) { session in
      let tokens = TokenCount(input: 604, output: 80)
      for position in 0..<2 {
        end(&session, .recorded(place(position), replacing: false, tokens: tokens))
      }
      end(&session, .notKept("status 429 (--record-errors keeps such answers)"))
      end(&session, .recorded(place(3), replacing: true, tokens: tokens))
    }
    #expect(
      text == """
        llm-mock: recorded 3 of 4 requests into f.json: 2 new, 1 replaced (@4); 1,812 tokens in, 240 out
          not kept  request 3: status 429 (--record-errors keeps such answers)
        """
    )
  }

  @Test func `hosts that were none of ours are counted`() {
    let text = text { session in
      end(&session, .answered(.exact, place(0)))
      for host in ["b.example", "a.example", "b.example"] { session.passed(host: host) }
    }
    #expect(text.hasSuffix("\n  passed through  b.example (2), a.example (1)"))
  }
}
