package import LLMMockCore
package import LLMMockInterception

extension UpstreamRules<UpstreamBase> {
  /// What the user says with `--upstream`, and with the providers' variables.
  ///
  /// - Throws: ``SettingError`` when a variable is no URL; its value, which may hold a key, is not
  ///   told.
  package init(
    named: [(name: String, base: UpstreamBase)],
    variables: [String: String]
  ) throws(SettingError) {
    let bases = try Self.environment(in: variables) {
      (value, variable) throws(SettingError) -> UpstreamBase in
      do throws(UpstreamBase.Invalid) {
        return try UpstreamBase(value)
      } catch {
        throw SettingError("\(variable) cannot be used: \(error.reason).")
      }
    }
    self.init(named: named, environment: bases)
  }

  /// The place for a call; see ``destination(_:owner:ownHost:)``.
  package func destination(
    _ name: String?,
    owner: Provider?
  ) throws(Failure) -> Destination {
    try destination(name, owner: owner) { url in
      do {
        return try UpstreamBase(url)
      } catch {
        // The hosts in the table of providers are all good.
        return nil
      }
    }
  }
}
