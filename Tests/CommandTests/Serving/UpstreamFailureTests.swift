import SystemPackage
import TestSupport
import Testing

/// What becomes of a recording when the API does not do its part.
struct UpstreamFailureTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    /// What the API does.
    var steps: [StandInServer.Step]
    /// What the caller gets; nil when the answer is cut.
    var status: Int?
    /// What is told, to the caller unless it has an answer, and at the end.
    var told: String
  }

  private static let cases = [
    Case(
      testDescription: "a reset connection",
      steps: [.reset],
      status: 502,
      told: "reset the connection"
    ),
    Case(
      testDescription: "a closed connection",
      steps: [.close],
      status: 502,
      told: "closed the connection without an answer"
    ),
    Case(
      testDescription: "no HTTP",
      steps: [.send("hello\r\n\r\n"), .close],
      status: 502,
      told: "did not answer in HTTP"
    ),
    Case(
      testDescription: "a page of a proxy",
      steps: [.answer(502, fields: [("Content-Type", "text/html")], "<html>Bad gateway</html>")],
      status: 502,
      told: "status 502"
    ),
    Case(
      testDescription: "a cut body",
      steps: [.send("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"type\":"), .close],
      status: 502,
      told: "broke off"
    ),
    Case(
      testDescription: "a cut stream",
      steps: [
        .chunkedHead(200, fields: StandInServer.eventStream), .chunk(Claude.events()[0]), .close,
      ],
      status: nil,
      told: "broke off"
    ),
  ]

  @Test(arguments: cases)
  func `nothing is recorded, and the caller and the report are told`(failure: Case) throws {
    let api = try StandInServer { _ in failure.steps }
    let sandbox = try Sandbox()
    let served = try Served("--mode record --fixture f \(api.upstream)", in: sandbox)
    let body = Claude.request("Hello", failure.status == nil ? Claude.stream : "")
    let answer = try served.call(body)
    if let status = failure.status {
      #expect(answer.status == status, "\(answer)")
    } else {
      #expect(answer.status == 200)
      #expect(!answer.isWhole)
      #expect(answer.body == Claude.events()[0])
    }
    let report = try served.stop()
    #expect(report.contains(failure.told), "\(report)")
    #expect(report.hasPrefix("llm-mock: recorded 0 of 1 request"), "\(report)")
    #expect(try sandbox.read("f.json") == nil)
  }

  @Test func `an API that is not there is told`() throws {
    let api = try StandInServer { _ in [] }
    let words = "--mode record --fixture f \(api.upstream)"
    api.close()
    let sandbox = try Sandbox()
    let served = try Served(words, in: sandbox)
    let answer = try served.call(Claude.request())
    #expect(answer.status == 502)
    // The network may be better the next time.
    #expect(answer.fields["x-should-retry"] == nil)
    #expect(answer.body.contains("127.0.0.1:\(api.port) refused the connection"), "\(answer)")
    #expect(try served.stop().contains("refused the connection"))
    #expect(try sandbox.read("f.json") == nil)
  }

  @Test func `a redirect is passed on, and never followed`() throws {
    let elsewhere = try StandInServer.claude()
    let api = try StandInServer { _ in
      [.answer(307, fields: [("Location", "\(elsewhere.url)/v1/messages")], "moved")]
    }
    let sandbox = try Sandbox()
    let served = try Served("--mode record --fixture f \(api.upstream)", in: sandbox)
    let answer = try served.call(Claude.request(), fields: ["x-api-key: k-planted"])
    #expect(answer.status == 307)
    #expect(elsewhere.connections == 0)
    #expect(
      try served.stop().contains(
        "  not kept  request 1: status 307, and redirects are not followed\n"
      )
    )
    #expect(try sandbox.read("f.json") == nil)
  }

  @Test func `a page in place of an answer is kept as the text it is`() throws {
    let api = try StandInServer { _ in
      [.answer(200, fields: [("Content-Type", "text/html")], "<html>Sign in</html>")]
    }
    let sandbox = try Sandbox()
    let recording = try Served("--mode record --fixture f \(api.upstream)", in: sandbox)
    #expect(try recording.call(Claude.request()).body == "<html>Sign in</html>")
    _ = try recording.stop()
    let answer = try Served("--fixture f", in: sandbox).call(Claude.request())
    #expect(answer.body == "<html>Sign in</html>")
    #expect(answer.fields["content-type"] == "text/html")
  }
}
