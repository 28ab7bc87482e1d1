import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// An HTTP/1.1 server on a loopback port that sends exactly the bytes a test scripts.
///
/// It runs on threads of its own and knows nothing of HTTP but where a request ends.
package final class StandInServer: Sendable {
  /// A request as it arrived.
  package struct Request: Sendable {
    package let method: String
    /// The path with its query.
    package let target: String
    /// Name and value of every field, in order, as they were spelled.
    package let fields: [(name: String, value: String)]
    package let body: [UInt8]

    /// The values of a field, whatever case its name is in.
    package subscript(_ name: String) -> [String] {
      fields.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }
  }

  /// What to do next on a connection.
  package enum Step: Sendable {
    case send([UInt8])
    /// Waits until a test opens the gate.
    case wait(Gate)
    /// Waits until the client closes or resets the connection, then opens the gate.
    case awaitClose(Gate)
    /// Ends the connection with everything delivered.
    case close
    /// Ends the connection with a reset.
    case reset

    package static func send(_ text: String) -> Step { .send(Array(text.utf8)) }

    /// A whole answer with its length.
    package static func answer(
      _ status: Int = 200,
      fields: [(String, String)] = [],
      _ body: String = ""
    ) -> Step {
      let all = fields + [("Content-Length", "\(body.utf8.count)")]
      return .send(head(status, fields: all) + body)
    }

    /// The beginning of an answer whose body comes as `chunk(_:)` and ends with `lastChunk`.
    package static func chunkedHead(_ status: Int = 200, fields: [(String, String)] = []) -> Step {
      .send(head(status, fields: fields + [("Transfer-Encoding", "chunked")]))
    }

    package static func chunk(_ text: String) -> Step {
      .send("\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n")
    }

    package static let lastChunk = Step.send("0\r\n\r\n")

    private static func head(_ status: Int, fields: [(String, String)]) -> String {
      "HTTP/1.1 \(status) Status\r\n" + fields.map { "\($0): \($1)\r\n" }.joined() + "\r\n"
    }
  }

  private typealias Script = @Sendable (Request) -> [Step]

  /// The port it listens on.
  package let port: Int
  private let listener: Int32
  private let counts = Mutex((connections: 0, isClosed: false))

  /// Listens on a free port and serves every connection on a thread of its own.
  ///
  /// - Parameters:
  ///   - greeting: what is sent before a request is read.
  ///   - script: what to do for a request; the connection stays open after it, unless a step ends it.
  package init(
    greeting: [UInt8] = [],
    _ script: @escaping @Sendable (Request) -> [Step]
  ) throws {
    // A client that went away is no reason to end the process.
    signal(SIGPIPE, SIG_IGN)
    #if canImport(Glibc)
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
    listener = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    guard listener >= 0 else { throw SocketError(errno) }
    // A program that another test starts would keep it open.
    _ = fcntl(listener, F_SETFD, FD_CLOEXEC)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let failed = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(listener, pointer, length) != 0 || listen(listener, 128) != 0
          || getsockname(listener, pointer, &length) != 0
      }
    }
    guard !failed else { throw SocketError(errno) }
    port = Int(UInt16(bigEndian: address.sin_port))
    startThread { [weak self] in
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0, let server = self, server.accepted() else {
          if connection >= 0 { _ = shutdownAndClose(connection) }
          if connection < 0, errno == EINTR { continue }
          shutdownAndClose(listener)
          return
        }
        _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
        startThread {
          guard sendAll(greeting, to: connection) else { return }
          Self.serve(connection, script)
        }
      }
    }
  }

  deinit {
    close()
  }

  /// Its address, such as `http://127.0.0.1:4711`.
  package var url: String { "http://127.0.0.1:\(port)" }

  /// How many connections were opened to it.
  package var connections: Int { counts.withLock { $0.connections } }

  /// Takes no more connections; a client is then refused.
  package func close() {
    let wasClosed = counts.withLock { counts in
      defer { counts.isClosed = true }
      return counts.isClosed
    }
    // The accepting thread wakes up from this and closes the socket.
    if !wasClosed { shutdown(listener, Int32(SHUT_RDWR)) }
  }

  private func accepted() -> Bool {
    counts.withLock { counts in
      guard !counts.isClosed else { return false }
      counts.connections += 1
      return true
    }
  }

  private static func serve(_ connection: Int32, _ script: Script) {
    var buffer: [UInt8] = []
    while let request = readRequest(connection, &buffer) {
      for step in script(request) {
        switch step {
        case .send(let bytes):
          guard sendAll(bytes, to: connection) else {
            shutdownAndClose(connection)
            return
          }
        case .wait(let gate):
          gate.wait()
        case .awaitClose(let gate):
          while receive(connection, &buffer) {}
          gate.open()
        case .close:
          shutdownAndClose(connection)
          return
        case .reset:
          var option = linger(l_onoff: 1, l_linger: 0)
          setsockopt(
            connection,
            SOL_SOCKET,
            SO_LINGER,
            &option,
            socklen_t(MemoryLayout<linger>.size)
          )
          _ = closeDescriptor(connection)
          return
        }
      }
    }
    shutdownAndClose(connection)
  }

  private static func readRequest(_ connection: Int32, _ buffer: inout [UInt8]) -> Request? {
    let blank = Array("\r\n\r\n".utf8)
    var end = buffer.firstRange(of: blank)
    while end == nil {
      guard receive(connection, &buffer) else { return nil }
      end = buffer.firstRange(of: blank)
    }
    guard let end else { return nil }
    let lines = String(decoding: buffer[..<end.lowerBound], as: UTF8.self)
      .split(separator: "\r\n", omittingEmptySubsequences: false)
    buffer.removeSubrange(..<end.upperBound)
    let words = lines[0].split(separator: " ")
    let fields = lines.dropFirst().map { line in
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let value = (parts.count > 1 ? parts[1] : "").drop { $0 == " " }
      return (name: String(parts[0]), value: String(value))
    }
    let length = fields.first { $0.name.lowercased() == "content-length" }.flatMap { Int($0.value) }
    while buffer.count < length ?? 0 {
      guard receive(connection, &buffer) else { return nil }
    }
    let body = Array(buffer.prefix(length ?? 0))
    buffer.removeFirst(body.count)
    return Request(
      method: words.first.map(String.init) ?? "",
      target: words.count > 1 ? String(words[1]) : "",
      fields: fields,
      body: body
    )
  }
}

