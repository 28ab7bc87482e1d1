import Foundation
import Synchronization

/// Completes a request beside the session's queue, which stands still meanwhile.
///
/// Foundation on Linux resumes whoever awaits `data(for:)` from within the completion. A caller that
/// is cancelled at that moment holds the lock this needs and waits for the session's queue; completed
/// on that queue, neither ever goes on (swift-corelibs-foundation issue 5412, still in Swift 6.3).
/// Here the queue goes on after a moment, and with it the caller. It stands still because the
/// completion reads what that queue changes.
final class Standstill: Sendable {
  private let ended = DispatchGroup()
  private let queue: DispatchQueue
  private let key: Int

  /// Stops a queue; called on it.
  init(of queue: DispatchQueue) {
    self.queue = queue
    queue.suspend()
    key = Suspensions.shared.add(queue)
    ended.enter()
  }

  /// Runs the completion and lets the queue go on; called once, on another thread.
  func end(after completion: () -> Void) {
    completion()
    ended.leave()
    Suspensions.shared.resume(key)
  }

  /// Waits until the completion has run.
  func wait() {
    ended.wait()
  }
}

/// The queues that stand still, none of them for long.
private final class Suspensions: Sendable {
  static let shared = Suspensions()

  private static let patience = Duration.milliseconds(5)

  private struct State {
    var next = 0
    var suspended: [Int: (queue: DispatchQueue, since: ContinuousClock.Instant)] = [:]
    var isWatching = false
  }

  private let state = Mutex(State())

  func add(_ queue: DispatchQueue) -> Int {
    let (key, watches) = state.withLock { state in
      defer {
        state.next += 1
        state.isWatching = true
      }
      state.suspended[state.next] = (queue, .now)
      return (state.next, !state.isWatching)
    }
    if watches { watch() }
    return key
  }

  func resume(_ key: Int) {
    state.withLock { $0.suspended.removeValue(forKey: key)?.queue.resume() }
  }

  private func watch() {
    DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(5)) {
      let goesOn = self.state.withLock { state in
        for (key, entry) in state.suspended where .now - entry.since >= Self.patience {
          entry.queue.resume()
          state.suspended[key] = nil
        }
        state.isWatching = !state.suspended.isEmpty
        return state.isWatching
      }
      if goesOn { self.watch() }
    }
  }
}
