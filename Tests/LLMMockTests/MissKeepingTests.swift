import HTTPTypes
import LLMMock
import LLMMockCore
import LLMMockExchange
import SystemPackage
import TestSupport
import Testing

/// What no recording answers is kept for whoever looks after the fixture.
struct MissKeepingTests {
  private let folder: TemporaryFolder
  private let path: FilePath

  init() throws {
    folder = try TemporaryFolder()
    path = folder.appending("calls.json")
    try FileSystem.disk.make(
      path,
      Array(#"{"provider": "anthropic", "interactions": []}"#.utf8),
      permissions: .ownerReadWrite
    )
  }

  private func keeper(_ environment: [String: String] = [:]) -> MissKeeper {
    MissKeeper(
      places: StatePlaces(environment: environment, home: folder.appending("home")),
      now: { 1_795_430_000_000 }
    )
  }

  private func ask(
    _ request: CallRequest,
    _ keeper: MissKeeper,
    of path: FilePath? = nil,
    change: (inout SessionOptions) -> Void = { _ in }
  ) async throws {
    var options = SessionOptions(mode: .replay)
    change(&options)
    let engine = Engine(options, clock: .fixed, misses: keeper)
    let source = SingleFixture(FixtureFile(path ?? self.path))
    await #expect(throws: FixtureNotFoundError.self) {
      _ = try await engine.respond(to: request, from: source) { _ in
        throw RefusedCall("nothing goes out in replay", status: 500)
      }
    }
    await keeper.finished()
  }

  private func kept(_ state: FilePath? = nil) throws -> [MissRecord] {
    let state = StateFolder(
      path: state ?? folder.appending(".llm-mock"),
      base: folder.path
    )
    return try MissFolder(state, files: .disk).contents().kept.map(\.miss)
  }

  @Test func `a miss is kept as it would be recorded`() async throws {
    let keeper = keeper()
    let request = CallRequest.message(
      "Say secret-0123456789.",
      headers: ["x-api-key": "secret-0123456789", "anthropic-beta": "b", "user-agent": "u"],
      path: "/v1/messages?beta=true&key=secret-0123456789"
    )
    try await ask(request, keeper)
    let miss = try #require(try kept().first)
    #expect(miss.fixture == path)
    #expect(miss.time == 1_795_430_000_000)
    #expect(miss.endpointPath == "/v1/messages?beta=true")
    #expect(miss.requestHeaders.map { "\($0.name): \($0.value)" } == ["anthropic-beta: b"])
    #expect(miss.preview == "Say [redacted].")
    #expect(miss.message.hasPrefix("llm-mock: \(path.visible) has no recording"))
    #expect(keeper.problem == nil)
  }

  @Test func `one that comes again is kept once, another one too`() async throws {
    let keeper = keeper()
    for text in ["a", "b", "a"] { try await ask(.message(text), keeper) }
    #expect(try kept().map(\.preview).sorted() == ["a", "b"])
  }

  @Test func `a strict miss names what was nearest`() async throws {
    try FileSystem.disk.remove(path)
    let interaction =
      #"{"hash": "", "request": {"model": "m", "system": "s", "messages": [{"role": "user", "content": "a"}]}, "response": \#(StandInAPI.message("x"))}"#
    try FileSystem.disk.make(
      path,
      Array(#"{"provider": "anthropic", "interactions": [\#(interaction)]}"#.utf8),
      permissions: .ownerReadWrite
    )
    try await ask(.message("a"), keeper()) { $0.isStrict = true }
    let miss = try #require(try kept().first)
    #expect(miss.isStrict)
    #expect(miss.nearest == 0)
  }

  @Test func `a fixture that does not exist has misses too`() async throws {
    let missing = folder.appending("new").appending("deep.json")
    try await ask(.message("a"), keeper(), of: missing)
    #expect(try kept().map(\.fixture) == [missing])
  }

  @Test func `the environment says where they are kept`() async throws {
    let state = folder.appending("elsewhere")
    try await ask(.message("a"), keeper(["LLM_MOCK_STATE": state.string]))
    #expect(try kept(state).count == 1)
    #expect(try FileSystem.disk.status(folder.appending(".llm-mock")) == nil)
  }

  @Test func `a miss that can't be kept is no error, and is told`() async throws {
    let keeper = keeper(["LLM_MOCK_STATE": path.string])
    try await ask(.message("a"), keeper)
    #expect(keeper.problem != nil)
  }
}
