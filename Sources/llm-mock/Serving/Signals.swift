#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
import Dispatch

/// Signals that come to this process, given to a closure in place of ending it.
final class Signals {
  private let sources: [any DispatchSourceSignal]

  /// - Parameter handler: called on a thread of its own, one signal after the other.
  init(_ numbers: [Int32], _ handler: @escaping @Sendable (Int32) -> Void) {
    let queue = DispatchQueue(label: "llm-mock.signals")
    sources = numbers.map { number in
      // The source only hears of signals that do nothing else.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { handler(number) }
      source.activate()
      return source
    }
  }

  deinit {
    for source in sources { source.cancel() }
  }

  static let ending = [SIGINT, SIGTERM, SIGHUP]
}
