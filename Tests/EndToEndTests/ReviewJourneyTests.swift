import Foundation
import Synchronization
import TestSupport
import Testing

/// From a new recording to a commit, in a real terminal, with a server in the place of the API.
struct ReviewJourneyTests {
  /// Answers every message differently, and remembers the keys that came.
  private final class API: Sendable {
    let server: StandInServer
    private let seen: SharedCount

    init() throws {
      let seen = SharedCount()
      self.seen = seen
      server = try StandInServer { request in
        let number = seen.next(request["x-api-key"].joined())
        return [
          .answer(
            fields: [("content-type", "application/json"), ("request-id", "req_\(number)")],
            """
            {"model":"claude-haiku-4-5-20251001","id":"msg_new\(number)","type":"message",\
            "role":"assistant","content":[{"type":"text","text":"Fresh answer \(number)."}],\
            "stop_reason":"end_turn","stop_sequence":null,\
            "usage":{"input_tokens":10,"output_tokens":\(number)}}
            """
          )
        ]
      }
    }

    var count: Int { seen.value.withLock { $0.count } }
    var keys: Set<String> { seen.value.withLock { $0.keys } }
  }

  private func environment(_ sandbox: Sandbox, _ api: API) -> [String: String] {
    sandbox.environment.merging([
      "ANTHROPIC_BASE_URL": api.server.url, "ANTHROPIC_API_KEY": "sk-ant-of-a-test",
      "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1",
    ]) { $1 }
  }

  private func answers(_ json: String) throws -> [String] {
    let root = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    let interactions = root?["interactions"] as? [[String: Any]] ?? []
    return interactions.map { interaction in
      let response = interaction["response"] as? [String: Any]
      let content = response?["content"] as? [[String: Any]]
      return content?.first?["text"] as? String ?? ""
    }
  }

  @Test func `five are recorded again, three accepted, two of them committed`() throws {
    let api = try API()
    let sandbox = try Sandbox()
    try sandbox.git("config", "user.name", "Ada")
    try sandbox.git("config", "user.email", "ada@example.com")
    let path = "tests/fixtures/evals/support_tickets.json"
    let before = try answers(try sandbox.git("show", "HEAD:\(path)"))
    let session = try TerminalSession(
      "\(quote(binary("llm-mock-tui"))) tests/fixtures",
      environment: environment(sandbox, api),
      folder: sandbox.app
    )
    try session.wait(for: "90 interactions")
    try session.wait(for: "main clean")

    // Re-record five: the plan first, then the queue.
    try session.press("/")
    try session.type("support_tickets")
    try session.press("Enter", "j", "j")
    try session.wait(for: "Interactions support_tickets.json")
    try session.press("2", "Space", "Space", "Space", "Space", "Space")
    try session.wait(for: "5 marked")
    try session.press("r")
    try session.wait(for: "Re-record 5 interactions")
    try session.wait(for: "key from ANTHROPIC_API_KEY (set)")
    #expect(api.count == 0)
    try session.press("y")
    try session.wait(for: "5 results to decide on")
    #expect(api.count == 5)
    #expect(api.keys == ["sk-ant-of-a-test"])
    #expect(try sandbox.changes() == "")

    // Reject two, accept three.
    try session.press("d")
    try session.wait(for: "4 results to decide on")
    try session.press("d")
    try session.wait(for: "3 results to decide on")
    try session.press("a")
    try session.wait(for: "2 results to decide on")
    try session.press("a")
    try session.wait(for: "1 result to decide on")
    try session.press("a")
    try session.wait(for: "[2] Interactions")
    #expect(try sandbox.changes() == " M \(path)\n")
    let accepted = try String(contentsOfFile: "\(sandbox.app)/\(path)", encoding: .utf8)
    let fresh = try answers(accepted).enumerated().filter { $1.hasPrefix("Fresh") }.map(\.offset)
    #expect(fresh == [2, 3, 4])

    // Review: stage two, discard one, undo the discard.
    try session.press("c")
    try session.wait(for: "1 file, 3 changes")
    try session.wait(for: "#3 changed")
    try session.press("Space")
    try session.wait(for: "staged 1")
    try session.press("J")
    try session.wait(for: "#4 changed")
    try session.press("Space")
    try session.wait(for: "staged 2")
    try session.press("J")
    try session.wait(for: "#5 changed")
    try session.press("d")
    try session.wait(for: "Put 1 change back as in HEAD?")
    try session.press("y")
    try session.wait(for: "1 file, 2 changes")
    #expect(
      try answers(String(contentsOfFile: "\(sandbox.app)/\(path)", encoding: .utf8))[4] == before[4]
    )
    try session.press("z")
    try session.wait(for: "1 file, 3 changes")
    #expect(try String(contentsOfFile: "\(sandbox.app)/\(path)", encoding: .utf8) == accepted)

