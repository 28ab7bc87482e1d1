import SystemPackage
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// `llm-mock serve` in a sandbox, ready to answer.
struct Served {
  let program: RunningProgram
  let port: Int

  /// - Parameter words: what follows `serve`, as a shell would split it; none has quotes.
  init(_ words: String, in sandbox: Sandbox, environment: [String] = []) throws {
    let words = ["serve"] + words.split(separator: " ").map(String.init)
    program = try RunningProgram(words, in: sandbox, environment: environment)
    let line = try program.line()
    let address = try #require(line.wholeMatch(of: #/listening on http://127\.0\.0\.1:(\d+)/#))
    port = try #require(Int(address.output.1))
  }

  func call(
    _ body: String,
    to path: String = "/v1/messages",
    fields: [String] = []
  ) throws -> HTTPAnswer {
    try HTTPClient.call(port, "POST", path, fields: fields, body)
  }

  func get(_ path: String) throws -> HTTPAnswer {
    try HTTPClient.call(port, "GET", path)
  }

  /// Ends it; expects that it ends well.
  ///
  /// - Returns: what it told at the end.
  func stop(sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
    let outcome = try program.stop()
    #expect(outcome.status == 0, "\(outcome.stderr)", sourceLocation: sourceLocation)
    #expect(outcome.stdout.isEmpty, sourceLocation: sourceLocation)
    return outcome.stderr
  }
}

/// `llm-mock run` in a sandbox, with a command that waits until it is let go.
///
/// The tests make the requests that the command would make.
final class RunningCommand {
  let program: RunningProgram
  let port: Int
  private let release: FileDescriptor

  /// - Parameters:
  ///   - words: what follows `run`.
  ///   - ending: what the command does last.
  init(
    _ words: String,
    ending: String = "exit 0",
    in sandbox: Sandbox,
    environment: [String] = []
  ) throws {
    let path = sandbox.folder.appending("release")
    guard path.withPlatformString({ mkfifo($0, 0o600) }) == 0 else { throw Errno(rawValue: errno) }
    // Held open at both ends, so that neither side waits for the other to open it.
    // Not by what the command is made of, which would then wait for itself.
    release = try FileDescriptor.open(path, .readWrite, options: .closeOnExec)
    let script = "echo $ANTHROPIC_BASE_URL; read line < release; \(ending)"
    program = try RunningProgram(
      ["run"] + words.split(separator: " ").map(String.init) + ["--", "sh", "-c", script],
      in: sandbox,
      environment: environment
    )
    let address = try #require(try program.line().wholeMatch(of: #/http://127\.0\.0\.1:(\d+)/#))
    port = try #require(Int(address.output.1))
  }

  deinit {
    do {
      // The command ends now, whatever became of the program.
      try release.close()
    } catch {
      print("a command may still run: \(error)")
    }
  }

  func call(
    _ body: String,
    to path: String = "/v1/messages",
    fields: [String] = []
  ) throws -> HTTPAnswer {
    try HTTPClient.call(port, "POST", path, fields: fields, body)
  }

  /// Lets the command go on to its end, and waits for that of the program.
  func finish() throws -> Outcome {
    _ = try release.writeAll(Array("go\n".utf8))
    return try program.finish()
  }
}
