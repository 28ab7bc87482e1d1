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
  private var audio: [JSONValue] = []
  private var calls: [Call] = []
  private var hasCalls = false
  private var places: [Int: Int] = [:]
  private var functionName: JSONValue?
  private var functionArguments = JoinedText()
  /// The values of every other member.
  private var others = NamedValues()
  /// Members that were null: they stay so unless something came later.
  private var nulls: [JSONValue.Member] = []

  mutating func add(_ delta: JSONValue) {
    for member in delta.members {
      let value = member.value
      if value.isNull {
        // Some servers repeat them in every chunk.
        if !nulls.contains(where: { $0.key == member.key }) { nulls.append(member) }
        continue
      }
      switch member.key.decoded {
      case "role":
        if role == nil, value.kind == .string { role = value }
      case "content":
        switch value.kind {
        case .array: addParts(value)
        case .string: content.append(value)
        default: others.add(value, as: "content")
        }
      case "refusal": refusal.append(value)
      case "reasoning": reasoning.append(value)
      case "reasoning_content": reasoningContent.append(value)
      case "audio":
        transcript.append(value["transcript"])
        sound.append(value["data"])
        audio.append(value)
      case "tool_calls":
        hasCalls = true
        for (position, call) in value.elements.enumerated() { add(call, at: position) }
      case "function_call":
        functionName = functionName ?? value.first(of: "name")
        functionArguments.append(value["arguments"])
      case let name: others.add(value, as: name)
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
      if !audio.isEmpty {
        object.key("audio")
        object.object { member in
          member.members(of: audio, except: ["data", "transcript"])
          member.member("data", sound)
          member.member("transcript", transcript)
        }
      }
      if hasCalls {
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
      others.write(to: &object)
      for member in nulls where !isTold(member.key.decoded) { object.member(member) }
    }
  }

  /// Whether a member has another value than null.
  private func isTold(_ name: String) -> Bool {
    switch name {
    case "role": true
    case "content": content.isPresent || others.contains("content")
    case "refusal": refusal.isPresent
    case "reasoning": reasoning.isPresent
    case "reasoning_content": reasoningContent.isPresent
    case "audio": !audio.isEmpty
    case "tool_calls": hasCalls
    case "function_call": functionName != nil || functionArguments.isPresent
    default: others.contains(name)
    }
  }

  private func write(_ call: Call, to array: inout JSONAssembly) {
    let kind = call.start["function"] == nil && call.start["custom"] != nil ? "custom" : "function"
    let name = kind == "custom" ? "input" : "arguments"
    array.object { object in
      object.member("id", call.id)
      object.members(
        of: [call.start],
        except: call.id == nil ? ["index", kind] : ["id", "index", kind]
      )
      object.key(kind)
      object.object { function in
        function.member("name", call.name)
        let isJoined = call.object != nil || call.arguments.isPresent
        function.members(of: [call.start[kind]], except: isJoined ? ["name", name] : ["name"])
        if let arguments = call.object {
          function.member("arguments", arguments)
        } else {
          function.member(name, call.arguments)
        }
      }
    }
  }
}
