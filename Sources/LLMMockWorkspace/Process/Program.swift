#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif
internal import LLMMockCore
package import SystemPackage

/// A program that is run for its output: without a shell, without a terminal, in a session of its
/// own, so that nothing it starts can draw on the screen or wait for a key.
package struct Program: Sendable {
  /// The file itself; nothing is looked for.
  package var path: FilePath
  /// Without the program's own name; as bytes, because a path need not be UTF-8.
  package var arguments: [[UInt8]]
  /// All of its environment.
  package var environment: [String: String]

  package init(_ path: FilePath, _ arguments: [[UInt8]], environment: [String: String]) {
    self.path = path
    self.arguments = arguments
    self.environment = environment
  }

  /// How a program ended.
  package enum Ending: Hashable, Sendable {
    case exited(Int32)
    case signalled(Int32)
    /// The stop signal was raised, and the program with all it had started was told to end.
    case cancelled
    /// It ended, but this process was started to ignore how: a failure for all that is known.
    case unknown
  }

  package struct Output: Sendable {
    package var ending: Ending
    /// Empty where it was handed over piece by piece.
    package var standardOutput: [UInt8]
    /// The last 256 kB of it.
    package var standardError: [UInt8]
  }

  /// Says that a program printed more than its caller would hold.
  package struct TooMuchOutput: Error, Hashable, Sendable, CustomStringConvertible {
    /// In bytes.
    package var limit: Int

    package var description: String { "it printed more than \(Self.text(limit))" }

    /// A limit as a sentence tells it.
    static func text(_ limit: Int) -> String {
      limit < 1 << 20
        ? "\(Counted.grouped(limit)) bytes" : "\(Counted.grouped(limit >> 20)) MB"
    }
  }

  /// Finds a program in the folders of `PATH`.
  ///
  /// Folders that are not absolute are passed over: they would mean another place in every folder,
  /// and a folder of fixtures may come from a stranger.
  package static func find(_ name: String, in environment: [String: String]) -> FilePath? {
    for folder in environment["PATH", default: "/usr/bin:/bin"].split(separator: ":") {
      let path = FilePath(String(folder)).appending(name)
      guard path.isAbsolute else { continue }
      let isThere = path.withPlatformString { path in
        var status = stat()
        return access(path, X_OK) == 0 && stat(path, &status) == 0
          && status.st_mode & S_IFMT == S_IFREG
      }
      if isThere { return path }
    }
    return nil
  }

  /// Runs the program to its end.
  ///
  /// Input and output move at the same time, so neither side waits for the other for good. What a
  /// program leaves running behind it is not waited for.
  ///
  /// - Parameter limit: how many bytes of output are kept at most.
  /// - Throws: `Errno` when the program can't be started, ``TooMuchOutput`` beyond the limit.
  package func run(
    input: [UInt8] = [],
    stop: StopSignal? = nil,
    limit: Int = 256 << 20
  ) throws -> Output {
    var bytes: [UInt8] = []
    var output = try run(input: input, stop: stop) { piece in
      guard bytes.count + piece.count <= limit else { throw TooMuchOutput(limit: limit) }
      bytes += piece
    }
    output.standardOutput = bytes
    return output
  }

  /// Runs the program to its end, and hands over its standard output piece by piece.
  ///
  /// - Throws: also what `receive` throws, after the program was told to end.
  package func run(
    input: [UInt8] = [],
    stop: StopSignal? = nil,
    receive: (UnsafeRawBufferPointer) throws -> Void
  ) throws -> Output {
    var child = try Child(self)
    var errors: [UInt8] = []
    do {
      let isStopped = try child.exchange(input, stop: stop) { piece, isError in
        guard isError else { return try receive(piece) }
        errors += piece
        if errors.count > 1 << 19 { errors.removeFirst(errors.count - 1 << 18) }
      }
      let ending = child.end(isStopped: isStopped)
      return Output(
        ending: ending,
        standardOutput: [],
        standardError: Array(errors.suffix(1 << 18))
      )
    } catch {
      _ = child.end(isStopped: true)
      throw error
    }
  }
}
