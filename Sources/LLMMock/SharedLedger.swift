package import LLMMockCore
import Synchronization

/// A ledger that concurrent calls of one session share.
package final class SharedLedger: Sendable {
  private let ledger: Mutex<RecordingLedger>

  package init(_ ledger: RecordingLedger) {
    self.ledger = Mutex(ledger)
  }

  func plan(
    _ recordings: [Recording],
    in index: CallIndex
  ) throws(FixtureProblem) -> RecordingLedger.Plan {
    try ledger.withLock { $0 }.plan(recordings, in: index)
  }

  func made(_ plan: RecordingLedger.Plan) {
    ledger.withLock { $0.made(plan) }
  }

  func abandoned(_ call: IncomingCall) {
    ledger.withLock { $0.abandoned(call) }
  }

  func notKept(_ call: IncomingCall) {
    ledger.withLock { $0.notKept(call) }
  }
}
