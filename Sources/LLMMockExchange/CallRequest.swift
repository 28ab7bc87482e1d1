public import HTTPTypes

/// One API call as a client made it.
public struct CallRequest: Sendable {
  /// Method, scheme, authority, path with query, and header fields.
  public var head: HTTPRequest
  /// The whole body, without any content encoding; empty when there is none.
  public var body: [UInt8]

  public init(_ head: HTTPRequest, body: [UInt8] = []) {
    self.head = head
    self.body = body
  }

  /// The path with its query, beginning with a slash.
  public var path: String { head.path ?? "/" }
}
