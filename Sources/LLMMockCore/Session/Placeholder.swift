package import HTTPTypes

/// The key that stands where a real one is not needed, or not given.
package enum Placeholder {
  package static let key = "llm-mock-placeholder"

  /// What is missing when a request carries the placeholder: a sentence; nil when it does not.
  package static func missing(in head: HTTPRequest, _ provider: String) -> String? {
    let carries =
      head.headerFields.contains { $0.value.contains(key) } || (head.path ?? "").contains(key)
    guard carries else { return nil }
    let variables = Provider.named(provider)?.keyVariables ?? []
    guard let variable = variables.first else { return "The API key is a placeholder." }
    return "\(variable) is not set."
  }
}
