/// Puts an Anthropic message together from the events of its stream.
struct AnthropicAssembly {
  private struct Block {
    var start: JSONValue?
    var text = JoinedText()
    var thinking = JoinedText()
    var signature = JoinedText()
    var input = JoinedText()
    var content = JoinedText()
    var citations: [JSONValue] = []

    mutating func begin(_ block: JSONValue) {
      start = block
      text.append(block["text"])
      thinking.append(block["thinking"])
      signature.append(block["signature"])
      content.append(block["content"])
      citations += block["citations"]?.elements.map { $0 } ?? []
    }
  }

  private var message: JSONValue?
  private var blocks = Numbered<Block>()
  /// What the end of the message says about it: why it stopped, and the final usage.
  private var ends: [JSONValue] = []
  private var failure: JSONValue?

  /// The message; nil when no event belongs to one.
  static func message(of events: [StreamEvent]) -> JSONValue? {
    var assembly = AnthropicAssembly()
    for event in events { assembly.add(event) }
    guard assembly.message != nil || !assembly.blocks.isEmpty || assembly.failure != nil else {
      return nil
    }
    return JSONAssembly.value { assembly.write(to: &$0) }
  }

  private mutating func add(_ event: StreamEvent) {
    let data = event.data
    let index = data["index"]?.int ?? 0
    switch data.string(of: "type") ?? event.name {
    case "message_start":
      message = data["message"] ?? message
    case "content_block_start":
      guard let start = data["content_block"] else { return }
      blocks.update(index, new: Block()) { $0.begin(start) }
    case "content_block_delta":
      guard let delta = data["delta"] else { return }
      blocks.update(index, new: Block()) { block in
        block.text.append(delta["text"])
        block.thinking.append(delta["thinking"])
        block.signature.append(delta["signature"])
        block.input.append(delta["partial_json"])
        block.content.append(delta["content"])
        if let citation = delta["citation"] { block.citations.append(citation) }
      }
    case "message_delta":
      ends.append(data)
    default:
      failure = event.failure ?? failure
    }
  }

  private func write(to assembly: inout JSONAssembly) {
    assembly.object { object in
      object.key("type")
      object.string("message")
      if message?["role"] == nil {
        object.key("role")
        object.string("assistant")
      }
      object.members(
        of: [message] + ends + ends.map { $0["delta"] },
        except: ["type", "content", "usage", "error", "delta"]
      )
      object.key("content")
      object.array { array in
        for block in blocks.values { write(block, to: &array) }
      }
      // Later numbers are totals, not additions.
      let usages = [message?["usage"]] + ends.map { $0["usage"] }
      object.key("usage")
      object.object { $0.members(of: usages) }
      object.member("error", failure)
    }
  }

  private func write(_ block: Block, to array: inout JSONAssembly) {
    let texts = [
      ("text", block.text), ("thinking", block.thinking), ("signature", block.signature),
      ("content", block.content),
    ]
    var replaced = Set(texts.filter(\.1.isPresent).map(\.0))
    if !block.input.isEmpty { replaced.insert("input") }
    if !block.citations.isEmpty { replaced.insert("citations") }
    array.object { object in
      if block.start == nil {
        object.key("type")
        object.string(
          !block.input.isEmpty ? "tool_use" : block.thinking.isPresent ? "thinking" : "text"
        )
      }
      object.members(of: [block.start], except: replaced)
      for (name, text) in texts { object.member(name, text) }
      if !block.input.isEmpty {
        object.key("input")
        // What a model was cut off in is no JSON: keep it as a text.
        if let input = block.input.json { object.value(input) } else { object.text(block.input) }
      }
      if !block.citations.isEmpty {
        object.key("citations")
        object.array { citations in
          for citation in block.citations { citations.value(citation) }
        }
      }
    }
  }
}
