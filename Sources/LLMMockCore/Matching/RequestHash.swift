import Crypto

/// The key a request is looked up by: the SHA-256 of a canonical text of some of its members.
///
/// For endpoints with messages it equals the Python package's, so that fixtures are shared.
package struct RequestHash: Sendable {
  /// Which members make the key.
  package enum Rule: Hashable, Sendable {
    /// `model`, `messages` and `temperature`, an absent temperature being `1.0`: what the Python
    /// package does.
    case messages
    /// The members a user chose (`match_on`), in place of any other rule.
    case members([String])
    /// The whole body less what only says how to deliver the answer. `model` is the model from
    /// the URL, where the body names none (Gemini).
    case body(model: String?)
  }

  package var rule: Rule

  package init(_ rule: Rule) {
    self.rule = rule
  }

  /// 64 lower-case hexadecimal digits.
  package func hash(of request: JSONValue) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in SHA256.hash(data: canonicalText(of: request)) {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The text that is hashed.
  package func canonicalText(of request: JSONValue) -> [UInt8] {
    switch rule {
    case .messages: text(of: ["model", "messages", "temperature"], in: request)
    case .members(let names): text(of: names, in: request)
    case .body(let model): bodyText(of: request, model: model)
    }
  }

  private static let delivery = [
    "stream", "stream_options", "metadata", "user", "store", "service_tier",
  ]

  private func text(of names: [String], in request: JSONValue) -> [UInt8] {
    var members: [(key: [UInt8], value: [UInt8])] = []
    for name in Set(names) {
      let value =
        request[name].map(CanonicalJSON.text(of:))
        ?? Array((name == "temperature" ? "1.0" : "null").utf8)
      members.append((Array(name.utf8), value))
    }
    return object(members)
  }

  private func bodyText(of request: JSONValue, model: String?) -> [UInt8] {
    var last: [[UInt8]: [UInt8]] = [:]
    for member in request.members {
      let key = member.key.generalizedUTF8
      if Self.delivery.contains(where: { $0.utf8.elementsEqual(key) }) { continue }
      last[key] = CanonicalJSON.text(of: member.value)
    }
    if let model {
      last[Array("model".utf8)] = JSONString.quote(model, as: .ascii)
    }
    return object(last.map { ($0.key, $0.value) })
  }

  private func object(_ members: [(key: [UInt8], value: [UInt8])]) -> [UInt8] {
    var result = [UInt8(ascii: "{")]
    for (index, member) in members.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) })
      .enumerated()
    {
      if index > 0 { result += Array(", ".utf8) }
      result += CanonicalJSON.quote(member.key)
      result += Array(": ".utf8)
      result += member.value
    }
    result.append(UInt8(ascii: "}"))
    return result
  }
}
