import Foundation

/// A folder of a test's own: a git repository with fixtures, and a home.
final class Sandbox {
  let path: String

  /// - Parameter fixtures: a folder to copy to `tests/fixtures`; nil copies the project's samples.
  init(fixtures: String? = nil) throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("llm-mock-\(UUID().uuidString)").path
    let files = FileManager.default
    try files.createDirectory(atPath: "\(path)/app/tests", withIntermediateDirectories: true)
    try files.createDirectory(atPath: "\(path)/home", withIntermediateDirectories: true)
    let samples =
      fixtures
      ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("fixtures").path
    try files.copyItem(atPath: samples, toPath: "\(path)/app/tests/fixtures")
    try git("init", "-q", "-b", "main", ".")
    try git("add", "-A")
    try git("-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "-q", "-m", "Record")
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: path) } catch {}
  }

  var app: String { "\(path)/app" }
  var fixtures: String { "\(app)/tests/fixtures" }

  var environment: [String: String] {
    [
      "HOME": "\(path)/home", "LANG": "C.UTF-8", "LC_ALL": "", "TERM": "xterm-256color",
      "EDITOR": "true", "VISUAL": "", "PAGER": "cat", "NO_COLOR": "", "DISPLAY": "",
      "WAYLAND_DISPLAY": "", "XDG_STATE_HOME": "", "XDG_CONFIG_HOME": "", "LLM_MOCK_STATE": "",
      "ACCESSIBLE": "", "GIT_CONFIG_NOSYSTEM": "1", "LLM_MOCK_THEME": "",
    ]
  }

  @discardableResult
  func git(_ arguments: String...) throws -> String {
    let result = try run("git", ["-C", app] + arguments, environment: environment)
    guard result.status == 0 else { throw LaunchFailure(description: "git: \(result.errors)") }
    return result.output
  }

  /// What git sees as changed; empty when everything is as it was committed.
  func changes() throws -> String { try git("status", "--porcelain") }

  /// Opens the browser on the fixtures and waits until it has read them.
  func browse(size: (Int, Int) = (120, 36), _ arguments: String = "tests/fixtures") throws
    -> TerminalSession
  {
    let session = try TerminalSession(
      "\(quote(binary("llm-mock-tui"))) \(arguments)",
      size: size,
      environment: environment,
      folder: app
    )
    if size.0 >= 100 { try session.wait(for: "interactions") }
    return session
  }
}
