import Foundation
import TestSupport
import Testing

/// The shipped browser in a real terminal: keys in, screen out, bytes on disk.
struct BrowserTests {
  @Test func `what is found, deleted and renamed can all be undone, and git sees no change`() throws
  {
    let sandbox = try Sandbox()
    let session = try sandbox.browse()

    // Find interactions by a text, from the top folder down.
    try session.press("g", "f")
    try session.type("model:haiku refund")
    try session.wait(for: "find: model:haiku refund")
    try session.press("Enter")
    try session.wait(for: "[2] Interactions /")
    // A key right behind Esc would be one with Alt to the terminal.
    try session.press("Escape")
    try session.wait(for: "Interactions all files")
    try session.press("1")

    // Delete three interactions.
    try session.press("/")
    try session.type("support_tickets")
    try session.press("Enter", "j", "j")
    try session.wait(for: "Interactions support_tickets.json")
    try session.press("2", "Space", "Space", "Space", "d")
    try session.wait(for: "Delete 3 interactions from evals/support_tickets.json?")
    #expect(try sandbox.changes() == "")
    try session.press("y")
    try session.wait(for: "Deleted 3 interactions from")
    #expect(try sandbox.changes() == " M tests/fixtures/evals/support_tickets.json\n")

    // Rename a file.
    try session.press("1", "R")
    try session.wait(for: "Rename file")
    try session.type("_2026")
    try session.wait(for: "free name")
    try session.press("Enter")
    try session.wait(for: "Renamed")
    #expect(
      FileManager.default.fileExists(atPath: "\(sandbox.fixtures)/evals/support_tickets_2026.json")
    )

