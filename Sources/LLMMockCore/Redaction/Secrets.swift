package import HTTPTypes

/// The secrets of one call, and how what is written of it is kept free of them.
///
/// They are the values of credential headers and parameters, and those members of the body that
/// APIs take credentials for tools in. A value shorter than eight bytes is no secret: local servers
/// are given keys like `ollama`, which occur in texts.
package struct Secrets: Sendable {
  /// The longest first, so that none is found inside another.
  private let values: [[UInt8]]

  private static let shortest = 8
  private static let mark = Array(RequestComparison.redacted.utf8)

  /// - Parameters:
  ///   - head: what the client sent.
  ///   - request: the body, where it is JSON.
  package init(of head: HTTPRequest, request: JSONValue?) {
    var found: [[UInt8]] = []
    for field in head.headerFields where CredentialNames.contains(field.name.canonicalName) {
      Self.add(credential: Array(field.value.utf8), to: &found)
    }
    for (name, value) in QueryText.parameters(of: head.path ?? "") {
      guard CredentialNames.contains(name.lowercased()) else { continue }
      found.append(Array(value.utf8))
      found.append(QueryText.percentDecoded(value))
    }
    for member in request.map(Self.credentialMembers) ?? [] {
      for string in Self.strings(in: member) {
        found.append(Array(string.escaped))
        found.append(string.generalizedUTF8)
      }
    }
    // As it would stand in a JSON text.
    for value in found where value.contains(where: { $0 == 0x22 || $0 == 0x5C || $0 == 0x2F }) {
      found.append(
        value.flatMap { byte in
          byte == 0x22 || byte == 0x5C || byte == 0x2F ? [0x5C, byte] : [byte]
        }
      )
    }
    guard !found.isEmpty else {
      values = []
      return
    }
    values = Set(found).filter { $0.count >= Self.shortest }
      .sorted { $0.count > $1.count || $0.count == $1.count && $0.lexicographicallyPrecedes($1) }
  }

  private static func add(credential value: [UInt8], to found: inout [[UInt8]]) {
    found.append(value)
    // `Bearer KEY`, and each cookie of a list.
    for part in value.split(whereSeparator: { [0x20, 0x3B, 0x2C].contains($0) }) {
      found.append(Array(part))
      if let equals = part.firstIndex(of: UInt8(ascii: "=")) {
        found.append(Array(part[part.index(after: equals)...]))
      }
    }
  }

  // MARK: Members of the body

  private static func credentialMembers(of request: JSONValue) -> [JSONValue] {
    var members: [JSONValue?] = []
    for server in request["mcp_servers"]?.elements.map({ $0 }) ?? [] {
      members.append(server["authorization_token"])
    }
    for tool in request["tools"]?.elements.map({ $0 }) ?? [] {
      members.append(tool["authorization"])
      members.append(tool["headers"])
    }
    return members.compactMap { $0 }.filter { !$0.isNull }
  }

  private static func strings(in value: JSONValue) -> [JSONString] {
    if let string = value.jsonString { return [string] }
    // Headers of a tool: an object of strings.
    return value.members.compactMap(\.value.jsonString)
  }

  // MARK: Redacting

  /// The bytes without any secret.
  package func redacting(_ bytes: [UInt8]) -> [UInt8] {
    var result = bytes
    for value in values { result = Self.replacing(value, in: result) }
    return result
  }

  /// The text without any secret.
  package func redacting(_ text: String) -> String {
    guard !values.isEmpty else { return text }
    let bytes = Array(text.utf8)
    let redacted = redacting(bytes)
    return redacted == bytes ? text : String(decoding: redacted, as: UTF8.self)
  }

  /// A request body with `[redacted]` for every secret and for every credential of a tool.
  package func redacting(request: JSONValue) throws(JSONSyntaxError) -> JSONValue {
    let members = Self.credentialMembers(of: request)
    let quoted = JSONString.quote(RequestComparison.redacted, as: .ascii)
    var bytes = request.tree.bytes
    if !members.isEmpty {
      let edit = TextEdit(of: bytes, replacing: members.map { ($0.range, quoted) })
      bytes = edit.applied(to: bytes) ?? bytes
    }
    let redacted = redacting(bytes)
    return redacted == request.tree.bytes ? request : try JSONTree(redacted).root
  }

  /// An error's body also without the ids of organisation and project, which providers put there.
  package func redacting(error bytes: [UInt8]) -> [UInt8] {
    var result = redacting(bytes)
    for prefix in ["org-", "proj_"] { result = Self.replacingIdentifiers(prefix, in: result) }
    return result
  }

  private static func replacing(_ value: [UInt8], in text: [UInt8]) -> [UInt8] {
    guard let first = value.first, text.count >= value.count else { return text }
    var result: [UInt8] = []
    var copied = 0
    var index = 0
    while let start = text[index...].firstIndex(of: first), start + value.count <= text.count {
      guard text[start..<start + value.count].elementsEqual(value) else {
        index = start + 1
        continue
      }
      result += text[copied..<start]
      result += mark
      index = start + value.count
      copied = index
    }
    if copied == 0 { return text }
    return result + text[copied...]
  }

  private static func replacingIdentifiers(_ prefix: String, in text: [UInt8]) -> [UInt8] {
    let prefix = Array(prefix.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < text.count {
      let startsWord = index == 0 || !isWord(text[index - 1])
      guard startsWord, text[index...].starts(with: prefix) else {
        result.append(text[index])
        index += 1
        continue
      }
      let end = text[(index + prefix.count)...].firstIndex { !isWord($0) } ?? text.count
      // `org-wide` is a word, `org-Ab12…` an id.
      if end - index - prefix.count >= shortest {
        result += mark
      } else {
        result += text[index..<end]
      }
      index = end
    }
    return result
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
