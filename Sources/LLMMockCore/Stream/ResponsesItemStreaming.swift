/// Makes the events of one item of a response's output.
struct ResponsesItemStreaming {
  private let item: JSONValue
  private let index: Int
  private var streaming: ResponsesStreaming

  /// - Parameter number: how many events came before.
  static func events(of item: JSONValue, at index: Int, after number: Int) -> [WireEvent] {
    var item = ResponsesItemStreaming(
      item: item,
      index: index,
      streaming: ResponsesStreaming(after: number)
    )
    item.write()
    return item.streaming.events
  }

  /// Calls of built-in tools, and what they do between their beginning and their end.
  private static let phases: [String: [String]] = [
    "web_search_call": ["searching"],
    "file_search_call": ["searching"],
    "code_interpreter_call": ["interpreting"],
    "image_generation_call": ["generating"],
    "mcp_list_tools": [],
    "mcp_call": [],
  ]
  /// Members that come after an item was added, and what stands there until then.
  private static var later: [String: (inout JSONAssembly) -> Void] {
    [
      "status": { $0.string("in_progress") },
      "content": { $0.emptyArray() },
      "summary": { $0.emptyArray() },
      "arguments": { $0.emptyString() },
      "input": { $0.emptyString() },
      "code": { $0.emptyString() },
      "output": { $0.null() },
      "outputs": { $0.null() },
      "result": { $0.null() },
      "results": { $0.null() },
      "error": { $0.null() },
      "tools": { $0.emptyArray() },
    ]
  }

  private mutating func write() {
    let type = item.string(of: "type") ?? ""
    let isKnown =
      Self.phases[type] != nil
      || ["message", "reasoning", "function_call", "custom_tool_call"].contains(type)
    streaming.append("response.output_item.added") { [item, index] event in
      event.member("output_index", number: index)
      event.key("item")
      event.object { object in
        let replaced = isKnown ? Self.later : Self.later.filter { $0.key == "status" }
        object.members(
          of: item,
          replacing: replaced.filter { item.present($0.key) != nil }
        )
      }
    }
    switch type {
    case "message": content()
    case "reasoning":
      summary()
      content()
    case "function_call": text("arguments", as: "response.function_call_arguments")
    case "custom_tool_call": text("input", as: "response.custom_tool_call_input")
    default:
      if let phases = Self.phases[type] { call(type, phases) }
    }
    streaming.append("response.output_item.done") { [item, index] event in
      event.member("output_index", number: index)
      event.member("item", item)
    }
  }

  // MARK: Events of the item

  private mutating func append(
    _ type: String,
    place: (name: String, index: Int)? = nil,
    _ content: (inout JSONAssembly) -> Void = { _ in }
  ) {
    let id = item["id"]
    streaming.append(type) { [index] event in
      event.key("item_id")
      if let id { event.value(id) } else { event.string("") }
      event.member("output_index", number: index)
      if let place { event.member(place.name, number: place.index) }
      content(&event)
    }
  }

  private mutating func call(_ type: String, _ phases: [String]) {
    append("response.\(type).in_progress")
    if type == "mcp_call" { text("arguments", as: "response.mcp_call_arguments") }
    if type == "code_interpreter_call" { text("code", as: "response.code_interpreter_call_code") }
    for phase in phases { append("response.\(type).\(phase)") }
    let hasFailed = type.hasPrefix("mcp_") && item.present("error") != nil
    append("response.\(type).\(hasFailed ? "failed" : "completed")")
  }

  /// Writes a string of the item as it grows.
  private mutating func text(_ name: String, as type: String) {
    guard let text = item[name], text.kind == .string else { return }
    for piece in text.pieces { append("\(type).delta") { $0.member("delta", piece: piece) } }
    append("\(type).done") { [item] event in
      if type == "response.function_call_arguments" { event.member("name", item["name"]) }
      event.member(name, text)
    }
  }

  // MARK: Parts

  private mutating func summary() {
    for (number, part) in (item["summary"]?.elements.map { $0 } ?? []).enumerated() {
      grow(
        part,
        ("summary_index", number),
        part: "response.reasoning_summary_part",
        text: ("text", "response.reasoning_summary_text")
      )
    }
  }

  private mutating func content() {
    for (number, part) in (item["content"]?.elements.map { $0 } ?? []).enumerated() {
      let text: (String, String)? =
        switch part.string(of: "type") {
        case "output_text": ("text", "response.output_text")
        case "refusal": ("refusal", "response.refusal")
        case "reasoning_text": ("text", "response.reasoning_text")
        default: nil
        }
      grow(part, ("content_index", number), part: "response.content_part", text: text)
    }
  }

  /// Writes a part as it grows from nothing.
  private mutating func grow(
    _ part: JSONValue,
    _ place: (name: String, index: Int),
    part partType: String,
    text: (name: String, type: String)?
  ) {
    let isOutput = text?.type == "response.output_text"
    var begun: [String: (inout JSONAssembly) -> Void] = [:]
    if let text { begun[text.name] = { $0.emptyString() } }
    for name in ["annotations", "logprobs"] where part.present(name) != nil {
      begun[name] = { $0.emptyArray() }
    }
    append("\(partType).added", place: place) { event in
      event.key("part")
      event.object { $0.members(of: part, replacing: begun) }
    }
    if let text, let value = part[text.name], value.kind == .string {
      for piece in value.pieces {
        append("\(text.type).delta", place: place) { event in
          event.member("delta", piece: piece)
          if isOutput {
            event.key("logprobs")
            event.emptyArray()
          }
        }
      }
      for (number, annotation) in (part["annotations"]?.elements.map { $0 } ?? []).enumerated() {
        append("response.output_text.annotation.added", place: place) { event in
          event.member("annotation_index", number: number)
          event.member("annotation", annotation)
        }
      }
      append("\(text.type).done", place: place) { event in
        event.member(text.name, value)
        if isOutput {
          event.key("logprobs")
          if let all = part.present("logprobs") { event.value(all) } else { event.emptyArray() }
        }
      }
    }
    append("\(partType).done", place: place) { $0.member("part", part) }
  }
}