    // Undo all.
    try session.press("z")
    try session.wait(for: "Undid: Renamed")
    try session.press("z")
    try session.wait(for: "Undid: Deleted")
    #expect(try sandbox.changes() == "")
    try session.press("q")
    try session.wait(for: "status 0")
    #expect(try sandbox.changes() == "")
  }

  @Test func `dd deletes nothing and esc never quits`() throws {
    let sandbox = try Sandbox()
    let session = try sandbox.browse()
    try session.press("d", "d", "d")
    try session.wait(for: "Delete the file")
    try session.press("Escape")
    try session.waitUntilGone("Delete the file")
    try session.press("Escape", "Escape", "Escape")
    try session.press("j")
    try session.wait(for: "weather_tools.json  ")
    #expect(try sandbox.changes() == "")
    try session.press("q")
    try session.wait(for: "status 0")
  }

  @Test func `a change is undone in a later run, by the browser and by the command`() throws {
    let sandbox = try Sandbox()
    let first = try sandbox.browse()
    try first.press("2", "d")
    try first.wait(for: "Delete 1 interaction")
    try first.press("y")
    try first.wait(for: "Deleted 1 interaction")
    try first.press("1", "j", "d")
    try first.wait(for: "Delete the file")
    try first.press("y")
    try first.wait(for: "Deleted tests/fixtures/agents/weather_tools.json")
    try first.press("q")
    try first.wait(for: "status 0")
    #expect(try sandbox.changes() != "")

    let undo = try run(
      binary("llm-mock"),
      ["undo", "tests/fixtures"],
      environment: sandbox.environment,
      folder: sandbox.app
    )
    #expect(undo.status == 0)
    let second = try sandbox.browse()
    try second.press("z")
    try second.wait(for: "Undid: Deleted 1 interaction")
    #expect(try sandbox.changes() == "")
  }

  @Test func `files that appear, change and vanish on disk are shown without a restart`() throws {
    let sandbox = try Sandbox()
    let session = try sandbox.browse()
    try session.wait(for: "watching")
    let path = "\(sandbox.fixtures)/aaa.json"
    try #"{"version":"2.0","provider":"openai","interactions":[]}"#.write(
      toFile: path,
      atomically: true,
      encoding: .utf8
    )
    try session.wait(for: "16 files")
    try "{".write(toFile: path, atomically: true, encoding: .utf8)
    try session.wait(for: "1 unreadable")
    try FileManager.default.removeItem(atPath: path)
    try session.wait(for: "15 files")
    try session.waitUntilGone("unreadable")
  }

  @Test(arguments: [(120, 36), (80, 24), (40, 12)])
  func `every size can go into an interaction and out again`(columns: Int, rows: Int) throws {
    let sandbox = try Sandbox()
    let session = try sandbox.browse(size: (columns, rows))
    try session.wait(for: "order_status.json")
    try session.press("Enter", "Enter")
    try session.wait(for: "chatcmpl-")
    try session.press("h", "h", "h")
    try session.press("q")
    try session.press("q")
    try session.wait(for: "status 0")
  }

  @Test func `a new size is drawn at once, down to one too small`() throws {
    let sandbox = try Sandbox()
    let session = try sandbox.browse()
    try session.resize(80, 24)
    try session.waitUntilGone("llm-mock  ")
    try session.resize(28, 6)
    try session.wait(for: "window is 28x6")
    try session.resize(120, 36)
    try session.wait(for: "15 files")
  }

  @Test func `the editor is given the line, the pager the text, and the screen comes back`() throws
  {
    let sandbox = try Sandbox()
    let session = try TerminalSession(
      "\(quote(binary("llm-mock-tui"))) tests/fixtures",
      environment: sandbox.environment.merging([
        // The name tells how the line is given.
        "EDITOR": "\(sandbox.path)/vi", "PAGER": "\(sandbox.path)/pager",
      ]) { $1 },
      folder: sandbox.app
    )
    for (name, script) in [
      ("vi", "#!/bin/sh\necho \"$@\" > \(sandbox.path)/edited\n"),
      ("pager", "#!/bin/sh\ncp \"$1\" \(sandbox.path)/paged\n"),
    ] {
      try script.write(toFile: "\(sandbox.path)/\(name)", atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755],
        ofItemAtPath: "\(sandbox.path)/\(name)"
      )
    }
    try session.wait(for: "90 interactions")
    try session.press("2", "j")
    let edited = try file("\(sandbox.path)/edited", writtenAfter: "e", in: session)
    #expect(edited.hasPrefix("+"))
    #expect(edited.hasSuffix("tests/fixtures/agents/order_status.json\n"))
    let paged = try file("\(sandbox.path)/paged", writtenAfter: "o", in: session)
    #expect(paged.contains("Purlwick"))
    try session.wait(for: "watching")
    try session.press("q")
    try session.wait(for: "status 0")
  }

  @Test func `a suspended browser gives the terminal back and comes back itself`() throws {
    let sandbox = try Sandbox()
    let session = try TerminalSession(
      "bash --norc -i",
      environment: sandbox.environment.merging(["PS1": "prompt> "]) { $1 },
      folder: sandbox.app
    )
    try session.wait(for: "prompt>")
    try session.type("\(quote(binary("llm-mock-tui"))) tests/fixtures\n")
    try session.wait(for: "watching")
    try session.press("C-z")
    try session.wait(for: "Stopped")
    try session.type("fg\n")
    try session.wait(for: "watching")
    try session.press("q")
    try session.waitUntilGone("watching")
  }

  @Test(arguments: [("TERM", "SIGTERM", 143), ("INT", "SIGINT", 130), ("HUP", "SIGHUP", 129)])
  func `however it is ended, the terminal is as it was`(
    signal: String,
    name: String,
    status: Int
  ) throws {
    let sandbox = try Sandbox()
    let program = quote(binary("llm-mock-tui"))
    let session = try TerminalSession(
      "stty -a > \(sandbox.path)/before; \(program) tests/fixtures; code=$?; "
        + "stty -a > \(sandbox.path)/after; echo ended $code",
      environment: sandbox.environment,
      folder: sandbox.app
    )
    try session.wait(for: "watching")
    let panes = try session.tmux(["list-panes", "-F", "#{pane_pid}"])
    let shell = panes.trimmingCharacters(in: .whitespacesAndNewlines)
    _ = try run("pkill", ["-\(signal)", "-P", shell, "llm-mock-tui"])
    let screen = try session.wait(for: "ended \(status)")
    #expect(!screen.contains("[1] Files"))
    let before = try String(contentsOfFile: "\(sandbox.path)/before", encoding: .utf8)
    let after = try String(contentsOfFile: "\(sandbox.path)/after", encoding: .utf8)
    #expect(before == after)
  }

  @Test func `what is copied goes to the terminal when no program takes it`() throws {
    let sandbox = try Sandbox()
    let session = try sandbox.browse()
    try session.tmux(["set-option", "-s", "set-clipboard", "on"])
    try session.press("C-o")
    try session.wait(for: "OSC 52")
    let copied = try session.tmux(["show-buffer"]).trimmingCharacters(in: .newlines)
    #expect(copied == "tests/fixtures/agents/order_status.json")
  }

  @Test func `pasted text does nothing outside of a field`() throws {
    let sandbox = try Sandbox()
    let session = try sandbox.browse()
    try session.tmux(["set-buffer", "qddy"])
    try session.tmux(["paste-buffer", "-p"])
    try session.wait(for: "Pasted text is taken only where something can be typed")
    #expect(try sandbox.changes() == "")
  }

  @Test func `control characters in names and texts reach the screen as tokens`() throws {
    let sandbox = try Sandbox()
    try
      #"{"version":"2.0","provider":"x","interactions":[{"hash":"00","request":{"messages":[{"role":"user","content":"a\u001b[31mb\u202ec"}]},"response":{},"recorded_at":""}]}"#
      .write(
        toFile: "\(sandbox.fixtures)/\u{1B}]0;t\u{7}.json",
        atomically: true,
        encoding: .utf8
      )
    let session = try sandbox.browse()
    try session.press("G")
    try session.wait(for: "<ESC>]0;t<BEL>.json")
    try session.wait(for: "a<ESC>[31mb<U+202E>c")
  }

  /// What a program writes that a key starts.
  ///
  /// A key that comes before what it is about is on the screen does nothing, so it is pressed again.
  private func file(
    _ path: String,
    writtenAfter key: String,
    in session: TerminalSession
  ) throws -> String {
    let deadline = ContinuousClock.now + .seconds(60)
    while .now < deadline {
      try session.press(key)
      let again = ContinuousClock.now + .seconds(5)
      while .now < again {
        if let data = FileManager.default.contents(atPath: path), !data.isEmpty {
          return String(decoding: data, as: UTF8.self)
        }
        // Looking takes a moment, in which others can work.
        _ = try session.screen()
      }
    }
    throw LaunchFailure(description: "\(path) was not written")
  }
}
