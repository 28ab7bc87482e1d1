import Foundation
public import LLMMock
public import Testing

/// Answers a test's calls to LLM APIs from a fixture.
///
/// Each test, and each case of a parameterized test, has a mock of its own, which it finds as
/// `Mock.current`. A request that nothing
/// answers is an issue of the test, also where the code under test swallows the error.
public struct LLMReplayTrait: TestTrait, SuiteTrait, TestScoping {
  let name: String
  let mode: MockMode
  let provider: ProviderSelection
  let matchOn: RequestMatch
  let isStrict: Bool
  let recordsErrors: Bool
  let testFile: String

  /// The tests of a suite each get their own mock.
  public var isRecursive: Bool { true }

  public func provideScope(
    for test: Test,
    testCase: Test.Case?,
    performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    // A suite makes no calls; its tests do.
    guard testCase != nil else {
      try await function()
      return
    }
    let environment = ProcessInfo.processInfo.environment
    let settings = MockSettings(environment: environment, clock: .system)
    let mock = try settings.mock(
      mode,
      path: TestFixture.path(name, testFile: testFile, environment: environment),
      provider: provider,
      matchOn: matchOn,
      isStrict: isStrict,
      recordsErrors: recordsErrors
    )
    let result = await Self.result(of: mock, function)
    // What a URLSession's thread records belongs to no test: it is told here, in the test's task.
    for miss in mock.misses {
      Issue.record("\(miss)", sourceLocation: test.sourceLocation)
    }
    try result.get()
  }

  private static func result(
    of mock: Mock,
    _ function: @concurrent @Sendable () async throws -> Void
  ) async -> Result<Void, any Error> {
    do {
      return .success(try await mock.run { _ in try await function() })
    } catch let error as FixtureNotFoundError where mock.misses.contains(error) {
      // It is told as a miss already.
      return .success(())
    } catch {
      return .failure(error)
    }
  }
}

extension Trait where Self == LLMReplayTrait {
  /// Answers the test's calls to LLM APIs from `fixtures/NAME.json` beside the test's file.
  ///
  /// `LLM_MOCK_MODE=record swift test` records them.
  ///
  /// - Parameters:
  ///   - name: the fixture, which may have slashes in it; an absolute path stands as it is.
  ///     `LLM_MOCK_FIXTURES=DIR` replaces the folder of the test's file, where tests run elsewhere
  ///     than they were built.
  ///   - mode: what becomes of a request; `LLM_MOCK_MODE` wins over it.
  ///   - provider: whose requests are answered; others go their way.
  ///   - matchOn: what a request is looked up by.
  ///   - strict: whether a request that differs from the recording in any other field is a miss too.
  ///   - recordErrors: whether answers with a status of 400 or above are recorded too.
  ///   - testFile: the test's file.
  public static func llmReplay(
    _ name: String,
    mode: MockMode = .replay,
    provider: ProviderSelection = .all,
    matchOn: RequestMatch = .standard,
    strict: Bool = false,
    recordErrors: Bool = false,
    testFile: String = #filePath
  ) -> Self {
    LLMReplayTrait(
      name: name,
      mode: mode,
      provider: provider,
      matchOn: matchOn,
      isStrict: strict,
      recordsErrors: recordErrors,
      testFile: testFile
    )
  }
}
