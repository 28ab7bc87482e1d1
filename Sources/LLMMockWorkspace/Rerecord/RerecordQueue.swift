package import Dispatch
internal import LLMMockCore
package import LLMMockExchange
internal import Synchronization

/// Sends planned calls, several at once, and keeps each answer as a pending result.
///
/// It writes no fixture. A call that waits or runs already is not sent a second time. What happens is
/// told through a closure, from any thread, one event after the other for each call.
package final class RerecordQueue: Sendable {
  package struct Options: Sendable {
    /// How many calls run at once.
    package var limit = 4
    /// How often a call is sent, when the API asks to come again later.
    package var tries = 4
    /// The longest pause that an API may ask for, in milliseconds.
    package var longestWait = 5 * 60_000
    /// How long a call may take, in milliseconds.
    package var timeout = 15 * 60_000

    package init() {}
  }

  /// What the queue needs of the machine.
  package struct Surroundings: Sendable {
    package var now: @Sendable () -> UnixTime
    /// Milliseconds on a clock that is never set.
    package var uptime: @Sendable () -> Int
    /// Returns after that many milliseconds, or throws when the task is cancelled.
    package var sleep: @Sendable (_ milliseconds: Int) async throws -> Void
    /// What sends calls to an address; it follows no redirect.
    package var handler: @Sendable (UpstreamAddress) throws -> CallHandler

    package init(
      now: @escaping @Sendable () -> UnixTime,
      uptime: @escaping @Sendable () -> Int,
      sleep: @escaping @Sendable (Int) async throws -> Void,
      handler: @escaping @Sendable (UpstreamAddress) throws -> CallHandler
    ) {
      self.now = now
      self.uptime = uptime
      self.sleep = sleep
      self.handler = handler
    }
  }

  package enum State: Sendable {
    case waiting
    /// Sent `started` on the clock that is never set; so many bytes of the answer are there.
    case running(started: Int, bytes: Int)
    /// The API asked to come again: when on the clock that is never set, and which try that is.
    case retrying(at: Int, attempt: Int, reason: String)
    case done(PendingResult)
    case failed(Failure)
    case cancelled
  }

  /// Why there is no new answer; the recorded one stays.
  package struct Failure: Error, Hashable, Sendable {
    /// nil when no answer came.
    package var status: Int?
    /// One line of visible text, without secrets: the provider's own words where it gave some.
    package var message: String

    package init(status: Int? = nil, message: String) {
      self.status = status
      self.message = message
    }
  }

  package struct Event: Sendable {
    package var key: RerecordKey
    package var state: State
  }

  package init(
    store: PendingStore,
    sources: RerecordSources,
    options: Options = Options(),
    surroundings: Surroundings,
    events: @escaping @Sendable (Event) -> Void
  ) {
    self.store = store
    self.sources = sources
    self.options = options
    self.surroundings = surroundings
    self.events = events
  }

  let store: PendingStore
  let sources: RerecordSources
  let options: Options
  let surroundings: Surroundings
  private let events: @Sendable (Event) -> Void
  let keeping = Mutex(())
  private let line = Mutex(Line())

  private struct Line: Sendable {
    var waiting: [PlannedCall] = []
    var running: [RerecordKey: Task<Void, Never>] = [:]
    /// Calls whose end is being told.
    var ending = 0
    var isPaused = false
    /// Woken when nothing waits or runs.
    var idle: [CheckedContinuation<Void, Never>] = []

    var isIdle: Bool { running.isEmpty && waiting.isEmpty && ending == 0 }

    mutating func takeIdle() -> [CheckedContinuation<Void, Never>] {
      guard isIdle else { return [] }
      defer { idle = [] }
      return idle
    }
  }

  // MARK: Steering

  /// Adds calls behind those that wait; those that wait or run already are not added.
  package func add(_ calls: [PlannedCall]) {
    var added: [RerecordKey] = []
    line.withLock { line in
      var known = Set(line.waiting.map(\.key)).union(line.running.keys)
      for call in calls where known.insert(call.key).inserted {
        line.waiting.append(call)
        added.append(call.key)
      }
    }
    for key in added { tell(key, .waiting) }
    startNext()
  }

  package var isPaused: Bool { line.withLock { $0.isPaused } }

  /// Lets those that run finish, and starts no others.
  package func pause() {
    line.withLock { $0.isPaused = true }
  }

  package func resume() {
    line.withLock { $0.isPaused = false }
    startNext()
  }

  /// Ends all calls, or those given; what arrived whole before is kept.
  package func cancel(_ keys: Set<RerecordKey>? = nil) {
    let (dropped, tasks, idle) = line.withLock { line in
      let dropped = line.waiting.filter { keys?.contains($0.key) ?? true }.map(\.key)
      line.waiting.removeAll { keys?.contains($0.key) ?? true }
      let tasks = line.running.filter { keys?.contains($0.key) ?? true }.values
      return (dropped, tasks, line.takeIdle())
    }
    for key in dropped { tell(key, .cancelled) }
    for task in tasks { task.cancel() }
    for continuation in idle { continuation.resume() }
  }

  /// Returns when nothing waits and nothing runs.
  package func finished() async {
    await withCheckedContinuation { continuation in
      let isIdle = line.withLock { line in
        if !line.isIdle { line.idle.append(continuation) }
        return line.isIdle
      }
      if isIdle { continuation.resume() }
    }
  }

  /// Ends all calls, and blocks until what arrived whole is on the disk, or the time has passed.
  ///
  /// Without a duration it waits without end.
  package func end(within limit: DispatchTimeInterval = .never) {
    cancel()
    let isDone = DispatchSemaphore(value: 0)
    Task {
      await finished()
      isDone.signal()
    }
    _ = isDone.wait(timeout: .now() + limit)
  }

  // MARK: Running

  private func startNext() {
    line.withLock { line in
      while !line.isPaused, line.running.count < max(1, options.limit), !line.waiting.isEmpty {
        let call = line.waiting.removeFirst()
        line.running[call.key] = Task {
          let state = await self.outcome(of: call)
          self.ended(call.key, state)
        }
      }
    }
  }

  private func ended(_ key: RerecordKey, _ state: State) {
    // Who is told may want it sent again, so it no longer runs then.
    line.withLock { line in
      line.running[key] = nil
      line.ending += 1
    }
    tell(key, state)
    startNext()
    let idle = line.withLock { line in
      line.ending -= 1
      return line.takeIdle()
    }
    for continuation in idle { continuation.resume() }
  }

  func tell(_ key: RerecordKey, _ state: State) {
    events(Event(key: key, state: state))
  }
}
