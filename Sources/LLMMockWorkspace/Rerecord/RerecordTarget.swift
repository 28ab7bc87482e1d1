package import LLMMockCore

/// A place that calls may be sent to, as its user said it or as the provider's own host.
package struct UpstreamAddress: Hashable, Sendable {
  /// Scheme, host, and what stands before an endpoint's path.
  package var url: String
  /// Without the port.
  package var host: String

  package init(url: String, host: String) {
    self.url = url
    self.host = host
  }
}

/// Where calls go when they are recorded again, and with which key.
///
/// It holds no key: that is read from its variable when a call is sent.
package struct RerecordTarget: Hashable, Sendable {
  package var address: UpstreamAddress
  package var origin: UpstreamRules<UpstreamAddress>.Destination.Origin
  /// nil when the place is called without a key.
  package var key: KeySource?
  /// What recordings from there name as their provider.
  package var provider: String
  /// The name given with `--upstream`, which is recorded; nil for a provider's own.
  package var name: String?

  /// Where the address comes from, to be read after it; nil for the provider's own host.
  package var originText: String? {
    switch origin {
    case .option(let name): "from --upstream \(VisibleText.of(name))"
    case .variable(let variable): "from \(variable)"
    case .ownHost: nil
    }
  }

  /// `key from OPENAI_API_KEY (set)`, or that there is none.
  package var keyText: String {
    key.map { "key from \($0.variable) (set)" } ?? "without a key"
  }
}

/// What the user and the machine say about where calls may go.
package struct RerecordSources: Sendable {
  package var rules: UpstreamRules<UpstreamAddress>
  /// An address of `https://HOST`; nil when it is none.
  package var ownHost: @Sendable (_ url: String) -> UpstreamAddress?
  /// The value of a variable of the environment; nil when it is not set.
  package var variable: @Sendable (_ name: String) -> String?

  package init(
    rules: UpstreamRules<UpstreamAddress>,
    ownHost: @escaping @Sendable (String) -> UpstreamAddress?,
    variable: @escaping @Sendable (String) -> String?
  ) {
    self.rules = rules
    self.ownHost = ownHost
    self.variable = variable
  }

  /// What a program's user says with `--upstream` and in the environment.
  ///
  /// - Parameter address: reads a URL; what it throws says what is wrong, after a colon, without the
  ///   URL, which may hold a secret.
  /// - Throws: ``SettingError`` when a provider's variable is no URL.
  package init(
    named: [(name: String, base: UpstreamAddress)],
    variables: [String: String],
    address: @escaping @Sendable (_ url: String) throws(SettingError) -> UpstreamAddress
  ) throws(SettingError) {
    let environment = try UpstreamRules<UpstreamAddress>.environment(in: variables) {
      (value, variable) throws(SettingError) -> UpstreamAddress in
      do throws(SettingError) {
        return try address(value)
      } catch {
        throw SettingError("\(variable) cannot be used: \(error).")
      }
    }
    self.init(
      rules: UpstreamRules(named: named, environment: environment),
      ownHost: { url in
        do {
          return try address(url)
        } catch {
          // The hosts in the table of providers are all good.
          return nil
        }
      },
      variable: { variables[$0] }
    )
  }

  /// A variable's value; nil when it is empty, or the placeholder that `run` sets.
  func key(in variable: String) -> String? {
    guard let value = self.variable(variable), !value.isEmpty, value != Placeholder.key else {
      return nil
    }
    return value
  }

  /// The target of a request.
  ///
  /// - Throws: ``RerecordRefusal/Reason``, which is told before anything is sent.
  func target(of request: StoredRequest) throws(RerecordRefusal.Reason) -> RerecordTarget {
    let owner = request.owner
    let found: UpstreamRules<UpstreamAddress>.Destination
    do throws(UpstreamRules<UpstreamAddress>.Failure) {
      found = try rules.destination(request.upstream, owner: owner, ownHost: ownHost)
    } catch {
      throw .unresolved(error)
    }
    var name: String?
    if found.provider == nil, case .option(let given) = found.origin { name = given }
    let candidates = KeySource.candidates(
      for: found.provider,
      named: name ?? found.provider?.name,
      endpoint: request.endpoint,
      host: found.base.host
    )
    let key = candidates.first { self.key(in: $0.variable) != nil }
    // A place of the user's own may need none; a provider always does.
    if key == nil, let provider = found.provider, !provider.keyVariables.isEmpty {
      throw .noKey(candidates.map(\.variable))
    }
    let provider =
      found.provider?.name ?? Provider.name(host: found.base.host, endpoint: request.endpoint)
    return RerecordTarget(
      address: found.base,
      origin: found.origin,
      key: key,
      provider: provider,
      name: name
    )
  }
}
