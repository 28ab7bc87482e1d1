import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// `serve` as a program: its words, its ports, who may call it, and its end.
struct ServeCommandTests {
  private func sandbox() throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.write("f.json", Sample.fixture(Claude.interaction()))
    try sandbox.write("claude-3.json", Sample.empty)
    return sandbox
  }

  @Test(arguments: [
    ("serve", "missing expected argument '--fixture <path>'"),
    ("serve --fixture nothing", "nothing does not exist"),
    (
      "serve --fixture claude-3.5",
      "claude-3.5.json does not exist; claude-3.json does: the Python tool cuts a suffix off a name"
    ),
    ("serve --fixture f --mode rec", "the value 'rec' is invalid for '--mode <mode>'"),
    ("serve --fixture f --speed 0", "--speed takes a number above 0"),
    ("serve --fixture f --speed nan", "--speed takes a number above 0"),
    ("serve --fixture f --match-on ,", "--match-on takes the names of fields"),
    ("serve --fixture f --port 65536", "--port takes a number from 0 to 65535"),
    ("serve --fixture f --port -1", "--port"),
    ("serve --fixture f --upstream groq", "--upstream takes NAME=URL"),
    ("serve --fixture f --upstream groq=ftp://x", "--upstream groq=…"),
    ("serve --fixture f --provider gpt", "there is no provider 'gpt'; there are anthropic"),
    ("serve --fixture f --into g", "--into is for a --fixture that is a folder"),
    ("run --fixture f", "say what to run after --"),
  ])
  func `words that make no sense end it`(line: String, sentence: String) throws {
    let outcome = try sandbox().run(line)
    #expect(outcome.status == 2, "\(outcome)")
    #expect(outcome.stdout.isEmpty)
    let first = outcome.stderr.prefix { $0 != "\n" }
    #expect(first.contains(sentence), "\(outcome.stderr)")
  }

  @Test(arguments: ["serve --fixture f", "run --fixture f -- true"])
  func `a mode that the environment misspells is an error`(line: String) throws {
    let words = line.split(separator: " ").map(String.init)
    let outcome = try sandbox().run(words, environment: ["LLM_MOCK_MODE=rplay"])
    #expect(outcome.status == (words[0] == "run" ? 125 : 2), "\(outcome)")
    #expect(
      outcome.stderr
        == "llm-mock: LLM_MOCK_MODE is \"rplay\"; it can be record, replay or auto.\n"
    )
  }

  @Test func `it refuses when it is disabled`() throws {
    let outcome = try sandbox().run(
      ["serve", "--fixture", "f"],
      environment: ["LLM_MOCK_DISABLED=1"]
    )
    outcome.expect(
      stderr: "llm-mock: LLM_MOCK_DISABLED is set, so nothing is served\n",
      status: 2
    )
  }

  @Test(arguments: ["0", "false", "no", "off", ""])
  func `a no is no wish to disable it`(value: String) throws {
    _ = try Served(
      "--fixture f",
      in: try sandbox(),
      environment: ["LLM_MOCK_DISABLED=\(value)"]
    ).stop()
  }

  @Test func `a port in use is told`() throws {
    let other = try StandInServer { _ in [] }
    let outcome = try sandbox().run("serve --fixture f --port \(other.port)")
    outcome.expect(
      stderr: "llm-mock: can't listen on 127.0.0.1:\(other.port): another program already listens "
        + "there\n",
      status: 3
    )
  }

  @Test(arguments: [SIGTERM, SIGINT, SIGHUP])
  func `a signal ends it, with its report`(signal: Int32) throws {
    let served = try Served("--fixture f", in: try sandbox())
    _ = try served.call(Claude.request())
    let outcome = try served.program.stop(signal)
    outcome.expect(
      stderr:
        "llm-mock: 1 request answered from f.json (1 exact, 0 converted), 0 missed, 0 forwarded\n"
    )
  }

  @Test func `a call that is on its way is finished and saved before it ends`() throws {
    let (arrived, gate) = (Gate(), Gate())
    let api = try StandInServer { _ in
      arrived.open()
      return [.wait(gate), .answer(200, fields: StandInServer.json, Claude.answer("Late."))]
    }
    let sandbox = try Sandbox()
    let served = try Served("--mode record --fixture g \(api.upstream)", in: sandbox)
    let client = try HTTPClient(port: served.port)
    try client.send("POST", "/v1/messages", Claude.request())
    arrived.wait()
    try served.program.send(SIGTERM)
    gate.open()
    #expect(try client.answer().body == Claude.answer("Late."))
    #expect(try served.program.finish().stderr.contains("recorded 1 of 1 request"))
    #expect(try sandbox.read("g.json")?.contains("Late.") == true)
  }

  // MARK: Who may call

  @Test(arguments: [
    ("localhost", 200), ("127.0.0.1:80", 200), ("[::1]:80", 200), ("127.1.2.3", 200),
    ("evil.example", 403), ("localhost.evil.example", 403), ("mock.test:80", 403),
  ])
  func `only requests for this machine are answered`(host: String, status: Int) throws {
    let served = try Served("--fixture f", in: try sandbox())
    let answer = try served.call(Claude.request(), fields: ["Host: \(host)"])
    #expect(answer.status == status, "\(answer)")
    let control = try HTTPClient.call(
      served.port,
      "GET",
      "/_llm-mock/journal",
      fields: ["Host: \(host)"]
    )
    #expect(control.status == status)
  }

  @Test(arguments: [("", 403), ("--allow-host mock.test", 200)])
  func `other names can be allowed`(option: String, status: Int) throws {
    let served = try Served("--fixture f \(option)", in: try sandbox())
    #expect(try served.call(Claude.request(), fields: ["Host: mock.test:8"]).status == status)
  }

  @Test(arguments: [
    ("", "https://app.example", 403),
    ("--allow-origin https://app.example", "https://app.example", 200),
    ("--allow-origin https://app.example", "https://app.example.evil", 403),
    ("", "null", 403), ("", "http://localhost:3000", 403),
  ])
  func `web pages may not call unless allowed`(option: String, origin: String, status: Int) throws {
    let served = try Served("--fixture f \(option)", in: try sandbox())
    let answer = try served.call(Claude.request(), fields: ["Origin: \(origin)"])
    #expect(answer.status == status)
    if status == 200 {
      #expect(answer.fields["access-control-allow-origin"] == origin)
    } else {
      #expect(answer.fields["access-control-allow-origin"] == nil)
      #expect(answer.body.contains("--allow-origin"))
    }
  }

  @Test func `who is refused need not send a body`() throws {
    let served = try Served("--fixture f", in: try sandbox())
    let client = try HTTPClient(port: served.port)
    try client.send(
      "POST",
      "/v1/messages",
      fields: ["Host: evil.example", "Content-Length: 1000000"]
    )
    #expect(try client.head().status == 403)
  }

  // MARK: What it tells of itself

  @Test func `its health names mode and fixture`() throws {
    let served = try Served("--fixture f", in: try sandbox())
    let answer = try served.get("/_llm-mock/health")
    #expect(answer.status == 200)
    #expect(answer.body == #"{"status": "ok", "mode": "replay", "fixture": "f.json"}"#)
  }

  @Test func `its journal has what was asked, and how it matched`() throws {
    let served = try Served("--fixture f", in: try sandbox())
    _ = try served.call(Claude.request(), to: "/v1/messages?key=k-planted")
    _ = try served.call(Claude.request("Hello", Claude.stream))
    _ = try served.call(Claude.request("Hallo"))
    _ = try served.get("/v1/models")
    let text = try served.get("/_llm-mock/journal").body
    #expect(!text.contains("k-planted"))
    let journal = try Journal(text)
    #expect(journal.counts["requests"] == 4)
    #expect(
      journal.entries == [
        ["number": "1", "outcome": "hit", "match": "exact", "position": "1"],
        ["number": "2", "outcome": "hit", "match": "converted", "position": "1"],
        ["number": "3", "outcome": "miss"],
        ["number": "4", "outcome": "models listed"],
      ]
    )
  }

  @Test(arguments: [("POST", "health", 405), ("GET", "reset", 405), ("GET", "nothing", 404)])
  func `its own paths take one method`(method: String, name: String, status: Int) throws {
    let served = try Served("--fixture f", in: try sandbox())
    let answer = try HTTPClient.call(served.port, method, "/_llm-mock/\(name)")
    #expect(answer.status == status)
  }
}
