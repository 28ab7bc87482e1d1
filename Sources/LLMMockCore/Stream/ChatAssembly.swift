/// Puts a chat completion, or a completion of a text, together from the chunks of its stream.
struct ChatAssembly {
  private struct Choice {
    var message = ChatMessageAssembly()
    var text = JoinedText()
    var logprobs = LogprobsAssembly()
    /// The chunks' other members: why it finished.
    var rest: [JSONValue] = []
  }

  /// Members of a choice that are told otherwise.
  private static let told: Set<String> = ["delta", "message", "text"]

  private var chunks: [JSONValue] = []
  private var choices = Numbered<Choice>()
  private var usage: JSONValue?
  private var groq: JSONValue?
  private var failure: JSONValue?

  /// The completion; nil when no event belongs to one.
  static func completion(of events: [StreamEvent]) -> JSONValue? {
    var assembly = ChatAssembly()
    for event in events { assembly.add(event) }
    guard !assembly.chunks.isEmpty || assembly.failure != nil else { return nil }
    return JSONAssembly.value { assembly.write(to: &$0) }
  }

  private mutating func add(_ event: StreamEvent) {
    let data = event.data
    var list: JSONValue?
    // One pass over the members: streams have thousands of chunks.
    for member in data.members where !member.value.isNull {
      switch member.key.decoded {
      case "choices": list = member.value
      case "usage": usage = member.value
      case "error": failure = event.failure ?? failure
      // Groq put it there before there was a standard place.
      case "x_groq":
        usage = member.value.present("usage") ?? usage
        groq = groq ?? member.value
      default: break
      }
    }
    guard let list else {
      failure = event.failure ?? failure
      return
    }
    // Between the first chunk and the last nothing new is said about the whole.
    if chunks.count == 2 { chunks[1] = data } else { chunks.append(data) }
    for (position, choice) in list.elements.enumerated() { add(choice, at: position) }
  }

  private mutating func add(_ choice: JSONValue, at position: Int) {
    var index = position
    var delta: JSONValue?
    var message: JSONValue?
    var text: JSONValue?
    var tellsMore = false
    var logprobs: JSONValue?
    for member in choice.members where !member.value.isNull {
      switch member.key.decoded {
      case "index": index = member.value.int ?? position
      case "delta": delta = member.value
      case "message": message = member.value
      case "text": text = member.value
      case "logprobs": logprobs = member.value
      // An empty one says as little as none.
      default: tellsMore = tellsMore || member.value.kind != .object || member.value.count > 0
      }
    }
    choices.update(index, new: Choice()) { found in
      if let delta = delta ?? message { found.message.add(delta) }
      found.text.append(text)
      if let logprobs { found.logprobs.add(logprobs) }
      if tellsMore || found.rest.isEmpty { found.rest.append(choice) }
    }
  }

  private func write(to assembly: inout JSONAssembly) {
    let isText = chunks.first?["object"]?.equals("text_completion") ?? false
    assembly.object { object in
      object.members(
        of: chunks,
        except: ["choices", "usage", "error", "object", "obfuscation", "p", "x_groq"]
      )
      object.key("object")
      object.string(isText ? "text_completion" : "chat.completion")
      object.key("choices")
      object.array { array in
        for choice in choices.values {
          array.object { object in
            object.members(
              of: choice.rest,
              except: choice.logprobs.isEmpty ? Self.told : Self.told.union(["logprobs"])
            )
            choice.logprobs.write(to: &object)
            object.member("text", choice.text)
            if !isText {
              object.key("message")
              choice.message.write(to: &object)
            }
          }
        }
      }
      object.member("x_groq", groq)
      object.member("usage", usage)
      object.member("error", failure)
    }
  }
}
