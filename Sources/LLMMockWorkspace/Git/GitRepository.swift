internal import LLMMockCore
package import SystemPackage

/// A work tree as git knows it; every run of git is here.
///
/// git runs from the root, which is found by walking up, and never inside a folder of fixtures: that
/// may look like a repository and name programs to run. All calls block, and may be made from any
/// thread but those of Swift's concurrency. Errors are ``GitError``.
package struct GitRepository: Sendable {
  package let workTree: GitWorkTree
  /// Where the git program is.
  package let program: FilePath
  /// The user's environment.
  package let environment: [String: String]
  /// Is told of every run but those that only ask for settings.
  package var log: @Sendable (GitCall) -> Void
  /// Ends a run that takes too long for its user; nil: nothing does.
  package var stop: StopSignal?
  package var limits = Limits()
  let ownFilters = OwnFilters()

  /// How much of what git prints is held at a time, in bytes.
  package struct Limits: Hashable, Sendable {
    /// Of the output of one run.
    package var output = 256 << 20
    /// Of one file.
    package var file = 512 << 20

    package init() {}
  }

  /// The root of the work tree, without links.
  package var root: FilePath { workTree.root }

  /// The work tree around a folder, which must exist; nil outside of git.
  ///
  /// - Throws: ``GitError`` when there is no git program.
  package static func containing(
    folder: FilePath,
    environment: [String: String],
    stop: StopSignal? = nil,
    log: @escaping @Sendable (GitCall) -> Void = { _ in }
  ) throws -> GitRepository? {
    let found: GitWorkTree?
    do {
      found = try GitWorkTree.containing(folder)
    } catch {
      throw GitError(.notARepository, "\(folder.visible): \(error)")
    }
    guard let found else { return nil }
    guard let program = Program.find("git", in: environment) else {
      throw GitError(.missing, "there is no git in PATH; what needs it is not available")
    }
    return GitRepository(
      workTree: found,
      program: program,
      environment: environment,
      log: log,
      stop: stop
    )
  }

  /// The same repository, whose runs end when the signal is raised.
  package func stopped(by stop: StopSignal) -> GitRepository {
    var copy = self
    copy.stop = stop
    return copy
  }

  /// A path from the root; nil when it is not inside.
  package func relative(_ path: FilePath) -> FilePath? {
    guard path.isAbsolute else { return path }
    return path.isWithin(root) ? path.relative(to: root) : nil
  }

  // MARK: Running

  /// Runs git.
  ///
  /// - Parameters:
  ///   - accepting: the exit codes that mean something else than a failure.
  ///   - receive: gets the output piece by piece; what it throws ends git, and is thrown as it is.
  func run(
    _ purpose: GitEnvironment.Purpose = .reading,
    _ arguments: [[UInt8]],
    input: [UInt8] = [],
    accepting: Set<Int32> = [0],
    receive: (UnsafeRawBufferPointer) throws -> Void
  ) throws -> Program.Output {
    var flags = GitEnvironment.flags(purpose, root: root.bytes)
    // What a hook of the user's runs has the settings it always has.
    if purpose == .reading || purpose == .writing { flags += try filterFlags() }
    let program = Program(
      program,
      flags + arguments,
      environment: GitEnvironment.variables(environment, purpose, above: root.folder)
    )
    var call = GitCall(
      arguments: arguments.map { VisibleText.of(bytes: $0) },
      milliseconds: 0,
      status: -1,
      output: [],
      isChange: purpose == .writing || purpose == .committing
    )
    let start = ContinuousClock.now
    func finish(_ status: Int32, _ errors: [UInt8]) {
      call.milliseconds = Int((ContinuousClock.now - start) / .milliseconds(1))
      call.status = status
      call.output = GitError.lines(errors, limit: 20)
      if purpose != .asking { log(call) }
    }
    let output: Program.Output
    var isRefused = false
    do {
      output = try program.run(input: input, stop: stop) { bytes in
        do {
          try receive(bytes)
        } catch {
          isRefused = true
          throw error
        }
      }
    } catch {
      finish(-1, Array("\(error)".utf8))
      guard !isRefused, let error = error as? Errno else { throw error }
      throw GitError(.missing, "git can't be run: \(error)")
    }
    switch output.ending {
    case .cancelled:
      finish(-1, output.standardError)
      throw GitError(.cancelled, "git was stopped")
    case .signalled(let signal):
      finish(128 + signal, output.standardError)
      throw GitError(.failed, "git was ended by signal \(signal)")
    case .unknown:
      finish(-1, output.standardError)
      throw GitError(.failed, "git ended, but this program can't tell how (it ignores SIGCHLD)")
    case .exited(let status):
      finish(status, output.standardError)
      if accepting.contains(status) { return output }
      throw GitError(call, errors: output.standardError)
    }
  }

  /// Runs git, and keeps its output.
  ///
  /// - Parameter limit: how many bytes are kept at most; nil: those of ``limits``.
  /// - Throws: ``GitError`` with the code `tooLarge` when there is more.
  func run(
    _ purpose: GitEnvironment.Purpose = .reading,
    _ arguments: [[UInt8]],
    input: [UInt8] = [],
    accepting: Set<Int32> = [0],
    limit: Int? = nil
  ) throws -> Program.Output {
    let limit = limit ?? limits.output
    var bytes: [UInt8] = []
    var output = try run(purpose, arguments, input: input, accepting: accepting) { piece in
      guard bytes.count + piece.count <= limit else {
        let name = arguments.first.map { VisibleText.of(bytes: $0) } ?? ""
        throw GitError(.tooLarge, "git \(name): \(Program.TooMuchOutput(limit: limit))")
      }
      bytes += piece
    }
    output.standardOutput = bytes
    return output
  }

  /// Runs git with plain words.
  func run(
    _ purpose: GitEnvironment.Purpose = .reading,
    _ words: String...,
    paths: [FilePath] = [],
    input: [UInt8] = [],
    accepting: Set<Int32> = [0]
  ) throws -> Program.Output {
    var arguments = words.map { Array($0.utf8) }
    if !paths.isEmpty { arguments += [Array("--".utf8)] + paths.map(\.bytes) }
    return try run(purpose, arguments, input: input, accepting: accepting)
  }
}
