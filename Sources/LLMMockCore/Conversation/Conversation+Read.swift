extension Conversation {
  /// Reads a recorded call.
  ///
  /// - Parameters:
  ///   - endpoint: where it was sent.
  ///   - request: the request body.
  ///   - response: the response body; an empty object counts as none.
  ///   - events: the stream's events, from which the answer is assembled.
  ///   - responseText: the body where it is no JSON object: an array of chunks, or a text.
  /// - Returns: the call; nothing in it is an error, what no reader knows is kept as JSON.
  package static func read(
    endpoint: Endpoint,
    request: JSONValue,
    response: JSONValue? = nil,
    events: [StreamEvent] = [],
    responseText: String? = nil
  ) -> Conversation {
    let dialect = endpoint.dialect
    var conversation = Conversation(
      model: request.string(of: "model") ?? endpoint.model,
      turns: dialect.turns(of: request),
      tools: dialect.tools(request),
      parameters: dialect.parameters(of: request),
      answer: Answer.read(
        dialect: dialect,
        response: response,
        events: events,
        responseText: responseText
      )
    )
    conversation.nameToolResults()
    return conversation
  }

  /// Gives tool results the names of the calls they answer.
  private mutating func nameToolResults() {
    var names: [String: String] = [:]
    func name(_ parts: inout [Part]) {
      for index in parts.indices {
        switch parts[index] {
        case .toolCall(let call):
          if let id = call.id { names[id] = call.name }
        case .toolResult(var result):
          guard result.name == nil, let id = result.id, let name = names[id] else { continue }
          result.name = name
          parts[index] = .toolResult(result)
        default: continue
        }
      }
    }
    for index in turns.indices { name(&turns[index].parts) }
    if var turn = answer.turn {
      name(&turn.parts)
      answer.turn = turn
    }
  }
}

extension Answer {
  /// Reads what came back, from whichever of the three has it.
  static func read(
    dialect: Dialect,
    response: JSONValue?,
    events: [StreamEvent],
    responseText: String?
  ) -> Answer {
    if let response, response.kind != .object || response.count > 0, !response.isNull {
      return dialect.answer(response)
    }
    if !events.isEmpty {
      return dialect.assemble(events).map(dialect.answer) ?? Answer()
    }
    guard let responseText else { return Answer() }
    let tree: JSONTree
    do {
      tree = try JSONTree(responseText)
    } catch {
      return Answer(turn: Turn(.other("body"), Part.nonEmpty(responseText)))
    }
    guard tree.root.kind == .array else { return dialect.answer(tree.root) }
    let chunks = tree.root.elements.map { StreamEvent(data: $0) }
    return dialect.assemble(chunks).map(dialect.answer)
      ?? Answer(turn: Turn(.other("body"), [.unknown(tree.root)]))
  }

  /// The failure a response body tells, in any of the forms APIs use.
  static func failure(in response: JSONValue) -> Failure? {
    if let error = response.present("error") {
      if error.kind == .object { return failure(of: error) }
      // xAI: the type beside the text. Ollama: the text alone.
      return Failure(type: response.string(of: "code"), message: error.reading)
    }
    if let detail = response.present("detail"), response.count == 1 {
      return Failure(message: detail.reading)
    }
    if response["object"]?.equals("error") == true || response["type"]?.equals("error") == true {
      return failure(of: response)
    }
    return nil
  }

  private static func failure(of error: JSONValue) -> Failure? {
    // An empty object stands in some answers for no error.
    guard error.count > 0 else { return nil }
    let type = error.first(of: "type", "status", "code").map(\.reading)
    let message = error.string(of: "message") ?? ReadableJSON.compact(error, elidingBeyond: 1_000)
    return Failure(type: type == "error" ? error.string(of: "code") : type, message: message)
  }
}
