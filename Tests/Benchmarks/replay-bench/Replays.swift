import Foundation
import HTTPTypes
import LLMMock
import LLMMockExchange

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Replays in mocks that are open, next to a URLProtocol that does nothing.
struct Replays {
  private struct Open {
    var calls: RecordedCalls
    var mock: Mock
    var session: URLSession
  }

  private let open: [Open]
  private let empty = EmptyProtocol.session()
  private var samples = Samples()

  /// - Parameter block: how many calls one has before it is the next one's turn.
  static func measure(
    _ fixtures: [RecordedCalls],
    rounds: Int,
    block: Int
  ) async throws -> Samples {
    try await opening(fixtures[...], []) { open in
      var replays = Replays(open: open)
      for round in 0...rounds {
        try await replays.measure(round * block..<(round + 1) * block)
        // The first round warms up.
        if round == 0 { replays.samples = Samples() }
      }
      return replays.samples
    }
  }

  private mutating func measure(_ numbers: Range<Int>) async throws {
    for one in open {
      for number in numbers { try await measureHandler(one, one.calls.call(number)) }
    }
    for number in numbers { try await measureEmpty(open[0].calls.call(number)) }
    for one in open {
      for number in numbers { try await measureSession(one, one.calls.call(number)) }
    }
  }

  private mutating func measureHandler(_ one: Open, _ call: RecordedCalls.Call) async throws {
    let (status, answer) = try await samples.add("handler \(one.calls.count)") {
      let response = try await one.mock.respond(to: call.request)
      return (response.head.status.code, try await response.body.collected())
    }
    try call.check(status, Data(answer))
  }

  private mutating func measureSession(_ one: Open, _ call: RecordedCalls.Call) async throws {
    let (answer, response) = try await samples.add("session \(one.calls.count)") {
      try await one.session.data(for: call.urlRequest)
    }
    try call.check((response as? HTTPURLResponse)?.statusCode ?? 0, answer)
  }

  private mutating func measureEmpty(_ call: RecordedCalls.Call) async throws {
    let empty = empty
    _ = try await samples.add("empty") { try await empty.data(for: call.urlRequest) }
  }

  /// Mocks are scopes, so each is opened inside the one before.
  private static func opening(
    _ fixtures: ArraySlice<RecordedCalls>,
    _ open: [Open],
    _ body: ([Open]) async throws -> Samples
  ) async throws -> Samples {
    guard let calls = fixtures.first else { return try await body(open) }
    return try await withLLMMock(fixture: calls.fixture) { mock in
      let session = URLSession(configuration: mock.configuration)
      let opened = Open(calls: calls, mock: mock, session: session)
      return try await opening(fixtures.dropFirst(), open + [opened], body)
    }
  }
}