/// Something one side waits for until the other lets it go on; it stays open.
package final class Gate: Sendable {
  private struct State {
    var isOpen = false
    var tasks: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())
  private let signal = ThreadSignal()

  package init() {}

  package func open() {
    let tasks = state.withLock { state in
      state.isOpen = true
      defer { state.tasks = [] }
      return state.tasks
    }
    signal.raise()
    for task in tasks { task.resume() }
  }

  /// Waits in a task.
  package func opened() async {
    await withCheckedContinuation { continuation in
      let isOpen = state.withLock { state in
        if !state.isOpen { state.tasks.append(continuation) }
        return state.isOpen
      }
      if isOpen { continuation.resume() }
    }
  }

  /// Blocks a thread that is not of the concurrency pool.
  package func wait() {
    signal.wait()
  }
}

/// Wakes threads; once raised it stays so.
private final class ThreadSignal: @unchecked Sendable {
  // `isRaised` is read and written under `mutex` alone.
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var isRaised = false

  init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  func raise() {
    pthread_mutex_lock(mutex)
    isRaised = true
    pthread_cond_broadcast(condition)
    pthread_mutex_unlock(mutex)
  }

  func wait() {
    pthread_mutex_lock(mutex)
    while !isRaised { pthread_cond_wait(condition, mutex) }
    pthread_mutex_unlock(mutex)
  }
}

/// A socket call failed.
package struct SocketError: Error, CustomStringConvertible {
  package let description: String

  init(_ code: Int32) {
    description = String(cString: strerror(code))
  }
}

private func startThread(_ body: @escaping @Sendable () -> Void) {
  let context = Unmanaged.passRetained(ThreadBody(body)).toOpaque()
  #if canImport(Glibc)
  var thread = pthread_t()
  #else
  var thread: pthread_t?
  #endif
  let code = pthread_create(&thread, nil, runThread, context)
  precondition(code == 0, "no thread for the stand-in server: \(code)")
  #if canImport(Glibc)
  pthread_detach(thread)
  #else
  if let thread { pthread_detach(thread) }
  #endif
}

private final class ThreadBody: Sendable {
  let run: @Sendable () -> Void

  init(_ run: @escaping @Sendable () -> Void) {
    self.run = run
  }
}

#if canImport(Glibc)
private func runThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  if let context { Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().run() }
  return nil
}
#else
private func runThread(_ context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
  Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().run()
  return nil
}
#endif

private func receive(_ connection: Int32, _ buffer: inout [UInt8]) -> Bool {
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = recv(connection, &chunk, chunk.count, 0)
    if count < 0, errno == EINTR { continue }
    guard count > 0 else { return false }
    buffer += chunk[..<count]
    return true
  }
}

private func sendAll(_ bytes: [UInt8], to connection: Int32) -> Bool {
  var sent = 0
  while sent < bytes.count {
    let count = bytes[sent...].withUnsafeBytes { send(connection, $0.baseAddress, $0.count, 0) }
    if count < 0, errno == EINTR { continue }
    guard count > 0 else { return false }
    sent += count
  }
  return true
}

private func closeDescriptor(_ descriptor: Int32) -> Int32 {
  #if canImport(Glibc)
  Glibc.close(descriptor)
  #else
  Darwin.close(descriptor)
  #endif
}

@discardableResult
private func shutdownAndClose(_ descriptor: Int32) -> Int32 {
  shutdown(descriptor, Int32(SHUT_RDWR))
  return closeDescriptor(descriptor)
}
