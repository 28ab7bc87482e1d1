/// How the bodies of an endpoint are written: what reads them for people.
///
/// The built-in ones are static members, each in a file of its own.
package struct Dialect: Sendable {
  /// Something said, not yet read: a message, or an item of a list that may belong to the turn
  /// before it.
  struct Utterance {
    var role: Turn.Role
    var body: JSONValue
    /// Whether it continues a turn of the same role.
    var continues = false
    var reader: @Sendable (_ body: JSONValue) -> [Part]

    init(
      _ role: Turn.Role,
      _ body: JSONValue,
      continues: Bool = false,
      reader: @escaping @Sendable (_ body: JSONValue) -> [Part]
    ) {
      self.role = role
      self.body = body
      self.continues = continues
      self.reader = reader
    }

    var parts: [Part] { reader(body) }
  }

  /// What a request says, in order.
  var utterances: @Sendable (_ request: JSONValue) -> [Utterance]
  /// The tools a request declares.
  var tools: @Sendable (_ request: JSONValue) -> [ToolDeclaration]
  /// Members of a request that are not parameters, because they are told otherwise.
  var structure: Set<String>
  /// Members of a request whose members are its parameters.
  var settings: Set<String> = []
  /// What a response body, or an assembled stream, says.
  var answer: @Sendable (_ response: JSONValue) -> Answer
  /// The response body that a stream would have been without streaming; nil when its events hold
  /// nothing of one.
  var assemble: @Sendable (_ events: [StreamEvent]) -> JSONValue?
  /// Whether a response body, or the data of an event, is of this dialect.
  var recognises: @Sendable (_ response: JSONValue) -> Bool

  /// The turns of a request.
  func turns(of request: JSONValue) -> [Turn] {
    var turns: [Turn] = []
    for utterance in utterances(request) {
      if utterance.continues, let last = turns.indices.last, turns[last].role == utterance.role {
        turns[last].parts += utterance.parts
      } else {
        turns.append(Turn(utterance.role, utterance.parts))
      }
    }
    return turns
  }

  /// The parameters of a request.
  func parameters(of request: JSONValue) -> [Conversation.Parameter] {
    var parameters: [Conversation.Parameter] = []
    for member in request.members {
      let name = member.key.decoded
      if settings.contains(name), member.value.kind == .object {
        for setting in member.value.members {
          parameters.append(parameter(setting.key.decoded, setting.value))
        }
      } else if !structure.contains(name) {
        parameters.append(parameter(name, member.value))
      }
    }
    return parameters
  }

  private func parameter(_ name: String, _ value: JSONValue) -> Conversation.Parameter {
    Conversation.Parameter(name, ReadableJSON.compact(value, elidingBeyond: 1_000))
  }
}

extension Turn.Role {
  /// The role a file names; `model` is Gemini's word for assistant, `function` an old one for tool.
  init(_ name: String?) {
    switch name {
    case "system": self = .system
    case "user", nil: self = .user
    case "assistant", "model": self = .assistant
    case "tool", "function": self = .tool
    case let name?: self = .other(name)
    }
  }
}
