#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif
internal import Synchronization
internal import SystemPackage

/// A thread that may wait as long as it likes, which those of the concurrency pool must not.
final class WatcherThread: Sendable {
  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  private struct Handle: @unchecked Sendable {
    // A thread's handle may be used from any thread; on Darwin it is a pointer.
    let thread: pthread_t
  }

  /// Nil once somebody waits for the thread, or nobody ever will.
  private let handle: Mutex<Handle?>

  /// Starts a thread that gets no signals: they are for the main thread.
  init(_ run: @escaping @Sendable () -> Void) throws(Errno) {
    let body = Unmanaged.passRetained(Body(run))
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    #if canImport(Darwin)
    var thread: pthread_t?
    let code = pthread_create(&thread, nil, { WatcherThread.main($0) }, body.toOpaque())
    #else
    var created = pthread_t()
    let code = pthread_create(&created, nil, { WatcherThread.main($0) }, body.toOpaque())
    let thread: pthread_t? = created
    #endif
    guard code == 0, let thread else {
      body.release()
      throw Errno(rawValue: code)
    }
    handle = Mutex(Handle(thread: thread))
  }

  private static func main(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
    return nil
  }

  /// Waits until the thread has ended; called from the thread itself, lets it end alone.
  func join() {
    let taken = handle.withLock { handle in
      defer { handle = nil }
      return handle
    }
    guard let thread = taken?.thread else { return }
    if pthread_equal(thread, pthread_self()) != 0 {
      pthread_detach(thread)
    } else {
      pthread_join(thread, nil)
    }
  }
}
