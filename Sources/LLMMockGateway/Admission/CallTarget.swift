/// Where a request goes: the prefixes of its path, taken off and decoded, and the API's path.
struct CallTarget: Hashable {
  var fixture: String?
  var upstream: String?
  /// What follows the prefixes, as it was sent, with its query; begins with a slash.
  var path: String

  /// Reads a path with its query.
  ///
  /// It is strict, because names become paths of files: nothing that could be read in two ways
  /// passes.
  init(_ target: String) throws(Problem) {
    let bytes = Array(target.utf8)
    guard bytes.first == UInt8(ascii: "/") else { throw Problem("does not begin with a slash") }
    let end = bytes.firstIndex(of: UInt8(ascii: "?")) ?? bytes.count
    let isEncoded = bytes[..<end].contains(UInt8(ascii: "%"))
    try Self.check(isEncoded ? Self.decode(bytes[..<end])[...] : bytes[..<end])
    guard !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "#") }) else {
      throw Problem("has a control character or a number sign in it")
    }

    var start = 0
    for prefix in Prefix.allCases {
      guard let segment = Self.segment(after: prefix, in: bytes[start..<end]) else { continue }
      let name = try Self.name(segment, of: prefix)
      switch prefix {
      case .fixture: fixture = name
      case .upstream: upstream = name
      }
      start = segment.endIndex
    }
    for prefix in Prefix.allCases where start > 0 {
      guard Self.segment(after: prefix, in: bytes[start..<end]) == nil else {
        throw Problem("has its prefixes in another order than /fixture/NAME/upstream/NAME")
      }
    }
    path = start == 0 ? target : String(decoding: bytes[start...], as: UTF8.self)
    if start == end { path = "/" + path }
  }

  /// Reads a name that stands by itself, as in a header: written as in a path, but slashes may stand
  /// bare.
  static func name(_ text: String) throws(Problem) -> String {
    try name(Array(text.utf8)[...], of: .fixture)
  }

  /// What is wrong with a path or a name, as the end of a sentence about it.
  struct Problem: Error, Hashable {
    let text: String

    init(_ text: String) {
      self.text = text
    }
  }

  private enum Prefix: String, CaseIterable {
    case fixture, upstream
  }

  /// The segment after the prefix; nil when the path doesn't begin with the prefix.
  private static func segment(
    after prefix: Prefix,
    in path: ArraySlice<UInt8>
  ) -> ArraySlice<UInt8>? {
    let length = prefix.rawValue.utf8.count + 1
    guard path.count >= length, path.dropFirst().starts(with: prefix.rawValue.utf8) else {
      return nil
    }
    let rest = path.dropFirst(length)
    guard let next = rest.first else { return rest }
    guard next == UInt8(ascii: "/") else { return nil }
    return rest.dropFirst().prefix { $0 != UInt8(ascii: "/") }
  }

  private static func name(
    _ segment: ArraySlice<UInt8>,
    of prefix: Prefix
  ) throws(Problem) -> String {
    guard !segment.isEmpty else { throw Problem("names no \(prefix.rawValue)") }
    let decoded = try decode(segment)
    try check(decoded[...])
    guard let name = String(validating: decoded, as: UTF8.self) else {
      throw Problem("names a \(prefix.rawValue) that is not UTF-8")
    }
    guard !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
      throw Problem("has a control character in it")
    }
    let pieces = decoded.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard pieces.allSatisfy({ !$0.isEmpty }) else {
      throw Problem(
        "names a \(prefix.rawValue) that begins or ends with a slash or has two in a row"
      )
    }
    return name
  }

  /// Checks that nothing in a decoded path leaves the folder it is in.
  private static func check(_ decoded: ArraySlice<UInt8>) throws(Problem) {
    var dots = 0
    var length = 0
    for byte in decoded {
      switch byte {
      case UInt8(ascii: "/"):
        guard !isStep(dots, length) else { throw Problem(#"has a "." or ".." segment"#) }
        (dots, length) = (0, 0)
        continue
      case UInt8(ascii: "."): dots += 1
      case UInt8(ascii: "\\"): throw Problem("has a backslash in it")
      case 0..<0x20, 0x7F: throw Problem("has a control character in it")
      default: break
      }
      length += 1
    }
    guard !isStep(dots, length) else { throw Problem(#"has a "." or ".." segment"#) }
  }

  private static func isStep(_ dots: Int, _ length: Int) -> Bool {
    (1...2).contains(length) && dots == length
  }

  private static func decode(_ bytes: ArraySlice<UInt8>) throws(Problem) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = bytes.startIndex
    while index < bytes.endIndex {
      if bytes[index] == UInt8(ascii: "%") {
        guard index + 2 < bytes.endIndex, let high = digit(bytes[index + 1]),
          let low = digit(bytes[index + 2])
        else { throw Problem(#"has a "%" that two hex digits do not follow"#) }
        result.append(high << 4 | low)
        index += 3
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return result
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
