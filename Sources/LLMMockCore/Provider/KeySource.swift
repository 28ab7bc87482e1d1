package import HTTPTypes

/// Where a key is taken from, and how an API is given it.
///
/// It names a variable; the value stays in the environment until a call is sent.
package struct KeySource: Hashable, Sendable {
  package enum Form: Hashable, Sendable {
    case bearer
    /// A header of that name, which holds the key and nothing else.
    case header(String)
  }

  package let variable: String
  package let form: Form

  /// The variables that may hold the key for a place, the first that is set wins.
  ///
  /// - Parameters:
  ///   - provider: the provider that the place is said to be; nil for a name that is no provider's.
  ///   - name: the name given with `--upstream`.
  ///   - endpoint: what is called there: it tells whose language a named place speaks.
  ///   - host: the host of the place, without its port.
  package static func candidates(
    for provider: Provider?,
    named name: String?,
    endpoint: Endpoint,
    host: String
  ) -> [KeySource] {
    let provider = provider.flatMap { $0.keyVariables.isEmpty ? nil : $0 }
    if let provider {
      return provider.keyVariables.map { KeySource($0, Self.form(of: provider, variable: $0)) }
    }
    guard let name else { return [] }
    let speaker = Provider.of(endpoint) ?? .openAI
    let isAzure = host.lowercased().hasSuffix(".azure.com")
    let form =
      isAzure && speaker.name == Provider.openAI.name
      ? Form.header("api-key")
      : Self.form(of: speaker, variable: speaker.keyVariables.first ?? "")
    return [KeySource(variable(for: name), form)]
  }

  /// `MY_PROXY_API_KEY` of `my-proxy`.
  package static func variable(for name: String) -> String {
    let letters = name.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - 0x20
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
      default: UInt8(ascii: "_")
      }
    }
    return String(decoding: letters, as: UTF8.self) + "_API_KEY"
  }

  private init(_ variable: String, _ form: Form) {
    self.variable = variable
    self.form = form
  }

  private static func form(of provider: Provider, variable: String) -> Form {
    switch provider.name {
    case Provider.anthropic.name where variable != "ANTHROPIC_AUTH_TOKEN": .header("x-api-key")
    case Provider.gemini.name: .header("x-goog-api-key")
    default: .bearer
    }
  }

  /// The field that carries a key.
  package func field(_ key: String) -> HTTPField? {
    switch form {
    case .bearer: HTTPField(name: .authorization, value: "Bearer \(key)")
    case .header(let name): HTTPField.Name(name).map { HTTPField(name: $0, value: key) }
    }
  }
}
