extension Dialect {
  /// Gemini's `generateContent`, streamed or not, and `countTokens` about one.
  static let generateContent = Dialect(
    utterances: { GeminiReader.utterances(of: $0["generateContentRequest"] ?? $0) },
    tools: { request in
      let tools = (request["generateContentRequest"] ?? request)["tools"]
      return tools?.oneOrMany.flatMap(GeminiReader.tools(of:)) ?? []
    },
    structure: [
      "model", "contents", "systemInstruction", "system_instruction", "tools",
      "generateContentRequest",
    ],
    settings: ["generationConfig", "generation_config"],
    answer: { GeminiReader.answer(of: $0) },
    assemble: { GeminiAssembly.response(of: $0) },
    recognises: { $0["candidates"] != nil || $0["usageMetadata"] != nil }
  )
}

enum GeminiReader {
  static func answer(of response: JSONValue) -> Answer {
    let candidates = response["candidates"]
    let candidate = candidates?.elements.first { _ in true }
    var answer = Answer(
      stopReason: candidate?.present("finishReason")?.reading
        ?? response["promptFeedback"]?.string(of: "blockReason"),
      model: response.string(of: "modelVersion"),
      id: response.string(of: "responseId"),
      error: Answer.failure(in: response),
      choices: candidates?.count ?? 0
    )
    if let content = candidate?.present("content") {
      answer.turn = Turn(.assistant, parts(ofContent: content))
    }
    if let usage = response["usageMetadata"] {
      answer.usage = Usage(
        input: usage["promptTokenCount"]?.int,
        output: usage["candidatesTokenCount"]?.int,
        total: usage["totalTokenCount"]?.int,
        cached: usage["cachedContentTokenCount"]?.int,
        reasoning: usage["thoughtsTokenCount"]?.int
      )
    }
    // Counting tokens answers with nothing else.
    if let count = response["totalTokens"]?.int { answer.usage.input = count }
    return answer
  }

  static func utterances(of request: JSONValue) -> [Dialect.Utterance] {
    var utterances: [Dialect.Utterance] = []
    if let system = request.first(of: "systemInstruction", "system_instruction") {
      utterances.append(Dialect.Utterance(.system, system, reader: parts(ofContent:)))
    }
    for content in request["contents"]?.oneOrMany ?? [] {
      utterances.append(
        Dialect.Utterance(
          Turn.Role(content.string(of: "role")),
          content,
          reader: parts(ofContent:)
        )
      )
    }
    return utterances
  }

  static func parts(ofContent content: JSONValue) -> [Part] {
    if content.kind == .string { return Part.nonEmpty(content.string) }
    return content["parts"]?.oneOrMany.flatMap { parts(ofPart: $0) } ?? []
  }

  private static func parts(ofPart part: JSONValue) -> [Part] {
    if part.kind == .string { return Part.nonEmpty(part.string) }
    if let text = part["text"], text.kind == .string {
      return Part.nonEmpty(
        text.string,
        part["thought"]?.isTrue == true ? Part.thinking : Part.text
      )
    }
    if let data = part.first(of: "inlineData", "inline_data") {
      return [
        Media(
          name: data.string(of: "displayName"),
          mediaType: mediaType(data),
          source: .inline(byteCount: data["data"]?.base64Count ?? 0)
        ).part
      ]
    }
    if let file = part.first(of: "fileData", "file_data") {
      let uri = file.first(of: "fileUri", "file_uri")?.string
      return [
        Media(
          name: file.string(of: "displayName"),
          mediaType: mediaType(file),
          source: uri.map(Media.Source.url) ?? .unknown
        ).part
      ]
    }
    if let call = part.first(of: "functionCall", "function_call", "toolCall") {
      return [
        .toolCall(
          ToolCall(
            id: call.string(of: "id"),
            name: name(of: call),
            arguments: call["args"]?.reading ?? ""
          )
        )
      ]
    }
    if let result = part.first(of: "functionResponse", "function_response", "toolResponse") {
      return [.toolResult(toolResult(result))]
    }
    if let code = part.first(of: "executableCode", "executable_code") {
      return [
        .toolCall(ToolCall(name: "code_execution", arguments: code["code"]?.reading ?? ""))
      ]
    }
    if let result = part.first(of: "codeExecutionResult", "code_execution_result") {
      let outcome = result["outcome"]
      return [
        .toolResult(
          ToolResult(
            name: "code_execution",
            parts: Part.nonEmpty(result["output"]?.string),
            isError: outcome.map { !$0.equals("OUTCOME_OK") } ?? false
          )
        )
      ]
    }
    if part["thought"]?.isTrue == true || part["thoughtSignature"] != nil {
      return [.redactedThinking]
    }
    return [.unknown(part)]
  }

  private static func mediaType(_ data: JSONValue) -> String? {
    data.string(of: "mimeType") ?? data.string(of: "mime_type")
  }

  /// A function has a name, a tool that the provider runs has a type.
  private static func name(of call: JSONValue) -> String {
    call.string(of: "name") ?? call.string(of: "toolType")?.lowercased() ?? "function"
  }

  private static func toolResult(_ result: JSONValue) -> ToolResult {
    var parts: [Part] = []
    if let response = result.present("response") {
      parts = Part.nonEmpty(response.reading)
    }
    if let more = result["parts"] {
      // The parts of a result are media; results inside of results are not followed.
      parts += more.elements.flatMap { part in
        part["functionResponse"] == nil && part["toolResponse"] == nil
          && part["function_response"] == nil ? Self.parts(ofPart: part) : [.unknown(part)]
      }
    }
    return ToolResult(id: result.string(of: "id"), name: name(of: result), parts: parts)
  }

  static func tools(of tool: JSONValue) -> [ToolDeclaration] {
    tool.members.flatMap { member -> [ToolDeclaration] in
      let key = member.key.decoded
      guard key == "functionDeclarations" || key == "function_declarations" else {
        return [ToolDeclaration(key, isHosted: true)]
      }
      return member.value.elements.map { function in
        ToolDeclaration(
          function.string(of: "name") ?? "function",
          ToolDeclaration.names(
            in: function.first(of: "parameters", "parametersJsonSchema", "parameters_json_schema")
          )
        )
      }
    }
  }
}
