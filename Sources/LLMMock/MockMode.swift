import LLMMockCore

/// What becomes of a request while a mock is open.
///
/// `LLM_MOCK_MODE` in the environment wins over what the code says: `LLM_MOCK_MODE=record swift test`
/// is how tests record.
public enum MockMode: String, Hashable, Sendable, CaseIterable {
  /// Every request is answered from the fixture; nothing reaches the network.
  case replay
  /// Every request goes to the API, and its answer takes the place of what was recorded.
  case record
  /// A request is answered from the fixture, or else goes to the API and is recorded. Where `CI` is
  /// set it is `replay`, unless `LLM_MOCK_MODE` says `auto`.
  case auto

  var core: Mode {
    switch self {
    case .replay: .replay
    case .record: .record
    case .auto: .auto
    }
  }
}

/// Which fields of a request make the key it is looked up by.
public enum RequestMatch: Hashable, Sendable {
  /// `model`, `messages` and `temperature`; the whole body for endpoints without messages.
  case standard
  /// These top-level fields of the body, for every endpoint. An absent one counts as null, an absent
  /// `temperature` as `1.0`.
  case fields([String])

  var core: MatchOn {
    switch self {
    case .standard: .standard
    case .fields(let names): .fields(names)
    }
  }
}

/// Whose requests a mock answers.
public enum ProviderSelection: Hashable, Sendable, CaseIterable {
  /// Those of all providers, on their own hosts and on any other host with the same paths.
  case all
  /// `api.anthropic.com`, and its paths on other hosts.
  case anthropic
  /// `api.openai.com`, and its paths on other hosts.
  case openAI
  /// `generativelanguage.googleapis.com`, and its paths on other hosts.
  case gemini

  private var provider: Provider? {
    switch self {
    case .all: nil
    case .anthropic: .anthropic
    case .openAI: .openAI
    case .gemini: .gemini
    }
  }

  /// Whether a request is one that this selection answers, and none may reach the network.
  func claims(host: String, path: String) -> Bool {
    let owner = Provider.of(host: host)
    let endpoint = Endpoint.of(path: path)
    guard let provider else { return owner != nil || !endpoint.isGeneric }
    if let owner { return owner.name == provider.name }
    return !endpoint.isGeneric && Provider.of(endpoint)?.name == provider.name
  }
}
