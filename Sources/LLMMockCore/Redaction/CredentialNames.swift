import Synchronization

/// Which header fields and parameters carry credentials.
enum CredentialNames {
  private static let words = [
    "authorization", "api-key", "apikey", "api_key", "cookie", "token", "secret", "password",
    "signature", "credential", "subscription-key",
  ]

  /// Clients send the same few names with every request.
  private static let known = Mutex<[String: Bool]>([:])
  private static let mostKnown = 500

  /// - Parameter name: in lower case.
  static func contains(_ name: String) -> Bool {
    if let answer = known.withLock({ $0[name] }) { return answer }
    let answer =
      name == "key" || name == "sig" || name.hasSuffix("-key")
      || words.contains { name.contains($0) }
    known.withLock { known in
      if known.count < mostKnown { known[name] = answer }
    }
    return answer
  }
}
