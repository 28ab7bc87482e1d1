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
    guard data.kind == .object else { return }
    failure = event.failure ?? failure
    // Groq put it there before there was a standard place.
    usage = data.present("usage") ?? data["x_groq"]?.present("usage") ?? usage
    guard let list = data["choices"] else { return }
    // Between the first chunk and the last nothing new is said about the whole.
    if chunks.count == 2 { chunks[1] = data } else { chunks.append(data) }
    for (position, choice) in list.elements.enumerated() {
      let index = choice["index"]?.int ?? position
      choices.update(index, new: Choice()) { found in
        if let delta = choice.present("delta") ?? choice.present("message") {
          found.message.add(delta)
        }
        found.text.append(choice["text"])
        if choice.present("finish_reason") != nil || found.rest.isEmpty {
          found.rest.append(choice)
        }
      }
    }
  }

  private func write(to assembly: inout JSONAssembly) {
    let isText = chunks.first?["object"]?.equals("text_completion") ?? false
    assembly.object { object in
      object.members(
        of: chunks,
        except: ["choices", "usage", "error", "object", "obfuscation", "p", "x_groq"])
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
