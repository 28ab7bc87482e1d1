/// What a listing says of a fixture file; no request or response is decoded for it.
package struct FixtureSummary: Hashable, Sendable {
  /// nil when the file has none, which reads as `"2.0"`.
  package var version: String?
  /// nil when the file names none.
  package var provider: String?
  /// In the order of the file.
  package var interactions: [InteractionSummary]

  package init(version: String?, provider: String?, interactions: [InteractionSummary]) {
    self.version = version
    self.provider = provider
    self.interactions = interactions
  }
}

/// What a listing says of one interaction.
package struct InteractionSummary: Hashable, Sendable {
  /// Where the interaction stands in the file's bytes.
  package var range: Range<Int>
  /// As the file has it, however long; nil when there is none.
  package var hash: String?
  package var name: String?
  /// The path from the API's root; nil means the provider's default.
  package var endpoint: String?
  /// nil means the fixture's.
  package var provider: String?
  /// The request's model; nil when it names none.
  package var model: String?
  package var isStreaming = false
  /// nil means 200.
  package var status: Int?
  /// As the file has it.
  package var recordedAt: String?
  /// The beginning of the first user text, or a word for what stands in its place.
  package var preview = Self.noText
  /// The beginning of the last message where there are several, which tells the turns of a
  /// conversation apart; nil when it has no text.
  package var lastMessage: String?
  /// The tokens of request and answer as the provider counted them; nil when it did not.
  package var tokens: Int?
  /// What keeps the interaction from being answered; nil when nothing a listing can see does.
  package var problem: String?

  package init(range: Range<Int>) {
    self.range = range
  }

  package static let noText = "(no text)"
  package static let toolResult = "(tool result)"
  package static let image = "(image)"
}

/// Why a file is not read as a fixture.
package struct FixtureProblem: Error, Hashable, Sendable {
  /// One sentence in lower case without the file's name or the place.
  package var message: String
  /// nil when the problem has no place in the text.
  package var position: TextPosition?
  /// Bytes before the place.
  package var offset: Int?

  package init(_ message: String, position: TextPosition? = nil, offset: Int? = nil) {
    self.message = message
    self.position = position
    self.offset = offset
  }

  /// The message after its place: `line 14, column 26: expected ',' or '}' after a value`.
  package var description: String {
    guard let position else { return message }
    return "line \(position.line), column \(position.column): \(message)"
  }
}
