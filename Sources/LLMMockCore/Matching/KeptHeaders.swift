package import HTTPTypes

/// Which response headers are recorded, and which may leave a fixture.
package enum KeptHeaders {
  /// Names that are kept as they are; see also ``prefixes``.
  private static let names: Set<String> = [
    "retry-after", "retry-after-ms", "x-should-retry", "request-id", "x-request-id",
  ]
  /// Rate limits: https://docs.anthropic.com/en/api/rate-limits and
  /// https://platform.openai.com/docs/guides/rate-limits.
  private static let prefixes = ["anthropic-ratelimit-", "x-ratelimit-"]

  /// What would let a fixture steer its reader's connection, or send him elsewhere.
  private static let forbidden: Set<String> = [
    "location", "set-cookie", "set-cookie2", "connection", "keep-alive", "proxy-authenticate",
    "proxy-authorization", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
    "content-length", "content-encoding",
  ]

  /// Whether a header of an answer is recorded, and answered.
  ///
  /// - Parameter name: in lower case.
  static func isKept(_ name: String) -> Bool {
    names.contains(name) || prefixes.contains { name.hasPrefix($0) }
  }

  /// The headers to record of an answer, names in lower case.
  ///
  /// The content type is among them when it is not `usual`.
  package static func recorded(
    _ fields: HTTPFields,
    usualType: String
  ) -> [(name: String, value: String)] {
    var kept: [(name: String, value: String)] = []
    for field in fields {
      let name = field.name.canonicalName
      let isUnusualType = name == "content-type" && mediaType(field.value) != usualType
      if isKept(name) || isUnusualType, !kept.contains(where: { $0.name == name }) {
        kept.append((name, field.value))
      }
    }
    return kept
  }

  /// `text/html` of `Text/HTML; charset=utf-8`.
  package static func mediaType(_ value: String) -> String {
    let type = value.prefix { $0 != ";" }.lowercased()
    return String(type.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }

  /// Why stored headers may not be answered, as a phrase that continues "it"; nil when they may.
  static func problem(in headers: JSONValue) -> String? {
    if headers.isNull { return nil }
    guard headers.kind == .object else { return "has \"headers\" that are no object" }
    for member in headers.members {
      let name = member.key.decoded
      guard HTTPField.Name(name) != nil else {
        return "has a header whose name is none: \(VisibleText.of(name))"
      }
      if forbidden.contains(name.lowercased()) {
        return "has the header \(name.lowercased()), which no fixture may send"
      }
      guard let value = member.value.string else {
        return "has a header \(name) that is no string"
      }
      if value.utf8.contains(where: { $0 == 0x0D || $0 == 0x0A || $0 == 0 }) {
        return "has a line break in the header \(name)"
      }
    }
    return nil
  }

  /// The stored headers that are answered.
  static func answered(_ headers: JSONValue?) -> HTTPFields {
    var fields = HTTPFields()
    for member in headers?.members.map({ $0 }) ?? [] {
      let key = member.key.decoded.lowercased()
      guard isKept(key) || key == "content-type", let name = HTTPField.Name(key),
        let value = member.value.string
      else { continue }
      fields[name] = value
    }
    return fields
  }
}
