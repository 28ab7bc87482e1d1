import CNcurses

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Runs a program that uses the terminal, in the place of this one.
///
/// Foundation's `Process` puts a child into a job of its own, which the terminal stops as soon as
/// it reads a key.
package enum ForegroundProcess {
  /// How a program ended.
  package enum Status: Hashable, Sendable {
    case exited(Int32)
    case signalled(Int32)
  }

  /// Runs a program to its end; call it within ``Terminal/released(_:)``.
  ///
  /// - Parameters:
  ///   - arguments: the program, looked for in `PATH`, and its arguments, as bytes: a path need
  ///     not be UTF-8.
  ///   - environment: all of its environment.
  /// - Returns: how it ended; a program that fails is not an error.
  /// - Throws: when there is no such program or the system can't run it.
  package static func run(
    _ arguments: [[UInt8]],
    environment: [String: String]
  ) throws(TerminalError) -> Status {
    guard let program = arguments.first.map({ String(decoding: $0, as: UTF8.self) }) else {
      throw TerminalError(.system, "no program to run was given")
    }
    var process: pid_t = 0
    let problem = spawn(&process, program, arguments, environment)
    guard problem == 0 else {
      throw TerminalError(.system, "cannot run \(program): \(String(cString: strerror(problem)))")
    }
    return try wait(for: process, program: program)
  }

  private static func spawn(
    _ process: inout pid_t,
    _ program: String,
    _ arguments: [[UInt8]],
    _ environment: [String: String]
  ) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if isatty(STDIN_FILENO) == 0 {
      posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/tty", O_RDONLY, 0)
    }

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // What this program ignores or holds back is its own affair.
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK)
    )

    let words = arguments.map { strdup($0.map { CChar(bitPattern: $0) } + [0]) }
    let variables = environment.map { strdup("\($0)=\($1)") }
    defer { (words + variables).forEach { free($0) } }
    return posix_spawnp(
      &process,
      program,
      &actions,
      &attributes,
      words + [nil],
      variables + [nil]
    )
  }

  private static func wait(for process: pid_t, program: String) throws(TerminalError) -> Status {
    while true {
      _ = llmmock_guard_take(SIGCONT)
      var status: Int32 = 0
      if waitpid(process, &status, WUNTRACED) < 0 {
        if errno == EINTR { continue }
        throw TerminalError(
          .system,
          "cannot wait for \(program): \(String(cString: strerror(errno)))"
        )
      }
      if status & 0xFF == 0x7F {
        // Most programs stop the whole job, and the shell has continued all of it by now. Others
        // stop only themselves: stop with them, so that the shell notices.
        if !llmmock_guard_take(SIGCONT) {
          kill(0, SIGTSTP)
          kill(process, SIGCONT)
        }
        continue
      }
      let signal = status & 0x7F
      return signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
    }
  }
}
