import Foundation
import SystemPackage
import TestSupport
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
    _ command: String,
    size: (Int, Int) = (120, 36),
    environment: [String: String] = [:],
    folder: String
  ) throws {
    let settings = environment.map { "\($0.key)=\(quote($0.value))" }.joined(separator: " ")
    // A shell that is told how the program ended, and then keeps the terminal open.
    let script =
      "export \(settings) TMOUT=0; cd \(quote(folder)); \(command); echo \"status $?\"; cat"
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
    for wanted: String = "a condition",
    _ condition: (String) -> Bool
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
///
/// Foundation's `Process` is of no use here: it waits until nobody holds a socket that children
/// inherit, and a server that a program leaves behind holds it for good.
func run(
  _ program: String,
  _ arguments: [String],
  environment: [String: String] = [:],
  folder: String? = nil
) throws -> Finished {
  let outputs = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  try FileManager.default.createDirectory(at: outputs, withIntermediateDirectories: true)
  defer {
    do { try FileManager.default.removeItem(at: outputs) } catch {}
  }
  var variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
  // A test may run inside a terminal multiplexer.
  variables["TMUX"] = nil
  let process = try ChildProcess(
    "/usr/bin/env",
    ([program] + arguments).map { Array($0.utf8) },
    environment: variables.map { "\($0.key)=\($0.value)" },
    folder: FilePath(folder ?? "."),
    stdout: .file(FilePath("\(outputs.path)/output")),
    stderr: .file(FilePath("\(outputs.path)/errors"))
  )
  let status = try process.wait()
  func text(_ name: String) -> String {
    let data = FileManager.default.contents(atPath: "\(outputs.path)/\(name)") ?? Data()
    return String(decoding: data, as: UTF8.self)
  }
  return Finished(status: status, output: text("output"), errors: text("errors"))
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
