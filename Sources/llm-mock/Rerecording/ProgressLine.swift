#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
import Synchronization

/// A line on a terminal that says how far something is, and goes away; nothing elsewhere.
struct ProgressLine {
  private let count: Int
  private let output: Output
  private let isShown: Bool
  private(set) var ended = 0

  private static let width = 20

  init(count: Int, output: Output) {
    self.count = count
    self.output = output
    isShown = isatty(STDERR_FILENO) == 1
  }

  mutating func show(ended: Int) {
    self.ended = ended
    guard isShown, ended < count else { return }
    let full = Self.width * ended / max(1, count)
    let bar = String(repeating: "#", count: full) + String(repeating: ".", count: Self.width - full)
    output.progress("\r[\(bar)] \(ended)/\(count)")
  }

  func hide() {
    guard isShown else { return }
    output.progress("\r" + String(repeating: " ", count: Self.width + 24) + "\r")
  }
}

/// Tells the first time from all others, on any thread.
final class Once: Sendable {
  private let wasAsked = Mutex(false)

  func isFirst() -> Bool {
    wasAsked.withLock { wasAsked in
      defer { wasAsked = true }
      return !wasAsked
    }
  }
}
