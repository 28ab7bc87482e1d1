extension RequestHash {
  /// The rule for requests to an endpoint.
  package init(for endpoint: Endpoint) {
    switch endpoint.key {
    case .conversation: self.init(.messages)
    case .wholeBody: self.init(.body(model: endpoint.model))
    }
  }
}
