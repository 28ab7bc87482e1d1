/// Where calls go that leave this machine: only where the user said, or to a provider's own host.
///
/// Nothing of it comes from a fixture: that may ask for a name, which is then one the user gave.
package struct UpstreamRules<Base: Sendable>: Sendable {
  /// `--upstream NAME=URL`, in their order.
  package var named: [(name: String, base: Base)]
  /// What the providers' base-URL variables say, by the name of the provider.
  package var environment: [String: (variable: String, base: Base)]

  package init(
    named: [(name: String, base: Base)] = [],
    environment: [String: (variable: String, base: Base)] = [:]
  ) {
    self.named = named
    self.environment = environment
  }

  package struct Destination: Sendable {
    /// Who said so.
    package enum Origin: Hashable, Sendable {
      /// `--upstream NAME=URL`, with that name.
      case option(String)
      /// A variable of this process's environment.
      case variable(String)
      case ownHost
    }

    package var origin: Origin
    package var base: Base
    /// The provider that the place is said to be; nil for a name that is no provider's.
    package var provider: Provider?
  }

  /// Why there is nowhere to go.
  package enum Failure: Error, Hashable, Sendable {
    /// Nobody said where that name is.
    case noSuchName(String)
    /// Which API it belongs to is not known.
    case noOwner
    /// That provider has no host of its own, and nobody said where it is.
    case noHost(provider: String)
  }

  /// The place for a call.
  ///
  /// - Parameters:
  ///   - name: the upstream it asks for; nil when it asks for none.
  ///   - owner: the provider whose API it belongs to; nil when that is not known.
  ///   - ownHost: makes a base of `https://HOST`; nil when that is no base.
  package func destination(
    _ name: String?,
    owner: Provider?,
    ownHost: (String) -> Base?
  ) throws(Failure) -> Destination {
    if let name {
      guard let found = self.named(name) else { throw .noSuchName(name) }
      return found
    }
    if let owner, let found = named(owner.name) { return found }
    // One upstream that is no provider's name is meant for everything.
    if named.count == 1, Provider.named(named[0].name) == nil, let only = named(named[0].name) {
      return only
    }
    guard let owner else { throw .noOwner }
    if let found = environment[owner.name] {
      return Destination(origin: .variable(found.variable), base: found.base, provider: owner)
    }
    guard let host = owner.host, let base = ownHost("https://\(host)") else {
      throw .noHost(provider: owner.name)
    }
    return Destination(origin: .ownHost, base: base, provider: owner)
  }

  private func named(_ name: String) -> Destination? {
    named.first { $0.name.utf8.elementsEqual(name.utf8) }.map { found in
      Destination(
        origin: .option(found.name),
        base: found.base,
        provider: Provider.named(found.name)
      )
    }
  }

  /// What the providers' variables say, as the environment has them.
  ///
  /// - Parameter read: makes a base of a variable's value, or says why it is none.
  package static func environment(
    in variables: [String: String],
    _ read: (_ value: String, _ variable: String) throws(SettingError) -> Base
  ) throws(SettingError) -> [String: (variable: String, base: Base)] {
    var bases: [String: (variable: String, base: Base)] = [:]
    for provider in Provider.all {
      for variable in provider.baseURLVariables {
        guard let value = variables[variable], !value.isEmpty, bases[provider.name] == nil else {
          continue
        }
        bases[provider.name] = (variable, try read(value, variable))
      }
    }
    return bases
  }
}
