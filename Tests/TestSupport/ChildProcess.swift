import LLMMockCore
package import SystemPackage

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A program that was started.
///
/// Words and paths are bytes, which Foundation's `Process` can't pass.
package struct ChildProcess {
  package enum Output {
    case file(FilePath)
    case terminal(String)
    /// A pipe whose reader has gone.
    case closedPipe
  }

  private static let shell: FilePath = "/bin/sh"

  private let number: pid_t

  package init(
    _ program: FilePath,
    _ words: [[UInt8]],
    environment: [String],
    folder: FilePath,
    stdout: Output,
    stderr: Output
  ) throws {
    #if canImport(Glibc)
    var actions = posix_spawn_file_actions_t()
    #else
    var actions: posix_spawn_file_actions_t?
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    var pipeEnd: Int32?
    defer { if let pipeEnd { close(pipeEnd) } }
    for (target, output) in [(Int32(1), stdout), (2, stderr)] {
      switch output {
      case .file(let path):
        _ = path.withPlatformString {
          posix_spawn_file_actions_addopen(&actions, target, $0, O_WRONLY | O_CREAT, 0o600)
        }
      case .terminal(let name):
        posix_spawn_file_actions_addopen(&actions, target, name, O_RDWR | O_NOCTTY, 0)
      case .closedPipe:
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw Errno(rawValue: errno) }
        close(ends[0])
        pipeEnd = ends[1]
        posix_spawn_file_actions_adddup2(&actions, ends[1], target)
      }
    }
    #if canImport(Glibc)
    Self.closeInherited(&actions)
    var attributes = posix_spawnattr_t()
    #else
    var attributes: posix_spawnattr_t?
    #endif
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The signals that this thread blocks or this process ignores are none of its business.
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK)
    )
    // Not every C library can start a program in another folder; every shell can.
    let script = Array(#"cd "$0" && exec "$@""#.utf8)
    let strings = [Self.shell.bytes, Array("-c".utf8), script, folder.bytes, program.bytes] + words
    var arguments = strings.map(Self.string) + [nil]
    var variables = environment.map { Self.string(Array($0.utf8)) } + [nil]
    defer { for pointer in arguments + variables { free(pointer) } }
    var number = pid_t()
    let code = Self.shell.withPlatformString {
      posix_spawn(&number, $0, &actions, &attributes, &arguments, &variables)
    }
    guard code == 0 else { throw Errno(rawValue: code) }
    self.number = number
  }

  #if canImport(Glibc)
  /// Leaves the child none of this process's files and sockets but the three that are named.
  ///
  /// The sockets of other tests are open in this process. A server that a child leaves behind, as
  /// tmux does, would keep them open, and who waits for their end would wait for good.
  private static func closeInherited(_ actions: inout posix_spawn_file_actions_t) {
    // In the library since 2.34, but not among what Swift sees of it.
    typealias Function =
      @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, CInt) -> CInt
    guard let symbol = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np") else { return }
    _ = unsafeBitCast(symbol, to: Function.self)(&actions, 3)
  }
  #endif

  private static func string(_ bytes: [UInt8]) -> UnsafeMutablePointer<CChar>? {
    (bytes.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { bytes in
      bytes.baseAddress.flatMap { strdup($0) }
    }
  }

  /// Waits until it ends.
  ///
  /// - Returns: its exit code; 128 and the signal's number after a signal.
  package func wait() throws -> Int32 {
    var status: Int32 = 0
    while waitpid(number, &status, 0) < 0 {
      if errno != EINTR { throw Errno(rawValue: errno) }
    }
    let signal = status & 0x7F
    return signal == 0 ? status >> 8 & 0xFF : 128 + signal
  }
}
