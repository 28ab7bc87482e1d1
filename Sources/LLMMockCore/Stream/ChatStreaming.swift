/// Makes the stream that a chat completion would have been.
struct ChatStreaming {
  private let completion: JSONValue
  private let includesUsage: Bool
  private var events: [WireEvent] = []

  /// The events; nil when this is no completion.
  static func events(of completion: JSONValue, request: JSONValue) -> [WireEvent]? {
    guard let choices = completion["choices"], choices.kind == .array else { return nil }
    var streaming = ChatStreaming(
      completion: completion,
      includesUsage: request["stream_options"]?["include_usage"]?.isTrue ?? false
    )
    for (position, choice) in choices.elements.enumerated() {
      streaming.add(choice, at: choice["index"]?.int ?? position)
    }
    streaming.end()
    return streaming.events
  }

  private init(completion: JSONValue, includesUsage: Bool) {
    self.completion = completion
    self.includesUsage = includesUsage
  }

  // MARK: Chunks

  /// Members of a completion that stand in each of its chunks; others stand in the first.
  private static let repeated: Set<String> = [
    "id", "created", "model", "service_tier", "system_fingerprint", "provider",
  ]
  private static let structure: Set<String> = ["object", "choices", "usage"]

  private mutating func append(
    usage: JSONValue? = nil,
    choices: (inout JSONAssembly) -> Void
  ) {
    events.append(
      WireEvent { chunk in
        chunk.member("id", completion["id"])
        chunk.member("object", string: "chat.completion.chunk")
        for member in completion.lastMembers {
          let name = member.key.decoded
          if name == "id" || Self.structure.contains(name) { continue }
          if events.isEmpty || Self.repeated.contains(name) { chunk.member(member) }
        }
        chunk.key("choices")
        chunk.array(choices)
        if includesUsage {
          chunk.key("usage")
          if let usage { chunk.value(usage) } else { chunk.null() }
        }
      }
    )
  }

  private mutating func end() {
    if includesUsage, let usage = completion.present("usage") {
      append(usage: usage) { _ in }
    } else if events.isEmpty {
      append { _ in }
    }
    events.append(WireEvent(data: Array("[DONE]".utf8)))
  }

  // MARK: Choices

  private mutating func add(_ choice: JSONValue, at index: Int) {
    let message = choice["message"]
    var logprobs = Logprobs(of: choice)
    func append(
      to streaming: inout ChatStreaming,
      _ delta: (inout JSONAssembly) -> Void,
      logprobs: Logprobs.Value = .none,
      end: JSONValue? = nil
    ) {
      streaming.append { choices in
        choices.object { object in
          object.member("index", number: index)
          object.key("delta")
          object.object(delta)
          if choice["logprobs"] != nil || !logprobs.isNone {
            object.key("logprobs")
            logprobs.write(to: &object)
          }
          object.key("finish_reason")
          if let reason = end?["finish_reason"] { object.value(reason) } else { object.null() }
          if let end {
            object.members(
              of: [end],
              except: ["index", "message", "delta", "logprobs", "finish_reason"]
            )
          }
        }
      }
    }

    if let message, message.kind == .object {
      append(to: &self, { ChatMessageStreaming.start(of: message, to: &$0) })
      for delta in ChatMessageStreaming.deltas(of: message, tokens: logprobs.tokens) {
        append(to: &self, delta.write, logprobs: logprobs.next(isText: delta.isText))
      }
    }
    append(to: &self, { _ in }, logprobs: logprobs.rest(), end: choice)
  }
}

/// The probabilities of a choice's tokens, told with the tokens where that is possible.
private struct Logprobs {
  enum Value {
    case none
    case whole(JSONValue)
    case token(JSONValue, of: JSONValue)

    var isNone: Bool {
      if case .none = self { true } else { false }
    }

    func write(to assembly: inout JSONAssembly) {
      switch self {
      case .none: assembly.null()
      case .whole(let value): assembly.value(value)
      case .token(let token, let value):
        assembly.object { object in
          object.members(of: value, replacing: ["content": { $0.array { $0.value(token) } }])
        }
      }
    }
  }

  private let value: JSONValue?
  /// The pieces of the content, where the tokens make it up.
  let tokens: [JSONValue]?
  private var told = 0

  init(of choice: JSONValue) {
    value = choice.present("logprobs")
    let list = value?["content"].map { Array($0.elements) } ?? []
    let text = choice["message"]?["content"]?.jsonString?.generalizedUTF8
    let joined = list.flatMap { $0["token"]?.jsonString?.generalizedUTF8 ?? [] }
    tokens = !list.isEmpty && text == joined ? list : nil
  }

  /// What to tell with the next delta.
  mutating func next(isText: Bool) -> Value {
    guard let value, isText, let tokens, told < tokens.count else { return .none }
    defer { told += 1 }
    return .token(tokens[told], of: value)
  }

  /// What was not told yet.
  mutating func rest() -> Value {
    guard let value, told == 0 else { return .none }
    return .whole(value)
  }
}
