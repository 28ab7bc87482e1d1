internal import HTTPTypes
internal import LLMMockExchange

/// A browser's question whether a page may call.
struct Preflight: Sendable {
  /// The header fields the page wants to send, as the browser lists them.
  var fields: String?
  /// Whether the browser asks because this server is on a private network.
  var asksForPrivateNetwork: Bool

  /// The answer to a page that may; the server adds for which origin it is.
  var response: CallResponse {
    var head = HTTPResponse(status: .noContent)
    head.headerFields.append(
      "access-control-allow-methods",
      "GET, HEAD, POST, PUT, PATCH, DELETE"
    )
    if let fields { head.headerFields.append("access-control-allow-headers", fields) }
    if asksForPrivateNetwork {
      head.headerFields.append("access-control-allow-private-network", "true")
    }
    head.headerFields.append("access-control-max-age", "600")
    return CallResponse(head)
  }
}
