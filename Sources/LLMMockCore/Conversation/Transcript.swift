/// A recorded call as plain text: what was said, in order, as one would read it to a colleague.
///
/// Nothing in it acts on a terminal: all text from the file goes through ``VisibleText``.
package struct Transcript: Sendable {
  /// What is known about a call beside its contents; absent facts are left out.
  package struct Facts: Hashable, Sendable {
    /// Its hash, position or name, as the caller wants it shown.
    package var id: String?
    package var recordedAt: String?
    package var path: String
    package var status: Int
    package var provider: String
    /// How many events its stream has; nil when the answer was no stream.
    package var eventCount: Int?

    package init(
      id: String? = nil,
      recordedAt: String? = nil,
      path: String,
      status: Int = 200,
      provider: String,
      eventCount: Int? = nil
    ) {
      self.id = id
      self.recordedAt = recordedAt
      self.path = path
      self.status = status
      self.provider = provider
      self.eventCount = eventCount
    }
  }

  package var facts: Facts
  package var conversation: Conversation

  package init(facts: Facts, conversation: Conversation) {
    self.facts = facts
    self.conversation = conversation
  }

  /// The lines, without line feeds, of at most `width` cells; nil breaks no line.
  package func lines(width: Int? = nil) -> [String] {
    var page = Page(width: width)
    for (label, value) in header { page.add(label: label, value, labelWidth: 10, indent: 0) }
    let turns = conversation.turns
    page.title("request", count: turns.count, "message")
    for turn in turns { add(turn, to: &page) }
    page.title("response")
    addAnswer(to: &page)
    return page.lines
  }

  // MARK: Header

  private var header: [(String, String)] {
    let answer = conversation.answer
    var rows: [(String, String)] = []
    func add(_ label: String, _ facts: [String?]) {
      let known = facts.compactMap { $0 }.filter { !$0.isEmpty }
      if !known.isEmpty { rows.append((label, known.joined(separator: "   "))) }
    }
    add("id", [facts.id, facts.recordedAt.map { "recorded \($0)" }])
    add("call", ["POST \(facts.path)", String(facts.status), facts.provider])
    let asked = conversation.model
    add(
      "model",
      [
        answer.model ?? asked,
        answer.model != nil && asked != nil && answer.model != asked
          ? "asked for \(asked ?? "")" : nil,
        facts.eventCount.map { "stream, \($0) event\($0 == 1 ? "" : "s")" },
      ]
    )
    add("usage", [usage.isEmpty ? nil : usage, answer.stopReason.map { "finish \($0)" }])
    add(
      "params",
      [conversation.parameters.map { "\($0.name)=\($0.value)" }.joined(separator: "  ")]
    )
    add("tools", [conversation.tools.map(Self.text(of:)).joined(separator: "  ")])
    return rows.map { ($0, VisibleText.of($1)) }
  }

  private var usage: String {
    let usage = conversation.answer.usage
    return [
      ("in", usage.input), ("out", usage.output), ("total", usage.total),
      ("cached", usage.cached.flatMap { $0 == 0 ? nil : $0 }),
      ("thinking", usage.reasoning.flatMap { $0 == 0 ? nil : $0 }),
    ].compactMap { name, count in count.map { "\(name) \($0)" } }.joined(separator: "  ")
  }

  /// A tool as one declares it: `get_weather(city, unit)`.
  package static func text(of tool: ToolDeclaration) -> String {
    tool.isHosted
      ? "\(tool.name) (hosted)" : "\(tool.name)(\(tool.parameterNames.joined(separator: ", ")))"
  }

  // MARK: Turns

  private func addAnswer(to page: inout Page) {
    let answer = conversation.answer
    if let turn = answer.turn { add(turn, to: &page) }
    if answer.choices > 1 {
      let others = answer.choices - 1
      page.add(label: "", "(\(others) other choice\(others == 1 ? "" : "s"))")
    }
    if let embeddings = answer.embeddings {
      let size = embeddings.dimensions.map { " of \($0) numbers" } ?? ""
      let count = embeddings.count
      page.add(label: "", "(\(count) embedding\(count == 1 ? "" : "s")\(size))")
    }
    if let error = answer.error {
      let type = error.type.map { "\($0): " } ?? ""
      page.add(label: "error", Page.visible(type + error.message))
    }
    if answer.turn == nil, answer.error == nil, answer.embeddings == nil {
      page.add(label: "", "(nothing)")
    }
  }

  private func add(_ turn: Turn, to page: inout Page) {
    // A result that a user's turn carries was said by a tool.
    let isResult =
      !turn.parts.isEmpty
      && turn.parts.allSatisfy { if case .toolResult = $0 { true } else { false } }
    let speaker = VisibleText.of(isResult ? "tool" : turn.role.name)
    var hasSpoken = false
    let parts = turn.role == .assistant ? Self.joiningTexts(turn.parts) : turn.parts
    for part in parts {
      let text = Self.text(of: part)
      if text.allSatisfy(\.isWhitespace), parts.count > 1 { continue }
      switch part {
      case .thinking, .redactedThinking:
        page.add(label: "thinking", Page.visible(text))
        hasSpoken = false
      default:
        page.add(label: hasSpoken ? "" : speaker, Page.visible(text))
        hasSpoken = true
      }
    }
    if turn.parts.isEmpty { page.add(label: speaker, "(no text)") }
  }
}
