internal import HTTPTypes
internal import LLMMockExchange
internal import NIOHTTP1

/// What the head of a request says about what to do with it, before anything of its body is read.
struct Admission: Sendable {
  var purpose: Purpose
  /// The allowed origin that the request comes from; its page may read the answer.
  var origin: String?
  /// Whether the client waits to be told to send the body.
  var expectsContinue = false
  /// How long the body is, where that is known.
  var expectedLength: Int?
  /// Whether the client wants another answer on this connection.
  var keepsAlive: Bool
  /// Whether the answer has no body because of the request's method.
  var wantsHeadOnly: Bool
  /// Whether the client knows HTTP/1.1.
  var isModern: Bool

  enum Purpose: Sendable {
    case refusal(GatewayRefusal)
    case preflight(Preflight)
    case control(ControlRequest)
    case call(GatewayCall, [ContentCoding])
  }

  init(purpose: Purpose, head: HTTPRequestHead) {
    self.purpose = purpose
    keepsAlive = head.isKeepAlive
    wantsHeadOnly = head.method == .HEAD
    isModern = head.version.major > 1 || head.version.minor >= 1
  }

  /// What to answer when the request itself can't be read.
  init(refusal: GatewayRefusal) {
    purpose = .refusal(refusal)
    keepsAlive = false
    wantsHeadOnly = false
    isModern = true
  }

  var isRefused: Bool {
    if case .refusal = purpose { true } else { false }
  }

  /// Turns the request down.
  mutating func refuse(_ status: HTTPResponse.Status, _ message: String) {
    var path: String?
    if case .call(let call, _) = purpose { path = call.request.path }
    purpose = .refusal(GatewayRefusal(status, message, path: path))
  }
}
