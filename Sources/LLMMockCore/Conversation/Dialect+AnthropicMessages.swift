extension Dialect {
  /// Anthropic's messages.
  static let anthropicMessages = Dialect(
    utterances: { request in
      var utterances: [Utterance] = []
      if let system = request.present("system") {
        utterances.append(Utterance(.system, system, reader: AnthropicReader.parts(of:)))
      }
      for message in request["messages"].map({ $0.oneOrMany }) ?? [] {
        utterances.append(
          Utterance(
            Turn.Role(message.string(of: "role")),
            message["content"] ?? message,
            reader: AnthropicReader.parts(of:)
          )
        )
      }
      return utterances
    },
    tools: { request in
      request["tools"]?.elements.flatMap(AnthropicReader.tools(of:)) ?? []
    },
    structure: ["model", "messages", "system", "tools", "stream"],
    answer: { AnthropicReader.answer(of: $0) },
    assemble: { AnthropicAssembly.message(of: $0) },
    recognises: { response in
      guard let type = response["type"] else { return false }
      return type.equals("message") || type.hasPrefix("message_")
        || type.hasPrefix("content_block_")
    }
  )
}

enum AnthropicReader {
  static func answer(of response: JSONValue) -> Answer {
    var answer = Answer(
      stopReason: response.string(of: "stop_reason"),
      model: response.string(of: "model"),
      id: response.string(of: "id"),
      error: Answer.failure(in: response)
    )
    if let content = response.present("content") {
      answer.turn = Turn(.assistant, parts(of: content))
      answer.choices = 1
    }
    // Counting tokens answers with nothing else.
    answer.usage.input = response["input_tokens"]?.int
    if let usage = response["usage"] {
      answer.usage = Usage(
        input: usage["input_tokens"]?.int,
        output: usage["output_tokens"]?.int,
        cached: usage["cache_read_input_tokens"]?.int,
        reasoning: usage["output_tokens_details"]?["thinking_tokens"]?.int
      )
    }
    return answer
  }

  static func tools(of tool: JSONValue) -> [ToolDeclaration] {
    let type = tool.string(of: "type")
    if type == "mcp_toolset" {
      return [ToolDeclaration(tool.string(of: "mcp_server_name") ?? "mcp", isHosted: true)]
    }
    guard let name = tool.string(of: "name") ?? type else { return [] }
    return [
      ToolDeclaration(
        name,
        ToolDeclaration.names(in: tool["input_schema"]),
        isHosted: type.map { $0 != "custom" } ?? false
      )
    ]
  }

  static func parts(of content: JSONValue) -> [Part] {
    parts(of: content, isNested: false)
  }

  /// The parts of a message's content, or of a tool's result, which is nested.
  ///
  /// What is nested is not followed any deeper: a file may go on without end.
  static func parts(of content: JSONValue, isNested: Bool) -> [Part] {
    switch content.kind {
    case .string: Part.nonEmpty(content.string)
    case .array: content.elements.flatMap { parts(ofBlock: $0, isNested: isNested) }
    case .object: parts(ofBlock: content, isNested: isNested)
    case .null: []
    default: [.unknown(content)]
    }
  }

  static func parts(ofBlock block: JSONValue, isNested: Bool) -> [Part] {
    if block.kind == .string { return Part.nonEmpty(block.string) }
    let type = block.string(of: "type") ?? ""
    switch type {
    case "text", "":
      guard let text = block["text"], text.kind == .string else { return [.unknown(block)] }
      return Part.nonEmpty(text.string)
    case "thinking":
      // Left out when the request asks for none to be shown.
      let thinking = Part.nonEmpty(block["thinking"]?.string, Part.thinking)
      return thinking.isEmpty ? [.redactedThinking] : thinking
    case "redacted_thinking":
      return [.redactedThinking]
    case "image":
      return [.image(media(block))]
    case "document", "container_upload":
      return [.document(media(block))]
    case "tool_use", "server_tool_use", "mcp_tool_use":
      return [
        .toolCall(
          ToolCall(
            id: block.string(of: "id"),
            name: block.string(of: "name") ?? type,
            arguments: block["input"]?.reading ?? ""
          )
        )
      ]
    case "web_search_result", "search_result":
      let title = block.string(of: "title")
      let source = block.first(of: "url", "source").map { Media(name: title, url: $0) }
      return [.document(source ?? Media(name: title, source: .unknown))]
        + (isNested ? [] : block["content"].map { parts(of: $0, isNested: true) } ?? [])
    default:
      guard type.hasSuffix("tool_result"), !isNested else { return [.unknown(block)] }
      return [.toolResult(toolResult(block, type: type))]
    }
  }

  /// A result of the caller's tool, or of one the provider ran: `web_search_tool_result`.
  private static func toolResult(_ block: JSONValue, type: String) -> ToolResult {
    let hosted = type.hasSuffix("_tool_result") ? String(type.dropLast(12)) : nil
    var result = ToolResult(
      id: block.string(of: "tool_use_id"),
      name: hosted == "mcp" ? nil : hosted,
      parts: [],
      isError: block["is_error"]?.isTrue ?? false
    )
    guard let content = block.present("content") else { return result }
    if hosted == nil || content.kind != .object {
      result.parts = parts(of: content, isNested: true)
      return result
    }
    if content["error_code"] != nil { result.isError = true }
    let output = ["text", "stdout", "stderr", "error_message"].compactMap { content.string(of: $0) }
    if !output.isEmpty {
      result.parts = output.map(Part.text)
    } else if content["type"]?.equals("web_fetch_result") == true {
      result.parts = [.document(Media(url: content["url"] ?? content))]
    } else {
      result.parts = [.unknown(content)]
    }
    return result
  }

  private static func media(_ block: JSONValue) -> Media {
    let name = block.first(of: "title", "name").flatMap(\.string)
    guard let source = block["source"] else {
      return Media(
        name: name,
        source: block.string(of: "file_id").map(Media.Source.file(id:)) ?? .unknown
      )
    }
    var media = Media(name: name, mediaType: source.string(of: "media_type"), source: .unknown)
    if let data = source["data"], data.kind == .string {
      let isText = source["type"]?.equals("text") ?? false
      media.source = .inline(byteCount: isText ? data.text.count - 2 : data.base64Count)
    } else if let url = source["url"] {
      media.source = Media(url: url).source
    } else if let id = source.string(of: "file_id") {
      media.source = .file(id: id)
    }
    return media
  }
}

extension ToolDeclaration {
  /// The names of the arguments that a JSON Schema describes.
  static func names(in schema: JSONValue?) -> [String] {
    schema?["properties"]?.members.map(\.key.decoded) ?? []
  }
}
