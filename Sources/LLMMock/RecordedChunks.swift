import HTTPTypes
import LLMMockCore
import LLMMockExchange

/// A stream that is passed on while it is recorded.
///
/// Every chunk goes out when it comes, but for the event that ends the answer and what follows: that
/// goes out when the answer is saved.
struct RecordedChunks: AsyncSequence, Sendable {
  typealias Element = [UInt8]

  private let response: CallResponse
  private let recorder: Recorder

  init(_ response: CallResponse, _ recorder: Recorder) {
    self.response = response
    self.recorder = recorder
  }

  func makeAsyncIterator() -> Iterator {
    Iterator(Recording(response, recorder))
  }

  struct Iterator: AsyncIteratorProtocol {
    private let recording: Recording

    fileprivate init(_ recording: Recording) {
      self.recording = recording
    }

    mutating func next() async throws -> [UInt8]? {
      try await recording.next()
    }
  }

  /// It is let go with the iterator: then nobody wants the rest.
  fileprivate final class Recording {
    private var chunks: CallBody.AsyncIterator
    private let head: HTTPResponse
    private let recorder: Recorder
    private var parser = EventStreamParser()
    private var received: [UInt8] = []
    private var times: [Int] = []
    private var held: [UInt8]?
    private var phase = Phase.receiving

    private enum Phase {
      case receiving
      /// Saved; what was held back goes out.
      case releasing
      case ended
    }

    init(_ response: CallResponse, _ recorder: Recorder) {
      chunks = response.body.makeAsyncIterator()
      head = response.head
      self.recorder = recorder
    }

    deinit {
      switch phase {
      case .receiving: recorder.notKept("its client went away")
      case .releasing: recorder.ledger.abandoned(recorder.call)
      case .ended: break
      }
    }

    func next() async throws -> [UInt8]? {
      switch phase {
      case .receiving: return try await receive()
      case .releasing:
        phase = .ended
        return nil
      case .ended: return nil
      }
    }

    private func receive() async throws -> [UInt8]? {
      do {
        while let chunk = try await chunks.next() {
          received += chunk
          let events = parser.feed(chunk)
          times += events.map { _ in recorder.engine.clock.uptime() - recorder.started }
          if held == nil, !events.contains(where: recorder.call.endpoint.isTerminal) {
            return chunk
          }
          held = (held ?? []) + chunk
        }
      } catch {
        phase = .ended
        recorder.notKept("the stream broke off")
        throw error
      }
      if parser.finish().event != nil {
        times.append(recorder.engine.clock.uptime() - recorder.started)
      }
      // Whatever becomes of the saving, there is nothing left to receive.
      phase = .ended
      try await recorder.save(stream: received, head, times: times)
      guard let held else { return nil }
      phase = .releasing
      return held
    }
  }
}
