/// What becomes of a request.
package enum Mode: String, Hashable, Sendable, CaseIterable {
  /// Every request goes to the API; its answer takes the place of what was recorded.
  case record
  /// Every request is answered from the fixture; nothing reaches the network.
  case replay
  /// A request is answered from the fixture, or else goes to the API and is recorded.
  case auto
}

/// Why the environment of a process can't be followed.
package struct SettingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One sentence.
  package let description: String

  package init(_ description: String) {
    self.description = description
  }
}

/// What the environment says about modes.
package enum ModeSetting {
  /// Whether `LLM_MOCK_DISABLED` says that no mock may be opened: anything but empty, `0`, `false`,
  /// `no` and `off`.
  package static func isDisabled(_ environment: [String: String]) -> Bool {
    isOn(environment["LLM_MOCK_DISABLED"])
  }

  /// Whether `LLM_MOCK_STRICT` asks that only equal requests are answered.
  package static func isStrict(_ environment: [String: String]) -> Bool {
    isOn(environment["LLM_MOCK_STRICT"])
  }

  private static func isOn(_ value: String?) -> Bool {
    guard let value else { return false }
    return !["", "0", "false", "no", "off"].contains(value.lowercased())
  }

  /// The mode that holds.
  ///
  /// - Parameters:
  ///   - option: what a command line says; it wins.
  ///   - code: what the program says; the environment wins over it.
  /// - Throws: ``SettingError`` when `LLM_MOCK_MODE` is no mode.
  package static func mode(
    option: Mode?,
    code: Mode?,
    environment: [String: String]
  ) throws(SettingError) -> Mode {
    if let option { return option }
    if let value = environment["LLM_MOCK_MODE"], !value.isEmpty {
      guard let mode = Mode(rawValue: value.lowercased()) else {
        throw SettingError(
          "LLM_MOCK_MODE is \"\(VisibleText.of(value))\"; it can be record, replay or auto."
        )
      }
      return mode
    }
    // A test that finds nothing recorded should fail where nobody watches, not record.
    if code == .auto, isOn(environment["CI"]) { return .replay }
    return code ?? .replay
  }
}
