extension Dialect {
  /// Endpoints outside the table.
  ///
  /// Many resemble one inside it, so each body is read as what it looks like.
  static let generic = Dialect(
    utterances: { request in
      lookingLike(request: request)?.utterances(request) ?? []
    },
    tools: { lookingLike(request: $0)?.tools($0) ?? [] },
    structure: [
      "model", "messages", "system", "input", "instructions", "contents", "systemInstruction",
      "system_instruction", "prompt", "tools", "stream", "stream_options",
    ],
    settings: ["generationConfig", "generation_config"],
    answer: { response in
      if let dialect = lookingLike(answer: response) { return dialect.answer(response) }
      if let failure = Answer.failure(in: response) { return Answer(error: failure) }
      return Answer(
        turn: Turn(.other("body"), [.unknown(response)]),
        model: response.string(of: "model"),
        id: response.string(of: "id")
      )
    },
    assemble: { events in
      let known = events.lazy.compactMap { lookingLike(answer: $0.data) }.first { _ in true }
      return known?.assemble(events)
    },
    recognises: { _ in false }
  )

  private static func lookingLike(request: JSONValue) -> Dialect? {
    if request["contents"] != nil { return .generateContent }
    if request["messages"] != nil {
      return request["system"] == nil ? .chatCompletions : .anthropicMessages
    }
    if request["input"] != nil { return .responses }
    return request["prompt"] == nil ? nil : .completions
  }

  private static func lookingLike(answer: JSONValue) -> Dialect? {
    let all = [
      anthropicMessages, chatCompletions, responses, generateContent, completions, embeddings,
    ]
    return all.first { $0.recognises(answer) }
  }
}
