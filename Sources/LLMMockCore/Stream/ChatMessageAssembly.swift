/// Puts one message together from the deltas of a chat completion's choice.
struct ChatMessageAssembly {
  private struct Call {
    var start: JSONValue
    var id: JSONValue?
    var name: JSONValue?
    var arguments = JoinedText()
    /// Arguments that are no string: some providers send an object.
    var object: JSONValue?
  }

  private var role: JSONValue?
  private var content = JoinedText()
  private var refusal = JoinedText()
  private var reasoning = JoinedText()
  private var reasoningContent = JoinedText()
  private var transcript = JoinedText()
  private var sound = JoinedText()
  private var calls: [Call] = []
  private var places: [Int: Int] = [:]
  private var functionName: JSONValue?
  private var functionArguments = JoinedText()
  /// The last value of every other member.
  private var others: [(name: String, value: JSONValue)] = []

  mutating func add(_ delta: JSONValue) {
    for member in delta.members where !member.value.isNull {
      let value = member.value
      switch member.key.decoded {
      case "role":
        if role == nil, value.kind == .string { role = value }
      case "content":
        if value.kind == .array { addParts(value) } else { content.append(value) }
      case "refusal": refusal.append(value)
      case "reasoning": reasoning.append(value)
      case "reasoning_content": reasoningContent.append(value)
      case "audio":
        transcript.append(value["transcript"])
        sound.append(value["data"])
      case "tool_calls":
        for (position, call) in value.elements.enumerated() { add(call, at: position) }
      case "function_call":
        functionName = functionName ?? value.first(of: "name")
        functionArguments.append(value["arguments"])
      case let name:
        others.removeAll { $0.name == name }
        others.append((name, value))
      }
    }
  }

  /// Mistral streams a list of parts where others stream a text.
  private mutating func addParts(_ parts: JSONValue) {
    for part in parts.elements {
      content.append(part["text"])
      for thought in part["thinking"]?.oneOrMany ?? [] {
        reasoningContent.append(thought.kind == .string ? thought : thought["text"])
      }
    }
  }

  private mutating func add(_ call: JSONValue, at position: Int) {
    let function = call["function"] ?? call["custom"]
    let id = call.string(of: "id") == nil ? nil : call["id"]
    let name = function?.string(of: "name") == nil ? nil : function?["name"]
    let index = call["index"]?.int ?? (id != nil && name != nil ? calls.count : position)
    // Some providers give every call the same index, others repeat id and name in every chunk.
    let isKnown = places[index].map { place in
      id == nil || name == nil || calls[place].id?.string == nil
        || calls[place].id?.string == id?.string
    }
    if isKnown != true {
      places[index] = calls.count
      calls.append(Call(start: call))
    }
    guard let place = places[index] else { return }
    calls[place].id = calls[place].id ?? id
    calls[place].name = calls[place].name ?? name
    let arguments = function?.first(of: "arguments", "input")
    calls[place].arguments.append(arguments)
    if arguments?.kind == .object { calls[place].object = arguments }
  }

  func write(to assembly: inout JSONAssembly) {
    assembly.object { object in
      object.key("role")
      if let role { object.value(role) } else { object.string("assistant") }
      object.member("content", content)
      object.member("refusal", refusal)
      object.member("reasoning", reasoning)
      object.member("reasoning_content", reasoningContent)
      if transcript.isPresent || sound.isPresent {
        object.key("audio")
        object.object { audio in
          audio.member("data", sound)
          audio.member("transcript", transcript)
        }
      }
      if !calls.isEmpty {
        object.key("tool_calls")
        object.array { array in
          for call in calls { write(call, to: &array) }
        }
      }
      if functionName != nil || functionArguments.isPresent {
        object.key("function_call")
        object.object { function in
          function.member("name", functionName)
          function.member("arguments", functionArguments)
        }
      }
      for (name, value) in others { object.member(name, value) }
    }
  }

  private func write(_ call: Call, to array: inout JSONAssembly) {
    array.object { object in
      object.member("id", call.id)
      object.members(of: [call.start], except: ["id", "index", "function", "custom"])
      let isCustom = call.start["function"] == nil && call.start["custom"] != nil
      object.key(isCustom ? "custom" : "function")
      object.object { function in
        function.member("name", call.name)
        if let arguments = call.object {
          function.member("arguments", arguments)
        } else {
          function.member(isCustom ? "input" : "arguments", call.arguments)
        }
      }
    }
  }
}
