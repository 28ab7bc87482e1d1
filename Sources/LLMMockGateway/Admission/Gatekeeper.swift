internal import HTTPTypes
internal import LLMMockExchange
internal import NIOHTTP1

/// Decides by a request's head what to do with it.
struct Gatekeeper: Sendable {
  let bodyLimit: Int
  private let hosts: HostRule
  private let origins: Set<String>

  init(_ configuration: GatewayConfiguration) {
    bodyLimit = configuration.bodyLimit
    hosts = HostRule(allowed: configuration.allowedHosts)
    origins = Set(configuration.allowedOrigins.map(Self.comparable))
  }

  func admit(_ head: HTTPRequestHead) -> Admission {
    do {
      return try admission(of: head)
    } catch {
      var refused = Admission(purpose: .refusal(error), head: head)
      // What follows CONNECT is not read as HTTP.
      if head.method == .CONNECT { refused.keepsAlive = false }
      refused.expectedLength = head.headers.first(name: "content-length").flatMap { Int($0) }
      return refused
    }
  }

  private func admission(of head: HTTPRequestHead) throws(GatewayRefusal) -> Admission {
    let fields = try RequestFields(head.headers)
    let (path, authority) = Self.split(head.uri)
    let target = Result { () throws(CallTarget.Problem) in try CallTarget(path) }
    var readable: String?
    if case .success(let target) = target { readable = target.path }

    let host = try checkHost(fields, authority: authority, path: readable)
    try checkOrigin(fields, path: readable)
    guard head.method != .CONNECT else {
      throw GatewayRefusal(.methodNotAllowed, "llm-mock is a server, not a proxy: no CONNECT")
    }

    var admission = Admission(purpose: .refusal(GatewayRefusal(.badRequest, "")), head: head)
    admission.origin = fields.origin
    admission.expectedLength = fields.length
    // What follows such a head may be another protocol to those who speak it.
    if fields.asksForUpgrade { admission.keepsAlive = false }
    do {
      admission.purpose = try purpose(of: head, fields, target: target, host: host)
      try checkBody(fields, path: readable)
      admission.expectsContinue = try fields.expectsContinue(path: readable) && admission.isModern
    } catch {
      admission.purpose = .refusal(error)
    }
    return admission
  }

  // MARK: Who asks

  private func checkHost(
    _ fields: RequestFields,
    authority: String?,
    path: String?
  ) throws(GatewayRefusal) -> String {
    guard fields.hosts.count == 1, let host = fields.hosts.first else {
      let what = fields.hosts.isEmpty ? "no Host" : "more than one Host"
      throw GatewayRefusal(.badRequest, "the request has \(what)", path: path)
    }
    for value in [authority, host].compactMap(\.self) where !hosts.allows(value) {
      let option = HostRule.host(of: value).map { " (--allow-host \(quoted($0)) lets it in)" } ?? ""
      throw GatewayRefusal(
        .forbidden,
        "the request is for the host \(quoted(value)), which is not this one\(option)",
        path: path
      )
    }
    return authority ?? host
  }

  private func checkOrigin(_ fields: RequestFields, path: String?) throws(GatewayRefusal) {
    guard let origin = fields.origin else { return }
    guard !origins.contains(Self.comparable(origin)) else { return }
    throw GatewayRefusal(
      .forbidden,
      "the request comes from a web page of \(quoted(origin)), which may not call here "
        + "(--allow-origin \(quoted(origin)) lets it)",
      path: path
    )
  }

  private static func comparable(_ origin: String) -> String {
    let lower = origin.lowercased()
    return lower.hasSuffix("/") ? String(lower.dropLast()) : lower
  }

  // MARK: What for

