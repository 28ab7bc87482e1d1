/// What a header field means to a server, by its name in lower case.
enum FieldRole {
  case host, origin, connection, expect, contentLength, contentEncoding, fixture
  /// Says something about this connection or how the body travels on it, and goes no further.
  case hop
  /// Is passed on.
  case ordinary

  init(ofRequestField name: String) {
    self = Self.ofRequestFields[name] ?? (name.hasPrefix("x-llm-mock-") ? .hop : .ordinary)
  }

  /// Whether a field of an answer is the server's business and not the backend's.
  static func isServers(_ name: String) -> Bool {
    switch ofRequestFields[name] {
    case .connection, .contentLength, .contentEncoding, .hop: name != "accept-encoding"
    default: false
    }
  }

  private static let ofRequestFields: [String: FieldRole] = [
    "accept-encoding": .hop,
    "connection": .connection,
    "content-encoding": .contentEncoding,
    "content-length": .contentLength,
    "expect": .expect,
    "host": .host,
    "keep-alive": .hop,
    "origin": .origin,
    "proxy-authenticate": .hop,
    "proxy-authorization": .hop,
    "proxy-connection": .hop,
    "te": .hop,
    "trailer": .hop,
    "transfer-encoding": .hop,
    "upgrade": .hop,
    "x-llm-mock-fixture": .fixture,
  ]
}
