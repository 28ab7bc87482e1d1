import LLMMockCore
import SystemPackage
import TestSupport
import Testing

/// A folder with a git repository of its own, whatever the user's settings.
struct GitSandbox {
  let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox(git: false)
    try git("init", "-q", "-b", "main", ".")
  }

  static let environment = [
    "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null", "GIT_AUTHOR_NAME=a",
    "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com",
    "LC_ALL=C",
  ]

  /// Runs git; it has to end with that code.
  ///
  /// - Returns: what it printed, errors behind.
  @discardableResult
  func git(
    _ words: String...,
    status: Int32 = 0,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    let outputs = try TemporaryFolder()
    let paths = [outputs.appending("stdout"), outputs.appending("stderr")]
    let process = try ChildProcess(
      "/usr/bin/git",
      (["--no-pager"] + words).map { Array($0.utf8) },
      environment: Self.environment + ["PATH=/usr/bin:/bin", "HOME=\(outputs.path.string)"],
      folder: sandbox.folder,
      stdout: .file(paths[0]),
      stderr: .file(paths[1])
    )
    let ended = try process.wait()
    let texts = try paths.map { path in
      String(decoding: try FileSystem.disk.read(path).bytes, as: UTF8.self)
    }
    #expect(ended == status, "git \(words): \(texts)", sourceLocation: sourceLocation)
    return texts.joined()
  }

  func commit(_ message: String = "m") throws {
    try git("add", "-A")
    try git("commit", "-q", "-m", message)
  }

  func run(_ line: String) throws -> Outcome {
    try sandbox.run(line.split(separator: " ").map(String.init), environment: Self.environment)
  }

  /// Writes a fixture of interactions.
  func write(_ name: FilePath, _ interactions: String...) throws {
    let list = interactions.joined(separator: ",\n    ")
    try sandbox.write(
      name,
      """
      {
        "version": "2.0",
        "provider": "anthropic",
        "interactions": [
          \(list)
        ]
      }

      """
    )
  }
}
