/// The query of a path, as text.
enum QueryText {
  /// Names and values in order, as they are written.
  static func parameters(of path: String) -> [(name: String, value: String)] {
    guard let mark = path.utf8.firstIndex(of: UInt8(ascii: "?")) else { return [] }
    return path[path.index(after: mark)...].split(separator: "&").map { parameter in
      guard let equals = parameter.utf8.firstIndex(of: UInt8(ascii: "=")) else {
        return (String(parameter), "")
      }
      return (String(parameter[..<equals]), String(parameter[parameter.index(after: equals)...]))
    }
  }

  /// The value of a parameter; nil when the query has none of that name.
  static func value(of name: String, in path: String) -> String? {
    parameters(of: path).first { $0.name == name }?.value
  }

  /// The path before the query.
  static func path(of path: String) -> String {
    String(Substring(path.utf8.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }))
  }

  static func percentDecoded(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
        let high = hexadecimalDigit(bytes[index + 1]), let low = hexadecimalDigit(bytes[index + 2])
      {
        result.append(UInt8(high << 4 | low))
        index += 3
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return result
  }
}
