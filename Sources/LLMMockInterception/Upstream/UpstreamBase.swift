import Foundation

/// Where calls are forwarded to: scheme, host, and what stands before an endpoint's path.
package struct UpstreamBase: Sendable, Hashable, CustomStringConvertible {
  /// `http` or `https`.
  package let scheme: String
  /// The host, with the port when one was given.
  package let authority: String
  /// Empty, or what begins with a slash and does not end in one.
  package let path: String

  /// Reads a URL such as `https://openrouter.ai/api/v1`.
  ///
  /// - Throws: ``Invalid`` for anything but `http` or `https` with a host and at most a path.
  package init(_ text: String) throws(Invalid) {
    guard let parts = URLComponents(string: text, encodingInvalidCharacters: false) else {
      throw Invalid("it is not a URL")
    }
    guard let scheme = parts.scheme?.lowercased(), scheme == "http" || scheme == "https" else {
      throw Invalid("it must begin with http:// or https://")
    }
    guard parts.user == nil, parts.password == nil else {
      throw Invalid("it must not hold a user name or password")
    }
    guard let host = parts.encodedHost, !host.isEmpty else { throw Invalid("it names no host") }
    guard parts.query == nil else { throw Invalid("it must not hold a query") }
    guard parts.fragment == nil else { throw Invalid("it must not hold a fragment") }
    guard parts.port.map({ (1...65535).contains($0) }) ?? true else {
      throw Invalid("its port is not a number from 1 to 65535")
    }
    self.scheme = scheme
    authority = parts.port.map { "\(host):\($0)" } ?? host
    var path = Substring(parts.percentEncodedPath)
    while path.last == "/" { path.removeLast() }
    self.path = String(path)
  }

  package var description: String { "\(scheme)://\(authority)\(path)" }

  /// The host without its port.
  package var host: String {
    authority.hasSuffix("]")
      ? authority
      : authority.lastIndex(of: ":").map { String(authority[..<$0]) } ?? authority
  }

  /// The URL of an endpoint below this base.
  ///
  /// Segments up to a version that end the base and begin the path are written once: `/api/v1` and
  /// `/v1/models` make `/api/v1/models`.
  ///
  /// - Parameter path: an endpoint's path with its query.
  package func url(ofPath path: String) -> String {
    let end = path.firstIndex(of: "?") ?? path.endIndex
    let segments = path[..<end].drop { $0 == "/" }
      .split(separator: "/", omittingEmptySubsequences: false)
    let shared = sharedSegments(with: segments)
    // The slash keeps a path like "@host/" from becoming part of the authority.
    let rest = segments.dropFirst(shared).map { "/" + $0 }.joined()
    let joined = self.path + rest
    let query = path[end...]
    return "\(scheme)://\(authority)\(joined.isEmpty ? "/" : joined)\(query)"
      .replacing("#", with: "%23")
  }

  /// How many of the segments repeat the end of the base, the last of them being a version.
  private func sharedSegments(with segments: [Substring]) -> Int {
    let own = self.path.split(separator: "/")
    return (1...max(1, min(own.count, segments.count))).last {
      own.suffix($0).elementsEqual(segments.prefix($0))
        && segments.prefix($0).last.map(Self.isVersion) == true
    } ?? 0
  }

  /// Whether a segment reads like `v1` or `v1beta`.
  private static func isVersion(_ segment: Substring) -> Bool {
    segment.first == "v" && segment.dropFirst().first?.isNumber == true
  }

  /// A URL cannot be used as a base.
  package struct Invalid: Error, Hashable, CustomStringConvertible {
    /// What is wrong, without the URL, which may hold a secret.
    package let reason: String

    init(_ reason: String) {
      self.reason = reason
    }

    package var description: String { "this URL cannot be an upstream: \(reason)" }
  }
}

extension URLComponents {
  /// The host as it stands in a URL, an IPv6 address in brackets.
  fileprivate var encodedHost: String? {
    guard let host = percentEncodedHost else { return nil }
    return host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
  }
}
