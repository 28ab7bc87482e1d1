import Foundation
import Testing

/// A program in a real terminal: keys go in, the screen comes out.
///
/// Each session has a tmux server of its own, so tests run side by side.
final class TerminalSession {
  struct TimedOut: Error, CustomStringConvertible {
    var wanted: String
    var screen: String
    var description: String { "waited for \(wanted), but the screen is\n\(screen)" }
  }

  private let socket = "llm-mock-\(UUID().uuidString)"

  /// - Parameters:
  ///   - command: what the terminal's shell runs; the terminal stays when it ends.
  ///   - size: columns and rows.
  init(
    _ command: String, size: (Int, Int) = (120, 36), environment: [String: String] = [:],
    folder: String
  ) throws {
    let settings = environment.map { "\($0.key)=\(quote($0.value))" }.joined(separator: " ")
    // A shell that is told how the program ended, and then keeps the terminal open.
    let script = "export \(settings) TMOUT=0; cd \(quote(folder)); \(command); echo \"status $?\"; cat"
    _ = try tmux([
      "-f", "/dev/null", "new-session", "-d", "-x", "\(size.0)", "-y", "\(size.1)", "sh", "-c",
      script,
    ])
  }

  deinit {
    do { _ = try tmux(["kill-server"]) } catch {}
  }

  /// Presses keys, named as tmux names them: `j`, `Enter`, `C-z`, `Escape`.
  func press(_ keys: String...) throws {
    _ = try tmux(["send-keys"] + keys)
  }

  /// Types text as it is.
  func type(_ text: String) throws {
    _ = try tmux(["send-keys", "-l", text])
  }

  func resize(_ columns: Int, _ rows: Int) throws {
    _ = try tmux(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
  }

  /// The text on the screen, a line a row.
  func screen() throws -> String {
    try tmux(["capture-pane", "-p"])
  }

  /// Runs a tmux command on this session's server.
  @discardableResult
  func tmux(_ arguments: [String]) throws -> String {
    try run("tmux", ["-u", "-L", socket] + arguments, environment: ["LANG": "C.UTF-8"]).output
  }

  /// Looks at the screen again and again until it holds.
  @discardableResult
  func wait(
    for wanted: String = "a condition", _ condition: (String) -> Bool
  ) throws -> String {
    let deadline = ContinuousClock.now + .seconds(60)
    var screen = ""
    while .now < deadline {
      screen = try self.screen()
      if condition(screen) { return screen }
    }
    throw TimedOut(wanted: wanted, screen: screen)
  }

  /// Waits until a text is on the screen.
  @discardableResult
  func wait(for text: String) throws -> String {
    try wait(for: "\"\(text)\"") { $0.contains(text) }
  }

  /// Waits until a text is gone.
  func waitUntilGone(_ text: String) throws {
    try wait(for: "no \"\(text)\"") { !$0.contains(text) }
  }
}

struct Finished {
  var status: Int32
  var output: String
  var errors: String
}

struct LaunchFailure: Error, CustomStringConvertible {
  var description: String
}

/// Runs a program to its end.
func run(
  _ program: String, _ arguments: [String], environment: [String: String] = [:],
  folder: String? = nil
) throws -> Finished {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = [program] + arguments
  process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
  // A test may run inside a terminal multiplexer.
  process.environment?["TMUX"] = nil
  if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
  let output = Pipe()
  let errors = TemporaryFile()
  process.standardInput = FileHandle.nullDevice
  process.standardOutput = output
  process.standardError = errors.handle
  try process.run()
  let bytes = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return Finished(
    status: process.terminationStatus,
    output: String(decoding: bytes, as: UTF8.self),
    errors: errors.text)
}

/// Takes what a program writes, so that no pipe fills up.
private final class TemporaryFile {
  let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  let handle: FileHandle

  init() {
    _ = FileManager.default.createFile(atPath: path.path, contents: nil)
    handle = FileHandle(forWritingAtPath: path.path) ?? .nullDevice
  }

  var text: String {
    String(decoding: FileManager.default.contents(atPath: path.path) ?? Data(), as: UTF8.self)
  }

  deinit {
    do { try FileManager.default.removeItem(at: path) } catch {}
  }
}

/// A word as a shell reads it.
func quote(_ word: String) -> String {
  "'" + word.replacingOccurrences(of: "'", with: "'\\''") + "'"
}

/// A program built beside the tests.
func binary(_ name: String) -> String {
  URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    .appendingPathComponent(name).path
}
