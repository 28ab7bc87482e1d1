/// Makes the stream that an Anthropic message would have been.
struct AnthropicStreaming {
  private var events: [WireEvent] = []

  /// The events; nil when this is no message.
  static func events(of message: JSONValue) -> [WireEvent]? {
    guard let content = message["content"], content.kind == .array else { return nil }
    var streaming = AnthropicStreaming()
    streaming.start(message)
    for (index, block) in content.elements.enumerated() { streaming.add(block, at: index) }
    streaming.end(message)
    return streaming.events
  }

  private mutating func append(_ type: String, _ content: (inout JSONAssembly) -> Void) {
    events.append(
      WireEvent(name: type) { object in
        object.member("type", string: type)
        content(&object)
      }
    )
  }

  // MARK: The message

  /// Members of the usage that are known only at the end.
  private static let finalUsage: Set<String> = [
    "server_tool_use", "iterations", "output_tokens_details", "fallback_credit",
  ]
  /// Members of the usage that only the start tells.
  private static let startUsage: Set<String> = ["cache_creation", "service_tier", "inference_geo"]
  /// Members of the message that stand in the last delta.
  private static let ends: Set<String> = [
    "stop_reason", "stop_sequence", "stop_details", "container",
  ]

  private mutating func start(_ message: JSONValue) {
    append("message_start") { event in
      event.key("message")
      event.object { object in
        var replacements: [String: (inout JSONAssembly) -> Void] = [
          "content": { $0.emptyArray() },
          "usage": { Self.startUsage(message["usage"], to: &$0) },
          "context_management": { $0.null() },
        ]
        for name in Self.ends { replacements[name] = { $0.null() } }
        object.members(of: message, replacing: replacements)
        if message["usage"] == nil {
          object.key("usage")
          Self.startUsage(nil, to: &object)
        }
      }
    }
  }

  private static func startUsage(_ usage: JSONValue?, to assembly: inout JSONAssembly) {
    assembly.object { object in
      guard let usage, usage.kind == .object else {
        // No SDK does without them.
        object.member("input_tokens", number: 0)
        object.member("output_tokens", number: 0)
        return
      }
      let total = usage["output_tokens"]?.int ?? 1
      object.members(
        of: usage,
        replacing: ["output_tokens": { $0.number(min(total, 1)) }],
        except: Self.finalUsage.filter { usage.present($0) != nil }
      )
    }
  }

  private mutating func end(_ message: JSONValue) {
    append("message_delta") { event in
      event.key("delta")
      event.object { delta in
        delta.key("stop_reason")
        if let reason = message["stop_reason"] { delta.value(reason) } else { delta.null() }
        delta.key("stop_sequence")
        if let text = message["stop_sequence"] { delta.value(text) } else { delta.null() }
        delta.member("stop_details", message["stop_details"])
        delta.member("container", message.present("container"))
      }
      event.key("usage")
      event.object { usage in
        guard let total = message["usage"], total["output_tokens"] != nil else {
          usage.member("output_tokens", number: 0)
          return
        }
        usage.members(of: total, replacing: [:], except: Self.startUsage)
      }
      event.member("context_management", message.present("context_management"))
    }
    append("message_stop") { _ in }
  }

  // MARK: Blocks

  private mutating func add(_ block: JSONValue, at index: Int) {
    let type = block.string(of: "type") ?? ""
    var deltas: [(type: String, member: String, pieces: [ArraySlice<UInt8>])] = []
    var replacements: [String: (inout JSONAssembly) -> Void] = [:]
    switch type {
    case "text":
      deltas = [("text_delta", "text", block["text"]?.pieces ?? [])]
    case "thinking":
      deltas = [
        ("thinking_delta", "thinking", block["thinking"]?.pieces ?? []),
        ("signature_delta", "signature", Self.whole(block["signature"])),
      ]
    case _ where type.hasSuffix("tool_use") && block["input"]?.kind == .object:
      replacements["input"] = { $0.emptyObject() }
      let pieces = block["input"].map { $0.count > 0 ? $0.textPieces : [] } ?? []
      deltas = [("input_json_delta", "partial_json", [[]] + pieces)]
    default: break
    }
    for delta in deltas where block[delta.member]?.kind == .string {
      replacements[delta.member] = { $0.emptyString() }
    }
    let citations = type == "text" ? block["citations"].map { Array($0.elements) } ?? [] : []
    if !citations.isEmpty { replacements["citations"] = { $0.emptyArray() } }
    append("content_block_start") { event in
      event.member("index", number: index)
      event.key("content_block")
      event.object { $0.members(of: block, replacing: replacements) }
    }
    if index == 0 { append("ping") { _ in } }
    for citation in citations {
      delta("citations_delta", of: index) { $0.member("citation", citation) }
    }
    for (type, member, pieces) in deltas {
      for piece in pieces { delta(type, of: index) { $0.member(member, piece: piece) } }
    }
    append("content_block_stop") { $0.member("index", number: index) }
  }

  private mutating func delta(
    _ type: String,
    of index: Int,
    _ content: (inout JSONAssembly) -> Void
  ) {
    append("content_block_delta") { event in
      event.member("index", number: index)
      event.key("delta")
      event.object { delta in
        delta.member("type", string: type)
        content(&delta)
      }
    }
  }

  /// A string in one piece; nothing when it is empty.
  private static func whole(_ string: JSONValue?) -> [ArraySlice<UInt8>] {
    guard let escaped = string?.escaped, !escaped.isEmpty else { return [] }
    return [escaped]
  }
}
