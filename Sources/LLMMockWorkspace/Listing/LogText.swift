#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Text for a place where another program may read along.
///
/// Services that run tests take commands out of their log: GitHub from lines that begin with `::`
/// and from `##[` anywhere, Azure from `##vso[`, TeamCity from `##teamcity[`. Text of a fixture must
/// give none.
package enum LogText {
  /// One line with tokens in place of the characters that make a command of it.
  package static func withoutCommands(_ line: String) -> String {
    let bytes = line.utf8
    let start = bytes.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    let startsCommand = start.starts(with: "::".utf8)
    guard startsCommand || contains(bytes, twice: UInt8(ascii: "#")) else { return line }
    var line = line
    if startsCommand {
      line.replaceSubrange(
        start.startIndex..<bytes.index(after: start.startIndex),
        with: "<U+003A>"
      )
    }
    for name in ["", "vso", "teamcity"] {
      line.replace("##\(name)[", with: "#<U+0023>\(name)[")
    }
    return line
  }

  private static func contains(_ bytes: String.UTF8View, twice wanted: UInt8) -> Bool {
    // Most lines have none at all, which the system's search tells soonest.
    let hasOne = bytes.withContiguousStorageIfAvailable { bytes in
      bytes.baseAddress.map { memchr($0, Int32(wanted), bytes.count) != nil } ?? false
    }
    guard hasOne ?? true else { return false }
    return zip(bytes, bytes.dropFirst()).contains { $0 == wanted && $1 == wanted }
  }
}
