package import LLMMockExchange
package import SystemPackage

/// A request that no recording answered, as it is kept until someone records it or lets it go.
///
/// It is the request as it would be recorded: without secrets, and with those headers alone that may
/// stand in a fixture.
package struct MissRecord: Sendable {
  /// The file that it was looked for in; of a folder's files the one with the nearest recording.
  package var fixture: FilePath
  /// Whether that is a folder: none of its files was near.
  package var isFolder: Bool
  /// Since the beginning of 1970, UTC, in milliseconds.
  package var time: Int
  /// From the API's root, with the query that matters.
  package var endpointPath: String
  package var requestHeaders: [(name: String, value: String)]
  package var request: JSONValue
  package var isStrict: Bool
  package var matchOn: MatchOn
  /// What was nearest then, from 0.
  package var nearest: Int?
  /// As its file had it.
  package var nearestHash: String?
  /// What the caller was told.
  package var message: String

  package init(
    _ miss: Miss,
    of call: IncomingCall,
    in fixture: FilePath,
    isFolder: Bool,
    options: SessionOptions,
    time: Int
  ) {
    self.fixture = fixture
    self.isFolder = isFolder
    self.time = time
    endpointPath = call.storedPath
    requestHeaders = call.keptHeaders.map { ($0.name, call.secrets.redacting($0.value)) }
    request = call.request
    isStrict = options.isStrict
    matchOn = options.matchOn
    nearest = miss.nearestPlace?.position
    nearestHash = miss.nearestPlace?.hash
    message = miss.description
  }

  package var endpoint: Endpoint { Endpoint.of(path: endpointPath) }

  package var model: String? { request["model"]?.string ?? endpoint.model }

  /// The first words of the user, as they stand in the request.
  package var preview: String { Preview.of(request, endpoint: endpoint) }

  /// What tells requests apart: two misses with the same digest are one.
  package var digest: ContentDigest {
    let streams = Endpoint.asksForStream(path: endpointPath)
    let shape = RequestShape(of: request, streamsByPath: streams)
    let name = endpoint.name + "\n" + (endpoint.model ?? "") + "\n"
    return ContentDigest(
      of: fixture.bytes + [0] + name.utf8 + shape.content.bytes + shape.delivery
    )
  }

  /// The call as it came, without its secrets.
  package var call: CallRequest {
    CallRequest(storedPath: endpointPath, headers: requestHeaders, body: Array(request.text))
  }

  // MARK: In a file

  private static let version = 1

  /// Reads what ``encoded(in:)`` wrote; nil when it is not that.
  package init?(_ bytes: [UInt8], in state: StateFolder) {
    let root: JSONValue
    do {
      root = try JSONTree(bytes).root
    } catch {
      return nil
    }
    guard root["version"]?.int == Self.version, let path = root["fixture"]?.path,
      let time = root["time"]?.int, let endpointPath = root["endpoint"]?.string,
      Endpoint.problem(inStoredPath: endpointPath) == nil,
      let request = root["request"], request.kind == .object
    else { return nil }
    fixture = state.path(kept: path)
    isFolder = root["folder"]?.isTrue == true
    self.time = time
    self.endpointPath = endpointPath
    requestHeaders = (root["request_headers"]?.members.map { $0 } ?? []).compactMap { member in
      member.value.string.map { (member.key.decoded, $0) }
    }
    self.request = request
    isStrict = root["strict"]?.isTrue == true
    matchOn = root["match_on"].map { .fields($0.elements.compactMap(\.string)) } ?? .standard
    nearest = root["nearest"]?["position"]?.int
    nearestHash = root["nearest"]?["hash"]?.string
    message = root["message"]?.string ?? ""
  }

  /// The bytes of a file in a state folder.
  package func encoded(in state: StateFolder) -> [UInt8] {
    var assembly = JSONAssembly()
    assembly.object { object in
      object.key("version")
      object.number(Self.version)
      object.key("time")
      object.number(time)
      object.key("fixture")
      object.path(state.kept(fixture))
      if isFolder { object.flag("folder") }
      object.key("endpoint")
      object.string(endpointPath)
      object.headers("request_headers", requestHeaders)
      if isStrict { object.flag("strict") }
      if case .fields(let names) = matchOn {
        object.key("match_on")
        object.array { for name in names { $0.string(name) } }
      }
      if let nearest {
        object.key("nearest")
        object.object {
          $0.key("position")
          $0.number(nearest)
          guard let nearestHash else { return }
          $0.key("hash")
          $0.string(nearestHash)
        }
      }
      object.key("message")
      object.string(message)
      object.key("request")
      object.value(request)
    }
    return assembly.bytes + [0x0A]
  }
}

extension JSONAssembly {
  /// Adds a member that is true.
  fileprivate mutating func flag(_ name: String) {
    key(name)
    bool(true)
  }
}
