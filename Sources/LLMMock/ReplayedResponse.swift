import HTTPTypes
import LLMMockCore
import LLMMockExchange

/// A recorded answer as an exchange.
enum ReplayedResponse {
  /// - Parameter speed: how many times as fast as recorded; nil: at once.
  static func of(_ answer: RecordedAnswer, speed: Double?) -> CallResponse {
    let head = HTTPResponse(
      status: .init(code: answer.status),
      headerFields: answer.headers
    )
    if answer.chunks.count <= 1, answer.times == nil || speed == nil {
      return CallResponse(head, body: CallBody(answer.chunks.first ?? []))
    }
    return CallResponse(head, body: CallBody(Chunks(answer: answer, speed: speed)))
  }

  /// The events of a stream, each when it is due.
  private struct Chunks: AsyncSequence, Sendable {
    typealias Element = [UInt8]
    let answer: RecordedAnswer
    let speed: Double?

    func makeAsyncIterator() -> Iterator {
      Iterator(answer: answer, speed: speed, start: .now)
    }

    struct Iterator: AsyncIteratorProtocol {
      let answer: RecordedAnswer
      let speed: Double?
      let start: ContinuousClock.Instant
      var next = 0

      mutating func next() async throws -> [UInt8]? {
        guard next < answer.chunks.count else { return nil }
        defer { next += 1 }
        if let speed, let times = answer.times, next < times.count {
          let due = start + .milliseconds(Double(times[next]) / speed)
          try await Task.sleep(until: due, clock: .continuous)
        }
        return answer.chunks[next]
      }
    }
  }
}
