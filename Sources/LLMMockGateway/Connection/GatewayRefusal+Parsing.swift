internal import HTTPTypes
internal import NIOHTTP1

extension GatewayRefusal {
  /// Says that what came is not HTTP as this server reads it.
  init(unreadable error: HTTPParserError) {
    switch error {
    case .headerOverflow:
      self.init(
        .requestHeaderFieldsTooLarge,
        "the request's header is longer than anyone's should be"
      )
    case .invalidVersion:
      self.init(.httpVersionNotSupported, "the request is not HTTP/1.1 or HTTP/1.0")
    case .invalidEOFState, .closedConnection:
      self.init(.badRequest, "the request ends in the middle")
    default:
      self.init(.badRequest, "the request is not well-formed HTTP: \(error)")
    }
  }
}
