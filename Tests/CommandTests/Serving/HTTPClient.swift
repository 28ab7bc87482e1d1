import LLMMockCore
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// An answer as a client got it.
struct HTTPAnswer: Hashable, CustomStringConvertible {
  var status = 0
  /// Names in lower case.
  var fields: [String: String] = [:]
  var body = ""
  /// Whether it ended the way its head said.
  var isWhole = false

  /// What an error says, in the envelope of any provider.
  var message: String {
    get throws {
      let error = try JSONTree(Array(body.utf8)).root["error"]
      return try #require(error?["message"]?.string)
    }
  }

  var description: String { "\(status) \(fields)\(isWhole ? "" : " cut")\n\(body)" }
}

/// One request over a connection of its own, whose answer can be read bit by bit.
final class HTTPClient {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private let connection: Int32
  private var buffer: [UInt8] = []

  /// Connects to a port of loopback.
  init(port: Int) throws {
    #if canImport(Glibc)
    connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
    connection = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    // A program started meanwhile would keep the connection open.
    _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
    var limit = timeval(tv_sec: 60, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let socket = connection
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw Failure(description: "no connection: \(errno)") }
  }

  deinit {
    close(connection)
  }

  /// Sends a request and reads the answer.
  static func call(
    _ port: Int,
    _ method: String = "POST",
    _ path: String = "/v1/messages",
    fields: [String] = [],
    _ body: String? = nil
  ) throws -> HTTPAnswer {
    let client = try HTTPClient(port: port)
    try client.send(method, path, fields: fields, body)
    return try client.answer()
  }

  func send(
    _ method: String = "POST",
    _ path: String = "/v1/messages",
    fields: [String] = [],
    _ body: String? = nil
  ) throws {
    var lines = ["\(method) \(path) HTTP/1.1", "Connection: close"]
    if !fields.contains(where: { $0.hasPrefix("Host:") }) { lines.append("Host: 127.0.0.1") }
    if let body { lines.append("Content-Length: \(body.utf8.count)") }
    try send((lines + fields).joined(separator: "\r\n") + "\r\n\r\n" + (body ?? ""))
  }

  private func send(_ text: String) throws {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let sent = bytes.withUnsafeBytes {
        #if canImport(Glibc)
        Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        #else
        Darwin.send(connection, $0.baseAddress, $0.count, 0)
        #endif
      }
      guard sent > 0 else { throw Failure(description: "the request could not be sent: \(errno)") }
      bytes = bytes.dropFirst(sent)
    }
  }

  // MARK: Reading

  func answer() throws -> HTTPAnswer {
    var answer = try head()
    if answer.fields["transfer-encoding"] == "chunked" {
      while let chunk = try chunk() {
        answer.body += chunk
        answer.isWhole = chunk.isEmpty
        if chunk.isEmpty { break }
      }
    } else {
      let length = answer.fields["content-length"].flatMap { Int($0) }
      while buffer.count < length ?? .max, try receive() {}
      answer.body = String(decoding: buffer, as: UTF8.self)
      answer.isWhole = length == nil || buffer.count == length
    }
    return answer
  }

  /// The status and the fields, with no body yet.
  func head() throws -> HTTPAnswer {
    let lines = try take(through: "\r\n\r\n").split(separator: "\r\n")
    let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    let fields = lines.dropFirst().map { line in
      let parts = line.split(separator: ":", maxSplits: 1)
      return (parts[0].lowercased(), String(parts[1].drop { $0 == " " }))
    }
    return HTTPAnswer(
      status: try #require(status),
      fields: Dictionary(fields) { first, _ in first }
    )
  }

  /// The next chunk of a body; empty at the end, nil when the connection is cut before.
  func chunk() throws -> String? {
    do {
      // Swift takes both for one character.
      let line = try take(through: "\r\n").dropLast()
      let length = try #require(Int(line, radix: 16))
      while buffer.count < length + 2 { guard try receive() else { return nil } }
      defer { buffer.removeFirst(length + 2) }
      return String(decoding: buffer[..<length], as: UTF8.self)
    } catch is Failure {
      return nil
    }
  }

  private func take(through end: String) throws -> String {
    while true {
      if let range = buffer.firstRange(of: Array(end.utf8)) {
        defer { buffer.removeSubrange(..<range.upperBound) }
        return String(decoding: buffer[..<range.upperBound], as: UTF8.self)
      }
      guard try receive() else { throw Failure(description: "the connection was closed") }
    }
  }

  /// - Returns: false at the end.
  private func receive() throws -> Bool {
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    let count = recv(connection, &chunk, chunk.count, 0)
    if count < 0, errno == EINTR { return true }
    if count < 0, errno == EAGAIN { throw Stuck() }
    guard count > 0 else { return false }
    buffer += chunk[..<count]
    return true
  }

  struct Stuck: Error, CustomStringConvertible {
    let description = "nothing came for a minute"
  }
}
