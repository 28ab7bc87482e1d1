import Dispatch
import Synchronization

/// Runs one piece of work after the other on a thread, and of those that wait only the newest.
///
/// Holding a key down asks for many details; only the last is worth reading.
final class LatestQueue: Sendable {
  private struct Waiting: Sendable {
    var work: (@Sendable () -> Void)?
    var isRunning = false
  }

  private let queue: DispatchQueue
  private let waiting = Mutex(Waiting())

  init(_ label: String) {
    queue = DispatchQueue(label: label, qos: .userInitiated)
  }

  func run(_ work: @escaping @Sendable () -> Void) {
    let mustStart = waiting.withLock { waiting in
      waiting.work = work
      defer { waiting.isRunning = true }
      return !waiting.isRunning
    }
    if mustStart { queue.async { self.drain() } }
  }

  private func drain() {
    while true {
      let work = waiting.withLock { waiting -> (@Sendable () -> Void)? in
        defer { waiting.work = nil }
        if waiting.work == nil { waiting.isRunning = false }
        return waiting.work
      }
      guard let work else { return }
      work()
    }
  }
}
