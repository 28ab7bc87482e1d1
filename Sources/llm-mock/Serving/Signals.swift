#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
import Dispatch

/// Signals that come to this process, kept from the moment this is made and given to a closure in
/// place of ending it.
///
/// None is lost between the two. Make one for a process at a time.
final class Signals: Sendable {
  private let reader: Int32

  /// - Throws: ``Complaint`` when the system has no pipe left.
  init(_ numbers: [Int32]) throws {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      throw Complaint(.failed, "signals can't be received: \(String(cString: strerror(errno)))")
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    reader = ends[0]
    signalWriter = ends[1]
    // A parent may have blocked them, as some of Dispatch's threads do.
    var mask = sigset_t()
    sigemptyset(&mask)
    for number in numbers { sigaddset(&mask, number) }
    pthread_sigmask(SIG_UNBLOCK, &mask, nil)
    for number in numbers {
      var action = sigaction()
      let handler: @convention(c) (Int32) -> Void = { number in
        // What interrupted code was about to look at must not change.
        let before = errno
        var byte = UInt8(truncatingIfNeeded: number)
        _ = write(signalWriter, &byte, 1)
        errno = before
      }
      #if canImport(Darwin)
      action.__sigaction_u.__sa_handler = handler
      #else
      action.__sigaction_handler.sa_handler = handler
      #endif
      action.sa_flags = SA_RESTART
      sigaction(number, &action, nil)
    }
  }

  /// Gives those that came and those that will come to a closure, on a thread of its own, one after
  /// the other.
  func deliver(to handler: @escaping @Sendable (Int32) -> Void) {
    DispatchQueue(label: "llm-mock.signals").async { [reader] in
      var byte: UInt8 = 0
      while true {
        let count = read(reader, &byte, 1)
        if count == 1 {
          handler(Int32(byte))
        } else if count == 0 || errno != EINTR {
          return
        }
      }
    }
  }

  static let ending = [SIGINT, SIGTERM, SIGHUP]
}

/// Where the handler writes: a handler can know nothing but what is global.
nonisolated(unsafe) private var signalWriter: Int32 = -1
