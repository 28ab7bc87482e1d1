package import HTTPTypes

extension HTTPFields {
  /// The fields that belong to the message and not to one connection, host or encoding of it.
  ///
  /// Left out are hop-by-hop fields, those `connection` names, and whatever says how the body is
  /// encoded or framed, since a body in an exchange is neither.
  package var forwarded: HTTPFields {
    var dropped = Self.connectionFields
    for value in self[values: .connection] {
      for name in value.split(separator: ",") {
        let trimmed = name.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }
        if let name = HTTPField.Name(String(trimmed)) { dropped.insert(name) }
      }
    }
    return HTTPFields(filter { !dropped.contains($0.name) })
  }

  private static let connectionFields = Set(
    [
      "accept-encoding", "connection", "content-encoding", "content-length", "expect", "host",
      "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te",
      "trailer", "transfer-encoding", "upgrade",
    ].compactMap { HTTPField.Name($0) }
  )

  /// One value for every name, in the order of first appearance.
  var joined: [(name: String, value: String)] {
    var order: [HTTPField.Name] = []
    var values: [HTTPField.Name: String] = [:]
    for field in self {
      if let earlier = values[field.name] {
        values[field.name] = earlier + (field.name == .cookie ? "; " : ", ") + field.value
      } else {
        order.append(field.name)
        values[field.name] = field.value
      }
    }
    return order.map { ($0.rawName, values[$0] ?? "") }
  }
}
