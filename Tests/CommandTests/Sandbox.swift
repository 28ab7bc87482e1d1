import LLMMockCore
import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What a run of the program left behind.
struct Outcome: Hashable, CustomStringConvertible {
  var stdout = ""
  var stderr = ""
  var status: Int32 = 0

  var description: String { "exit \(status)\n--- stdout\n\(stdout)\n--- stderr\n\(stderr)\n---" }

  /// Compares all of it.
  func expect(
    stdout: String = "",
    stderr: String = "",
    status: Int32 = 0,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(
      self == Outcome(stdout: stdout, stderr: stderr, status: status),
      sourceLocation: sourceLocation
    )
  }
}

/// A folder with a git work tree, in which the built program runs.
struct Sandbox {
  let temporary: TemporaryFolder
  var folder: FilePath { temporary.path }

  /// A new folder, the root of a git work tree or not.
  init(git: Bool = true) throws {
    temporary = try TemporaryFolder()
    if git {
      try write(".git/HEAD", "ref: refs/heads/main\n")
    }
  }

  /// The program, built beside the tests.
  static var program: FilePath {
    FilePath(CommandLine.arguments[0]).removingLastComponent().appending("llm-mock")
  }

  // MARK: Files

  func write(_ name: FilePath, _ text: String) throws {
    try write(name, Array(text.utf8))
  }

  func write(_ name: FilePath, _ bytes: [UInt8]) throws {
    let path = folder.pushing(name)
    try makeFolders(path.removingLastComponent())
    let file = try FileDescriptor.open(
      path,
      .writeOnly,
      options: [.create, .truncate],
      permissions: FilePermissions(rawValue: 0o644)
    )
    try file.closeAfter { _ = try file.writeAll(bytes) }
  }

  func makeFolder(_ name: FilePath) throws { try makeFolders(folder.pushing(name)) }

  private func makeFolders(_ path: FilePath) throws {
    if try FileSystem.disk.status(path) != nil { return }
    try makeFolders(path.removingLastComponent())
    try FileSystem.disk.makeFolder(path, FilePermissions(rawValue: 0o755))
  }

  /// A file's text; nil when there is none.
  func read(_ name: FilePath) throws -> String? {
    let path = folder.pushing(name)
    guard try FileSystem.disk.linkStatus(path) != nil else { return nil }
    return String(decoding: try FileSystem.disk.read(path).bytes, as: UTF8.self)
  }

  // MARK: Running

  /// Runs the program with words as a shell would make them of this line, which has no quotes.
  func run(_ line: String) throws -> Outcome {
    try run(line.split(separator: " ").map(String.init))
  }

  func run(_ words: [String], in subfolder: FilePath = "", environment: [String] = []) throws
    -> Outcome
  {
    try run(bytes: words.map { Array($0.utf8) }, in: subfolder, environment: environment)
  }

  func run(
    bytes words: [[UInt8]],
    in subfolder: FilePath = "",
    environment: [String] = []
  ) throws -> Outcome {
    let outputs = try TemporaryFolder()
    let paths = (outputs.appending("stdout"), outputs.appending("stderr"))
    let process = try ChildProcess(
      Self.program,
      words,
      environment: self.environment + environment,
      folder: folder.pushing(subfolder),
      stdout: .file(paths.0),
      stderr: .file(paths.1)
    )
    let status = try process.wait()
    func text(_ path: FilePath) throws -> String {
      String(decoding: try FileSystem.disk.read(path).bytes, as: UTF8.self)
    }
    return Outcome(stdout: try text(paths.0), stderr: try text(paths.1), status: status)
  }

  /// Runs the program with its output in a terminal.
  ///
  /// - Returns: what the terminal got, its line breaks as line feeds.
  func run(_ line: String, terminalWidth: Int) throws -> (shown: String, status: Int32) {
    let terminal = try PseudoTerminal(width: terminalWidth)
    let words = line.split(separator: " ").map { Array($0.utf8) }
    let process = try ChildProcess(
      Self.program,
      words,
      environment: environment,
      folder: folder,
      stdout: .terminal(terminal.name),
      stderr: .file("/dev/null")
    )
    let shown = try terminal.readAll()
    return (shown.filter { $0 != "\r" }.replacing("\r\n", with: "\n"), try process.wait())
  }

  /// Runs the program with an output that takes nothing.
  func run(_ line: String, stdout: ChildProcess.Output) throws -> Outcome {
    let outputs = try TemporaryFolder()
    let errors = outputs.appending("stderr")
    let process = try ChildProcess(
      Self.program,
      line.split(separator: " ").map { Array($0.utf8) },
      environment: environment,
      folder: folder,
      stdout: stdout,
      stderr: .file(errors)
    )
    let status = try process.wait()
    let text = String(decoding: try FileSystem.disk.read(errors).bytes, as: UTF8.self)
    return Outcome(stderr: text, status: status)
  }

  private var environment: [String] {
    ["HOME=\(folder.string)/home", "TZ=UTC", "PATH=/usr/bin:/bin"]
  }
}
