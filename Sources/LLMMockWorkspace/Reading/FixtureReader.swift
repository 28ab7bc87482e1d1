#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
package import LLMMockCore
package import SystemPackage

/// Reads files for listings: every byte is checked, little is kept.
///
/// A reader has one buffer that it uses for file after file, so each thread has its own. Files are
/// read, never mapped: a mapped file that another program cuts short ends the process.
package final class FixtureReader {
  /// A file as it was when it was read.
  package struct Result: Hashable, Sendable {
    package var content: FixtureContent
    /// nil when the file could not even be opened.
    package var version: FileVersion?

    package init(content: FixtureContent, version: FileVersion?) {
      self.content = content
      self.version = version
    }
  }

  /// Files up to this size are read in one piece; of larger ones a window is in memory at a time.
  private static let windowSize = 4 << 20

  private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)

  package init() {}

  deinit {
    buffer.deallocate()
  }

  /// Reads one file.
  ///
  /// What is wrong with it is in the result, nothing is thrown.
  ///
  /// - Parameter beginning: called once with what is known when the first window of a file larger
  ///   than that has been read, if there is an interaction in it.
  package func read(_ path: FilePath, beginning: (Result) -> Void = { _ in }) -> Result {
    path.withPlatformString { read($0, beginning: beginning) }
  }

  /// Reads one file, whose path ends with a zero byte.
  func read(_ path: UnsafePointer<CChar>, beginning: (Result) -> Void = { _ in }) -> Result {
    let descriptor: FileDescriptor
    do {
      // A pipe in the folder must not keep the reader waiting.
      descriptor = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking])
    } catch {
      return Result(content: Self.unreadable(error), version: nil)
    }
    defer { try? descriptor.close() }
    var status = stat()
    guard fstat(descriptor.rawValue, &status) == 0 else {
      return Result(content: Self.unreadable(Errno(rawValue: errno)), version: nil)
    }
    let version = FileVersion(status)
    guard status.st_mode & S_IFMT == S_IFREG else {
      let problem = FixtureProblem("not a file but a folder, a pipe or a device")
      return Result(content: .unreadable(problem, readable: []), version: version)
    }
    do {
      let content = try scan(descriptor, size: version.size) { interactions in
        let summary = FixtureSummary(version: nil, provider: nil, interactions: interactions)
        beginning(Result(content: .fixture(summary), version: version))
      }
      return Result(content: content, version: version)
    } catch {
      return Result(content: Self.unreadable(error), version: version)
    }
  }

  private static func unreadable(_ error: any Error) -> FixtureContent {
    let message: String
    switch error as? Errno {
    case .permissionDenied?, .notPermitted?: message = "permission denied"
    case .noSuchFileOrDirectory?: message = "the file is gone"
    case .tooManySymbolicLinkLevels?: message = "a link that leads in a circle"
    case let errno?: message = "\(errno)"
    case nil: message = "\(error)"
    }
    return .unreadable(FixtureProblem(message), readable: [])
  }

  // MARK: Scanning

  private func scan(
    _ descriptor: FileDescriptor,
    size: Int,
    beginning: ([InteractionSummary]) -> Void
  ) throws -> FixtureContent {
    var isFirstWindow = true
    var indexer = FixtureIndexer()
    if size <= Self.windowSize { grow(to: size + 1) } else { grow(to: Self.windowSize) }
    var filled = 0
    while true {
      let count = try read(descriptor, at: filled)
      filled += count
      // Less than there was room for, and as much as there should be: that is all.
      let isLast = count == 0 || count == size && filled < buffer.count
      if !isLast, filled < buffer.count { continue }
      let done: Int
      do {
        done = try indexer.scan(
          UnsafeBufferPointer(rebasing: buffer.bindMemory(to: UInt8.self)[..<filled]),
          isLast: isLast
        )
      } catch {
        let problem = try self.problem(error, descriptor)
        return .unreadable(problem, readable: indexer.interactionsSoFar)
      }
      if isLast { break }
      if isFirstWindow, !indexer.interactionsSoFar.isEmpty { beginning(indexer.interactionsSoFar) }
      isFirstWindow = false
      if done == 0 {
        // One value is larger than the window.
        grow(to: buffer.count * 2, keeping: filled)
      } else {
        filled -= done
        if filled > 0, let start = buffer.baseAddress { memmove(start, start + done, filled) }
      }
    }
    do {
      return try indexer.finish().map { .fixture($0) } ?? .other
    } catch {
      return .unreadable(error, readable: indexer.interactionsSoFar)
    }
  }

  private func read(_ descriptor: FileDescriptor, at filled: Int) throws -> Int {
    try descriptor.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
  }

  private func grow(to size: Int, keeping filled: Int = 0) {
    guard size > buffer.count else { return }
    let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 64)
    larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[..<filled]))
    buffer.deallocate()
    buffer = larger
  }

  /// The problem with its line and column, for which the file is read again up to there.
  private func problem(
    _ error: JSONSyntaxError,
    _ descriptor: FileDescriptor
  ) throws -> FixtureProblem {
    var counter = TextPosition.Counter()
    var start: [UInt8] = []
    var line: [UInt8] = []
    var offset = 0
    try descriptor.seek(offset: 0, from: .start)
    var block = [UInt8](repeating: 0, count: 1 << 20)
    // A little more than the place itself tells what the line is.
    while offset < error.offset + 16 {
      let count = try block.withUnsafeMutableBytes { try descriptor.read(into: $0) }
      if count == 0 { break }
      let bytes = block[..<min(count, error.offset + 16 - offset)]
      if offset == 0 { start = Array(block[..<count].prefix(64)) }
      counter.advance(over: bytes.prefix(max(0, error.offset - offset)))
      let lineStart = counter.lineStart
      for (index, byte) in bytes.enumerated()
      where offset + index >= lineStart && offset + index < lineStart + 16 {
        if offset + index == lineStart { line = [] }
        line.append(byte)
      }
      offset += count
    }
    return FixtureProblem(error, position: counter.position, line: line[...], start: start[...])
  }
}

extension FileVersion {
  init(_ status: stat) {
    #if canImport(Darwin)
    let modified = status.st_mtimespec
    #else
    let modified = status.st_mtim
    #endif
    self.init(
      size: Int(status.st_size),
      inode: UInt64(status.st_ino),
      modified: Int(modified.tv_sec) * 1_000_000_000 + Int(modified.tv_nsec)
    )
  }
}
