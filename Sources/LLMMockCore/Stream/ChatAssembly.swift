/// Puts a chat completion, or a completion of a text, together from the chunks of its stream.
struct ChatAssembly {
  private struct Choice {
    var message = ChatMessageAssembly()
    var text = JoinedText()
    /// The chunks' other members: why it finished.
    var rest: [JSONValue] = []
  }

  private var chunks: [JSONValue] = []
  private var choices = Numbered<Choice>()
  private var usage: JSONValue?
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
      case "x_groq": usage = member.value.present("usage") ?? usage
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
    var isFinished = false
    for member in choice.members where !member.value.isNull {
      switch member.key.decoded {
      case "index": index = member.value.int ?? position
      case "delta": delta = member.value
      case "message": message = member.value
      case "text": text = member.value
      case "finish_reason": isFinished = true
      default: break
      }
    }
    choices.update(index, new: Choice()) { found in
      if let delta = delta ?? message { found.message.add(delta) }
      found.text.append(text)
      if isFinished || found.rest.isEmpty { found.rest.append(choice) }
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
            object.members(of: choice.rest, except: ["delta", "message", "text"])
            object.member("text", choice.text)
            if !isText {
              object.key("message")
              choice.message.write(to: &object)
            }
          }
        }
      }
      object.member("usage", usage)
      object.member("error", failure)
    }
  }
}
