import LLMMockCore
import LLMMockWorkspace
import Synchronization
import SystemPackage
import TestSupport
import Testing

/// A real repository that no setting of this machine's user reaches.
struct GitBench {
  /// The program, where there is one.
  static let git = Program.find("git", in: ["PATH": "/usr/bin:/usr/local/bin:/opt/homebrew/bin"])

  let folder: TemporaryFolder
  let calls = Calls()

  var root: FilePath { folder.appending("repo") }
  var fixtures: FilePath { root.pushing("tests/fixtures") }

  /// The calls that were logged.
  final class Calls: Sendable {
    private let calls = Mutex<[GitCall]>([])
    var all: [GitCall] { calls.withLock { $0 } }
    func add(_ call: GitCall) { calls.withLock { $0.append(call) } }
  }

  /// - Parameter files: by path from the root; they are committed, unless there are none.
  init(_ files: [FilePath: String] = [:]) throws {
    folder = try TemporaryFolder(["home/", "repo/tests/fixtures/"])
    try git("init", "-q", "-b", "main")
    try git("config", "user.name", "Ann")
    try git("config", "user.email", "ann@example.com")
    for (name, text) in files { try write(name, text) }
    if !files.isEmpty { try commitAll() }
  }

  var environment: [String: String] {
    [
      "HOME": folder.appending("home").string, "GIT_CONFIG_NOSYSTEM": "1",
      "XDG_STATE_HOME": folder.appending("state").string,
      "PATH": "/usr/bin:/bin:/usr/local/bin:/opt/homebrew/bin",
    ]
  }

  // MARK: As a user does it

  @discardableResult
  func git(_ words: String..., in place: FilePath? = nil, input: String = "") throws -> String {
    String(decoding: try run(words, in: place, input: input), as: UTF8.self)
  }

  func run(_ words: [String], in place: FilePath? = nil, input: String = "") throws -> [UInt8] {
    let path = try #require(Self.git, "git is not installed")
    let program = Program(
      path,
      [Array("-C".utf8), (place ?? root).bytes] + words.map { Array($0.utf8) },
      environment: environment
    )
    let output = try program.run(input: Array(input.utf8))
    guard output.ending == .exited(0) else {
      throw Failure(words: words, text: String(decoding: output.standardError, as: UTF8.self))
    }
    return output.standardOutput
  }

  struct Failure: Error {
    var words: [String]
    var text: String
  }

  func commitAll(_ message: String = "A commit") throws {
    try git("add", "-A")
    try git("commit", "-q", "-m", message)
  }

  func write(_ name: FilePath, _ text: String) throws {
    try folder.write(FilePath("repo").pushing(name), text)
  }

  func delete(_ name: FilePath) throws { try folder.delete(FilePath("repo").pushing(name)) }

  func text(_ name: FilePath) throws -> String {
    String(decoding: try FileSystem.disk.read(root.pushing(name)).bytes, as: UTF8.self)
  }

  /// What a version stores, without any filter; nil when it has no such file.
  func stored(_ version: String, _ name: String) throws -> String? {
    do {
      return try git("cat-file", "blob", "\(version):\(name)")
    } catch is Failure {
      return nil
    }
  }

  // MARK: As the program does it

  func repository(_ place: FilePath? = nil) throws -> GitRepository {
    let calls = calls
    return try #require(
      try GitRepository.containing(folder: place ?? fixtures, environment: environment) {
        calls.add($0)
      }
    )
  }

  func workspace(_ place: FilePath? = nil) throws -> Workspace {
    try Workspace(
      opening: place ?? fixtures,
      files: .disk,
      environment: environment,
      home: folder.appending("home"),
      now: { UnixTime(milliseconds: 1_800_000_000_000) }
    )
  }

  func review(_ place: FilePath? = nil) throws -> Review {
    Review(try repository(place), try workspace(place))
  }
}

extension GitError {
  /// The code of the error that is thrown; nil when none is.
  static func code<Result>(_ body: () throws -> Result) throws -> Code? {
    do {
      _ = try body()
      return nil
    } catch let error as GitError {
      return error.code
    }
  }
}

/// The text of a fixture as the recorder lays it out.
func fixture(_ interactions: [String], provider: String = "anthropic") -> String {
  let body =
    interactions.isEmpty
    ? "[]" : "[\n" + interactions.map { "    " + $0 }.joined(separator: ",\n") + "\n  ]"
  return """
    {
      "version": "2.0",
      "provider": "\(provider)",
      "interactions": \(body)
    }

    """
}

/// One interaction: what was asked, and the answer.
func interaction(_ question: String, _ answer: String, name: String? = nil) -> String {
  let hash = ContentDigest(of: Array(question.utf8)).hexadecimal
  let name = name.map { "\n      \"name\": \"\($0)\"," } ?? ""
  return """
    {
          "hash": "\(hash)",\(name)
          "request": {"model": "m", "messages": [{"role": "user", "content": "\(question)"}]},
          "response": {"type": "message", "content": [{"type": "text", "text": "\(answer)"}]},
          "recorded_at": "2026-01-01T00:00:00+00:00"
        }
    """
}
