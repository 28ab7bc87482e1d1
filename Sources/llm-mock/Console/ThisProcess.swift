#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

import LLMMockCore
import SystemPackage

/// This process.
enum ThisProcess {
  /// Where the program that runs stands, without links; nil when the system does not tell.
  static var program: FilePath? {
    #if os(Linux)
    let path = "/proc/self/exe"
    #else
    let path = CommandLine.arguments[0]
    // A name alone was looked up in PATH, not here.
    guard path.utf8.contains(UInt8(ascii: "/")) else { return nil }
    #endif
    // Who asks does without where it can't be had.
    return try? FileSystem.disk.resolve(FilePath(path))
  }

  /// Makes a closed pipe an error of the call that writes to it, not the end of the process, and the
  /// ends of children known to who waits for them.
  static func settleSignals() {
    signal(SIGPIPE, SIG_IGN)
    // Whoever started this program may ignore the ends of children, and git's would be lost.
    signal(SIGCHLD, SIG_DFL)
  }

  static func exit(_ status: ExitStatus) -> Never {
    #if canImport(Glibc)
    Glibc.exit(status.rawValue)
    #elseif canImport(Musl)
    Musl.exit(status.rawValue)
    #else
    Darwin.exit(status.rawValue)
    #endif
  }
}
