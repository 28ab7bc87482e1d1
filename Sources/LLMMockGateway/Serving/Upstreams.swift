import HTTPTypes
package import LLMMock
package import LLMMockCore
import LLMMockExchange
package import LLMMockInterception

/// Where a server sends what it forwards: only where its user said.
package struct Upstreams: Sendable {
  /// `--upstream NAME=URL`, in their order.
  private let named: [(name: String, base: UpstreamBase)]
  /// The bases that the environment names, by provider.
  private let environment: [String: UpstreamBase]
  /// The provider of all requests; nil: that of their paths.
  private let provider: Provider?
  private let client = UpstreamClient()

  package init(
    named: [(name: String, base: UpstreamBase)],
    environment: [String: UpstreamBase],
    provider: Provider?
  ) {
    self.named = named
    self.environment = environment
    self.provider = provider
  }

  /// What the providers' variables say, as the environment has them.
  ///
  /// - Throws: ``SettingError`` when one of them is no URL; its value, which may hold a key, is not
  ///   told.
  package static func bases(
    in variables: [String: String]
  ) throws(SettingError) -> [String: UpstreamBase] {
    var bases: [String: UpstreamBase] = [:]
    for provider in Provider.all {
      for variable in provider.baseURLVariables {
        guard let value = variables[variable], !value.isEmpty, bases[provider.name] == nil else {
          continue
        }
        do throws(UpstreamBase.Invalid) {
          bases[provider.name] = try UpstreamBase(value)
        } catch {
          throw SettingError("\(variable) cannot be used: \(error.reason).")
        }
      }
    }
    return bases
  }

  /// The upstream of a request.
  ///
  /// - Parameters:
  ///   - name: the one the request names; nil when it names none.
  ///   - path: the request's, with which its API is told.
  package func upstream(_ name: String?, path: String) throws(GatewayRefusal) -> Upstream {
    let endpoint = Endpoint.of(path: path)
    if let name {
      guard let found = named.first(where: { $0.name == name }) else {
        throw GatewayRefusal(
          .notFound,
          "there is no upstream \(VisibleText.of(name)); --upstream \(VisibleText.of(name))=URL "
            + "says where it is",
          path: path
        )
      }
      return upstream(found.name, found.base, endpoint)
    }
    let owner =
      provider ?? (endpoint.isGeneric ? Self.provider(ofPath: path) : Provider.of(endpoint))
    if let owner, let found = named.first(where: { $0.name == owner.name }) {
      return upstream(found.name, found.base, endpoint)
    }
    // One upstream that is no provider's name is meant for everything.
    if named.count == 1, Provider.named(named[0].name) == nil {
      return upstream(named[0].name, named[0].base, endpoint)
    }
    guard let owner else {
      throw GatewayRefusal(
        .notFound,
        "which API this path belongs to is not known; --provider or /upstream/NAME says so",
        path: path
      )
    }
    if let base = environment[owner.name] {
      return Upstream(provider: owner.name, send: client.handler(to: base))
    }
    guard let host = owner.host, let base = Self.base(host) else {
      throw GatewayRefusal(
        .notFound,
        "\(owner.name) has no host of its own; --upstream NAME=URL says where it is",
        path: path
      )
    }
    return Upstream(provider: owner.name, send: client.handler(to: base))
  }

  private static func base(_ host: String) -> UpstreamBase? {
    do {
      return try UpstreamBase("https://\(host)")
    } catch {
      return nil
    }
  }

  /// Paths outside the table that still tell whose they are: the model lists, files, batches.
  private static func provider(ofPath path: String) -> Provider? {
    if path.hasPrefix("/v1beta/") { return .gemini }
    if path.hasPrefix("/v1/messages") { return .anthropic }
    return path.hasPrefix("/v1/") ? .openAI : nil
  }

  private func upstream(
    _ name: String,
    _ base: UpstreamBase,
    _ endpoint: Endpoint
  ) -> Upstream {
    if let provider = Provider.named(name) {
      return Upstream(provider: provider.name, send: client.handler(to: base))
    }
    return Upstream(
      provider: Upstream.provider(host: base.host, endpoint: endpoint),
      name: name,
      send: client.handler(to: base)
    )
  }
}
