import HTTPTypes
import LLMMockExchange
import LLMMockGateway
import Synchronization

/// A backend that answers what a test says and remembers what it was asked.
final class StandInBackend: GatewayBackend {
  typealias Answer = @Sendable (GatewayCall) async throws -> CallResponse

  private let answer: Answer
  private let seen = Mutex<[GatewayCall]>([])

  init(_ answer: @escaping Answer = { _ in .text("hello") }) {
    self.answer = answer
  }

  /// The calls so far.
  var calls: [GatewayCall] { seen.withLock { $0 } }

  func respond(to call: GatewayCall) async throws -> CallResponse {
    seen.withLock { $0.append(call) }
    return try await answer(call)
  }

  func control(_ request: ControlRequest) async -> CallResponse {
    .text("control: \(request.rawValue)")
  }
}

extension CallResponse {
  static func text(_ text: String, fields: HTTPFields = [:]) -> CallResponse {
    CallResponse(
      HTTPResponse(status: .ok, headerFields: fields),
      body: CallBody(Array(text.utf8))
    )
  }

  static func chunks(
    _ chunks: some AsyncSequence<[UInt8], any Error> & Sendable
  ) -> CallResponse {
    CallResponse(HTTPResponse(status: .ok), body: CallBody(chunks))
  }
}

extension AsyncThrowingStream<[UInt8], any Error>.Continuation {
  func yield(_ text: String) {
    yield(Array(text.utf8))
  }
}

/// Runs the body against a server over the backend, with a client that is connected to it.
func withGateway(
  _ backend: StandInBackend = StandInBackend(),
  configuration: GatewayConfiguration = GatewayConfiguration(),
  _ body: (RawClient) async throws -> Void
) async throws {
  try await GatewayServer.withServer(configuration: configuration, backend: backend) { port in
    try await body(RawClient(port: port))
  }
}
