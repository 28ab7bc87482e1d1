import Testing

@testable import LLMMockCore

struct SessionTests {
  private func decide(
    _ body: String,
    path: String = "/v1/messages",
    in index: CallIndex?,
    _ session: inout Session
  ) throws -> Session.Decision {
    let call = try Sample.call(body, path: path)
    let fixtures = [ConsultedFixture(name: "f.json", index: index)]
    let found = try ConsultedFixture.answer(
      to: call,
      in: fixtures,
      matchOn: session.options.matchOn
    )
    return session.decide(call, found, among: fixtures, named: "f.json")
  }

  private func position(_ decision: Session.Decision) -> Int? {
    if case .answer(_, let position, _) = decision { position } else { nil }
  }

  @Test func `a sequence is answered in order, and its last one again`() throws {
    let index = try Sample.index(
      Sample.interaction(Sample.request("a"), text: "one"),
      Sample.interaction(Sample.request("b")),
      Sample.interaction(Sample.request("a"), text: "two")
    )
    var session = Session(SessionOptions(mode: .replay))
    var positions: [Int?] = []
    for _ in 0..<4 {
      positions.append(position(try decide(Sample.request("a"), in: index, &session)))
    }
    #expect(positions == [0, 2, 2, 2])
    #expect(position(try decide(Sample.request("b"), in: index, &session)) == 1)
  }

  @Test func `the last answer can be asked for every time`() throws {
    let index = try Sample.index(
      Sample.interaction(Sample.request("a"), text: "one"),
      Sample.interaction(Sample.request("a"), text: "two")
    )
    var options = SessionOptions(mode: .replay)
    options.sequence = .last
    var session = Session(options)
    #expect(position(try decide(Sample.request("a"), in: index, &session)) == 1)
  }

  @Test func `a stream and a message of one request count their own sequences`() throws {
    let index = try Sample.index(
      Sample.interaction(Sample.request("a"), text: "one"),
      Sample.interaction(Sample.request("a"), text: "two")
    )
    var session = Session(SessionOptions(mode: .replay))
    let stream = Sample.request("a", #""stream": true, "#)
    #expect(position(try decide(Sample.request("a"), in: index, &session)) == 0)
    #expect(position(try decide(stream, in: index, &session)) == 0)
    #expect(position(try decide(stream, in: index, &session)) == 1)
  }

  @Test(arguments: [(Mode.replay, "miss"), (.auto, "forward"), (.record, "forward")])
  func `what is not recorded is a miss or goes to the API`(mode: Mode, expected: String) throws {
    let index = try Sample.index(Sample.interaction(Sample.request("a")))
    var session = Session(SessionOptions(mode: mode))
    let decision = try decide(Sample.request("b"), in: index, &session)
    switch decision {
    case .miss: #expect(expected == "miss")
    case .forward: #expect(expected == "forward")
    case .answer: Issue.record("answered")
    }
  }

  @Test func `in record even what is recorded goes to the API`() throws {
    let index = try Sample.index(Sample.interaction(Sample.request("a")))
    var session = Session(SessionOptions(mode: .record))
    guard case .forward = try decide(Sample.request("a"), in: index, &session) else {
      Issue.record("not forwarded")
      return
    }
  }

  @Test func `strictly, another field is a miss that names it`() throws {
    let index = try Sample.index(
      Sample.interaction(Sample.request("a", #""system": "You are terse.", "#))
    )
    var options = SessionOptions(mode: .replay)
    options.isStrict = true
    var session = Session(options)
    let body = Sample.request("a", #""system": "You are a pirate.", "#)
    guard case .miss(let miss) = try decide(body, in: index, &session) else {
      Issue.record("no miss")
      return
    }
    #expect(
      miss.description == """
        llm-mock: strict: @1 000000000000 has this model, messages and temperature, but 1 field differs:
          /system: recorded "You are terse.", incoming "You are a pirate."
        """
    )
  }

  @Test(arguments: [
    (#" "endpoint": "//evil.example/v1/messages","#, #"has an "endpoint" that holds '//'"#),
    (#" "status": 302,"#, #"has a "status" that is not 200 to 299 or 400 to 599"#),
    (#" "headers": {"location": "x"},"#, "has the header location, which no fixture may send"),
    (
      #" "headers": {"request-id": "a\r\nset-cookie: b"},"#,
      "has a line break in the header request-id"
    ),
  ])
  func `an interaction that breaks the rules is not answered`(
    member: String,
    problem: String
  ) throws {
    let index = try Sample.index(Sample.interaction(Sample.request("a"), text: "x", member))
    var session = Session(SessionOptions(mode: .replay))
    guard case .miss(let miss) = try decide(Sample.request("a"), in: index, &session) else {
      Issue.record("no miss")
      return
    }
    #expect(miss.description == "llm-mock: f.json: @1 \(problem), so it is not answered.")
  }

  @Test func `exact answers win among fixtures, then the order`() throws {
    let call = try Sample.call(Sample.request("a"))
    let stream = Sample.request("a", #""stream": true, "#)
    let fixtures = [
      ConsultedFixture(name: "1", index: try Sample.index(Sample.interaction(stream))),
      ConsultedFixture(name: "2", index: try Sample.index(Sample.interaction(Sample.request("a")))),
      ConsultedFixture(name: "3", index: try Sample.index(Sample.interaction(Sample.request("a")))),
    ]
    let found = try ConsultedFixture.answer(to: call, in: fixtures, matchOn: .standard)
    #expect(found?.fixture == 1)
  }

  @Test func `the journal keeps the last ten thousand requests`() {
    var session = Session(SessionOptions(mode: .replay))
    for _ in 0..<Report.journalLimit + 5 {
      let number = session.arrived(method: "POST", path: "/v1/messages?key=x", call: nil)
      session.ended(number, .forwarded)
    }
    let journal = session.report.journal
    #expect(journal.count == Report.journalLimit)
    #expect(journal.first?.number == 6)
    #expect(journal.last?.number == Report.journalLimit + 5)
    #expect(journal.last?.path == "/v1/messages")
    #expect(session.report.forwarded == Report.journalLimit + 5)
  }
}
