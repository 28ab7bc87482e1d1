public import HTTPTypes

/// The answer to a call.
public struct CallResponse: Sendable {
  /// Status and header fields; none of them says how the body is encoded or framed.
  public var head: HTTPResponse
  public var body: CallBody

  public init(_ head: HTTPResponse, body: CallBody = CallBody([])) {
    self.head = head
    self.body = body
  }
}

/// What answers calls: a fixture, an API, or one in front of the other.
///
/// It throws when there is no answer at all, as when the connection is refused. A cancelled task
/// stops it.
public typealias CallHandler = @Sendable (CallRequest) async throws -> CallResponse
