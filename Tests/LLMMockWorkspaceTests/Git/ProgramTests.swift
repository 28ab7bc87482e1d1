import LLMMockCore
import LLMMockWorkspace
import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

struct ProgramTests {
  private let shell: FilePath = "/bin/sh"

  private func run(
    _ script: String,
    input: [UInt8] = [],
    stop: StopSignal? = nil
  ) throws -> Program.Output {
    let program = Program(
      shell,
      [Array("-c".utf8), Array(script.utf8)],
      environment: ["PATH": "/usr/bin:/bin"]
    )
    return try program.run(input: input, stop: stop)
  }

  @Test(
    arguments: [
      ("exit 0", .exited(0)), ("exit 7", .exited(7)), ("kill -9 $$", .signalled(9)),
      // What this process ignores or blocks must not reach a child.
      ("kill -15 $$", .signalled(15)),
    ] as [(String, Program.Ending)]
  )
  func `the end of a program is told`(script: String, ending: Program.Ending) throws {
    #expect(try run(script).ending == ending)
  }

  @Test func `input and output that are larger than a pipe pass each other`() throws {
    let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let output = try run("cat; head -c 900000 /dev/zero >&2", input: bytes)
    #expect(output.standardOutput == bytes)
    #expect(output.standardError.count == 1 << 18)
  }

  @Test func `a program that does not read its input is no error`() throws {
    let output = try run("exec <&-; echo done", input: [UInt8](repeating: 65, count: 1 << 20))
    #expect(output.standardOutput == Array("done\n".utf8))
    #expect(output.ending == .exited(0))
  }

  @Test func `what a program leaves running is not waited for`() throws {
    let start = ContinuousClock.now
    let output = try run("sleep 60 & echo done")
    #expect(output.standardOutput == Array("done\n".utf8))
    #expect(ContinuousClock.now - start < .seconds(30))
  }

  @Test func `what a program leaves writing is not read without end`() throws {
    let count = 4_000_000_000
    let program = Program(
      shell,
      [Array("-c".utf8), Array("head -c \(count) /dev/zero & exit 3".utf8)],
      environment: ["PATH": "/usr/bin:/bin"]
    )
    var received = 0
    let output = try program.run { received += $0.count }
    #expect(output.ending == .exited(3))
    #expect(received < count)
  }

  @Test func `output beyond the limit is an error`() throws {
    let program = Program(shell, [Array("-c".utf8), Array("echo 1234".utf8)], environment: [:])
    #expect(try program.run(limit: 5).standardOutput == Array("1234\n".utf8))
    let error = #expect(throws: Program.TooMuchOutput.self) { try program.run(limit: 4) }
    #expect(error?.description == "it printed more than 4 bytes")
  }

  @Test func `without the end of its children a program knows of no success`() async {
    await #expect(processExitsWith: .success) {
      signal(SIGCHLD, SIG_IGN)
      let output = try Program(
        "/bin/sh",
        [Array("-c".utf8), Array("echo 1".utf8)],
        environment: [:]
      )
      .run()
      #expect(output.ending == .unknown && output.standardOutput == Array("1\n".utf8))
      try #require(output.ending == .unknown)
    }
  }

  @Test func `a raised signal ends a program with all that it started`() throws {
    let stop = try StopSignal()
    let program = Program(
      shell,
      [Array("-c".utf8), Array("echo begun; sleep 60 | cat".utf8)],
      environment: ["PATH": "/usr/bin:/bin"]
    )
    let start = ContinuousClock.now
    let output = try program.run(stop: stop) { _ in stop.raise() }
    #expect(output.ending == .cancelled)
    #expect(ContinuousClock.now - start < .seconds(30))
  }

  @Test func `an error of the receiver ends the program`() throws {
    let program = Program(
      shell,
      [Array("-c".utf8), Array("echo begun; sleep 60".utf8)],
      environment: ["PATH": "/usr/bin:/bin"]
    )
    #expect(throws: CancellationError.self) {
      _ = try program.run { _ in throw CancellationError() }
    }
  }

  @Test func `a program has no terminal`() throws {
    let output = try run("if true 2>/dev/null < /dev/tty; then echo terminal; else echo none; fi")
    #expect(String(decoding: output.standardOutput, as: UTF8.self) == "none\n")
  }

  @Test func `a program is looked for in absolute folders alone`() throws {
    let folder = try TemporaryFolder()
    try folder.write("bin/tool", "#!/bin/sh\n")
    try folder.makeFolder("folders/tool")
    try FileSystem.disk.setPermissions(
      folder.appending("bin/tool"),
      .init(rawValue: 0o755)
    )
    let bin = folder.appending("bin")
    for (path, expected) in [
      ("\(bin.string)", bin.appending("tool")), (".:bin::\(bin.string)", bin.appending("tool")),
      ("\(folder.appending("folders").string):\(bin.string)", bin.appending("tool")),
      (".:bin", nil), ("", nil),
    ] as [(String, FilePath?)] {
      #expect(Program.find("tool", in: ["PATH": path]) == expected, "\(path)")
    }
  }

  @Test func `a program that is not there is an error`() {
    #expect(throws: Errno.noSuchFileOrDirectory) {
      _ = try Program("/no/such/program", [], environment: [:]).run()
    }
  }
}
