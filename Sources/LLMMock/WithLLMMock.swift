import Foundation
import LLMMockCore
package import SystemPackage

/// Opens a mock while a closure runs.
///
/// Calls to LLM APIs that the closure's tasks make on `URLSession.shared`, or on a session made from
/// the mock's configuration, are answered from a fixture, or recorded into it. Mocks that are open at
/// the same time never see each other's calls.
///
/// ```swift
/// try await withLLMMock(fixture: "Tests/fixtures/summarize") { mock in
///   let text = try await summarize("Long article about climate change…")
/// }
/// ```
///
/// - Parameters:
///   - mode: what becomes of a request; `LLM_MOCK_MODE` wins over it.
///   - fixture: a file, absolute or from the current folder; `.json` is appended when it does not
///     end in it. It need not exist to be recorded into.
///   - provider: whose requests are answered; others go their way.
///   - matchOn: what a request is looked up by.
///   - strict: whether a request that differs from the recording in any other field is a miss too.
///     `LLM_MOCK_STRICT=1` says so for every mock.
///   - recordErrors: whether answers with a status of 400 or above, and streams with an error, are
///     recorded too.
///   - body: gets the mock.
/// - Returns: what the closure returns.
/// - Throws: what the closure throws; ``FixtureNotFoundError`` where that is an error of URLSession
///   that came from a miss; ``FixtureParseError`` when the file can't be read as a fixture;
///   ``MockSettingError`` when a variable has no meaning.
public func withLLMMock<Result>(
  _ mode: MockMode = .replay,
  fixture: String,
  provider: ProviderSelection = .all,
  matchOn: RequestMatch = .standard,
  strict: Bool = false,
  recordErrors: Bool = false,
  _ body: (Mock) async throws -> Result
) async throws -> Result {
  let settings = MockSettings(environment: ProcessInfo.processInfo.environment, clock: .system)
  let mock = try settings.mock(
    mode,
    path: FilePath(fixture),
    provider: provider,
    matchOn: matchOn,
    isStrict: strict,
    recordsErrors: recordErrors
  )
  return try await mock.run(body)
}

/// Opens a mock while a closure runs, on a fixture that stands beside a test: what
/// ``withLLMMock(_:fixture:provider:matchOn:strict:recordErrors:_:)`` does for a path, and what the
/// trait of `LLMMockTesting` does without a closure.
///
/// - Parameters:
///   - mode: what becomes of a request; `LLM_MOCK_MODE` wins over it.
///   - name: the fixture in the folder `fixtures` beside the test's file, which may have slashes in
///     it; an absolute path stands as it is. `LLM_MOCK_FIXTURES=DIR` replaces the folder of the
///     test's file, where tests run elsewhere than they were built.
///   - provider: whose requests are answered; others go their way.
///   - matchOn: what a request is looked up by.
///   - strict: whether a request that differs from the recording in any other field is a miss too.
///   - recordErrors: whether answers with a status of 400 or above are recorded too.
///   - testFile: the test's file.
///   - body: gets the mock.
/// - Returns: what the closure returns.
/// - Throws: as the form for a path.
public func withLLMMock<Result>(
  _ mode: MockMode = .replay,
  named name: String,
  provider: ProviderSelection = .all,
  matchOn: RequestMatch = .standard,
  strict: Bool = false,
  recordErrors: Bool = false,
  testFile: String = #filePath,
  _ body: (Mock) async throws -> Result
) async throws -> Result {
  let environment = ProcessInfo.processInfo.environment
  let path = TestFixture.path(name, testFile: testFile, environment: environment)
  return try await withLLMMock(
    mode,
    fixture: path.string,
    provider: provider,
    matchOn: matchOn,
    strict: strict,
    recordErrors: recordErrors,
    body
  )
}

/// Where the fixture of a test stands.
package enum TestFixture {
  package static func path(
    _ name: String,
    testFile: String,
    environment: [String: String]
  ) -> FilePath {
    let path = FilePath(name)
    if path.isAbsolute { return path }
    let folder: FilePath
    if let replaced = environment["LLM_MOCK_FIXTURES"], !replaced.isEmpty {
      folder = FilePath(replaced)
    } else {
      folder = FilePath(testFile).removingLastComponent()
    }
    return folder.appending("fixtures").pushing(path)
  }
}

/// A variable of the environment that can't be followed.
public struct MockSettingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One sentence that names the variable.
  public let description: String
}

/// What the process around a mock says about it.
package struct MockSettings: Sendable {
  package var environment: [String: String]
  package var clock: EngineClock
  /// The user's home folder.
  package var home: FilePath

  package init(environment: [String: String], clock: EngineClock) {
    self.environment = environment
    self.clock = clock
    home = FilePath(environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? NSHomeDirectory())
  }

  /// - Parameter path: with or without `.json`.
  package func mock(
    _ mode: MockMode,
    path: FilePath,
    provider: ProviderSelection,
    matchOn: RequestMatch,
    isStrict: Bool,
    recordsErrors: Bool
  ) throws -> Mock {
    let resolved: Mode
    do throws(SettingError) {
      resolved = try ModeSetting.mode(option: nil, code: mode.core, environment: environment)
    } catch {
      throw MockSettingError(description: error.description)
    }
    var options = SessionOptions(mode: resolved)
    options.matchOn = matchOn.core
    options.isStrict = isStrict || ModeSetting.isStrict(environment)
    options.recordsErrors = recordsErrors
    options.recordCommand = "LLM_MOCK_MODE=auto swift test"
    return Mock(
      options,
      fixture: FixtureFile(FixtureName.file(path)),
      provider: provider,
      isDisabled: ModeSetting.isDisabled(environment),
      clock: clock,
      misses: MissKeeper(
        places: StatePlaces(environment: environment, home: home),
        now: { [clock] in clock.now() * 1000 }
      )
    )
  }
}

extension Mock {
  /// Opens the fixture, answers the closure's calls, and closes.
  package func run<Result>(_ body: (Mock) async throws -> Result) async throws -> Result {
    try await openFixture()
    let result: Result
    do {
      result = try await installed {
        try await Self.$current.withValue(self) { try await body(self) }
      }
    } catch {
      await engine.misses?.finished()
      // URLSession's error says less than the one it carries.
      let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey]
      if let miss = underlying as? FixtureNotFoundError { throw miss }
      throw error
    }
    await engine.misses?.finished()
    return result
  }
}

extension EngineClock {
  /// The clocks of this machine.
  package static let system = EngineClock(
    now: { Int(Date().timeIntervalSince1970.rounded(.down)) },
    uptime: { Int(ProcessInfo.processInfo.systemUptime * 1000) }
  )
}
