#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Wakes ``Terminal/next(timeoutMilliseconds:)`` from any thread.
///
/// It stays usable for as long as the process lives; after the terminal is left it does nothing.
package struct Waker: Sendable {
  /// What a waker writes; signal handlers write another byte to the same pipe.
  static let byte = UInt8(ascii: "w")

  private let pipe: Int32

  init(pipe: Int32) {
    self.pipe = pipe
  }

  /// Makes the next wait for an event end at once with ``Terminal/Event/woken``.
  ///
  /// Never blocks. Several calls before the next wait count as one.
  package func wake() {
    var byte = Self.byte
    while write(pipe, &byte, 1) < 0, errno == EINTR {}
    // Any other failure means that the pipe is full, so that a wake is under way already.
  }
}

/// The pipe a loop waits on besides the terminal.
///
/// Never closed: a worker may hold the waker for longer than the terminal is used, and a closed
/// descriptor's number would soon be another file's.
struct WakePipe {
  let reading: Int32
  let writing: Int32

  init() throws(TerminalError) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      throw TerminalError(.system, "cannot make a pipe: \(String(cString: strerror(errno)))")
    }
    for end in ends {
      _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    reading = ends[0]
    writing = ends[1]
  }

  /// Takes everything out of the pipe; true if a waker wrote to it.
  func drain() -> Bool {
    var woken = false
    var bytes = [UInt8](repeating: 0, count: 512)
    while true {
      let count = read(reading, &bytes, bytes.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return woken }
      woken = woken || bytes[..<count].contains(Waker.byte)
    }
  }
}
