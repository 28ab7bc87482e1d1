import Testing

@testable import LLMMockCore

struct MissTests {
  private func miss(
    _ body: String,
    path: String = "/v1/messages",
    in fixture: ConsultedFixture,
    command: String? = "llm-mock run --mode auto --fixture f -- pytest"
  ) throws -> Miss {
    var options = SessionOptions(mode: .replay)
    options.recordCommand = command
    return Miss(
      of: try Sample.call(body, path: path),
      in: [fixture],
      named: fixture.name,
      options: options
    )
  }

  @Test func `it names the nearest recording, the differences and the command`() throws {
    let index = try Sample.index(
      Sample.interaction(Sample.request("Translate this.")),
      Sample.interaction(Sample.request("Summarize: an article about climate change"))
    )
    let body = Sample.request(
      "Summarize: an article about climate policy",
      #""temperature": 0, "#
    )
    let miss = try miss(body, in: ConsultedFixture(name: "tests/fixtures/f.json", index: index))
    #expect(
      miss.description == """
        llm-mock: no recording in tests/fixtures/f.json answers this POST /v1/messages.
        Nearest is @2 000000000000 "Summarize: an article about climate c..."; 2 fields differ:
          /messages/0/content: recorded "Summarize: an article about climate change", incoming "Summarize: an article about climate policy"
          /temperature: recorded (absent), incoming 0
        To record it: llm-mock run --mode auto --fixture f -- pytest
        """
    )
  }

  @Test func `a file that is not there is told, with the one Python would have made`() throws {
    let fixture = ConsultedFixture(
      name: "tests/claude-3.5.json",
      index: nil,
      pythonName: "tests/claude-3.json"
    )
    #expect(
      try miss(Sample.request("a"), in: fixture).description == """
        llm-mock: tests/claude-3.5.json does not exist, so nothing answers this POST /v1/messages.
        tests/claude-3.json does: the Python tool cuts ".5" off a name. Rename it, or name it in full.
        """
    )
  }

  @Test func `an endpoint without a recording is told with those that have some`() throws {
    let index = try Sample.index(
      Sample.interaction(Sample.request("a")),
      Sample.interaction(Sample.request("b"))
    )
    let miss = try miss(
      #"{"model": "e", "input": "x"}"#,
      path: "/v1/embeddings",
      in: ConsultedFixture(name: "f.json", index: index),
      command: nil
    )
    #expect(
      miss.description
        == "llm-mock: f.json has no recording for POST /v1/embeddings (it has 2 for /v1/messages)."
    )
  }

  @Test func `it has at most a thousand characters, and the command is among them`() throws {
    let long = String(repeating: "wide 世界 ", count: 2_000)
    let many = (0..<50).map { #""field\#($0)": "\#(long)", "# }.joined()
    let index = try Sample.index(Sample.interaction(Sample.request(long, many)))
    let body = Sample.request("x\(long)", many.replacing("wide", with: "other"))
    let miss = try miss(body, in: ConsultedFixture(name: "f.json", index: index))
    #expect(miss.description.count <= 1_000)
    #expect(miss.description.contains("and 48 more"))
    #expect(miss.description.hasSuffix("-- pytest"))
  }

  @Test func `no text of it acts on a terminal or a CI system`() throws {
    let index = try Sample.index(Sample.interaction(Sample.request(#"a\u001b[2J\n::error::x"#)))
    let body = Sample.request(#"b\u202e\r"#, #""\u001b": 1, "#)
    let miss = try miss(body, in: ConsultedFixture(name: "f.json", index: index))
    let allowed = miss.description.unicodeScalars.filter { $0 != "\n" }
    #expect(allowed.allSatisfy { VisibleText.token(for: $0) == nil })
    #expect(!miss.description.split(separator: "\n").contains { $0.hasPrefix("::") })
  }
}
