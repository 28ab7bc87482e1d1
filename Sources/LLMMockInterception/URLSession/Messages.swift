import Foundation
import HTTPTypes

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

extension HTTPRequest {
  /// The head of a request for a web address, without fields; nil for any other.
  init?(_ request: URLRequest) {
    guard let url = request.url, let scheme = url.scheme?.lowercased(),
      ["http", "https", "ws", "wss"].contains(scheme),
      var authority = url.host(percentEncoded: true)
    else { return nil }
    if authority.contains(":"), !authority.hasPrefix("[") { authority = "[\(authority)]" }
    if let port = url.port { authority += ":\(port)" }
    var path = url.path(percentEncoded: true)
    if path.isEmpty { path = "/" }
    if let query = url.query(percentEncoded: true) { path += "?" + query }
    self.init(
      method: request.httpMethod.flatMap { Method($0) } ?? .get,
      scheme: scheme,
      authority: authority,
      path: path
    )
  }

  /// The head of a request with its fields.
  ///
  /// - Parameter additional: what a session adds to every request that does not have it.
  init?(_ request: URLRequest, adding additional: [AnyHashable: Any]?) {
    self.init(request)
    for (name, value) in request.allHTTPHeaderFields ?? [:] {
      guard let name = HTTPField.Name(name) else { continue }
      headerFields.append(HTTPField(name: name, value: value))
    }
    for (name, value) in additional ?? [:] {
      guard let name = (name as? String).flatMap({ HTTPField.Name($0) }),
        headerFields[name] == nil
      else { continue }
      headerFields.append(HTTPField(name: name, value: "\(value)"))
    }
  }
}

extension HTTPURLResponse {
  /// A head as URLSession gives it out, several values of one field joined.
  static func of(_ head: HTTPResponse, to url: URL) -> HTTPURLResponse? {
    var fields = head.headerFields
    #if canImport(FoundationNetworking)
    // Here this field makes URLSession ask for credentials, and with a completion handler hang.
    if head.status == .unauthorized { fields[.wwwAuthenticate] = nil }
    #endif
    return HTTPURLResponse(
      url: url,
      statusCode: head.status.code,
      httpVersion: "HTTP/1.1",
      headerFields: Dictionary(fields.joined.map { ($0.name, $0.value) }) { first, _ in first }
    )
  }
}

extension URLError {
  /// An error as URLSession throws it, with the sentence as description and the original under
  /// `NSUnderlyingErrorKey`.
  init(carrying error: any Error, for url: URL?) {
    if let error = error as? URLError {
      self = error
      return
    }
    let code: URLError.Code =
      switch error {
      case let error as UpstreamError: error.urlCode
      case is CancellationError: .cancelled
      // The code for what may only come from a store and is not in it; nothing retries it.
      default: .cannotLoadFromNetwork
      }
    var info: [String: Any] = [
      NSLocalizedDescriptionKey: (error as? any LocalizedError)?.errorDescription ?? "\(error)",
      NSUnderlyingErrorKey: error,
    ]
    info[NSURLErrorFailingURLErrorKey] = url
    self.init(code, userInfo: info)
  }
}