    // Commit: exactly the two.
    try session.press("c")
    try session.wait(for: "2 staged changes on main")
    try session.type("Renew two answers")
    try session.press("Enter")
    try session.wait(for: "Committed")
    try session.wait(for: "1 file, 1 change")
    #expect(try sandbox.git("log", "-1", "--format=%s") == "Renew two answers\n")
    let committed = try answers(try sandbox.git("show", "HEAD:\(path)"))
    #expect(committed[2].hasPrefix("Fresh answer"))
    #expect(committed[3].hasPrefix("Fresh answer"))
    #expect(committed[4] == before[4])
    for index in before.indices where index != 2 && index != 3 {
      #expect(committed[index] == before[index])
    }
    #expect(try sandbox.changes() == " M \(path)\n")

    // The key is nowhere: not on the screen, not in the folder.
    #expect(!(try session.screen()).contains("sk-ant-of-a-test"))
    try session.press("q", "q")
    try session.wait(for: "status 0")
    let found = try run("grep", ["-rl", "sk-ant-of-a-test", sandbox.app])
    #expect(found.status == 1, "\(found.output)")
  }

  @Test func `results wait on disk when the browser is quit, and are there the next time`() throws {
    let api = try API()
    let sandbox = try Sandbox()
    func open() throws -> TerminalSession {
      try TerminalSession(
        "\(quote(binary("llm-mock-tui"))) tests/fixtures/evals",
        environment: environment(sandbox, api),
        folder: sandbox.app
      )
    }
    let first = try open()
    try first.wait(for: "36 interactions")
    try first.press("2", "r")
    try first.wait(for: "Re-record 1 interaction")
    try first.press("y")
    try first.wait(for: "1 result to decide on")
    try first.press("Q")
    try first.wait(for: "status 0")
    #expect(try sandbox.changes() == "")
    let second = try open()
    try second.wait(for: "P 1 result")
    try second.press("P")
    try second.wait(for: "Fresh answer 1.")
    try second.press("a")
    try second.wait(for: "[2] Interactions")
    #expect(try sandbox.changes() == " M tests/fixtures/evals/support_tickets.json\n")
    #expect(api.count == 1)
  }

  @Test func `a result whose interaction is gone holds nothing back, and undo brings all back`()
    throws
  {
    let api = try API()
    let sandbox = try Sandbox()
    let path = "tests/fixtures/evals/support_tickets.json"
    let session = try TerminalSession(
      "\(quote(binary("llm-mock-tui"))) tests/fixtures/evals",
      environment: environment(sandbox, api),
      folder: sandbox.app
    )
    try session.wait(for: "36 interactions")
    try session.press("2", "Space", "Space", "r")
    try session.wait(for: "Re-record 2 interactions")
    try session.press("y")
    try session.wait(for: "2 results to decide on")
    // Deleted by someone else, while the results are looked at.
    let deleted = try run(
      binary("llm-mock"),
      ["clear", path, "--hash", "@1"],
      environment: environment(sandbox, api),
      folder: sandbox.app
    )
    #expect(deleted.status == 0, "\(deleted.output)")
    try session.wait(for: "1 result to decide on")
    try session.wait(for: "gone")
    try session.press("G", "r")
    try session.wait(for: "there is nothing to record again")
    try session.press("A")
    try session.wait(for: "Accept 1 result?")
    try session.press("y")
    try session.wait(for: "Re-recorded #1 in")
    let accepted = try String(contentsOfFile: "\(sandbox.app)/\(path)", encoding: .utf8)
    #expect(try answers(accepted).map { $0.hasPrefix("Fresh") }.firstIndex(of: true) == 0)
    // The acceptance, then the deletion.
    try session.press("z")
    try session.wait(for: "Undid: Re-recorded #1 in")
    try session.press("z")
    try session.wait(for: "Undid: Deleted")
    try session.wait(for: "2 results to decide on")
    #expect(try sandbox.changes() == "")
    #expect(api.count == 2)
  }

  @Test func `an unset key is said before anything is sent`() throws {
    let api = try API()
    let sandbox = try Sandbox()
    var environment = environment(sandbox, api)
    environment["ANTHROPIC_API_KEY"] = ""
    environment["ANTHROPIC_AUTH_TOKEN"] = ""
    let session = try TerminalSession(
      "\(quote(binary("llm-mock-tui"))) tests/fixtures/evals",
      environment: environment,
      folder: sandbox.app
    )
    try session.wait(for: "36 interactions")
    try session.press("2", "r")
    try session.wait(for: "no key: set ANTHROPIC_API_KEY")
    try session.press("Escape")
    try session.waitUntilGone("no key")
    #expect(api.count == 0)
  }
}

/// Counts calls, and remembers the keys they came with.
private final class SharedCount: Sendable {
  let value = Mutex<(count: Int, keys: Set<String>)>((0, []))

  func next(_ key: String) -> Int {
    value.withLock { value in
      value.count += 1
      value.keys.insert(key)
      return value.count
    }
  }
}
