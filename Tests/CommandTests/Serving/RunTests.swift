import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// `run`: how it ends, and what it tells.
struct RunTests {
  private func sandbox() throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.write(
      "f.json",
      Sample.fixture(Claude.interaction(), Claude.interaction("Bye", answer: "Bye."))
    )
    return sandbox
  }

  // MARK: Exit codes

  @Test(arguments: [
    ("sh -c exit\u{a0}0", 0), ("sh -c exit\u{a0}1", 1), ("sh -c exit\u{a0}7", 7),
    ("sh -c exit\u{a0}255", 255), ("sh -c kill\u{a0}-TERM\u{a0}$$", 128 + 15),
    ("sh -c kill\u{a0}-KILL\u{a0}$$", 128 + 9), ("./text", 126), ("./folder", 126),
    ("./none", 127), ("no-such-command-anywhere", 127),
  ])
  func `its status is the command's`(command: String, status: Int32) throws {
    let sandbox = try sandbox()
    try sandbox.write("text", "no program")
    try sandbox.makeFolder("folder")
    let words = command.split(separator: " ").map { String($0.replacing("\u{a0}", with: " ")) }
    let outcome = try sandbox.run(["run", "--fixture", "f", "--"] + words)
    #expect(outcome.status == status, "\(outcome)")
    #expect(outcome.stdout.isEmpty)
  }

  @Test(arguments: [
    ("./text", "llm-mock: ./text can't be executed: Permission denied\n"),
    ("none-at-all", "llm-mock: there is no command none-at-all\n"),
  ])
  func `a command that can't be run is told`(command: String, text: String) throws {
    let sandbox = try sandbox()
    try sandbox.write("text", "no program")
    #expect(try sandbox.run("run --fixture f -- \(command)").stderr == text)
  }

  @Test(arguments: [
    ("--fixture none", "llm-mock: none does not exist"),
    ("--fixture broken", "llm-mock: broken.json"), ("--fixture f --port 1000000", ""),
  ])
  func `it fails before the command with 125`(words: String, text: String) throws {
    let sandbox = try sandbox()
    try sandbox.write("broken.json", "{")
    let outcome = try sandbox.run("run \(words) -- touch ran")
    #expect(outcome.status == (text.isEmpty ? 2 : 125), "\(outcome)")
    #expect(outcome.stderr.hasPrefix(text))
    #expect(try sandbox.read("ran") == nil)
  }

  @Test(arguments: [("exit 0", 1), ("exit 5", 5)])
  func `a miss is a failure of a command that has none`(ending: String, status: Int32) throws {
    let run = try RunningCommand("--fixture f", ending: ending, in: try sandbox())
    #expect(try run.call(Claude.request("Hallo")).status == 404)
    #expect(try run.finish().status == status)
  }

  @Test(arguments: [("", 0), ("--require-requests", 1)])
  func `no request at all may be one too`(option: String, status: Int32) throws {
    let outcome = try sandbox().run("run --fixture f \(option) -- true")
    outcome.expect(
      stderr: """
        llm-mock: no request arrived while true ran.
          A base_url= in the code wins over OPENAI_BASE_URL. Real keys were withheld, so no such \
        call could have been paid for with them.

        """,
      status: status
    )
  }

  @Test func `the command has the terminal's files, and its words as they are`() throws {
    let sandbox = try sandbox()
    let script = #"printf '%s|' "$@"; echo oops >&2; cat"#
    let words = [
      "run", "--fixture", "f", "--", "sh", "-c", script, "x", "a b", "--mode", "", "$HOME",
    ]
    let outcome = try sandbox.run(words)
    #expect(outcome.stdout == "a b|--mode||$HOME|")
    #expect(outcome.stderr.hasPrefix("oops\n"))
  }

  // MARK: Signals

  @Test(arguments: [
    ("INT", SIGINT), ("TERM", SIGTERM), ("HUP", SIGHUP), ("QUIT", SIGQUIT), ("USR1", SIGUSR1),
    ("USR2", SIGUSR2),
  ])
  func `the command gets the signals that come`(name: String, signal: Int32) throws {
    let sandbox = try sandbox()
    // No shell: one whose signal comes between two commands may go on to wait.
    let script = """
      import signal, sys
      signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIG\(name)})
      print("ready", flush=True)
      signal.sigwait({signal.SIG\(name)})
      print("got")
      sys.exit(9)
      """
    let words = ["run", "--fixture", "f", "--", "python3", "-c", script]
    let program = try RunningProgram(words, in: sandbox)
    #expect(try program.line() == "ready")
    let outcome = try program.stop(signal)
    #expect(outcome.stdout == "got\n")
    #expect(outcome.status == 9)
    #expect(outcome.stderr.hasPrefix("llm-mock: no request arrived while python3 ran."))
  }

  @Test func `a command that a signal ends is reported all the same`() throws {
    let run = try RunningCommand("--fixture f", ending: "kill -TERM $$", in: try sandbox())
    _ = try run.call(Claude.request())
    _ = try run.call(Claude.request("Bye"))
    try run.finish().expect(
      stderr:
        "llm-mock: 2 requests answered from f.json (2 exact, 0 converted), 0 missed, 0 forwarded\n",
      status: 143
    )
  }

  // MARK: Reports

  @Test func `the report tells what differs, was missed and is unused`() throws {
    let sandbox = try sandbox()
    let run = try RunningCommand("--fixture f", in: sandbox)
    _ = try run.call(Claude.request("Hello", #","system":"s""#))
    _ = try run.call(Claude.request("Hallo"))
    let outcome = try run.finish()
    let command =
      "sh -c 'echo $ANTHROPIC_BASE_URL; read line < release; exit 0'"
    outcome.expect(
      stderr: """
        llm-mock: 2 requests: 0 exact, 0 converted, 1 with differences, 1 missed, 0 forwarded; 1 of \
        2 interactions unused
          fixture  f.json

          differs  request 1, answered by @1 "Hello"
                     /system   recorded (absent)   incoming "s"
          missed   request 2, POST /v1/messages m "Hallo"
                     nearest @1 "Hello"
                     /messages/0/content   recorded "Hello"   incoming "Hallo"
          unused   @2  b4c3d2e5f6a7  "Bye"

          record what was missed   llm-mock run --mode auto --fixture f -- \(command)
          look                     llm-mock-tui f.json

        """,
      status: 1
    )
  }

  @Test func `it is also written as JSON`() throws {
    let sandbox = try sandbox()
    let run = try RunningCommand("--fixture f --report out/r.json", in: sandbox)
    _ = try run.call(Claude.request())
    _ = try run.call(Claude.request("Hallo"))
    #expect(try run.finish().status == 1)
    let text = try #require(try sandbox.read("out/r.json"))
    #expect(text.hasSuffix("}\n"))
    let report = try Journal(text)
    #expect(report.fixtures == ["f.json"])
    #expect(report.counts["requests"] == 2)
    #expect(report.counts["exact"] == 1)
    #expect(report.counts["missed"] == 1)
    #expect(report.counts["recorded"] == 0)
    #expect(report.entries.map { $0["outcome"] } == ["hit", "miss"])
  }

  @Test func `recording is reported with what it cost`() throws {
    let api = try StandInServer.claude()
    let sandbox = try sandbox()
    let run = try RunningCommand("--mode record --fixture f \(api.upstream)", in: sandbox)
    _ = try run.call(Claude.request("Bye"))
    _ = try run.call(Claude.request("New"))
    try run.finish().expect(
      stderr: """
        llm-mock: recorded 2 of 2 requests into f.json: 1 new, 1 replaced (@2); 20 tokens in, 4 out

        """
    )
  }
}
