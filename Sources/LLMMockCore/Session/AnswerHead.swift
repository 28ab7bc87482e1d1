import HTTPTypes
package import LLMMockExchange

/// What the head of an answer says to who sent the call.
package struct AnswerHead: Sendable {
  package let status: Int
  /// Where a redirect points.
  package let location: String?
  /// Whether the API says that trying again is of no use.
  package let forbidsRetry: Bool
  private let fields: HTTPFields

  package init(_ response: CallResponse) {
    let fields = response.head.headerFields
    self.fields = fields
    status = response.head.status.code
    location = fields[.location]
    forbidsRetry =
      HTTPField.Name("x-should-retry").flatMap { fields[$0] }?.lowercased() == "false"
  }

  /// The pause it asks for before the next try, in milliseconds; nil when it asks for none.
  ///
  /// - Parameter now: seconds since 1970, UTC.
  package func pause(now: Int) -> Int? { RetryAfter.milliseconds(fields, now: now) }

  /// The host of a URL, and no more of it, since the rest may hold a key; nil for a mere path.
  package static func host(of url: String) -> String? {
    guard let start = url.firstRange(of: "//")?.upperBound else { return nil }
    let authority = url[start...].prefix { !"/?#\\".contains($0) }
    let host = authority.split(separator: "@").last ?? ""
    return host.isEmpty ? nil : String(host.prefix(100))
  }
}
