import HTTPTypes
package import LLMMockExchange

extension CallRequest {
  /// A call as a fixture has it: to no host, and with the headers that stand there.
  package init(
    storedPath path: String,
    headers: [(name: String, value: String)],
    body: [UInt8]
  ) {
    var head = HTTPRequest(method: .post, scheme: "https", authority: nil, path: path)
    for header in headers {
      guard let name = HTTPField.Name(header.name) else { continue }
      head.headerFields.append(HTTPField(name: name, value: header.value))
    }
    self.init(head, body: body)
  }
}
