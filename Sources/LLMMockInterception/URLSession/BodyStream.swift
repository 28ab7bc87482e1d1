import Foundation

/// A stream that is read once, on a thread of its own.
///
/// It is handed to that thread and touched by nobody else from then on.
struct BodyStream: @unchecked Sendable {
  private let stream: InputStream

  init(_ stream: InputStream) {
    self.stream = stream
  }

  /// Reads to the end.
  func drained() async throws -> [UInt8] {
    try await withCheckedThrowingContinuation { continuation in
      Thread { continuation.resume(with: Result { try read() }) }.start()
    }
  }

  private func read() throws -> [UInt8] {
    stream.open()
    defer { stream.close() }
    var result: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = stream.read(&buffer, maxLength: buffer.count)
      if count > 0 {
        result += buffer[..<count]
      } else if count == 0 {
        return result
      } else {
        throw stream.streamError ?? URLError(.cannotOpenFile)
      }
    }
  }
}
