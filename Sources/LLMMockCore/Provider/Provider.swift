/// A company's API, or those that speak its language: a row in a table.
///
/// To add one, write a static member in a file of its own and list it in ``all``.
package struct Provider: Sendable {
  /// The name that stands in fixtures.
  package let name: String
  /// Its own host; nil when it has no single one.
  package let host: String?
  /// The variables that point its SDKs elsewhere, the current one first.
  package let baseURLVariables: [String]
  /// What such a variable's URL ends in: the part of the endpoints' paths that the SDKs leave out.
  package let basePath: String
  /// The variables its SDKs take a key from.
  package let keyVariables: [String]
  /// How it wraps the message of an error.
  package let errorEnvelope: ErrorEnvelope
  /// Its operations; the first one is where interactions without an endpoint belong.
  package let endpoints: [Endpoint]

  package static let all: [Provider] = [.anthropic, .openAI, .gemini, .openAICompatible]

  /// The provider that fixtures call so; nil when there is none.
  package static func named(_ name: String) -> Provider? {
    all.first { $0.name == name }
  }

  /// The provider whose own host this is, in any case of letters; nil when there is none.
  package static func of(host: String) -> Provider? {
    let host = host.lowercased()
    return all.first { $0.host == host }
  }

  /// The provider whose table has an endpoint, the first where several do; nil for a path outside
  /// all tables.
  package static func of(_ endpoint: Endpoint) -> Provider? {
    all.first { $0.endpoints.contains { $0.name == endpoint.name } }
  }

  /// What recordings of calls to a host name as their provider.
  ///
  /// OpenAI's paths on any other host than OpenAI's are those of a compatible API.
  package static func name(host: String, endpoint: Endpoint) -> String {
    if let provider = of(host: host) { return provider.name }
    let provider = of(endpoint) ?? .openAICompatible
    return provider.name == openAI.name ? openAICompatible.name : provider.name
  }

  /// Where its interactions belong that do not say.
  package var defaultEndpoint: Endpoint { endpoints.first ?? Endpoint(generic: "/") }
}
