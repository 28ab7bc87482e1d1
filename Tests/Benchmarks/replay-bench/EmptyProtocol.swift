import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// The least that can answer a request of a URLSession.
final class EmptyProtocol: URLProtocol {
  /// As long as a recorded answer, so that only the work differs.
  private static let answer = Data(repeating: UInt8(ascii: "x"), count: 800)

  /// A session in which this answers everything.
  static func session() -> URLSession {
    let configuration = URLSessionConfiguration.default
    configuration.protocolClasses = [EmptyProtocol.self]
    return URLSession(configuration: configuration)
  }

  override class func canInit(with request: URLRequest) -> Bool { true }

  override class func canonicalRequest(for request: URLRequest) -> URLRequest { request }

  override func startLoading() {
    guard let client, let url = request.url,
      let response = HTTPURLResponse(
        url: url,
        statusCode: 200,
        httpVersion: "HTTP/1.1",
        headerFields: ["Content-Type": "application/json"]
      )
    else { return }
    client.urlProtocol(self, didReceive: response, cacheStoragePolicy: .notAllowed)
    client.urlProtocol(self, didLoad: Self.answer)
    client.urlProtocolDidFinishLoading(self)
  }

  override func stopLoading() {}
}
