import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Why there is no summary.
public enum SummarizerError: Error, Equatable {
  /// The API refused, in its own words.
  case refused(status: Int, message: String)
  /// The summary grew longer than the request allowed.
  case cutShort

  init(_ response: URLResponse?, body: Data) {
    let status = (response as? HTTPURLResponse)?.statusCode ?? 0
    do {
      let failure = try JSONDecoder().decode(Failure.self, from: body)
      self = .refused(status: status, message: failure.error.message)
    } catch {
      // A proxy's page, for example.
      self = .refused(status: status, message: String(decoding: body.prefix(200), as: UTF8.self))
    }
  }
}
