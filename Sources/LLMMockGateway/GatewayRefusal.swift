package import HTTPTypes
import LLMMockCore
package import LLMMockExchange

/// Why a request gets no answer of an API.
package struct GatewayRefusal: Error, Hashable, CustomStringConvertible {
  package var status: HTTPResponse.Status
  /// One sentence, lower case, without a full stop.
  package var message: String
  /// The API's path with its query, where the request got far enough to have one.
  package var path: String?
  /// Fields that belong to the status, like `allow`.
  package var fields: HTTPFields

  package init(
    _ status: HTTPResponse.Status,
    _ message: String,
    path: String? = nil,
    fields: HTTPFields = [:]
  ) {
    self.status = status
    self.message = message
    self.path = path
    self.fields = fields
  }

  package var description: String { message }

  /// The answer in the form that no provider in particular has.
  package var response: CallResponse {
    var head = HTTPResponse(status: status, headerFields: fields)
    head.headerFields[.contentType] = "application/json"
    // The official clients try again otherwise, and get the same.
    head.headerFields.append("x-should-retry", "false")
    let quoted = String(decoding: JSONString.quote(message, as: .unicode), as: UTF8.self)
    let text = #"{"error": {"message": \#(quoted), "type": "llm_mock_error"}}"#
    return CallResponse(head, body: CallBody(Array(text.utf8)))
  }
}

extension HTTPFields {
  /// Adds a field whose name is known to be one.
  mutating func append(_ name: StaticString, _ value: String) {
    guard let name = HTTPField.Name("\(name)") else {
      preconditionFailure("\(name) is not a field name")
    }
    append(HTTPField(name: name, value: value))
  }
}
