import HTTPTypes
package import LLMMock
package import LLMMockCore
import LLMMockExchange
package import LLMMockInterception

/// Where a server sends what it forwards: only where its user said.
package struct Upstreams: Sendable {
  private let rules: UpstreamRules<UpstreamBase>
  /// The provider of all requests; nil: that of their paths.
  private let provider: Provider?
  private let client = UpstreamClient()

  package init(rules: UpstreamRules<UpstreamBase>, provider: Provider?) {
    self.rules = rules
    self.provider = provider
  }

  /// The upstream of a request.
  ///
  /// - Parameters:
  ///   - name: the one the request names; nil when it names none.
  ///   - path: the request's, with which its API is told.
  package func upstream(_ name: String?, path: String) throws(GatewayRefusal) -> Upstream {
    let endpoint = Endpoint.of(path: path)
    let owner =
      provider ?? (endpoint.isGeneric ? Self.provider(ofPath: path) : Provider.of(endpoint))
    do throws(UpstreamRules<UpstreamBase>.Failure) {
      let found = try rules.destination(name, owner: owner)
      var upstreamName: String?
      if found.provider == nil, case .option(let name) = found.origin { upstreamName = name }
      return Upstream(
        provider: found.provider?.name
          ?? Provider.name(host: found.base.host, endpoint: endpoint),
        name: upstreamName,
        send: client.handler(to: found.base)
      )
    } catch {
      throw GatewayRefusal(.notFound, Self.sentence(error), path: path)
    }
  }

  private static func sentence(_ failure: UpstreamRules<UpstreamBase>.Failure) -> String {
    switch failure {
    case .noSuchName(let name):
      "there is no upstream \(VisibleText.of(name)); --upstream \(VisibleText.of(name))=URL "
        + "says where it is"
    case .noOwner:
      "which API this path belongs to is not known; --provider or /upstream/NAME says so"
    case .noHost(let provider):
      "\(provider) has no host of its own; --upstream NAME=URL says where it is"
    }
  }

  /// Paths outside the table that still tell whose they are: the model lists, files, batches.
  private static func provider(ofPath path: String) -> Provider? {
    if path.hasPrefix("/v1beta/") { return .gemini }
    if path.hasPrefix("/v1/messages") { return .anthropic }
    return path.hasPrefix("/v1/") ? .openAI : nil
  }
}
