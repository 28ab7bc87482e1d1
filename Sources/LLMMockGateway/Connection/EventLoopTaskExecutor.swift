internal import NIOCore

/// Runs tasks on a connection's event loop.
///
/// A replayed answer waits for nothing, so it is made and sent without another thread having to wake
/// up. What waits for a disk does so on threads of its own.
final class EventLoopTaskExecutor: TaskExecutor {
  private let eventLoop: any EventLoop

  init(_ eventLoop: any EventLoop) {
    self.eventLoop = eventLoop
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    eventLoop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
