import Foundation
import HTTPTypes
import LLMMock
import LLMMockExchange

/// What a test pays once: opening a mock, its first answer, closing it.
enum Openings {
  static func measure(
    _ fixtures: [RecordedCalls],
    rounds: Int
  ) async throws -> Samples {
    var samples = Samples()
    for round in 0...rounds {
      for calls in fixtures {
        let call = calls.call(round)
        let answer = try await samples.add("opening \(calls.count)") {
          try await withLLMMock(fixture: calls.fixture) { mock in
            let response = try await mock.respond(to: call.request)
            return (response.head.status.code, try await response.body.collected())
          }
        }
        try call.check(answer.0, Data(answer.1))
      }
      // The first round warms up.
      if round == 0 { samples = Samples() }
    }
    return samples
  }
}
