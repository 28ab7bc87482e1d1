import LLMMockCore

/// The reading of a call given as JSON texts.
func conversation(
  _ path: String,
  request: String,
  response: String? = nil,
  events: String? = nil,
  responseText: String? = nil
) throws -> Conversation {
  Conversation.read(
    endpoint: Endpoint.of(path: path),
    request: try JSONTree(request).root,
    response: try response.map { try JSONTree($0).root },
    events: StreamEvent.read(try events.map { try JSONTree($0).root }),
    responseText: responseText
  )
}

/// A message of a request, or an item of its input, and what is read from it.
struct TurnCase {
  var json: String
  var turn: Turn

  init(_ json: String, _ role: Turn.Role, _ parts: Part...) {
    self.json = json
    turn = Turn(role, parts)
  }
}

/// The content of an answer and what is read from it.
struct AnswerCase {
  var json: String
  var parts: [Part]

  init(_ json: String, _ parts: Part...) {
    self.json = json
    self.parts = parts
  }
}
