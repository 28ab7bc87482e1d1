import Dispatch
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A client that sends whatever it is told to, byte for byte.
///
/// Its calls block, so they run on a queue of their own.
final class RawClient: Sendable {
  private let socket: Int32
  private let queue = DispatchQueue(label: "raw client")
  private let buffer = Mutex<[UInt8]>([])
  private let isOpen = Mutex(true)

  /// Connects to a port of the loopback.
  ///
  /// - Parameter receiveBuffer: how many bytes the system may keep for a client that does not read.
  init(port: Int, receiveBuffer: Int? = nil) throws {
    #if os(Linux)
    let kind = Int32(SOCK_STREAM.rawValue)
    #else
    let kind = SOCK_STREAM
    #endif
    socket = Self.socket(AF_INET, kind)
    guard socket >= 0 else { throw Failure("socket", errno) }
    // A server that does not answer must fail a test, not hang it.
    var timeout = timeval(tv_sec: 30, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    if var size = receiveBuffer.map(Int32.init) {
      setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else {
      let error = errno
      Self.closeSocket(socket)
      isOpen.withLock { $0 = false }
      throw Failure("connect", error)
    }
  }

  deinit { close() }

  struct Failure: Error, CustomStringConvertible {
    let description: String
    let code: Int32

    init(_ call: String, _ code: Int32) {
      description = "\(call): \(String(cString: strerror(code)))"
      self.code = code
    }
  }

  private static func socket(_ family: Int32, _ kind: Int32) -> Int32 {
    #if canImport(Darwin)
    Darwin.socket(family, kind, 0)
    #elseif canImport(Musl)
    Musl.socket(family, kind, 0)
    #else
    Glibc.socket(family, kind, 0)
    #endif
  }

  private static func closeSocket(_ socket: Int32) {
    #if canImport(Darwin)
    Darwin.close(socket)
    #elseif canImport(Musl)
    Musl.close(socket)
    #else
    Glibc.close(socket)
    #endif
  }

  // MARK: Sending

  func send(_ text: String) async throws {
    try await send(Array(text.utf8))
  }

  func send(_ bytes: [UInt8]) async throws {
    try await onQueue {
      var sent = 0
      while sent < bytes.count {
        let count = bytes[sent...].withUnsafeBytes {
          #if canImport(Darwin)
          Darwin.send(self.socket, $0.baseAddress, $0.count, 0)
          #elseif canImport(Musl)
          Musl.send(self.socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
          #else
          Glibc.send(self.socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
          #endif
        }
        guard count > 0 else { throw Failure("send", errno) }
        sent += count
      }
    }
  }

  /// Says that nothing more will be sent.
  func finishSending() {
    shutdown(socket, Int32(SHUT_WR))
  }

  /// Goes away; what was not read is lost.
  func close() {
    isOpen.withLock { isOpen in
      guard isOpen else { return }
      isOpen = false
      Self.closeSocket(socket)
    }
  }

  // MARK: Receiving

  /// Waits for the byte sequence and takes everything up to its end; nil when the server closes
  /// the connection before.
  func read(through end: String) async throws -> String? {
    let end = Array(end.utf8)
    while true {
      let found = buffer.withLock { buffer -> [UInt8]? in
        guard let range = buffer.firstRange(of: end) else { return nil }
        defer { buffer.removeSubrange(..<range.upperBound) }
        return Array(buffer[..<range.upperBound])
      }
      if let found { return String(decoding: found, as: UTF8.self) }
      guard try await receive() else { return nil }
    }
  }

  /// Waits for that many bytes; fewer when the server closes the connection before.
  func read(count: Int) async throws -> [UInt8] {
    while buffer.withLock(\.count) < count {
      guard try await receive() else { break }
    }
    return buffer.withLock { buffer in
      defer { buffer.removeFirst(min(count, buffer.count)) }
      return Array(buffer.prefix(count))
    }
  }

  /// Waits until the server closes the connection, and takes everything.
  func readToEnd() async throws -> String {
    while try await receive() {}
    return buffer.withLock { buffer in
      defer { buffer = [] }
      return String(decoding: buffer, as: UTF8.self)
    }
  }

  /// Receives more; false when the server has closed the connection or reset it.
  private func receive() async throws -> Bool {
    let bytes = try await onQueue {
      var block = [UInt8](repeating: 0, count: 1 << 16)
      let count = recv(self.socket, &block, block.count, 0)
      if count < 0 && errno == ECONNRESET { return [UInt8]() }
      guard count >= 0 else { throw Failure("recv", errno) }
      return Array(block.prefix(count))
    }
    buffer.withLock { $0 += bytes }
    return !bytes.isEmpty
  }

  private func onQueue<Result: Sendable>(
    _ work: @escaping @Sendable () throws -> Result
  ) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Swift.Result { try work() }) }
    }
  }
}
