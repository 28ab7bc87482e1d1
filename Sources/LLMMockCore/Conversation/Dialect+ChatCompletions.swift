extension Dialect {
  /// OpenAI's chat completions, which most other providers speak too.
  static let chatCompletions = Dialect(
    utterances: { request in
      (request["messages"]?.oneOrMany ?? []).map { message in
        Utterance(
          Turn.Role(message.string(of: "role")),
          message,
          reader: ChatReader.parts(ofMessage:)
        )
      }
    },
    tools: { request in
      let tools = request["tools"]?.elements.flatMap(ChatReader.tools(of:)) ?? []
      return tools + (request["functions"]?.elements.compactMap(ChatReader.function) ?? [])
    },
    structure: ["model", "messages", "tools", "functions", "stream", "stream_options"],
    answer: { ChatReader.answer(of: $0) },
    assemble: { ChatAssembly.completion(of: $0) },
    recognises: { $0["object"]?.hasPrefix("chat.completion") ?? false }
  )
}

enum ChatReader {
  static func answer(of response: JSONValue) -> Answer {
    let choices = response["choices"]
    let choice = choices?.elements.first { _ in true }
    var answer = Answer(
      stopReason: choice?.string(of: "finish_reason")
        ?? choice?["finish_details"]?.string(of: "type"),
      usage: usage(response["usage"]),
      model: response.string(of: "model"),
      id: response.string(of: "id"),
      error: Answer.failure(in: response),
      choices: choices?.count ?? 0
    )
    if let choice {
      if let message = choice.present("message") {
        let role = message.string(of: "role")
        answer.turn = Turn(role.map { Turn.Role($0) } ?? .assistant, parts(ofMessage: message))
      } else if let text = choice["text"] {
        answer.turn = Turn(.assistant, Part.nonEmpty(text.string))
      }
    }
    return answer
  }

  static func usage(_ usage: JSONValue?) -> Usage {
    guard let usage else { return Usage() }
    let cached =
      usage["prompt_tokens_details"]?["cached_tokens"] ?? usage["input_tokens_details"]?[
        "cached_tokens"
      ]
      ?? usage.first(of: "prompt_cache_hit_tokens", "num_cached_tokens", "cached_tokens")
    let output = usage.first(of: "completion_tokens_details", "output_tokens_details")
    return Usage(
      input: usage.first(of: "prompt_tokens", "input_tokens")?.int,
      output: usage.first(of: "completion_tokens", "output_tokens")?.int,
      total: usage["total_tokens"]?.int,
      cached: cached?.int,
      reasoning: output?["reasoning_tokens"]?.int
    )
  }

  // MARK: Messages

  static func parts(ofMessage message: JSONValue) -> [Part] {
    guard message.kind == .object else { return OpenAIContent.parts(of: message) }
    let content = message["content"].map { OpenAIContent.parts(of: $0) } ?? []
    if let role = message["role"], role.equals("tool") || role.equals("function") {
      return [
        .toolResult(
          ToolResult(
            id: message.string(of: "tool_call_id"),
            name: message.string(of: "name"),
            parts: content
          )
        )
      ]
    }
    var parts = thinking(in: message) + content
    parts += Part.nonEmpty(message["refusal"]?.string, Part.refusal)
    parts += sound(in: message)
    for tool in message["executed_tools"]?.oneOrMany ?? [] {
      let name = tool.string(of: "name") ?? tool.string(of: "type") ?? "tool"
      parts.append(
        .toolCall(ToolCall(name: name, arguments: tool["arguments"]?.reading ?? ""))
      )
      let output = tool.present("output").map { OpenAIContent.parts(of: $0) } ?? []
      if !output.isEmpty { parts.append(.toolResult(ToolResult(name: name, parts: output))) }
    }
    parts += message["tool_calls"]?.elements.map(toolCall) ?? []
    // Snowflake writes one with empty strings where there is none.
    if let call = message["function_call"], call.string(of: "name") != nil {
      parts.append(toolCall(call))
    }
    return parts
  }

  private static func sound(in message: JSONValue) -> [Part] {
    guard let audio = message["audio"] else { return [] }
    let source: Media.Source
    if let data = audio["data"], data.base64Count > 0 {
      source = .inline(byteCount: data.base64Count)
    } else if let id = audio.string(of: "id") {
      source = .file(id: id)
    } else {
      return []
    }
    return [.audio(Media(source: source))] + Part.nonEmpty(audio["transcript"]?.string)
  }

  /// Providers write it in one of three members, some in two of them at once.
  private static func thinking(in message: JSONValue) -> [Part] {
    for key in ["reasoning_content", "reasoning"] {
      let thinking = Part.nonEmpty(message[key]?.string, Part.thinking)
      if !thinking.isEmpty { return thinking }
    }
    let details = message.present("reasoning_details")?.oneOrMany ?? []
    let texts = details.compactMap { $0.string(of: "text") ?? $0.string(of: "summary") }
    if texts.isEmpty { return details.isEmpty ? [] : [.redactedThinking] }
    return [.thinking(texts.joined(separator: "\n\n"))]
  }

  private static func toolCall(_ call: JSONValue) -> Part {
    let function = call.first(of: "function", "custom") ?? call
    return .toolCall(
      ToolCall(
        id: call.string(of: "id"),
        name: function.string(of: "name") ?? call.string(of: "type") ?? "function",
        arguments: function.first(of: "arguments", "input")?.reading ?? ""
      )
    )
  }

  // MARK: Tools

  static func tools(of tool: JSONValue) -> [ToolDeclaration] {
    if let function = tool.first(of: "function", "custom") { return [Self.function(function)] }
    return tool.string(of: "type").map { [ToolDeclaration($0, isHosted: true)] } ?? []
  }

  static func function(_ function: JSONValue) -> ToolDeclaration {
    ToolDeclaration(
      function.string(of: "name") ?? "function",
      ToolDeclaration.names(in: function["parameters"])
    )
  }
}
