/// Why a text is no list of volatile fields.
package struct VolatileFieldsProblem: Error, Hashable, Sendable {
  /// From 1.
  package var line: Int
  /// One phrase in lower case.
  package var message: String

  package var description: String { "line \(line): \(message)" }
}

extension VolatileFields {
  /// The name of the file that changes the list for the fixtures beside and below it.
  package static let fileName = ".llm-mock-volatile"

  /// Reads what a file changes of a list: a field a line is added, one behind `!` is taken away.
  ///
  /// White space around a field, empty lines, and what follows a `#` do not count.
  ///
  /// - Throws: ``VolatileFieldsProblem`` for the first line that says nothing of the kind.
  package func changed(by text: [UInt8]) throws(VolatileFieldsProblem) -> VolatileFields {
    var result = self
    var text = text[...]
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { text = text.dropFirst(3) }
    let lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      guard let entry = Self.entry(in: line), !entry.isEmpty else { continue }
      guard let field = String(validating: entry, as: UTF8.self) else {
        throw VolatileFieldsProblem(line: index + 1, message: "this is not UTF-8")
      }
      let isTakenAway = field.hasPrefix("!")
      let pattern = isTakenAway ? String(field.dropFirst().drop { $0 == " " }) : field
      if let problem = Self.problem(with: pattern) {
        throw VolatileFieldsProblem(line: index + 1, message: problem)
      }
      if !isTakenAway {
        result.add(pattern)
      } else if !result.remove(pattern) {
        let shown = VisibleText.of(pattern)
        throw VolatileFieldsProblem(
          line: index + 1,
          message: "\(shown) is not in the list, so it can't be taken away"
        )
      }
    }
    return result
  }

  /// A line without comment and white space around; nil for none.
  private static func entry(in line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    var entry = line.prefix { $0 != UInt8(ascii: "#") }
    entry = entry.drop(while: isSpace)
    while let last = entry.last, isSpace(last) { entry = entry.dropLast() }
    return entry
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0D
  }

  /// What is wrong with the name of a field; nil when nothing is.
  private static func problem(with pattern: String) -> String? {
    let example = "write it like response.id"
    if pattern.isEmpty { return "a field is missing; \(example)" }
    if pattern.utf8.count > 500 { return "a field has at most 500 bytes" }
    if pattern.unicodeScalars.contains(where: { VisibleText.token(for: $0) != nil }) {
      return "a field has no control characters: \(VisibleText.of(pattern))"
    }
    if pattern.hasPrefix("/") || pattern.hasPrefix("$") {
      return "\(pattern) is no field; \(example)"
    }
    var isEscaped = false
    var isEmpty = true
    for byte in pattern.utf8 {
      if !isEscaped, byte == UInt8(ascii: ".") {
        if isEmpty { return "\(pattern) has an empty part; \(example)" }
        isEmpty = true
        continue
      }
      isEmpty = false
      isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
    }
    if isEscaped { return "\(pattern) ends with a backslash" }
    return isEmpty ? "\(pattern) has an empty part; \(example)" : nil
  }
}
