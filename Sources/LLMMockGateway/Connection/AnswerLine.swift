internal import NIOCore
internal import NIOHTTP1

/// The way from the task that answers a request to the connection.
struct AnswerLine: Sendable {
  let handler: NIOLoopBound<ConnectionHandler>
  let eventLoop: any EventLoop

  /// Sends a whole answer in one write.
  func send(_ head: HTTPResponseHead, _ bytes: [UInt8]?, keepsAlive: Bool) {
    eventLoop.execute {
      handler.value.send(head, bytes, isEnd: true, keepsAlive: keepsAlive, promise: nil)
    }
  }

  /// Sends the head of an answer that comes in chunks.
  func begin(_ head: HTTPResponseHead) {
    eventLoop.execute {
      handler.value.send(head, nil, isEnd: false, keepsAlive: true, promise: nil)
    }
  }

  /// Sends a chunk, and waits until the system has taken it: that is how fast the client pulls.
  ///
  /// - Throws: when the connection is closed.
  func send(_ chunk: [UInt8]) async throws {
    try await eventLoop.flatSubmit {
      let written = eventLoop.makePromise(of: Void.self)
      handler.value.send(nil, chunk, isEnd: false, keepsAlive: true, promise: written)
      return written.futureResult
    }.get()
  }

  /// Ends an answer that came in chunks.
  func end(keepsAlive: Bool) {
    eventLoop.execute {
      handler.value.send(nil, nil, isEnd: true, keepsAlive: keepsAlive, promise: nil)
    }
  }

  /// Ends the connection in the middle.
  func cut() {
    eventLoop.execute { handler.value.cut() }
  }
}
