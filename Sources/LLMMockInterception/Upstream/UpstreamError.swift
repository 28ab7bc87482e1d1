import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// An upstream gave no answer, or broke one off.
///
/// Its text is one sentence and holds no path, query or header.
package struct UpstreamError: Error, Hashable, LocalizedError, CustomStringConvertible {
  /// What happened.
  package enum Code: String, Sendable, Hashable {
    case unresolved, refused, reset, unreachable, timedOut, tls, cut, tooLong, encoding, malformed
    case invalidRequest, other
  }

  package let code: Code
  /// Where the call was going, with the port when there is one.
  package let host: String
  /// What the host did or could not do, to be read after its name.
  package let detail: String

  package init(_ code: Code, host: String, detail: String) {
    self.code = code
    self.host = host
    self.detail = detail
  }

  package var description: String { "\(host) \(detail)" }
  package var errorDescription: String? { description }

  /// How URLSession calls it.
  var urlCode: URLError.Code {
    switch code {
    case .unresolved: .cannotFindHost
    case .refused, .unreachable: .cannotConnectToHost
    case .reset, .cut: .networkConnectionLost
    case .timedOut: .timedOut
    case .tls: .secureConnectionFailed
    case .tooLong: .dataLengthExceedsMaximum
    case .encoding: .cannotDecodeContentData
    case .malformed: .badServerResponse
    case .invalidRequest: .badURL
    case .other: .unknown
    }
  }
}

extension UpstreamError {
  /// What a failed transfer was.
  ///
  /// - Parameters:
  ///   - encoding: the content encoding of the answer, if it had begun.
  ///   - idle: how long the connection may say nothing.
  init(_ error: any Error, host: String, encoding: String?, idle: Duration, hasBegun: Bool) {
    let error = error as NSError
    let text = error.localizedDescription
    let code: Code
    let detail: String
    switch error.code {
    case NSURLErrorCannotFindHost, NSURLErrorDNSLookupFailed:
      (code, detail) = (.unresolved, "cannot be resolved")
    case NSURLErrorTimedOut:
      (code, detail) = (.timedOut, "sent nothing for \(idle.components.seconds) seconds")
    case NSURLErrorSecureConnectionFailed, NSURLErrorServerCertificateUntrusted,
      NSURLErrorServerCertificateHasBadDate, NSURLErrorServerCertificateNotYetValid,
      NSURLErrorServerCertificateHasUnknownRoot, NSURLErrorClientCertificateRejected:
      (code, detail) = (.tls, "could not be reached over TLS: \(text)")
    case NSURLErrorCannotConnectToHost where text.contains("efused") || text.contains("ouldn't"):
      (code, detail) = (.refused, "refused the connection")
    default:
      (code, detail) = Self.unnamed(text, encoding: encoding, hasBegun: hasBegun)
    }
    self.init(code, host: host, detail: detail)
  }

  /// Foundation on Linux has one code for most failures; only curl's text tells them apart.
  private static func unnamed(
    _ text: String,
    encoding: String?,
    hasBegun: Bool
  ) -> (Code, String) {
    if let encoding, text.contains("encoding") || text.contains("decod") {
      return (.encoding, "sent a body encoded as \(encoding), which cannot be decoded")
    }
    if text.contains("reset by peer") { return (.reset, "reset the connection") }
    if text.contains("SSL") || text.contains("TLS") || text.contains("certificate") {
      return (.tls, "could not be reached over TLS: \(text)")
    }
    if text.contains("HTTP/0.9") { return (.malformed, "did not answer in HTTP") }
    if hasBegun { return (.cut, "broke off its answer") }
    if text.contains("Empty reply") { return (.cut, "closed the connection without an answer") }
    if text.lowercased().contains("header") {
      return (.malformed, "sent a header that cannot be read")
    }
    // Text we do not know might repeat the URL, and so a key.
    let isSafe = !text.contains("/") && !text.contains("?")
    return (.other, isSafe && !text.isEmpty ? "gave no answer: \(text)" : "gave no answer")
  }
}
