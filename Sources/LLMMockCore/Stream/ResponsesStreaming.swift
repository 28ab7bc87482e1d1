/// Makes the stream that a response of OpenAI's Responses API would have been.
struct ResponsesStreaming {
  private(set) var events: [WireEvent] = []
  private let firstNumber: Int

  /// - Parameter number: how many events came before.
  init(after number: Int = 0) {
    firstNumber = number
  }

  /// The events; nil when this is no response.
  static func events(of response: JSONValue) -> [WireEvent]? {
    guard let output = response["output"], output.kind == .array else { return nil }
    var streaming = ResponsesStreaming()
    for type in ["response.created", "response.in_progress"] {
      streaming.append(type) { event in
        event.key("response")
        event.object { Self.begun(response, to: &$0) }
      }
    }
    for (index, item) in output.elements.enumerated() {
      streaming.events += ResponsesItemStreaming.events(
        of: item,
        at: index,
        after: streaming.events.count
      )
    }
    let status = response.string(of: "status") ?? "completed"
    let end = ["incomplete", "failed"].contains(status) ? status : "completed"
    streaming.append("response.\(end)") { $0.member("response", response) }
    return streaming.events
  }

  mutating func append(_ type: String, _ content: (inout JSONAssembly) -> Void) {
    let number = firstNumber + events.count
    events.append(
      WireEvent(name: type) { object in
        object.member("type", string: type)
        object.member("sequence_number", number: number)
        content(&object)
      }
    )
  }

  /// Writes the response as it was before there was any output.
  private static func begun(_ response: JSONValue, to assembly: inout JSONAssembly) {
    var replacements: [String: (inout JSONAssembly) -> Void] = [
      "output": { $0.emptyArray() },
      "status": { $0.string("in_progress") },
    ]
    for name in ["usage", "error", "incomplete_details", "completed_at"] {
      replacements[name] = { $0.null() }
    }
    assembly.members(of: response, replacing: replacements, except: ["output_text"])
  }
}
