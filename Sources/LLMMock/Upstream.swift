package import LLMMockExchange

/// The API behind a session, or what stands in for it.
package struct Upstream: Sendable {
  /// What its recordings name as their provider.
  package var provider: String
  /// The name given with `--upstream`, which is recorded; nil for a provider's own host.
  package var name: String?
  package var send: CallHandler

  package init(provider: String, name: String? = nil, send: @escaping CallHandler) {
    self.provider = provider
    self.name = name
    self.send = send
  }
}
