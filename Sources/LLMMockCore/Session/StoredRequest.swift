package import HTTPTypes
package import LLMMockExchange

/// A recorded request that can be sent again: all but where to, and with which key.
package struct StoredRequest: Sendable {
  package let endpoint: Endpoint
  /// From the API's root, with its query.
  package let path: String
  /// The request as it stands in the file, byte for byte.
  package let body: [UInt8]
  /// What the file calls the provider; nil when neither the interaction nor the fixture says.
  package let provider: String?
  /// The name of the upstream it was recorded from; nil for the provider's own host.
  package let upstream: String?
  package let model: String?
  package let asksForStream: Bool
  /// What the provider does by itself for it: visible text.
  package let hostedTools: [String]
  private let headers: [(name: String, value: String)]

  /// Why a request can't be sent again: a phrase that continues "it".
  package struct Unsendable: Error, Hashable, Sendable {
    package let phrase: String
  }

  /// Reads an interaction's request.
  package init(
    of interaction: JSONValue,
    fixtureProvider: String?
  ) throws(Unsendable) {
    let recorded = RecordedCall(of: interaction, fixtureProvider: fixtureProvider)
    if let problem = recorded.problem { throw Unsendable(phrase: problem) }
    guard let request = interaction["request"] else {
      throw Unsendable(phrase: "has no \"request\" object")
    }
    try self.init(
      request: request,
      endpoint: recorded.endpoint,
      storedPath: interaction["endpoint"]?.string,
      headers: (interaction["request_headers"]?.members.map { $0 } ?? []).compactMap { member in
        member.value.string.map { (member.key.decoded, $0) }
      },
      provider: interaction["provider"]?.string ?? fixtureProvider,
      upstream: interaction["upstream"]?.string
    )
  }

  package init(
    request: JSONValue,
    endpoint: Endpoint,
    storedPath: String?,
    headers: [(name: String, value: String)],
    provider: String?,
    upstream: String?
  ) throws(Unsendable) {
    let path = storedPath ?? endpoint.path
    // A key is sent there: no path outside the table, and nothing but a plain path.
    if endpoint.isGeneric {
      throw Unsendable(
        phrase: "was sent to \(VisibleText.of(path)), which is no endpoint known here"
      )
    }
    if let problem = Endpoint.problem(inStoredPath: path) {
      throw Unsendable(phrase: "has an \"endpoint\" that \(problem)")
    }
    if storedPath == nil, endpoint.isModelMethod, endpoint.model == nil {
      throw Unsendable(phrase: "does not say which model it was sent to")
    }
    if request.text.contains(RequestComparison.redacted.utf8) {
      throw Unsendable(
        phrase:
          "holds \(RequestComparison.redacted) in place of a secret, so it can't be sent as it was"
      )
    }
    self.endpoint = endpoint
    self.path = IncomingCall.storedPath(of: path)
    self.provider = provider ?? Provider.of(endpoint)?.name
    self.upstream = upstream
    body = Array(request.text)
    model = request["model"]?.string ?? endpoint.model
    asksForStream = Endpoint.asksForStream(path: path) || request["stream"]?.isTrue == true
    hostedTools = HostedTools.names(in: request, endpoint)
    // What else a file names as a header is not sent.
    self.headers = headers.map { ($0.name.lowercased(), $0.value) }.filter { name, value in
      IncomingCall.keptHeaderNames.contains(name)
        && value.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    }
  }

  /// The provider whose API it belongs to; an unknown one speaks OpenAI's language.
  package var owner: Provider? {
    provider.map { Provider.named($0) ?? .openAICompatible } ?? Provider.of(endpoint)
  }

  /// The call, with the field that carries the key; its host is whoever sends it to say.
  package func call(key: HTTPField?) -> CallRequest {
    var call = CallRequest(storedPath: path, headers: headers, body: body)
    call.head.headerFields[.contentType] = "application/json"
    call.head.headerFields[.accept] = asksForStream ? "text/event-stream" : "application/json"
    if Provider.of(endpoint)?.name == Provider.anthropic.name,
      let name = HTTPField.Name("anthropic-version"), call.head.headerFields[name] == nil
    {
      call.head.headerFields[name] = IncomingCall.standardVersion
    }
    if let key { call.head.headerFields.append(key) }
    return call
  }
}
