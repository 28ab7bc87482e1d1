import LLMMockCore
import SystemPackage
import TestSupport
import Testing

/// Which fixture `serve` answers from, and what becomes of it meanwhile.
struct ServedFixturesTests {
  private func sandbox() throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.write("all/a.json", Sample.fixture(Claude.interaction(answer: "From a.")))
    try sandbox.write("all/sub/b 1.json", Sample.fixture(Claude.interaction(answer: "From b.")))
    try sandbox.write("outside.json", Sample.fixture(Claude.interaction(answer: "Outside.")))
    return sandbox
  }

  // MARK: Named by requests

  @Test(arguments: [
    ("/fixture/a/v1/messages", [], "From a."),
    ("/fixture/a.json/v1/messages", [], "From a."),
    ("/fixture/sub%2Fb%201/v1/messages", [], "From b."),
    ("/v1/messages", ["x-llm-mock-fixture: sub%2Fb%201"], "From b."),
    ("/v1/messages", ["X-LLM-Mock-Fixture: sub/b%201.json"], "From b."),
    ("/fixture/a/v1/messages", ["x-llm-mock-fixture: a"], "From a."),
  ])
  func `a request names one by path or header`(
    path: String,
    fields: [String],
    answer: String
  ) throws {
    let served = try Served("--fixture all", in: try sandbox())
    let got = try served.call(Claude.request(), to: path, fields: fields)
    #expect(got.body == Claude.answer(answer), "\(got)")
  }

  @Test func `beside a fixture stand others`() throws {
    let served = try Served("--fixture all/a", in: try sandbox())
    #expect(try served.call(Claude.request()).body == Claude.answer("From a."))
    let path = "/fixture/sub%2Fb%201/v1/messages"
    #expect(try served.call(Claude.request(), to: path).body == Claude.answer("From b."))
  }

  @Test(arguments: [
    "..%2Foutside", "%2Fetc%2Fpasswd", "sub%2F..%2F..%2Foutside", ".", "..", "a%00b", "a%0Ab",
    "%2e%2e%2Foutside",
  ])
  func `none is outside the folder`(name: String) throws {
    let sandbox = try sandbox()
    let served = try Served("--fixture all", in: sandbox)
    for (path, fields) in [
      ("/fixture/\(name)/v1/messages", []), ("/v1/messages", ["x-llm-mock-fixture: \(name)"]),
    ] {
      let answer = try served.call(Claude.request(), to: path, fields: fields)
      #expect(answer.status == 400, "\(answer)")
      #expect(!answer.body.contains("Outside."))
    }
  }

  @Test func `nor through a link`() throws {
    let sandbox = try sandbox()
    try FileSystem.disk.makeLink(sandbox.folder.pushing("all/leak.json"), "../outside.json")
    let served = try Served("--fixture all", in: sandbox)
    let answer = try served.call(Claude.request(), to: "/fixture/leak/v1/messages")
    #expect(answer.status == 500)
    #expect(try answer.message.hasPrefix("llm-mock: all/leak.json: it leads out of "))
    #expect(!answer.body.contains("Outside."))
  }

  @Test func `recording makes the folders a name needs`() throws {
    let api = try StandInServer.claude()
    let sandbox = try sandbox()
    let served = try Served("--mode record --fixture all/a \(api.upstream)", in: sandbox)
    _ = try served.call(Claude.request("New"), to: "/fixture/x%2Fy%2Fz/v1/messages")
    _ = try served.stop()
    #expect(try sandbox.read("all/x/y/z.json")?.contains("answer 1") == true)
  }

  @Test func `the upstream is named by the path`() throws {
    let one = try StandInServer { _ in [.answer(200, fields: StandInServer.json, #"{"n":1}"#)] }
    let two = try StandInServer { request in
      #expect(request.target == "/base/v1/chat/completions")
      return [.answer(200, fields: StandInServer.json, #"{"n":2}"#)]
    }
    let sandbox = try Sandbox()
    let served = try Served(
      "--mode record --fixture f --upstream one=\(one.url) --upstream two=\(two.url)/base/v1",
      in: sandbox
    )
    #expect(
      try served.call(Claude.request(), to: "/upstream/two/v1/chat/completions").body
        == #"{"n":2}"#
    )
    #expect(
      try served.call(Claude.request(), to: "/fixture/g/upstream/one/v1/chat/completions").body
        == #"{"n":1}"#
    )
    let unknown = try served.call(Claude.request(), to: "/upstream/three/v1/chat/completions")
    #expect(unknown.status == 404)
    #expect(unknown.body.contains("there is no upstream three; --upstream three=URL"))
    #expect(try sandbox.read("f.json")?.contains(#""upstream": "two""#) == true)
    #expect(try sandbox.read("g.json")?.contains(#""upstream": "one""#) == true)
  }

  // MARK: Folders

  @Test func `a folder answers from all, an equal request first`() throws {
    let sandbox = try Sandbox()
    let system = #","system":"s""#
    try sandbox.write("all/a.json", Sample.fixture(Claude.interaction(answer: "From a.")))
    try sandbox.write(
      "all/z.json",
      Sample.fixture(Claude.interaction("Hello", system, answer: "From z."))
    )
    let served = try Served("--fixture all", in: sandbox)
    #expect(try served.call(Claude.request()).body == Claude.answer("From a."))
    #expect(try served.call(Claude.request("Hello", system)).body == Claude.answer("From z."))
    let miss = try served.call(Claude.request("Hallo"))
    #expect(miss.status == 404)
    #expect(miss.body.contains("Nearest is all/a.json @1 "), "\(miss.body)")
  }

  @Test func `recording from a folder goes into one file`() throws {
    let api = try StandInServer.claude()
    let sandbox = try Sandbox()
    try sandbox.write("all/a.json", Sample.fixture(Claude.interaction(answer: "From a.")))
    let served = try Served("--mode auto --fixture all --into all/new \(api.upstream)", in: sandbox)
    #expect(try served.call(Claude.request()).body == Claude.answer("From a."))
    #expect(try served.call(Claude.request("New")).body == Claude.answer("answer 1"))
    #expect(try served.call(Claude.request("New")).body == Claude.answer("answer 1"))
    _ = try served.stop()
    #expect(try sandbox.read("all/new.json")?.contains("answer 1") == true)
  }

  @Test(arguments: ["record", "auto"])
  func `without such a file nothing is sent`(mode: String) throws {
    let api = try StandInServer.claude()
    let served = try Served("--mode \(mode) --fixture all \(api.upstream)", in: try sandbox())
    let answer = try served.call(Claude.request("New"))
    #expect(answer.status == 404)
    #expect(answer.body.contains("all is a folder, so recording needs --into FILE"), "\(answer)")
    #expect(api.connections == 0)
  }

  // MARK: Files that change

  @Test func `a fixture that does not parse is an error, and stays as it is`() throws {
    let api = try StandInServer.claude()
    let sandbox = try Sandbox()
    let broken = "{\n  \"version\": \"2.0\",\n  \"interactions\": [}\n"
    try sandbox.write("all/f.json", broken)
    for mode in ["replay", "record", "auto"] {
      let served = try Served(
        "--mode \(mode) --fixture all --into all/other \(api.upstream)",
        in: sandbox
      )
      let answer = try served.call(Claude.request(), to: "/fixture/f/v1/messages")
      #expect(answer.status == 500, "\(mode): \(answer)")
      #expect(answer.body.contains("all/f.json"))
      #expect(answer.body.contains("line 3, column 20"), "\(mode): \(answer)")
      #expect(answer.fields["x-should-retry"] == "false")
    }
    #expect(api.connections == 0)
    #expect(try sandbox.read("all/f.json") == broken)
  }

  @Test func `what is edited meanwhile is what answers`() throws {
    let sandbox = try Sandbox()
    try sandbox.write("f.json", Sample.fixture(Claude.interaction(answer: "Before.")))
    let served = try Served("--fixture f", in: sandbox)
    #expect(try served.call(Claude.request()).body == Claude.answer("Before."))
    try sandbox.write("f.json", Sample.fixture(Claude.interaction(answer: "Afterwards.")))
    #expect(try served.call(Claude.request()).body == Claude.answer("Afterwards."))
    try sandbox.write("f.json", "{")
    #expect(try served.call(Claude.request()).status == 500)
    try FileSystem.disk.remove(sandbox.folder.appending("f.json"))
    let gone = try served.call(Claude.request())
    #expect(gone.status == 404)
    #expect(gone.body.contains("f.json does not exist, so nothing answers this POST /v1/messages."))
    try sandbox.write("f.json", Sample.fixture(Claude.interaction(answer: "Back.")))
    #expect(try served.call(Claude.request()).body == Claude.answer("Back."))
  }

  @Test func `what is deleted while it is recorded into is made again`() throws {
    let api = try StandInServer.claude()
    let sandbox = try Sandbox()
    let served = try Served("--mode record --fixture f \(api.upstream)", in: sandbox)
    _ = try served.call(Claude.request("One"))
    try FileSystem.disk.remove(sandbox.folder.appending("f.json"))
    #expect(try served.call(Claude.request("Two")).status == 200)
    let text = try #require(try sandbox.read("f.json"))
    #expect(text.contains("answer 2"))
    #expect(!text.contains("answer 1"))
  }

  @Test func `an edit while it is recorded into is kept`() throws {
    let api = try StandInServer.claude()
    let sandbox = try Sandbox()
    try sandbox.write("f.json", Sample.fixture(Claude.interaction("A")))
    let served = try Served("--mode record --fixture f \(api.upstream)", in: sandbox)
    _ = try served.call(Claude.request("B"))
    let before = try #require(try sandbox.read("f.json"))
    try sandbox.write("f.json", before.replacing("Hi.", with: "Edited."))
    _ = try served.call(Claude.request("C"))
    let text = try #require(try sandbox.read("f.json"))
    #expect(text.contains("Edited.") && text.contains("answer 1") && text.contains("answer 2"))
  }
}
