internal import HTTPTypes
internal import NIOHTTP1

/// The header fields of a request, sorted by whom they concern.
struct RequestFields {
  /// What the backend gets to see.
  private(set) var passedOn = HTTPFields()
  private(set) var hosts: [String] = []
  private(set) var fixtures: [String] = []
  private(set) var origin: String?
  private(set) var encoding: String?
  private(set) var length: Int?
  private(set) var preflight: Preflight?
  private(set) var asksForUpgrade = false
  private var expectation: String?

  init(_ headers: HTTPHeaders) throws(GatewayRefusal) {
    passedOn.reserveCapacity(headers.count)
    var named: [String] = []
    for (rawName, value) in headers {
      guard let name = HTTPField.Name(rawName) else {
        throw GatewayRefusal(.badRequest, "the request has a header named \(quoted(rawName))")
      }
      switch FieldRole(ofRequestField: name.canonicalName) {
      case .ordinary: passedOn.append(HTTPField(name: name, value: value))
      case .host: hosts.append(value)
      case .origin:
        origin = origin.map { "\($0), \(value)" } ?? value
        passedOn.append(HTTPField(name: name, value: value))
      case .contentLength: length = Int(value)
      case .contentEncoding: encoding = encoding.map { "\($0), \(value)" } ?? value
      case .expect: expectation = value
      case .fixture: fixtures.append(value)
      case .connection: named += Self.tokens(value)
      case .hop: asksForUpgrade = asksForUpgrade || name.canonicalName == "upgrade"
      }
    }
    passedOn.remove(named: named)
    if origin != nil, passedOn[.accessControlRequestMethod] != nil {
      preflight = Preflight(
        fields: passedOn[.accessControlRequestHeaders],
        asksForPrivateNetwork: passedOn["access-control-request-private-network"] == "true"
      )
    }
  }

  /// Whether the client waits for a sign before it sends the body.
  func expectsContinue(path: String?) throws(GatewayRefusal) -> Bool {
    guard let expectation else { return false }
    guard expectation.lowercased() == "100-continue" else {
      throw GatewayRefusal(
        .expectationFailed,
        "the request expects \(quoted(expectation)), which nobody does here",
        path: path
      )
    }
    return true
  }

  private static func tokens(_ value: String) -> [String] {
    value.utf8.split(separator: UInt8(ascii: ","))
      .map { String(Substring($0)).lowercased().trimmed }
      .filter { $0 != "keep-alive" && $0 != "close" }
  }
}

extension HTTPFields {
  /// Removes the fields that a `connection` field names.
  mutating func remove(named names: [String]) {
    for name in names {
      guard let name = HTTPField.Name(name) else { continue }
      self[name] = nil
    }
  }

  /// The value of the field with this name in lower case.
  fileprivate subscript(name: String) -> String? {
    first { $0.name.canonicalName == name }?.value
  }
}
