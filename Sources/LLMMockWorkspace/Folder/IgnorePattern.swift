/// One line of a `.gitignore` file.
struct IgnorePattern: Hashable, Sendable {
  private enum Subject: Hashable, Sendable {
    /// The last name of a path, whole.
    case name([UInt8])
    /// How the last name ends.
    case nameEnd([UInt8])
    case nameGlob(Glob)
    /// The path from the folder of the file: how it begins, and what the rest must match.
    case path([UInt8], Glob)
    case wholePath([UInt8])
  }

  /// True when the pattern takes back what an earlier one excludes.
  let isNegated: Bool
  let isFolderOnly: Bool
  private let subject: Subject

  /// Reads a line without its end; nil for an empty one, a comment, and what can match nothing.
  init?(line: ArraySlice<UInt8>) {
    if line.first == UInt8(ascii: "#") { return nil }
    var text = Self.withoutTrailingSpaces(line.prefix { $0 != 0 })
    isNegated = text.first == UInt8(ascii: "!")
    if isNegated { text.removeFirst() }
    let special = text.firstIndex(where: Self.isSpecial) ?? text.endIndex
    isFolderOnly = text.last == UInt8(ascii: "/")
    if isFolderOnly { text.removeLast() }
    var literal = text[..<min(special, text.endIndex)]
    if text.isEmpty { return nil }
    if !text.contains(UInt8(ascii: "/")) {
      if literal.count == text.count {
        subject = .name(Array(text))
      } else if text.first == UInt8(ascii: "*"), !text.dropFirst().contains(where: Self.isSpecial) {
        subject = .nameEnd(Array(text.dropFirst()))
      } else {
        guard let glob = Glob(text) else { return nil }
        subject = .nameGlob(glob)
      }
      return
    }
    var rest = text[literal.endIndex...]
    if literal.first == UInt8(ascii: "/") { literal.removeFirst() }
    if rest.isEmpty {
      if literal.isEmpty { return nil }
      subject = .wholePath(Array(literal))
    } else {
      // Git cuts the plain beginning off before it reads the rest, so that "**" after it counts
      // as the beginning of a pattern: `log**/x` reaches into folders.
      rest = text[literal.endIndex...]
      guard let glob = Glob(rest) else { return nil }
      subject = .path(Array(literal), glob)
    }
  }

  /// The patterns of a file, in its order.
  static func patterns(of file: [UInt8]) -> [IgnorePattern] {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = file.starts(with: mark) ? file[3...] : file[...]
    return text.split(separator: UInt8(ascii: "\n")).compactMap { line in
      IgnorePattern(line: line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
    }
  }

  /// The byte with which every path ends that matches; zero when there are several.
  var lastByte: UInt8 {
    switch subject {
    case .name(let text), .nameEnd(let text), .wholePath(let text): text.last ?? 0
    case .nameGlob(let glob), .path(_, let glob): glob.lastByte
    }
  }

  /// True when the pattern speaks of this path.
  ///
  /// The path begins at the folder in which the pattern was written, its last name at `nameStart`. A
  /// link is no folder.
  func matches(_ path: UnsafeBufferPointer<UInt8>, nameStart: Int, isFolder: Bool) -> Bool {
    if isFolderOnly, !isFolder { return false }
    switch subject {
    case .name(let name):
      return path.count - nameStart == name.count && equal(path, from: nameStart, name)
    case .nameEnd(let end):
      let start = path.count - end.count
      return start >= nameStart && equal(path, from: start, end)
    case .nameGlob(let glob):
      return glob.matches(UnsafeBufferPointer(rebasing: path[nameStart...]))
    case .wholePath(let whole):
      return path.count == whole.count && equal(path, from: 0, whole)
    case .path(let start, let glob):
      return path.count >= start.count && equal(path, from: 0, start)
        && glob.matches(UnsafeBufferPointer(rebasing: path[start.count...]))
    }
  }

  private func equal(_ path: UnsafeBufferPointer<UInt8>, from start: Int, _ text: [UInt8]) -> Bool {
    for index in 0..<text.count where path[start + index] != text[index] { return false }
    return true
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "[")
      || byte == UInt8(ascii: "\\")
  }

  /// Cuts spaces off the end, but none that follows a backslash.
  private static func withoutTrailingSpaces(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var end = line.startIndex
    var index = line.startIndex
    while index < line.endIndex {
      let isEscape = line[index] == UInt8(ascii: "\\")
      if isEscape, index + 1 == line.endIndex { return line }
      let isSpace = line[index] == UInt8(ascii: " ")
      index += isEscape ? 2 : 1
      if !isSpace { end = index }
    }
    return line[..<end]
  }
}
