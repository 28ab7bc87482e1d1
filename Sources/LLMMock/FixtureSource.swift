package import LLMMockCore
import Synchronization
package import SystemPackage

/// Where a session looks for answers, and where it records.
package protocol FixtureSource: Sendable {
  /// What the fixtures are called together: the file, or the folder.
  var name: String { get }
  /// The file or folder; nil when there is none to name.
  var path: FilePath? { get }
  /// The file to record into; nil when nothing can be recorded.
  var target: FixtureFile? { get }

  /// Whether a consultation that is not thorough may leave fixtures out.
  var leavesFixturesOut: Bool { get }

  /// The fixtures that may answer a call, in the order in which they win.
  ///
  /// - Parameter isThorough: whether every fixture counts, as for telling why nothing answers; else
  ///   those that may be equal are enough.
  func consulted(
    for call: IncomingCall,
    isThorough: Bool
  ) async throws -> [ConsultedFixture]

  /// Every fixture, for listing.
  func all() async throws -> [ConsultedFixture]
}

/// One fixture file.
package struct SingleFixture: FixtureSource {
  package let file: FixtureFile

  package init(_ file: FixtureFile) {
    self.file = file
  }

  package var name: String { file.name }
  package var path: FilePath? { file.path }
  package var target: FixtureFile? { file }
  package var leavesFixturesOut: Bool { false }

  package func consulted(
    for call: IncomingCall,
    isThorough: Bool
  ) async throws -> [ConsultedFixture] {
    try await all()
  }

  package func all() async throws -> [ConsultedFixture] {
    let index = try await file.current()
    return [
      ConsultedFixture(
        name: file.name,
        path: file.path,
        index: index,
        pythonName: index == nil ? file.pythonName() : nil
      )
    ]
  }
}

/// Every fixture below a folder: exact answers win, then the order of paths.
package final class FixtureFolder: FixtureSource {
  package let name: String
  package let path: FilePath?
  package let target: FixtureFile?
  package var leavesFixturesOut: Bool { true }
  /// The paths of the fixtures there are, in order.
  private let list: @Sendable () throws -> [FilePath]
  private let makeFile: @Sendable (FilePath) -> FixtureFile
  private let known = Mutex(Known())

  private struct Known: Sendable {
    var files: [FixtureFile] = []
    var fixtures: [ConsultedFixture] = []
    /// The numbers of the fixtures that hold a request of that content.
    var byContent: [ContentDigest: [Int]] = [:]
    /// The numbers of those in which something is redacted, so that their contents say nothing.
    var redacted: [Int] = []
    /// Why the first file that can't be read can't be.
    var failure: (any Error)?
    var isLoaded = false
  }

  /// - Parameter list: the paths below the folder, asked whenever a call finds no answer.
  package init(
    name: String,
    path: FilePath? = nil,
    target: FixtureFile?,
    list: @escaping @Sendable () throws -> [FilePath],
    file: @escaping @Sendable (FilePath) -> FixtureFile
  ) {
    self.name = name
    self.path = path
    self.target = target
    self.list = list
    makeFile = file
  }

  package func consulted(
    for call: IncomingCall,
    isThorough: Bool
  ) async throws -> [ConsultedFixture] {
    if isThorough {
      let state = try await load()
      // The answer may stand in the file that can't be read: say so, rather than that there is none.
      if let failure = state.failure { throw failure }
      return state.fixtures
    }
    var state = known.withLock { $0 }
    if !state.isLoaded { state = try await load() }
    let numbers = Set((state.byContent[call.shape.content] ?? []) + state.redacted).sorted()
    // What was edited since is read again; the others need not be asked.
    var fixtures: [ConsultedFixture] = []
    for number in numbers {
      var fixture = state.fixtures[number]
      fixture.index = try await state.files[number].current()
      fixtures.append(fixture)
    }
    return fixtures
  }

  package func all() async throws -> [ConsultedFixture] {
    try await load().fixtures
  }

  private func load() async throws -> Known {
    let old = known.withLock { $0 }
    let paths = try await OwnThread.run(list)
    let files = Dictionary(old.files.map { ($0.path, $0) }) { first, _ in first }
    var state = Known(isLoaded: true)
    for path in paths {
      let file = files[path] ?? makeFile(path)
      let index: CallIndex
      do {
        guard let found = try await file.current() else { continue }
        index = found
      } catch {
        state.failure = state.failure ?? error
        continue
      }
      let number = state.files.count
      state.files.append(file)
      state.fixtures.append(ConsultedFixture(name: file.name, path: path, index: index))
      if index.hasRedacted { state.redacted.append(number) }
      for content in index.contents { state.byContent[content, default: []].append(number) }
    }
    known.withLock { $0 = state }
    return state
  }
}
