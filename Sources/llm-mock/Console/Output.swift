#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
import LLMMockCore
import LLMMockWorkspace

/// Standard output was closed by its reader, who has seen enough.
struct ClosedPipe: Error {}

/// Standard output, written in few large pieces, and standard error.
final class Output {
  private static let pieceSize = 1 << 18

  /// nil when standard output is no terminal.
  let terminal: Terminal?
  private var waiting: [UInt8] = []

  init(_ terminal: Terminal?) {
    self.terminal = terminal
  }

  /// Writes a line that is made of visible text.
  func line(_ text: String) throws {
    let text = terminal == nil ? LogText.withoutCommands(text) : text
    waiting.append(contentsOf: text.utf8)
    waiting.append(UInt8(ascii: "\n"))
    if waiting.count >= Self.pieceSize { try flush() }
  }

  func lines(_ lines: some Sequence<String>) throws {
    for text in lines { try line(text) }
  }

  /// Writes text that is the program's own.
  func text(_ text: String) throws {
    try bytes(Array(text.utf8))
    if !text.hasSuffix("\n") { try bytes([UInt8(ascii: "\n")]) }
  }

  /// Writes bytes as they are.
  func bytes(_ bytes: some Collection<UInt8>) throws {
    waiting.append(contentsOf: bytes)
    if waiting.count >= Self.pieceSize { try flush() }
  }

  func flush() throws {
    defer { waiting.removeAll(keepingCapacity: true) }
    if let number = Self.write(waiting, to: STDOUT_FILENO) {
      if number == EPIPE { throw ClosedPipe() }
      throw Complaint(
        .failed,
        "standard output can't be written: \(String(cString: strerror(number)))"
      )
    }
  }

  /// Tells on standard error why the command ends.
  func complain(_ complaint: Complaint) {
    warn(complaint.sentence, details: complaint.details)
  }

  /// Tells something on standard error that is no reason to end.
  func warn(_ sentence: String, details: [String] = []) {
    let lines = ["llm-mock: \(sentence)"] + details
    let text = lines.map { LogText.withoutCommands($0) + "\n" }.joined()
    // When nobody can be told, the exit code still does.
    _ = Self.write(Array(text.utf8), to: STDERR_FILENO)
  }

  /// Tells on standard error what was done.
  func report(_ lines: [String]) {
    let text = lines.map { LogText.withoutCommands($0) + "\n" }.joined()
    _ = Self.write(Array(text.utf8), to: STDERR_FILENO)
  }

  /// Writes to standard error what a terminal shows for a moment.
  func progress(_ text: String) {
    _ = Self.write(Array(text.utf8), to: STDERR_FILENO)
  }

  /// - Returns: why not all was written; nil when all was.
  private static func write(_ bytes: [UInt8], to file: Int32) -> Int32? {
    bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let piece = UnsafeRawBufferPointer(rebasing: rest)
        #if canImport(Darwin)
        let count = Darwin.write(file, piece.baseAddress, piece.count)
        #elseif canImport(Musl)
        let count = Musl.write(file, piece.baseAddress, piece.count)
        #else
        let count = Glibc.write(file, piece.baseAddress, piece.count)
        #endif
        if count >= 0 {
          rest = rest.dropFirst(count)
        } else if errno != EINTR {
          return errno
        }
      }
      return nil
    }
  }
}
