#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The command that `run` runs: a child that shares this process's terminal, files and job.
///
/// Foundation's `Process` puts a child into a job of its own, which the terminal stops as soon as it
/// reads a key.
struct ChildProcess {
  let id: pid_t

  /// Why a command could not be started.
  struct StartError: Error {
    /// Whether there is such a file at all.
    var isFound: Bool
    var reason: String
  }

  /// How a command ended.
  enum Ending: Equatable {
    case exited(Int32)
    case signalled(Int32)
  }

  /// - Parameters:
  ///   - words: the program, looked for in `PATH`, and its arguments.
  ///   - environment: `NAME=VALUE`, all of it, as bytes.
  init(_ words: [[UInt8]], environment: [[UInt8]]) throws(StartError) {
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
    let arguments = words.map { strdup($0.map { CChar(bitPattern: $0) } + [0]) }
    let variables = environment.map { strdup($0.map { CChar(bitPattern: $0) } + [0]) }
    defer { (arguments + variables).forEach { free($0) } }
    var process: pid_t = 0
    let problem = posix_spawnp(
      &process,
      arguments[0] ?? strdup(""),
      nil,
      &attributes,
      arguments + [nil],
      variables + [nil]
    )
    guard problem == 0 else {
      throw StartError(
        isFound: problem != ENOENT && problem != ENOTDIR,
        reason: String(cString: strerror(problem))
      )
    }
    id = process
  }

  func send(_ signal: Int32) {
    kill(id, signal)
  }

  /// Waits on this thread for the end.
  func wait() -> Ending {
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0 {
      // Nothing else waits for it, so it can only have been interrupted.
      if errno != EINTR { return .exited(1) }
    }
    let signal = status & 0x7F
    return signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
  }

  /// The environment of this process, as bytes.
  static var environment: [[UInt8]] {
    var variables: [[UInt8]] = []
    var next = environ
    while let variable = next.pointee {
      variables.append(Array(UnsafeRawBufferPointer(start: variable, count: strlen(variable))))
      next += 1
    }
    return variables
  }

  /// The environment of this process, as text.
  static var variables: [String: String] {
    var variables: [String: String] = [:]
    for variable in environment {
      guard let equals = variable.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let name = String(decoding: variable[..<equals], as: UTF8.self)
      // Of a name that stands there twice, getenv finds the first too.
      if variables[name] == nil {
        variables[name] = String(decoding: variable[(equals + 1)...], as: UTF8.self)
      }
    }
    return variables
  }
}
