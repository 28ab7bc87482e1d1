/// What a recorded call says, in one form for all providers: for people to read, not to send.
///
/// Strings are as the provider wrote them. Control characters are still in them: show them through
/// ``VisibleText``.
package struct Conversation: Hashable, Sendable {
  /// The model asked for; nil when neither the request nor the endpoint names one.
  package var model: String?
  /// What was sent, oldest first; what stands outside the list of messages (a system prompt) comes
  /// before it.
  package var turns: [Turn]
  package var tools: [ToolDeclaration]
  /// The other members of the request, in its order.
  package var parameters: [Parameter]
  package var answer: Answer

  package init(
    model: String? = nil,
    turns: [Turn] = [],
    tools: [ToolDeclaration] = [],
    parameters: [Parameter] = [],
    answer: Answer = Answer()
  ) {
    self.model = model
    self.turns = turns
    self.tools = tools
    self.parameters = parameters
    self.answer = answer
  }

  /// A member of a request that is neither text nor tools: a temperature, a choice of tool.
  package struct Parameter: Hashable, Sendable {
    package var name: String
    /// JSON without white space between its tokens.
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }
}

/// A tool that a request offers to the model.
package struct ToolDeclaration: Hashable, Sendable {
  package var name: String
  /// The names of its arguments, in the order of its schema.
  package var parameterNames: [String]
  /// Whether the provider runs it, as it does a web search.
  package var isHosted: Bool

  package init(_ name: String, _ parameterNames: [String] = [], isHosted: Bool = false) {
    self.name = name
    self.parameterNames = parameterNames
    self.isHosted = isHosted
  }
}

/// What one speaker says before the next one does.
package struct Turn: Hashable, Sendable {
  package enum Role: Hashable, Sendable {
    case system, user, assistant, tool
    /// A role as it stands in the file.
    case other(String)

    package var name: String {
      switch self {
      case .system: "system"
      case .user: "user"
      case .assistant: "assistant"
      case .tool: "tool"
      case .other(let name): name
      }
    }
  }

  package var role: Role
  /// Nothing when it was said with an empty or absent text.
  package var parts: [Part]

  package init(_ role: Role, _ parts: [Part]) {
    self.role = role
    self.parts = parts
  }

  /// Its texts, one after the other; empty when it has none.
  package var text: String {
    parts.compactMap { part in if case .text(let text) = part { text } else { nil } }
      .joined(separator: "\n\n")
  }
}
