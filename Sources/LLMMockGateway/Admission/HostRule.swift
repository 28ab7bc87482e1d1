#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Which values of `Host` are answered.
///
/// A web page can make a browser send requests here under a name of its own that it lets point to
/// this machine. The browser then names that host, which is how such a request is known.
struct HostRule: Sendable {
  private let allowed: Set<String>

  init(allowed: [String]) {
    self.allowed = Set(allowed.map { $0.lowercased() })
  }

  /// Whether the value names this machine's loopback or is allowed.
  func allows(_ value: String) -> Bool {
    guard let host = Self.host(of: value) else { return false }
    if Self.isLoopback(host) { return true }
    return !allowed.isEmpty
      && (allowed.contains(value.lowercased()) || allowed.contains(host.lowercased()))
  }

  /// The host in `HOST` or `HOST:PORT`, with an IPv6 address in its brackets; nil when the value is
  /// neither.
  static func host(of value: String) -> String? {
    let bytes = Array(value.utf8)
    let end: Int
    if bytes.first == UInt8(ascii: "[") {
      guard let close = bytes.firstIndex(of: UInt8(ascii: "]")) else { return nil }
      end = close + 1
    } else {
      end = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.count
    }
    guard end > 0 else { return nil }
    if end < bytes.count {
      let port = bytes[(end + 1)...]
      let isNumber = port.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
      guard bytes[end] == UInt8(ascii: ":"), isNumber, port.count <= 5 else { return nil }
    }
    return String(value.utf8.prefix(end))
  }

  private static func isLoopback(_ host: String) -> Bool {
    if host.lowercased() == "localhost" { return true }
    if host.hasPrefix("[") {
      var address = in6_addr()
      guard inet_pton(AF_INET6, String(host.dropFirst().dropLast()), &address) == 1 else {
        return false
      }
      let bytes = withUnsafeBytes(of: address) { Array($0) }
      let isLast = bytes.dropLast().allSatisfy { $0 == 0 } && bytes[15] == 1
      let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10...12] == [0xFF, 0xFF, 127]
      return isLast || isMapped
    }
    var address = in_addr()
    guard inet_pton(AF_INET, host, &address) == 1 else { return false }
    return UInt32(bigEndian: address.s_addr) >> 24 == 127
  }
}
