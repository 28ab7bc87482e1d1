extension Dialect {
  /// OpenAI's responses.
  static let responses = Dialect(
    utterances: { request in
      let instructions = request.present("instructions").map {
        Utterance(.system, $0, reader: OpenAIContent.parts(of:))
      }
      let input = request.present("input")?.oneOrMany ?? []
      return (instructions.map { [$0] } ?? []) + input.map(ResponsesReader.utterance)
    },
    tools: { request in
      request["tools"]?.elements.flatMap { ResponsesReader.tools(of: $0) } ?? []
    },
    structure: ["model", "input", "instructions", "tools", "stream", "stream_options"],
    answer: { ResponsesReader.answer(of: $0) },
    assemble: { ResponsesAssembly.response(of: $0) },
    recognises: { response in
      response["object"]?.equals("response") ?? false
        || response["type"]?.hasPrefix("response.") ?? false
    }
  )
}

enum ResponsesReader {
  static func answer(of response: JSONValue) -> Answer {
    var answer = Answer(
      stopReason: response["incomplete_details"]?.string(of: "reason")
        ?? response.string(of: "status"),
      usage: ChatReader.usage(response["usage"]),
      model: response.string(of: "model"),
      id: response.string(of: "id"),
      error: Answer.failure(in: response)
    )
    if let output = response["output"], output.kind == .array, output.count > 0 {
      answer.turn = Turn(.assistant, output.elements.flatMap { parts(ofItem: $0) })
      answer.choices = 1
    }
    return answer
  }

  static func utterance(_ item: JSONValue) -> Dialect.Utterance {
    guard let type = item.string(of: "type"), type != "message" else {
      return Dialect.Utterance(
        Turn.Role(item.string(of: "role")),
        item,
        reader: parts(ofItem:)
      )
    }
    let role: Turn.Role
    if let name = item.string(of: "role") {
      role = Turn.Role(name)
    } else if type.hasSuffix("_output") {
      role = .tool
    } else if type.hasPrefix("input_") {
      role = .user
    } else {
      role = .assistant
    }
    return Dialect.Utterance(role, item, continues: true, reader: parts(ofItem:))
  }

  static func parts(ofItem item: JSONValue) -> [Part] {
    let type = item.string(of: "type") ?? ""
    switch type {
    case "message", "":
      return OpenAIContent.parts(of: item["content"] ?? item)
    case "reasoning":
      let texts = ["summary", "content"].flatMap { key in
        item[key]?.elements.compactMap { $0.string(of: "text") } ?? []
      }
      return [texts.isEmpty ? .redactedThinking : .thinking(texts.joined(separator: "\n\n"))]
    case "image_generation_call":
      guard let result = item.present("result") else { return [toolCall(item, type: type)] }
      return [
        .image(
          Media(
            mediaType: item.string(of: "output_format").map { "image/\($0)" },
            source: .inline(byteCount: result.base64Count)
          )
        )
      ]
    case "mcp_list_tools", "mcp_approval_request":
      return [.unknown(item)]
    case let type where type.hasSuffix("_call"):
      return [toolCall(item, type: type)] + hostedResult(item)
    case let type where type.hasSuffix("_call_output"):
      let output = item.present("output").map { OpenAIContent.parts(of: $0) } ?? []
      return [.toolResult(ToolResult(id: item.string(of: "call_id"), parts: output))]
    default:
      return OpenAIContent.parts(of: item)
    }
  }

  /// A call of the caller's function, or of a tool the provider runs: `web_search_call`.
  private static func toolCall(_ item: JSONValue, type: String) -> Part {
    let hosted = String(type.dropLast("_call".count))
    var name = item.string(of: "name") ?? hosted
    if let namespace = item.string(of: "namespace") { name = "\(namespace).\(name)" }
    let arguments: String
    if let found = item.first(of: "arguments", "input", "action", "code") {
      arguments = found.reading
    } else if let queries = item.present("queries") {
      arguments = "{\"queries\":\(ReadableJSON.compact(queries))}"
    } else {
      arguments = ""
    }
    return .toolCall(
      ToolCall(
        id: item.first(of: "call_id", "id").flatMap(\.string),
        name: name,
        arguments: arguments
      )
    )
  }

  /// What a tool that the provider ran gave back, which stands in the call itself.
  private static func hostedResult(_ item: JSONValue) -> [Part] {
    let id = item.first(of: "call_id", "id").flatMap(\.string)
    if let error = item.present("error") {
      return [
        .toolResult(ToolResult(id: id, parts: Part.nonEmpty(error.reading), isError: true))
      ]
    }
    guard let output = item.first(of: "output", "outputs", "results") else { return [] }
    let parts: [Part]
    if output.kind == .string {
      parts = Part.nonEmpty(output.string)
    } else {
      parts = output.oneOrMany.flatMap { result -> [Part] in
        // Code prints `logs` and draws images, a file search finds `text`.
        if let text = result.string(of: "logs") ?? result.string(of: "text") {
          return [.text(text)]
        }
        guard result["type"]?.equals("image") == true, let url = result["url"] else {
          return [.unknown(result)]
        }
        return [.image(Media(url: url))]
      }
    }
    return parts.isEmpty ? [] : [.toolResult(ToolResult(id: id, parts: parts))]
  }

  /// The tools that a declaration stands for.
  ///
  /// A file may nest namespaces without end, so only one level is followed.
  static func tools(of tool: JSONValue, in namespace: String? = nil) -> [ToolDeclaration] {
    let prefix = namespace.map { "\($0)." } ?? ""
    switch tool.string(of: "type") {
    case "function", "custom", nil:
      let function = tool["function"] ?? tool
      return [
        ToolDeclaration(
          prefix + (function.string(of: "name") ?? "function"),
          ToolDeclaration.names(in: function["parameters"])
        )
      ]
    case "namespace" where namespace == nil:
      let name = tool.string(of: "name") ?? "namespace"
      return tool["tools"]?.elements.flatMap { tools(of: $0, in: name) } ?? []
    case "mcp":
      return [ToolDeclaration(tool.string(of: "server_label") ?? "mcp", isHosted: true)]
    case let type?:
      return [ToolDeclaration(type, isHosted: true)]
    }
  }
}
