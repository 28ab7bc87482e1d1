#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif
internal import Synchronization
package import SystemPackage

/// A flag that ends waiting: once raised it stays so.
package final class StopSignal: Sendable {
  private let flag = Atomic(false)
  private let readEnd: Int32
  private let writeEnd: Int32

  package init() throws(Errno) {
    (readEnd, writeEnd) = try SocketPair.make(isBlocking: false)
  }

  deinit {
    close(readEnd)
    close(writeEnd)
  }

  package var isRaised: Bool { flag.load(ordering: .acquiring) }

  package func raise() {
    if flag.exchange(true, ordering: .acquiringAndReleasing) { return }
    var byte: UInt8 = 0
    // Nobody reads the byte, so that everyone who waits is woken.
    _ = write(writeEnd, &byte, 1)
  }

  /// Can be read once the signal is raised; nobody may read it.
  var descriptor: Int32 { readEnd }

  /// Waits until the signal is raised, the descriptor can be read, or the time has passed.
  ///
  /// Without a duration it waits without end. True when the signal is raised.
  func wait(for duration: Duration?, orInputFrom descriptor: Int32 = -1) -> Bool {
    let deadline = duration.map { ContinuousClock.now + $0 }
    while true {
      // Rounded up, so that the time has passed when the call returns.
      let left = deadline.map { max(.zero, $0 - .now) / Duration.milliseconds(1) }
      let milliseconds = left.map { Int32(clamping: Int($0.rounded(.up))) } ?? -1
      var waited = [
        pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0),
        pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
      ]
      let count = poll(&waited, 2, milliseconds)
      if count >= 0 || errno != EINTR { return isRaised }
    }
  }
}
