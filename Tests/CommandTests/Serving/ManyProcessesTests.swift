import SystemPackage
import TestSupport
import Testing

/// Several programs that record into one fixture.
struct ManyProcessesTests {
  private static let (processes, calls) = (8, 10)

  @Test func `nothing is lost when processes record side by side`() async throws {
    let api = try StandInServer { request in
      // The answer says whose request it was.
      let body = String(decoding: request.body, as: UTF8.self)
      let text = body.firstMatch(of: #/call \d+ of \d+/#).map { String($0.output) } ?? ""
      return [.answer(200, fields: StandInServer.json, Claude.answer("To \(text)."))]
    }
    let sandbox = try Sandbox()
    try sandbox.write("f.json", Sample.fixture(Claude.interaction("Old", answer: "Old.")))
    try await onThreads(Self.processes) { process in
      let served = try Served("--mode record --fixture f \(api.upstream)", in: sandbox)
      for call in 1...Self.calls {
        #expect(try served.call(Claude.request("call \(call) of \(process)")).status == 200)
      }
      #expect(try served.stop().contains("recorded 10 of 10 requests into f.json: 10 new"))
    }
    let served = try Served("--fixture f", in: sandbox)
    for process in 0..<Self.processes {
      for call in 1...Self.calls {
        let text = "call \(call) of \(process)"
        #expect(try served.call(Claude.request(text)).body == Claude.answer("To \(text)."))
      }
    }
    #expect(try served.call(Claude.request("Old")).body == Claude.answer("Old."))
    #expect(
      try served.stop() == """
        llm-mock: 81 requests answered from f.json (81 exact, 0 converted), 0 missed, 0 forwarded

        """
    )
  }
}
