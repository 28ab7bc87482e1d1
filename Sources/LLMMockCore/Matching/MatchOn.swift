/// Which members of a request make its key.
package enum MatchOn: Hashable, Sendable {
  /// What the endpoint's rule says: `model`, `messages` and `temperature`, or the whole body where
  /// there are no messages by nature.
  case standard
  /// These top-level members, for every endpoint; one that is absent counts as null, an absent
  /// `temperature` as `1.0`.
  case fields([String])

  package func requestHash(for endpoint: Endpoint) -> RequestHash {
    switch self {
    case .standard: RequestHash(for: endpoint)
    case .fields(let names): RequestHash(.members(names))
    }
  }
}
