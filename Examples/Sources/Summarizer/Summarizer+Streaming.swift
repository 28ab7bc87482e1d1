import Foundation
import Synchronization

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

extension Summarizer {
  /// Returns a text's summary piece by piece, as the model writes it.
  ///
  /// The stream throws what ``summary(of:sentences:)`` throws.
  public func pieces(
    ofSummaryOf text: String,
    sentences: Int = 2
  ) throws -> AsyncThrowingStream<String, any Error> {
    let request = try request(for: text, sentences: sentences, isStreamed: true)
    return AsyncThrowingStream { continuation in
      // A session's delegate is given every piece as it arrives; on Linux nobody else is.
      let session = URLSession(
        configuration: configuration,
        delegate: PieceReader(continuation),
        delegateQueue: nil
      )
      let task = session.dataTask(with: request)
      continuation.onTermination = { _ in task.cancel() }
      task.resume()
      session.finishTasksAndInvalidate()
    }
  }
}

/// Reads the events of one answer.
private final class PieceReader: NSObject, URLSessionDataDelegate {
  private let continuation: AsyncThrowingStream<String, any Error>.Continuation
  /// What arrived and is not read yet: the rest of a line, or all of an answer that is no stream.
  private let received = Mutex(Data())

  init(_ continuation: AsyncThrowingStream<String, any Error>.Continuation) {
    self.continuation = continuation
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    let isStream = (dataTask.response as? HTTPURLResponse)?.statusCode == 200
    let lines = received.withLock { received in
      received += data
      guard isStream, let end = received.lastIndex(of: UInt8(ascii: "\n")) else { return Data() }
      defer { received = Data(received[received.index(after: end)...]) }
      return received[...end]
    }
    do {
      for line in lines.split(separator: UInt8(ascii: "\n")) { try read(line) }
    } catch {
      continuation.finish(throwing: error)
    }
  }

  func urlSession(
    _ session: URLSession,
    task: URLSessionTask,
    didCompleteWithError error: (any Error)?
  ) {
    if let error {
      continuation.finish(throwing: error)
    } else if (task.response as? HTTPURLResponse)?.statusCode == 200 {
      continuation.finish()
    } else {
      let body = received.withLock { $0 }
      continuation.finish(throwing: SummarizerError(task.response, body: body))
    }
  }

  private func read(_ line: Data) throws {
    guard line.starts(with: Data("data:".utf8)) else { return }
    let event = try JSONDecoder().decode(MessageEvent.self, from: line.dropFirst("data:".count))
    if let error = event.error {
      throw SummarizerError.refused(status: 200, message: error.message)
    }
    if event.delta?.stopReason == "max_tokens" { throw SummarizerError.cutShort }
    if let text = event.delta?.text { continuation.yield(text) }
  }
}
