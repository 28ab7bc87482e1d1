/// The body of an answer, whole or in chunks as they arrive, without any content encoding.
///
/// It may be iterated once. It ends or throws; one that throws was cut off. An iterator that is let
/// go before the end stops whatever produces the chunks.
public struct CallBody: Sendable, AsyncSequence {
  private enum Source: Sendable {
    case bytes([UInt8])
    case chunks(@Sendable () -> AsyncIterator)
  }

  private let source: Source

  /// A body that is there as a whole.
  public init(_ bytes: [UInt8]) {
    source = .bytes(bytes)
  }

  /// A body that comes in chunks.
  public init<Chunks: AsyncSequence & Sendable>(_ chunks: Chunks) where Chunks.Element == [UInt8] {
    source = .chunks { AsyncIterator(chunks.makeAsyncIterator()) }
  }

  /// The body when it is there as a whole; nil when it comes in chunks.
  public var bytes: [UInt8]? {
    if case .bytes(let bytes) = source { bytes } else { nil }
  }

  /// Waits for the end and returns everything.
  ///
  /// - Throws: what cut the body off, or ``TooLong`` when there are more than `limit` bytes.
  public func collected(upTo limit: Int = .max) async throws -> [UInt8] {
    var result: [UInt8] = []
    for try await chunk in self {
      guard chunk.count <= limit - result.count else { throw TooLong(limit: limit) }
      if result.isEmpty { result = chunk } else { result += chunk }
    }
    return result
  }

  /// A body has more bytes than its reader takes.
  public struct TooLong: Error, Hashable {
    /// How many bytes it may have.
    public let limit: Int

    public init(limit: Int) {
      self.limit = limit
    }
  }

  public func makeAsyncIterator() -> AsyncIterator {
    switch source {
    case .bytes(let bytes): AsyncIterator(bytes)
    case .chunks(let make): make()
    }
  }

  /// Chunks in order; none is empty.
  public struct AsyncIterator: AsyncIteratorProtocol {
    private var whole: [UInt8]?
    private var nextChunk: (() async throws -> [UInt8]?)?

    fileprivate init(_ bytes: [UInt8]) {
      whole = bytes.isEmpty ? nil : bytes
    }

    fileprivate init<Chunks: AsyncIteratorProtocol>(_ chunks: Chunks)
    where Chunks.Element == [UInt8] {
      var chunks = chunks
      nextChunk = { try await chunks.next(isolation: #isolation) }
    }

    public mutating func next() async throws -> [UInt8]? {
      if let bytes = whole {
        whole = nil
        return bytes
      }
      while let nextChunk {
        guard let chunk = try await nextChunk() else {
          self.nextChunk = nil
          return nil
        }
        if !chunk.isEmpty { return chunk }
      }
      return nil
    }
  }
}
