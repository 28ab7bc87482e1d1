/// How an API wraps the message of an error, so that its SDK shows it.
package enum ErrorEnvelope: Hashable, Sendable {
  /// https://docs.anthropic.com/en/api/errors
  case anthropic
  /// https://platform.openai.com/docs/guides/error-codes
  case openAI
  /// https://cloud.google.com/apis/design/errors
  case google

  /// A body that carries the message, for a status of 400 or above.
  package func body(status: Int, message: String) -> [UInt8] {
    let message = String(decoding: JSONString.quote(message, as: .ascii), as: UTF8.self)
    let text =
      switch self {
      case .anthropic:
        #"{"type": "error", "error": {"type": "\#(Self.anthropicType(status))", "message": \#(message)}}"#
      case .openAI:
        #"{"error": {"message": \#(message), "type": "invalid_request_error", "param": null, "code": "llm_mock"}}"#
      case .google:
        #"{"error": {"code": \#(status), "message": \#(message), "status": "\#(Self.googleStatus(status))"}}"#
      }
    return Array(text.utf8)
  }

  private static func anthropicType(_ status: Int) -> String {
    switch status {
    case 400: "invalid_request_error"
    case 403: "permission_error"
    case 404: "not_found_error"
    case 413: "request_too_large"
    default: status >= 500 ? "api_error" : "invalid_request_error"
    }
  }

  private static func googleStatus(_ status: Int) -> String {
    switch status {
    case 403: "PERMISSION_DENIED"
    case 404: "NOT_FOUND"
    default: status >= 500 ? "INTERNAL" : "INVALID_ARGUMENT"
    }
  }
}
