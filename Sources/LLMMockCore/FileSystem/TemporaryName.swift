package import SystemPackage

/// The names of files that are being written: `.NAME.0123456789abcdef.llm-mock`.
package enum TemporaryName {
  private static let ending = Array(".llm-mock".utf8)
  private static let digitCount = 16

  /// A name in the folder of the file that is to be written.
  static func make(for path: FilePath, random: UInt64) -> FilePath {
    let bytes = path.bytes
    let name = bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    let digits = String(random, radix: 16)
    let zeros = String(repeating: "0", count: digitCount - digits.count)
    let result =
      bytes[..<name] + beginning(for: bytes[name...]) + (zeros + digits).utf8 + ending
    return FilePath(bytes: result) ?? path
  }

  /// Whether a name is one of these: of a writer at work, or left behind by one that was killed.
  ///
  /// Without a file, for any.
  package static func isOne(
    _ name: FilePath.Component,
    for file: FilePath.Component? = nil
  ) -> Bool {
    let bytes = name.bytes
    let start = bytes.count - ending.count - digitCount
    guard start > 1, bytes.suffix(ending.count) == ending[...],
      bytes[start...].prefix(digitCount).allSatisfy({ hexadecimalDigit($0) != nil })
    else { return false }
    if let file { return bytes[..<start].elementsEqual(beginning(for: file.bytes[...])) }
    return bytes[0] == UInt8(ascii: ".") && bytes[start - 1] == UInt8(ascii: ".")
  }

  private static func beginning(for file: ArraySlice<UInt8>) -> [UInt8] {
    let dot = UInt8(ascii: ".")
    // 255 bytes is what nearly every file system allows.
    return [dot] + file.prefix(255 - 2 - digitCount - ending.count) + [dot]
  }
}
