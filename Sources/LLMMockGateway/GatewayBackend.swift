package import LLMMockExchange

/// What a gateway asks for answers.
///
/// The task of every question is cancelled when its client goes away or the server stops; a backend
/// that goes on regardless holds up the end of the server.
package protocol GatewayBackend: Sendable {
  /// Answers an API call.
  ///
  /// The body of the answer is pulled by the client. When the client is gone before its end, its
  /// iterator is let go; a body that throws cuts the connection off.
  ///
  /// - Throws: a ``GatewayRefusal`` to choose the status; any other error becomes one with status
  ///   502 that says what the error's description says.
  func respond(to call: GatewayCall) async throws -> CallResponse

  /// Answers what is asked of the server itself.
  func control(_ request: ControlRequest) async -> CallResponse

  /// Says to the client why there is no other answer, for instance as the API's provider would.
  func explain(_ refusal: GatewayRefusal) -> CallResponse
}

extension GatewayBackend {
  package func explain(_ refusal: GatewayRefusal) -> CallResponse { refusal.response }
}

/// An API call, and what it says about where its answer comes from.
package struct GatewayCall: Sendable {
  /// The fixture it names; never absolute, never with `..`, but slashes may be in it.
  package var fixture: String?
  /// The upstream it names.
  package var upstream: String?
  /// The call as its API knows it: without the prefixes, hop-by-hop fields, fields that say how the
  /// body was encoded or framed or how the answer may be, and fields that are only meant for here.
  package var request: CallRequest

  package init(fixture: String? = nil, upstream: String? = nil, request: CallRequest) {
    self.fixture = fixture
    self.upstream = upstream
    self.request = request
  }
}

/// What the server itself can be asked below `/_llm-mock/`.
package enum ControlRequest: String, Sendable, CaseIterable {
  /// Whether it answers.
  case health
  /// The requests it saw.
  case journal
  /// Start over: sequences and journal.
  case reset
}
