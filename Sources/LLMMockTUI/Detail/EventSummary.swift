import LLMMockCore

/// Tells in one row what an event of a stream adds.
enum EventSummary {
  /// What the event calls itself: its `event:` line, else the type in its data; without the
  /// `response.` that all names of OpenAI's responses begin with.
  static func shortName(of event: StreamEvent) -> String? {
    guard let name = event.name ?? event.data["type"]?.string else { return nil }
    return name.hasPrefix("response.") ? String(name.dropFirst("response.".count)) : name
  }

  /// Whether it brings a piece of the answer that a person reads.
  static func hasText(_ event: StreamEvent) -> Bool {
    pieces(of: event.data).contains { if case .text = $0 { true } else { false } }
  }

  static func segments(of event: StreamEvent, room: Int) -> [Segment] {
    var segments: [Segment] = []
    for piece in pieces(of: event.data) {
      if !segments.isEmpty { segments.append(Segment("  ")) }
      switch piece {
      case .text(let text): quote(text, Style(.string), room: room, to: &segments)
      case .thinking(let text): quote(text, .muted, room: room, to: &segments)
      case .arguments(let text):
        // It is a piece of JSON, so quotes would mislead.
        quote(text, Style(.tool), mark: "", room: room, to: &segments)
      case .tool(let name): segments += VisibleSegments.of(name, Style(.tool))
      case .failure(let text): segments += VisibleSegments.of(text, Style(.danger))
      case .fact(let text): segments += VisibleSegments.of(text, .muted)
      }
    }
    if !segments.isEmpty || isMarker(event.data) { return segments }
    let compact = ReadableJSON.compact(event.data, elidingBeyond: 200)
    let style = event.data.kind == .string ? Style(.literal) : .muted
    return VisibleSegments.of(String(compact.prefix(max(1, room))), style)
  }

  /// What there is to tell of an event.
  fileprivate enum Piece {
    case text(JSONValue)
    case thinking(JSONValue)
    /// A fragment of a tool call's arguments.
    case arguments(JSONValue)
    case tool(String)
    case failure(String)
    case fact(String)
  }

  /// Whether the event's name says all.
  private static func isMarker(_ data: JSONValue) -> Bool {
    guard let type = data["type"]?.string else { return false }
    return type == "ping" || type.hasSuffix("_stop") || type.hasSuffix("_start")
      || type.hasPrefix("response.") || type.hasSuffix("_delta")
  }

  private static func pieces(of data: JSONValue) -> [Piece] {
    guard data.kind == .object else { return [] }
    if let error = data["error"], !error.isNull {
      return [.failure(error["message"]?.string ?? ReadableJSON.compact(error, elidingBeyond: 200))]
    }
    if let choices = data["choices"] { return chat(data, choices) }
    if let candidates = data["candidates"] { return gemini(data, candidates) }
    guard let type = data["type"]?.string else { return [] }
    return type.hasPrefix("response.") ? responses(data, type) : anthropic(data, type)
  }

  // MARK: Providers

  private static func anthropic(_ data: JSONValue, _ type: String) -> [Piece] {
    switch type {
    case "content_block_delta":
      guard let delta = data["delta"] else { return [] }
      if let text = filled(delta["text"]) { return [.text(text)] }
      if let text = filled(delta["thinking"]) { return [.thinking(text)] }
      if let text = filled(delta["partial_json"]) { return [.arguments(text)] }
      if let text = filled(delta["signature"]) {
        return [.fact("(signature, \(ByteCount.text(text.text.count - 2)))")]
      }
      return [.fact(delta["type"]?.string ?? "")].filter(\.isFilled)
    case "content_block_start":
      guard let block = data["content_block"] else { return [] }
      let kind = block["type"]?.string ?? ""
      if let name = block["name"]?.string { return [.fact(kind), .tool(name)] }
      if let text = filled(block["text"]) { return [.fact(kind), .text(text)] }
      return [.fact(kind)].filter(\.isFilled)
    case "message_start":
      return facts(
        data["message"]?["model"]?.string,
        tokens(data["message"]?["usage"]?["input_tokens"], "in")
      )
    case "message_delta":
      return facts(
        data["delta"]?["stop_reason"]?.string,
        tokens(data["usage"]?["output_tokens"], "out")
      )
    default: return []
    }
  }

