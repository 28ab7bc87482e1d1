import LLMMockCore
import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The program while it runs: its output as it comes, signals, and its end.
///
/// Whatever is waited for has a deadline, after which the program is killed.
final class RunningProgram {
  /// Why nothing more can be waited for.
  struct Stuck: Error, CustomStringConvertible {
    let description: String
  }

  private static let deadline: Int32 = 60_000

  /// Whose folder is gone with it.
  private let sandbox: Sandbox
  private let process: ChildProcess
  private let outputs: TemporaryFolder
  private let pipe: FileDescriptor
  private var waiting: [UInt8] = []
  private var hasEnded = false
  private var outcome: Outcome?

  /// Starts the program in a sandbox's folder.
  ///
  /// - Parameter environment: `NAME=VALUE`, all but what every program needs.
  init(_ words: [String], in sandbox: Sandbox, environment: [String] = []) throws {
    self.sandbox = sandbox
    outputs = try TemporaryFolder()
    let stdout = outputs.appending("stdout")
    guard stdout.withPlatformString({ mkfifo($0, 0o600) }) == 0 else {
      throw Errno(rawValue: errno)
    }
    // Read without waiting for the program, which could not open its end otherwise.
    pipe = try FileDescriptor.open(stdout, .readOnly, options: [.nonBlocking, .closeOnExec])
    // The shell's process becomes the program's, so it can tell its number.
    let script = #"echo $$ > "$0" && exec "$@""#
    let number = outputs.appending("number").string
    process = try ChildProcess(
      "/bin/sh",
      (["-c", script, number, Sandbox.program.string] + words).map { Array($0.utf8) },
      environment: ["HOME=\(sandbox.folder.string)/home", "TZ=UTC", "PATH=/usr/bin:/bin"]
        + environment,
      folder: sandbox.folder,
      stdout: .file(stdout),
      stderr: .file(outputs.appending("stderr"))
    )
  }

  deinit {
    do {
      if outcome == nil {
        try send(SIGKILL)
        _ = try process.wait()
      }
      try pipe.close()
    } catch {
      print("a program may still run: \(error)")
    }
  }

  /// The next line of its standard output, without the break.
  func line() throws -> String {
    while true {
      if let end = waiting.firstIndex(of: UInt8(ascii: "\n")) {
        defer { waiting.removeSubrange(...end) }
        return String(decoding: waiting[..<end], as: UTF8.self)
      }
      guard try read() else {
        throw Stuck(description: "it ended before it said more: \(try errors)")
      }
    }
  }

  /// What it has said on standard error so far.
  var errors: String {
    get throws {
      let path = outputs.appending("stderr")
      guard try FileSystem.disk.status(path) != nil else { return "" }
      return String(decoding: try FileSystem.disk.read(path).bytes, as: UTF8.self)
    }
  }

  /// Its process, from the first line on.
  var number: pid_t {
    get throws {
      let bytes = try FileSystem.disk.read(outputs.appending("number")).bytes
      let text = String(decoding: bytes, as: UTF8.self).prefix { $0 != "\n" }
      return try #require(pid_t(text))
    }
  }

  func send(_ signal: Int32) throws {
    guard kill(try number, signal) == 0 else { throw Errno(rawValue: errno) }
  }

  /// Waits for its end.
  func finish() throws -> Outcome {
    while try read() {}
    let status = try process.wait()
    let text = String(decoding: waiting, as: UTF8.self)
    let ended = Outcome(stdout: text, stderr: try errors, status: status)
    outcome = ended
    return ended
  }

  /// Ends it as a terminal or a service manager does.
  func stop(_ signal: Int32 = SIGTERM) throws -> Outcome {
    try send(signal)
    return try finish()
  }

  /// Waits for more output.
  ///
  /// - Returns: false at the end.
  private func read() throws -> Bool {
    if hasEnded { return false }
    var descriptor = pollfd(fd: pipe.rawValue, events: Int16(POLLIN), revents: 0)
    let count = poll(&descriptor, 1, Self.deadline)
    if count < 0, errno == EINTR { return true }
    guard count > 0 else {
      let told = try errors
      try send(SIGKILL)
      throw Stuck(description: "nothing came for a minute: \(told)")
    }
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    let read = try chunk.withUnsafeMutableBytes { try pipe.read(into: $0) }
    waiting += chunk[..<read]
    hasEnded = read == 0
    return read > 0
  }
}
