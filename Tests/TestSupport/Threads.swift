internal import Foundation
internal import Synchronization

/// Runs a body on threads of their own at the same time, and returns when all are through.
///
/// For what blocks: the threads of Swift's concurrency are as few as the processors.
///
/// - Throws: the first error.
package func onThreads(
  _ count: Int,
  _ body: @escaping @Sendable (_ number: Int) throws -> Void
) async throws {
  let failure = FirstFailure()
  await withTaskGroup(of: Void.self) { group in
    for number in 0..<count {
      group.addTask {
        await withCheckedContinuation { continuation in
          Thread.detachNewThread {
            failure.record { try body(number) }
            continuation.resume()
          }
        }
      }
    }
  }
  try failure.rethrow()
}

private final class FirstFailure: Sendable {
  private let error = Mutex<(any Error)?>(nil)

  func record(_ body: () throws -> Void) {
    do {
      try body()
    } catch {
      self.error.withLock { $0 = $0 ?? error }
    }
  }

  func rethrow() throws {
    if let error = error.withLock({ $0 }) { throw error }
  }
}
