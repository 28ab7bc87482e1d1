import Synchronization

/// Chunks without end, each only made when it is asked for.
final class Endless: AsyncSequence, Sendable {
  typealias Element = [UInt8]

  private let size: Int
  private let pulled = Mutex(0)
  /// Happens when the iterator is let go.
  private let dropped: Signal

  init(size: Int = 1 << 16, dropped: Signal) {
    self.size = size
    self.dropped = dropped
  }

  /// How many bytes were asked for so far.
  var pulledBytes: Int { pulled.withLock { $0 } * size }

  func makeAsyncIterator() -> Iterator {
    Iterator(chunks: self, token: Token(dropped: dropped))
  }

  final class Token {
    let dropped: Signal

    init(dropped: Signal) {
      self.dropped = dropped
    }

    deinit { dropped.happen() }
  }

  struct Iterator: AsyncIteratorProtocol {
    let chunks: Endless
    let token: Token

    func next() async throws -> [UInt8]? {
      chunks.pulled.withLock { $0 += 1 }
      return [UInt8](repeating: 0x61, count: chunks.size)
    }
  }
}
