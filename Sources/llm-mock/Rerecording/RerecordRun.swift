import Dispatch
import LLMMock
import LLMMockCore
import LLMMockInterception
import LLMMockWorkspace
import Synchronization

/// Calls that are sent again from a command, to their end.
final class RerecordRun: Sendable {
  private let queue: RerecordQueue
  private let events: Events

  /// What became of a call.
  typealias Ended = (key: RerecordKey, state: RerecordQueue.State)

  init(
    store: PendingStore,
    sources: RerecordSources,
    limit: Int,
    surroundings: Surroundings
  ) {
    var options = RerecordQueue.Options()
    options.limit = limit
    let client = UpstreamClient(idleTimeout: .milliseconds(options.timeout))
    let events = Events()
    self.events = events
    queue = RerecordQueue(
      store: store,
      sources: sources,
      options: options,
      surroundings: RerecordQueue.Surroundings(
        now: surroundings.now,
        uptime: EngineClock.system.uptime,
        sleep: { try await Task.sleep(for: .milliseconds($0)) },
        handler: { client.handler(to: try UpstreamBase($0.url)) }
      ),
      events: events.happened
    )
  }

  /// Ends all calls; what arrived whole is kept.
  func cancel() { queue.cancel() }

  /// Ends all calls, and returns when what arrived whole is on the disk.
  func end() { queue.end() }

  /// Sends the calls, and gives each end in the order of arrival to a closure on this thread.
  func send(_ calls: [PlannedCall], _ ended: (Ended) throws -> Void) throws {
    queue.add(calls)
    for _ in calls { try ended(events.next()) }
  }

  /// The ends of calls, between the threads they come from and the one that tells them.
  private final class Events: Sendable {
    private let ends = Mutex<[Ended]>([])
    private let signal = DispatchSemaphore(value: 0)

    func happened(_ event: RerecordQueue.Event) {
      switch event.state {
      case .waiting, .running, .retrying: return
      case .done, .failed, .cancelled:
        ends.withLock { $0.append((event.key, event.state)) }
        signal.signal()
      }
    }

    func next() -> Ended {
      signal.wait()
      return ends.withLock { $0.removeFirst() }
    }
  }
}

extension RerecordSources {
  /// What this process's user says with `--upstream` and the environment.
  init(
    _ named: [ServingOptions.NamedUpstream],
    _ surroundings: Surroundings
  ) throws(SettingError) {
    try self.init(
      named: named.map { ($0.name, UpstreamAddress($0.base)) },
      variables: surroundings.variables
    ) { url throws(SettingError) -> UpstreamAddress in
      do throws(UpstreamBase.Invalid) {
        return UpstreamAddress(try UpstreamBase(url))
      } catch {
        throw SettingError(error.reason)
      }
    }
  }
}

extension UpstreamAddress {
  init(_ base: UpstreamBase) {
    self.init(url: base.description, host: base.host)
  }
}
