/// Puts a response together from the events of its stream.
struct ResponsesAssembly {
  private struct Item {
    var added: JSONValue?
    var done: JSONValue?
    var text = Numbered<JoinedText>()
    var refusal = JoinedText()
    var summary = Numbered<JoinedText>()
    var thinking = JoinedText()
    var arguments = JoinedText()
    var code = JoinedText()
  }

  /// What the events say about the whole, the latest last.
  private var responses: [JSONValue] = []
  private var items = Numbered<Item>()
  private var failure: JSONValue?

  /// The response; nil when no event belongs to one.
  static func response(of events: [StreamEvent]) -> JSONValue? {
    // A stream that came to its end carries all of it in its last event.
    for event in events.reversed() {
      if let response = event.data["response"], response["output"].map({ $0.count > 0 }) ?? false,
        event.data["type"].map(isFinal) ?? false
      {
        return response
      }
    }
    var assembly = ResponsesAssembly()
    for event in events { assembly.add(event) }
    // One that says there is no output is believed when nothing else came.
    if assembly.items.isEmpty,
      let last = events.last(where: { $0.data["type"].map(isFinal) ?? false }),
      let response = last.data["response"], response["output"] != nil
    {
      return response
    }
    guard !assembly.responses.isEmpty || !assembly.items.isEmpty || assembly.failure != nil else {
      return nil
    }
    return JSONAssembly.value { assembly.write(to: &$0) }
  }

  /// The types of the events that end a stream.
  static let finalTypes: Set<String> = [
    "response.completed", "response.incomplete", "response.failed", "response.done",
  ]

  private static func isFinal(_ type: JSONValue) -> Bool {
    finalTypes.contains { type.equals($0) }
  }

  private mutating func add(_ event: StreamEvent) {
    let data = event.data
    let type = data.string(of: "type") ?? event.name ?? ""
    if let response = data["response"], response.kind == .object { responses.append(response) }
    let index = data["output_index"]?.int ?? 0
    let part = data.first(of: "content_index", "summary_index")?.int ?? 0
    func update(_ change: (inout Item) -> Void) { items.update(index, new: Item(), change) }
    switch type {
    case "response.output_item.added": update { $0.added = data["item"] }
    case "response.output_item.done": update { $0.done = data["item"] }
    case "response.output_text.delta":
      update { $0.text.update(part, new: JoinedText()) { $0.append(data["delta"]) } }
    case "response.refusal.delta": update { $0.refusal.append(data["delta"]) }
    case "response.reasoning_summary_text.delta":
      update { $0.summary.update(part, new: JoinedText()) { $0.append(data["delta"]) } }
    case "response.reasoning_text.delta": update { $0.thinking.append(data["delta"]) }
    case "response.function_call_arguments.delta", "response.mcp_call_arguments.delta",
      "response.custom_tool_call_input.delta":
      update { $0.arguments.append(data["delta"]) }
    case "response.code_interpreter_call_code.delta": update { $0.code.append(data["delta"]) }
    default: failure = event.failure ?? failure
    }
  }

  private func write(to assembly: inout JSONAssembly) {
    assembly.object { object in
      if responses.isEmpty {
        object.key("object")
        object.string("response")
      }
      // The last one knows all but what the others said about an answer that was cut off.
      object.members(of: [responses.first, responses.last], except: ["output"])
      object.key("output")
      object.array { array in
        for item in items.values { write(item, to: &array) }
      }
      if responses.last?.present("error") == nil { object.member("error", failure) }
    }
  }

  private func write(_ item: Item, to array: inout JSONAssembly) {
    if let done = item.done {
      array.value(done)
      return
    }
    let isInput = item.added?["input"] != nil
    array.object { object in
      var replaced: Set<String> = []
      if !item.text.isEmpty || item.refusal.isPresent || item.thinking.isPresent {
        replaced.insert("content")
      }
      if !item.summary.isEmpty { replaced.insert("summary") }
      if item.arguments.isPresent { replaced.insert(isInput ? "input" : "arguments") }
      if item.code.isPresent { replaced.insert("code") }
      if item.added == nil {
        object.key("type")
        object.string(
          item.arguments.isPresent
            ? "function_call"
            : item.thinking.isPresent || !item.summary.isEmpty ? "reasoning" : "message"
        )
      }
      object.members(of: [item.added], except: replaced)
      if replaced.contains("content") {
        object.key("content")
        object.array { array in
          for text in item.text.values { write("output_text", "text", text, to: &array) }
          write("refusal", "refusal", item.refusal, to: &array)
          write("reasoning_text", "text", item.thinking, to: &array)
        }
      }
      if !item.summary.isEmpty {
        object.key("summary")
        object.array { array in
          for text in item.summary.values { write("summary_text", "text", text, to: &array) }
        }
      }
      object.member(isInput ? "input" : "arguments", item.arguments)
      object.member("code", item.code)
    }
  }

  private func write(
    _ type: String,
    _ key: String,
    _ text: JoinedText,
    to array: inout JSONAssembly
  ) {
    guard text.isPresent else { return }
    array.object { object in
      object.key("type")
      object.string(type)
      object.member(key, text)
    }
  }
}
