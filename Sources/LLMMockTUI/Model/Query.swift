package import LLMMockCore

package enum InteractionOrder: String, CaseIterable, Hashable, Sendable {
  case position, newest, model, tokens

  package var title: String {
    switch self {
    case .position: "as in the file"
    case .newest: "newest first"
    case .model: "by model"
    case .tokens: "most tokens first"
    }
  }
}

/// Which interactions are shown, and in which order.
package struct Query: Hashable, Sendable {
  /// What was typed after `/`: matched against what a row shows.
  package var rowText = ""
  /// What was typed after `f`.
  package var terms: [Term] = []
  package var termsText = ""
  package var order = InteractionOrder.position

  package init() {}

  /// Whether everything is shown in the order of the files.
  package var isEmpty: Bool { rowText.isEmpty && terms.isEmpty && order == .position }
  package var isFiltering: Bool { !rowText.isEmpty || !terms.isEmpty }

  package struct Term: Hashable, Sendable {
    package var isNegated: Bool
    package var condition: Condition
  }

  package enum Condition: Hashable, Sendable {
    case model(String)
    case provider(String)
    case name(String)
    case hash(String)
    case file(String)
    case endpoint(String)
    case status(Comparison, Int)
    case recorded(Comparison, String)
    case tokens(Comparison, Int)
    case stream
    case problem
    /// Anywhere in what was recorded.
    case text(String)
  }

  package enum Comparison: String, Hashable, Sendable {
    case equal = "=", less = "<", atMost = "<=", more = ">", atLeast = ">="

    func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
      switch self {
      case .equal: left == right
      case .less: left < right
      case .atMost: left <= right
      case .more: left > right
      case .atLeast: left >= right
      }
    }
  }

  /// Texts that must be looked for in the files: every other condition is known from the listing.
  package var texts: [(text: String, isNegated: Bool)] {
    terms.compactMap { term in
      if case .text(let text) = term.condition { (text, term.isNegated) } else { nil }
    }
  }

  /// Whether an interaction fits all that the listing knows.
  package func fits(_ summary: InteractionSummary, position: Int, file: String, provider: String?)
    -> Bool
  {
    if !rowText.isEmpty {
      let shown = [
        "#\(position)", summary.name ?? "", summary.model ?? "", summary.preview,
        summary.lastMessage ?? "",
        summary.hash.map { String($0.prefix(12)) } ?? "", file,
      ]
      guard shown.contains(where: { $0.containsIgnoringCase(rowText) }) else { return false }
    }
    return terms.allSatisfy { term in
      guard let holds = holds(term.condition, summary, file: file, provider: provider) else {
        return true
      }
      return holds != term.isNegated
    }
  }

  /// nil when only the file's bytes can tell.
  private func holds(
    _ condition: Condition,
    _ summary: InteractionSummary,
    file: String,
    provider: String?
  ) -> Bool? {
    switch condition {
    case .model(let text): (summary.model ?? "").containsIgnoringCase(text)
    case .provider(let text): (summary.provider ?? provider ?? "").containsIgnoringCase(text)
    case .name(let text): (summary.name ?? "").containsIgnoringCase(text)
    case .hash(let text): (summary.hash ?? "").hasPrefix(text.lowercased())
    case .file(let text): file.containsIgnoringCase(text)
    case .endpoint(let text): (summary.endpoint ?? "").containsIgnoringCase(text)
    case .status(let comparison, let status): comparison.holds(summary.status ?? 200, status)
    case .recorded(let comparison, let date):
      // ISO 8601 dates of one offset sort as text; only as much as was typed counts.
      comparison.holds(String((summary.recordedAt ?? "").prefix(date.count)), date)
    case .tokens(let comparison, let count): comparison.holds(summary.tokens ?? 0, count)
    case .stream: summary.isStreaming
    case .problem: summary.problem != nil || (summary.status ?? 200) >= 400
    case .text: nil
    }
  }
}

extension Query {
  /// What a typed filter does not mean.
  package struct SyntaxError: Error, Hashable {
    package var message: String
  }

  /// Reads terms such as `model:gpt-4o status:>=400 stream !retry "two words"`.
  package static func terms(_ text: String) throws(SyntaxError) -> [Term] {
    var terms: [Term] = []
    for word in words(of: text) {
      var word = word[...]
      let isNegated = word.first == "!"
      if isNegated { word = word.dropFirst() }
      if word.isEmpty { continue }
      terms.append(Term(isNegated: isNegated, condition: try condition(String(word))))
    }
    return terms
  }

  private static func condition(_ word: String) throws(SyntaxError) -> Condition {
    switch word {
    case "stream", "streaming": return .stream
    case "problem", "error": return .problem
    default: break
    }
    guard let colon = word.firstIndex(of: ":") else { return .text(word) }
    let value = String(word[word.index(after: colon)...])
    switch word[..<colon] {
    case "model": return .model(value)
    case "provider": return .provider(value)
    case "name": return .name(value)
    case "hash": return .hash(value)
    case "file": return .file(value)
    case "endpoint": return .endpoint(value)
    case "text": return .text(value)
    case "status":
      let (comparison, number) = try number(value, of: "status")
      return .status(comparison, number)
    case "tokens":
      let (comparison, number) = try number(value, of: "tokens")
      return .tokens(comparison, number)
    case "recorded":
      let (comparison, date) = split(value)
      return .recorded(comparison, date)
    default:
      // A colon in a word that is no field: `https://…`, `12:30`.
      return .text(word)
    }
  }

  private static func number(
    _ value: String,
    of field: String
  ) throws(SyntaxError) -> (Comparison, Int) {
    let (comparison, digits) = split(value)
    guard let number = Int(digits) else {
      throw SyntaxError(message: "\(field): takes a number, as in \(field):>=400")
    }
    return (comparison, number)
  }

  private static func split(_ value: String) -> (Comparison, String) {
    for sign in [Comparison.atLeast, .atMost, .more, .less, .equal]
    where value.hasPrefix(sign.rawValue) {
      return (sign, String(value.dropFirst(sign.rawValue.count)))
    }
    return (.equal, value)
  }

  /// Words at spaces; double quotes keep spaces together.
  private static func words(of text: String) -> [String] {
    var words: [String] = []
    var word = ""
    var isQuoted = false
    for character in text {
      if character == "\"" {
        isQuoted.toggle()
      } else if character == " ", !isQuoted {
        if !word.isEmpty { words.append(word) }
        word = ""
      } else {
        word.append(character)
      }
    }
    if !word.isEmpty { words.append(word) }
    return words
  }
}

extension String {
  /// Whether the text occurs in this one, upper and lower case of ASCII being the same.
  package func containsIgnoringCase(_ text: String) -> Bool {
    if text.isEmpty { return true }
    let needle = Array(text.utf8.map(asciiLowercased))
    return utf8.withContiguousStorageIfAvailable { contains($0, needle) }
      ?? Array(utf8).withUnsafeBufferPointer { contains($0, needle) }
  }

  private func contains(_ haystack: UnsafeBufferPointer<UInt8>, _ needle: [UInt8]) -> Bool {
    guard haystack.count >= needle.count else { return false }
    for start in 0...(haystack.count - needle.count) {
      var length = 0
      while length < needle.count, asciiLowercased(haystack[start + length]) == needle[length] {
        length += 1
      }
      if length == needle.count { return true }
    }
    return false
  }
}

/// The byte, or the small letter of an ASCII capital.
package func asciiLowercased(_ byte: UInt8) -> UInt8 {
  byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
}
