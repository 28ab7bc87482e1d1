import HTTPTypes
package import LLMMockExchange

/// A call as the session sees it: where it goes, what it asks, and without its secrets.
package struct IncomingCall: Sendable {
  package let method: String
  /// With the query.
  package let path: String
  package let endpoint: Endpoint
  /// The body without secrets: what is compared, and stored.
  package let request: JSONValue
  package let shape: RequestShape
  /// Whether the caller wants the answer as a stream.
  package let asksForStream: Bool
  package let secrets: Secrets
  /// How many times the client has tried before, as it says itself.
  package let retryCount: Int
  /// The headers that are recorded, names in lower case.
  package let keptHeaders: [(name: String, value: String)]

  /// Why a request can't be looked up or recorded.
  package enum Unsupported: Error, Hashable, Sendable {
    /// It is no POST: nothing but POST is recorded.
    case method(String)
    case noBody
    /// The body is not JSON; the text says where and why.
    case notJSON(String)
    /// The body is JSON, but no object.
    case notAnObject
  }

  package init(_ call: CallRequest) throws(Unsupported) {
    guard call.head.method == .post else {
      throw .method(call.head.method.rawValue)
    }
    if call.body.isEmpty { throw .noBody }
    let body: JSONValue
    do throws(JSONSyntaxError) {
      body = try JSONTree(call.body).root
    } catch {
      let problem = FixtureProblem(error, in: call.body)
      throw .notJSON(problem.description)
    }
    guard body.kind == .object else { throw .notAnObject }
    let secrets = Secrets(of: call.head, request: body)
    let request: JSONValue
    do throws(JSONSyntaxError) {
      request = try secrets.redacting(request: body)
    } catch {
      throw .notJSON("a secret in it is no text")
    }
    method = call.head.method.rawValue
    path = call.path
    endpoint = Endpoint.of(path: call.path)
    self.secrets = secrets
    self.request = request
    let streamsByPath = Endpoint.asksForStream(path: call.path)
    shape = RequestShape(of: request, streamsByPath: streamsByPath)
    asksForStream = streamsByPath || request["stream"]?.isTrue == true
    retryCount =
      HTTPField.Name("x-stainless-retry-count").flatMap { call.head.headerFields[$0] }
      .flatMap { Int($0) } ?? 0
    keptHeaders = Self.kept(call.head.headerFields)
  }

  /// The hash it is looked up and stored by.
  package func hash(_ matchOn: MatchOn) -> String {
    matchOn.requestHash(for: endpoint).hash(of: request)
  }

  /// Whether a stream of Gemini's is wanted as server-sent events, not as an array.
  var asksForServerSentEvents: Bool {
    !Endpoint.asksForStream(path: path) || QueryText.value(of: "alt", in: path) == "sse"
  }

  package var model: String? { request["model"]?.string ?? endpoint.model }

  /// The first words of the user.
  package var preview: String { Preview.of(request, endpoint: endpoint) }

  /// The path that is stored: from the API's root, with those parameters that matter to the answer.
  package var storedPath: String { Self.storedPath(of: path) }

  /// A path with only those parameters of its query that may stand in a fixture.
  static func storedPath(of path: String) -> String {
    let kept = QueryText.parameters(of: path).filter {
      Self.keptParameters.contains($0.name) && !$0.value.isEmpty
    }
    let query = kept.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    return QueryText.path(of: path) + (query.isEmpty ? "" : "?\(query)")
  }

  private static let keptParameters: Set<String> = ["beta", "api-version", "alt"]

  static let standardVersion = "2023-06-01"
  /// The request headers that may stand in a fixture.
  static let keptHeaderNames: Set<String> = ["anthropic-beta", "openai-beta", "anthropic-version"]

  private static func kept(_ fields: HTTPFields) -> [(name: String, value: String)] {
    var kept: [(name: String, value: String)] = []
    for field in fields {
      let name = field.name.canonicalName
      guard keptHeaderNames.contains(name) else { continue }
      if name == "anthropic-version", field.value == standardVersion { continue }
      kept.append((name, field.value))
    }
    return kept
  }
}