  private static func chat(_ data: JSONValue, _ choices: JSONValue) -> [Piece] {
    var pieces: [Piece] = []
    for choice in choices.elements {
      if let text = filled(choice["text"]) { pieces.append(.text(text)) }
      if let delta = choice["delta"] ?? choice["message"] {
        for key in ["reasoning_content", "reasoning"] {
          if let text = filled(delta[key]) { pieces.append(.thinking(text)) }
        }
        for key in ["content", "refusal"] {
          if let text = filled(delta[key]) { pieces.append(.text(text)) }
        }
        if let calls = delta["tool_calls"] {
          for function in calls.elements.lazy.compactMap({ $0["function"] }) {
            if let name = filled(function["name"])?.string { pieces.append(.tool(name)) }
            if let text = filled(function["arguments"]) { pieces.append(.arguments(text)) }
          }
        }
        if pieces.isEmpty, let role = delta["role"]?.string { pieces.append(.fact(role)) }
      }
      if let reason = choice["finish_reason"]?.string { pieces.append(.fact("finish \(reason)")) }
    }
    if let usage = data["usage"] {
      pieces += facts(
        tokens(usage["prompt_tokens"], "in"),
        tokens(usage["completion_tokens"], "out")
      )
    }
    return pieces
  }

  private static func gemini(_ data: JSONValue, _ candidates: JSONValue) -> [Piece] {
    var pieces: [Piece] = []
    for candidate in candidates.elements {
      if let parts = candidate["content"]?["parts"] {
        for part in parts.elements {
          if let text = filled(part["text"]) {
            pieces.append(part["thought"]?.isTrue == true ? .thinking(text) : .text(text))
          }
          if let call = part["functionCall"] {
            pieces.append(.tool(call["name"]?.string ?? "functionCall"))
            if let arguments = call["args"] { pieces.append(.arguments(arguments)) }
          }
        }
      }
      if let reason = candidate["finishReason"]?.string { pieces.append(.fact("finish \(reason)")) }
    }
    return pieces
  }

  private static func responses(_ data: JSONValue, _ type: String) -> [Piece] {
    if let delta = filled(data["delta"]) {
      if type.contains("reasoning") { return [.thinking(delta)] }
      return type.contains("text") || type.contains("refusal") || type.contains("transcript")
        ? [.text(delta)] : [.arguments(delta)]
    }
    if let item = data["item"] {
      let name = item["name"]?.string
      return facts(item["type"]?.string) + (name.map { [.tool($0)] } ?? [])
    }
    if let response = data["response"] {
      let usage = response["usage"]
      if let message = response["error"]?["message"]?.string { return [.failure(message)] }
      return facts(
        response["status"]?.string,
        tokens(usage?["input_tokens"], "in"),
        tokens(usage?["output_tokens"], "out")
      )
    }
    return []
  }

  // MARK: Values

  /// A string that is not empty.
  private static func filled(_ value: JSONValue?) -> JSONValue? {
    guard let value, value.kind == .string, value.text.count > 2 else { return nil }
    return value
  }

  private static func tokens(_ value: JSONValue?, _ direction: String) -> String? {
    value?.int.map { "\(RowWriter.grouped($0)) tokens \(direction)" }
  }

  private static func facts(_ facts: String?...) -> [Piece] {
    facts.compactMap { $0.map(Piece.fact) }.filter(\.isFilled)
  }

  /// Appends a string between marks with its line breaks as tokens, as much of it as there is room for.
  private static func quote(
    _ value: JSONValue,
    _ style: Style,
    mark: String = "\"",
    room: Int,
    to segments: inout [Segment]
  ) {
    guard value.kind == .string else {
      let compact = ReadableJSON.compact(value, elidingBeyond: 200)
      segments += VisibleSegments.of(String(compact.prefix(max(1, room))), style)
      return
    }
    UnescapedText.with(value.text) { text in
      var end = min(text.count, max(1, room) * 4)
      while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
      if !mark.isEmpty { segments.append(Segment(mark, style)) }
      VisibleSegments.append(text, 0..<end, style: style, to: &segments)
      if !mark.isEmpty { segments.append(Segment(mark, style)) }
    }
  }
}

extension EventSummary.Piece {
  fileprivate var isFilled: Bool {
    if case .fact("") = self { false } else { true }
  }
}
