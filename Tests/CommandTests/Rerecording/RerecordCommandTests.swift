import LLMMockCore
import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

struct RerecordCommandTests {
  private static let key = "sk-ant-secret-0123456789"
  private let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.write("f.json", Self.fixture)
  }

  private static let fixture = Sample.fixture(
    Claude.interaction("One"),
    Claude.interaction("Two", answer: "Something that is long enough to be found."),
    Claude.interaction("Something that is long enough to be found.")
  )

  private func run(_ line: String, _ api: StandInServer? = nil, key: String = key) throws -> Outcome
  {
    var environment = ["ANTHROPIC_API_KEY=\(key)"]
    if let api { environment.append("ANTHROPIC_BASE_URL=\(api.url)") }
    return try sandbox.run(line.split(separator: " ").map(String.init), environment: environment)
  }

  /// All that was written in the sandbox, as text.
  private func everything(in folder: FilePath) throws -> String {
    try FileSystem.disk.list(folder).map { entry in
      let path = folder.appending(entry.name)
      return entry.kind == .folder
        ? try everything(in: path)
        : String(decoding: try FileSystem.disk.read(path).bytes, as: UTF8.self)
    }.joined()
  }

  private var pending: Int {
    get throws {
      let folder = sandbox.folder.pushing(".llm-mock/pending")
      return try FileSystem.disk.list(folder).count
    }
  }

  @Test func `a dry run says what would be sent, and sends and makes nothing`() throws {
    let outcome = try run("rerecord f --dry-run")
    outcome.expect(
      stdout: """
        Re-record 3 interactions of f.json?
          to        https://api.anthropic.com    key from ANTHROPIC_API_KEY (set)
          calls     @1 to @3 m                   last time 30 tokens in, 6 out
          careful   @2 feeds @3: a new answer leaves it unreachable
          renew     llm-mock run --mode record --fixture f.json -- COMMAND
          Sent exactly as stored. Nothing is written until you accept each result.

        """
    )
    #expect(try FileSystem.disk.status(sandbox.folder.appending(".llm-mock")) == nil)
  }

  @Test func `without a key nothing is sent`() throws {
    let api = try StandInServer.claude()
    let outcome = try run("rerecord f", api, key: "")
    outcome.expect(
      stdout: """
        Nothing of f.json can be re-recorded.
          refused   @1 to @3: no key: set ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN

        """,
      status: 1
    )
    #expect(api.connections == 0)
  }

  @Test func `new answers wait until they are accepted, and undo takes that back`() throws {
    let api = try StandInServer.claude()
    let outcome = try run("rerecord f --hash @1 --hash @2 --limit 1", api)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.stdout.contains("\n  @1  "))
    #expect(outcome.stdout.hasSuffix("  accept    llm-mock rerecord f.json --pending --accept\n"))
    #expect(outcome.stderr.isEmpty)
    #expect(try sandbox.read("f.json") == Self.fixture)
    #expect(try pending == 2)

    let listed = try run("rerecord f --pending")
    #expect(listed.stdout.split(separator: "\n").count == 2)
    let accepted = try run("rerecord f --pending --accept")
    accepted.expect(
      stdout: """
        Accepted 2 answers
          stale     @3, whose requests came from the old answers
          renew     llm-mock run --mode record --fixture \(sandbox.folder)/f.json -- COMMAND
        To take it back: llm-mock undo

        """
    )
    #expect(try pending == 0)
    let text = try #require(try sandbox.read("f.json"))
    #expect(text.contains("answer 1") && text.contains("answer 2") && text != Self.fixture)
    #expect(try run("rerecord f --pending").stdout == "No answer waits for f.json\n")
    _ = try run("undo")
    #expect(try sandbox.read("f.json") == Self.fixture)
  }

  @Test func `what is rejected is gone, and the fixture stays`() throws {
    let api = try StandInServer.claude()
    _ = try run("rerecord f", api)
    try run("rerecord f --pending --reject --hash @2").expect(stdout: "Rejected 1 answer\n")
    #expect(try pending == 2)
    try run("rerecord . --pending --reject").expect(stdout: "Rejected 2 answers\n")
    #expect(try sandbox.read("f.json") == Self.fixture)
  }

  @Test func `answers are rejected also where their fixture can't be read any more`() throws {
    let api = try StandInServer.claude()
    _ = try run("rerecord f", api)
    try sandbox.write("f.json", "{")
    try run("rerecord . --pending --reject").expect(stdout: "Rejected 3 answers\n")
    #expect(try pending == 0)
  }

  @Test func `what a pending file says is drawn, not obeyed`() throws {
    let api = try StandInServer.claude()
    _ = try run("rerecord f", api)
    let folder = sandbox.folder.pushing(".llm-mock/pending")
    for entry in try FileSystem.disk.list(folder) {
      let path = folder.appending(entry.name)
      let text = String(decoding: try FileSystem.disk.read(path).bytes, as: UTF8.self)
      let noted = text.replacing(#","text":"#, with: #","note":"\u001b[2J","text":"#)
      #expect(noted != text)
      try sandbox.write(FilePath(".llm-mock/pending").appending(entry.name), noted)
    }
    let outcome = try run("rerecord f --pending")
    #expect(outcome.stdout.contains("<ESC>[2J"))
    #expect(!outcome.stdout.contains("\u{1B}"))
  }

  @Test func `accepting at once writes the answers, each in its place`() throws {
    let api = try StandInServer.claude()
    let outcome = try run("rerecord f --accept --limit 1 --json", api)
    #expect(outcome.status == 0, "\(outcome)")
    let lines = outcome.stdout.split(separator: "\n")
    #expect(lines.count { $0.contains(#""state": "planned""#) } == 3)
    #expect(lines.count { $0.contains(#""state": "pending""#) } == 3)
    let document = try FixtureDocument(Array(try #require(try sandbox.read("f.json")).utf8))
    let answers = try (0..<3).map { index in
      try document.interaction(at: index).root["response"]?["content"]?.elements.first { _ in true
      }?[
        "text"
      ]?.string
    }
    #expect(answers == ["answer 1", "answer 2", "answer 3"])
    #expect(try pending == 0)
  }

  @Test func `an answer that says the same can be kept out of the diff`() throws {
    let api = try StandInServer { _ in
      [
        .answer(
          200,
          fields: StandInServer.json,
          Claude.answer().replacing("msg_1", with: "msg_2")
        )
      ]
    }
    let outcome = try run("rerecord f --hash @1 --keep-volatile --accept", api)
    #expect(outcome.status == 0, "\(outcome)")
    let after = try FixtureDocument(Array(try #require(try sandbox.read("f.json")).utf8))
      .interaction(at: 0).root
    #expect(after["response"]?["id"]?.string == "msg_1")
  }

  @Test func `a failure is told with the provider's words, and the rest goes on`() throws {
    let api = try StandInServer { request in
      guard String(decoding: request.body, as: UTF8.self).contains("Two") else {
        return [.answer(200, fields: StandInServer.json, Claude.answer())]
      }
      let body = #"{"type":"error","error":{"type":"not_found_error","message":"model: m"}}"#
      return [.answer(404, fields: StandInServer.json, body)]
    }
    let outcome = try run("rerecord f", api)
    #expect(outcome.status == 1)
    #expect(outcome.stdout.contains("\n  @2  failed  404: model: m\n"), "\(outcome)")
    #expect(try pending == 2)
  }

  @Test func `a key is sent, and stands nowhere afterwards`() throws {
    let seen = Seen()
    let api = try StandInServer { request in
      seen.add(request)
      return [.answer(200, fields: StandInServer.json, Claude.answer("key: \(Self.key)"))]
    }
    let outcome = try run("rerecord f --accept", api)
    #expect(outcome.status == 0)
    #expect(seen.requests.map { $0["x-api-key"] } == [[Self.key], [Self.key], [Self.key]])
    #expect(!"\(outcome)".contains(Self.key))
    #expect(try !everything(in: sandbox.folder).contains(Self.key))
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGKILL])
  func `what arrived before a signal is kept whole`(signal: Int32) throws {
    let (arrived, never) = (Gate(), Gate())
    let api = try StandInServer { request in
      guard String(decoding: request.body, as: UTF8.self).contains("Two") else {
        return [.answer(200, fields: StandInServer.json, Claude.answer())]
      }
      arrived.open()
      return [.awaitClose(never)]
    }
    let program = try RunningProgram(
      ["rerecord", "f", "--limit", "1"],
      in: sandbox,
      environment: ["ANTHROPIC_API_KEY=\(Self.key)", "ANTHROPIC_BASE_URL=\(api.url)"]
    )
    arrived.wait()
    let outcome = try program.stop(signal)
    #expect(outcome.status == (signal == SIGKILL ? 128 + SIGKILL : 1), "\(outcome)")
    #expect(try sandbox.read("f.json") == Self.fixture)
    let listed = try run("rerecord f --pending")
    #expect(listed.status == 0)
    #expect(listed.stdout.hasPrefix("  @1  "), "\(listed)")
    #expect(listed.stdout.split(separator: "\n").count == 1)
  }

  struct WrongUse: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var says: String
  }

  @Test(arguments: [
    WrongUse(testDescription: "--reject", says: "--reject goes with --pending"),
    WrongUse(testDescription: "--pending --accept --reject", says: "choose one"),
    WrongUse(testDescription: "--dry-run --accept", says: "--dry-run does nothing else"),
    WrongUse(testDescription: "--limit 0", says: "--limit takes a number from 1 to 64"),
    WrongUse(testDescription: "--hash @9", says: "there is no @9"),
    WrongUse(testDescription: "--upstream x", says: "--upstream takes NAME=URL"),
  ])
  func `words that make no sense are wrong use`(use: WrongUse) throws {
    let outcome = try run("rerecord f \(use.testDescription)")
    #expect(outcome.status == 2)
    #expect(outcome.stderr.contains(use.says), "\(outcome)")
  }

  // MARK: Misses

  @Test func `a missed request is kept, listed, recorded, and let go`() throws {
    let served = try Served("--fixture f", in: sandbox)
    let answer = try served.call(
      Claude.request("Three"),
      fields: ["x-api-key: \(Self.key)"]
    )
    #expect(answer.status == 404)
    _ = try served.stop()
    let listed = try run("misses")
    #expect(listed.stdout.contains("  f.json  /v1/messages m  \"Three\"\n  nearest @"), "\(listed)")
    let json = try run("misses f --json")
    #expect(json.stdout.contains(#""preview": "Three""#))
    #expect(try !everything(in: sandbox.folder.appending(".llm-mock")).contains(Self.key))

    let api = try StandInServer.claude()
    let recorded = try run("rerecord f --misses --accept", api)
    #expect(recorded.status == 0, "\(recorded)")
    #expect(recorded.stdout.hasPrefix("Record 1 missed request for f.json?\n"))
    let document = try FixtureDocument(Array(try #require(try sandbox.read("f.json")).utf8))
    #expect(document.interactions.map(\.preview).last == "Three")
    try run("misses").expect(stdout: "No missed request is kept for this folder.\n")
  }

  @Test func `misses are let go when that is asked for`() throws {
    let served = try Served("--fixture f", in: sandbox)
    _ = try served.call(Claude.request("Three"))
    _ = try served.stop()
    try run("misses --clear").expect(stdout: "Let 1 missed request go\n")
    try run("misses").expect(stdout: "No missed request is kept for this folder.\n")
  }
}