  private func purpose(
    of head: HTTPRequestHead,
    _ fields: RequestFields,
    target: Result<CallTarget, CallTarget.Problem>,
    host: String
  ) throws(GatewayRefusal) -> Admission.Purpose {
    if let preflight = fields.preflight, head.method == .OPTIONS { return .preflight(preflight) }
    let target = try Self.named(target, fields)
    if let control = try Self.control(head.method, target) { return .control(control) }

    guard let method = HTTPRequest.Method(head.method.rawValue) else {
      throw GatewayRefusal(.badRequest, "the request has no method", path: target.path)
    }
    var codings: [ContentCoding] = []
    if let encoding = fields.encoding {
      do {
        codings = try ContentCoding.list(in: encoding)
      } catch {
        throw GatewayRefusal(
          .unsupportedMediaType,
          "\(error)",
          path: target.path,
          fields: [.acceptEncoding: ContentCoding.supported]
        )
      }
    }
    let request = HTTPRequest(
      method: method,
      scheme: "http",
      authority: host,
      path: target.path,
      headerFields: fields.passedOn
    )
    return .call(
      GatewayCall(
        fixture: target.fixture,
        upstream: target.upstream,
        request: CallRequest(request)
      ),
      codings
    )
  }

  /// The path's target with what headers name.
  private static func named(
    _ target: Result<CallTarget, CallTarget.Problem>,
    _ fields: RequestFields
  ) throws(GatewayRefusal) -> CallTarget {
    var result: CallTarget
    switch target {
    case .success(let value): result = value
    case .failure(let problem):
      throw GatewayRefusal(.badRequest, "the request's path \(problem.text)")
    }
    for value in fields.fixtures {
      let name: String
      do {
        name = try CallTarget.name(value)
      } catch {
        throw GatewayRefusal(
          .badRequest,
          "the header x-llm-mock-fixture \(error.text)",
          path: result.path
        )
      }
      guard result.fixture == nil || result.fixture == name else {
        throw GatewayRefusal(
          .badRequest,
          "the request names two fixtures, \(quoted(result.fixture ?? "")) and \(quoted(name))",
          path: result.path
        )
      }
      result.fixture = name
    }
    return result
  }

  private static func control(
    _ method: HTTPMethod,
    _ target: CallTarget
  ) throws(GatewayRefusal) -> ControlRequest? {
    let path = target.path.prefix { $0 != "?" }
    let root = "/_llm-mock"
    guard path == root || path.hasPrefix(root + "/") else { return nil }
    guard let request = ControlRequest(rawValue: String(path.dropFirst(root.count + 1))) else {
      let names = ControlRequest.allCases.map { "\(root)/\($0.rawValue)" }
      throw GatewayRefusal(
        .notFound,
        "there is no \(quoted(path)), only \(names.joined(separator: ", "))",
        path: target.path
      )
    }
    let methods: [HTTPMethod] = request == .reset ? [.POST] : [.GET, .HEAD]
    guard methods.contains(method) else {
      throw GatewayRefusal(
        .methodNotAllowed,
        "\(path) answers \(methods[0].rawValue), not \(method.rawValue)",
        path: target.path,
        fields: [.allow: methods.map(\.rawValue).joined(separator: ", ")]
      )
    }
    return request
  }

  // MARK: How much

  private func checkBody(_ fields: RequestFields, path: String?) throws(GatewayRefusal) {
    guard let length = fields.length, length > bodyLimit else { return }
    throw GatewayRefusal(.contentTooLarge, Self.tooLong(bodyLimit), path: path)
  }

  /// What to say about a body that is longer than the limit.
  static func tooLong(_ limit: Int) -> String {
    "the request's body is longer than \(byteCount(limit))"
  }

  /// The path with its query, and the authority where the client wrote one before it, as to a proxy.
  private static func split(_ uri: String) -> (path: String, authority: String?) {
    guard !uri.hasPrefix("/"), let scheme = ["http://", "https://"].first(where: uri.hasPrefix)
    else { return (uri, nil) }
    let rest = uri.dropFirst(scheme.count)
    let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
    let path = rest[end...]
    return (path.hasPrefix("/") ? String(path) : "/" + path, String(rest[..<end]))
  }
}
