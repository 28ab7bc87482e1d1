import Foundation
import LLMMock
import LLMMockCore
import LLMMockTesting
import SystemPackage
import TestSupport
import Testing

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Sends a message with `URLSession.shared`, as code under test does.
private func ask(_ text: String, session: URLSession = .shared) async throws -> String {
  var request = URLRequest(url: try #require(URL(string: "https://api.anthropic.com/v1/messages")))
  request.httpMethod = "POST"
  request.setValue("application/json", forHTTPHeaderField: "content-type")
  request.httpBody = Data(
    #"{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"\#(text)"}]}"#.utf8
  )
  let (data, _) = try await session.data(for: request)
  let tree = try JSONTree([UInt8](data))
  return tree.root["content"]?.elements.first { _ in true }?["text"]?.string ?? ""
}

/// A fixture that answers one text with another.
private func fixture(_ folder: TemporaryFolder, _ name: String, _ text: String, _ answer: String)
  throws -> String
{
  let path = folder.appending(FilePath(name + ".json"))
  let message = StandInAPI.message(answer)
  let contents = """
    {"version": "2.0", "provider": "anthropic", "interactions": [{"hash": "x", "request":
    {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"\(text)"}]},
    "response": \(message), "recorded_at": ""}]}
    """
  try FileSystem.disk.make(path, Array(contents.utf8), permissions: .ownerReadWrite)
  return path.string
}

struct WithLLMMockTests {
  @Test func `calls on the shared session are answered from the fixture`() async throws {
    let folder = try TemporaryFolder()
    let path = try fixture(folder, "claude-3.5", "Hello", "Good day")
    let answer = try await withLLMMock(fixture: path.replacing(".json", with: "")) { mock in
      let answer = try await ask("Hello")
      #expect(mock.requestCount == 1)
      return answer
    }
    #expect(answer == "Good day")
  }

  @Test func `mocks that are open at once see their own calls`() async throws {
    let folder = try TemporaryFolder()
    try await withThrowingTaskGroup { group in
      for number in 0..<40 {
        let path = try fixture(folder, "f\(number)", "Hello", "Answer \(number)")
        group.addTask {
          try await withLLMMock(fixture: path) { _ in
            for _ in 0..<5 {
              let answer = try await ask("Hello")
              #expect(answer == "Answer \(number)")
            }
          }
        }
      }
      try await group.waitForAll()
    }
  }

  @Test func `a miss is thrown as what it is`() async throws {
    let folder = try TemporaryFolder()
    let path = try fixture(folder, "f", "Hello", "Good day")
    let error = await #expect(throws: FixtureNotFoundError.self) {
      try await withLLMMock(fixture: path) { _ in _ = try await ask("Goodbye") }
    }
    #expect(error?.description.contains("/messages/0/content") == true)
    #expect(error?.description.contains("LLM_MOCK_MODE=auto swift test") == true)
  }

  @Test func `a session made from the mock's configuration is answered too`() async throws {
    let folder = try TemporaryFolder()
    let path = try fixture(folder, "f", "Hello", "Good day")
    try await withLLMMock(fixture: path) { mock in
      let session = URLSession(configuration: mock.configuration)
      let answer = try await ask("Hello", session: session)
      #expect(answer == "Good day")
      session.invalidateAndCancel()
    }
  }

  @Test func `a fixture that does not parse is an error at once`() async throws {
    let folder = try TemporaryFolder()
    let path = folder.appending("broken.json")
    try FileSystem.disk.make(path, Array("{".utf8), permissions: .ownerReadWrite)
    await #expect(throws: FixtureParseError.self) {
      try await withLLMMock(fixture: path.string) { _ in Issue.record("it ran") }
    }
  }

  @Test(.llmReplay("trait")) func `the trait answers from the folder of the test`() async throws {
    #expect(try await ask("Hello") == "Good day from the trait")
  }

  @Test(.llmReplay("trait"), arguments: [1, 2, 3])
  func `every case of a parameterized test has a mock of its own`(number: Int) async throws {
    #expect(try await ask("Hello") == "Good day from the trait")
  }

  @Test func `a miss that code swallows is an issue of its test`() async throws {
    let trait = LLMReplayTrait.llmReplay("trait")
    let test = try #require(Test.current)
    try await withKnownIssue {
      try await trait.provideScope(for: test, testCase: Test.Case.current) {
        do { _ = try await ask("Nobody recorded this") } catch {}
      }
    } matching: { issue in
      issue.comments.contains { $0.rawValue.contains("no recording in") }
    }
  }
}

struct MockSettingsTests {
  private func mock(_ environment: [String: String]) throws -> Mock {
    try MockSettings(environment: environment, clock: .fixed).mock(
      .replay,
      path: "nowhere/f",
      provider: .all,
      matchOn: .standard,
      isStrict: false,
      recordsErrors: false
    )
  }

  @Test func `a disabled mock answers nothing and opens no fixture`() async throws {
    let mock = try mock(["LLM_MOCK_DISABLED": "1"])
    let ran = try await mock.run { $0.requestCount == 0 }
    #expect(ran)
  }

  @Test func `a mode that is none is an error`() throws {
    #expect(throws: MockSettingError.self) { _ = try mock(["LLM_MOCK_MODE": "reply"]) }
  }

  @Test func `the environment says record and strict`() throws {
    let options = try mock(["LLM_MOCK_MODE": "record", "LLM_MOCK_STRICT": "1"]).engine.options
    #expect(options.mode == .record)
    #expect(options.isStrict)
  }

  @Test(arguments: [
    ("summarize", [:], "/t/fixtures/summarize"),
    ("a/b", [:], "/t/fixtures/a/b"),
    ("/x/y.json", [:], "/x/y.json"),
    ("a", ["LLM_MOCK_FIXTURES": "/elsewhere"], "/elsewhere/fixtures/a"),
    ("a", ["LLM_MOCK_FIXTURES": ""], "/t/fixtures/a"),
  ])
  func `a name stands beside the test's file`(
    name: String,
    environment: [String: String],
    path: String
  ) {
    let found = TestFixture.path(name, testFile: "/t/Tests.swift", environment: environment)
    #expect(found.string == path)
  }
}
