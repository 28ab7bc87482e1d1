/// A piece of an answer by which it is known again in a later request.
package enum AnswerTrace: Hashable, Sendable {
  /// A text that is long enough to mean something, without white space around it; as UTF-8, since
  /// `String` compares canonically.
  case text([UInt8])
  /// The id of a tool call, or of the answer.
  case id([UInt8])
  /// A tool call without an id: name and arguments.
  case call([UInt8])
}

/// What of an interaction matters to a chain.
struct InteractionReading {
  var endpoint = Endpoint(generic: "")
  var request: JSONValue?
  var traces: [AnswerTrace] = []

  /// In bytes.
  static let shortestText = 20
  private static let shortestID = 6

  /// One that can't be read.
  init() {}

  init(_ interaction: JSONValue, provider: String?) {
    guard let request = interaction["request"], request.kind == .object else { return }
    self.request = request
    let recorded = RecordedCall(of: interaction, fixtureProvider: provider)
    endpoint = recorded.endpoint
    let answer = Answer.read(
      dialect: endpoint.dialect,
      response: interaction["response"],
      events: StreamEvent.read(interaction["stream_events"]),
      responseText: interaction["response_text"]?.string
    )
    var seen: Set<AnswerTrace> = []
    for trace in Self.traces(of: answer) where seen.insert(trace).inserted { traces.append(trace) }
  }

  private static func traces(of answer: Answer) -> [AnswerTrace] {
    var traces: [AnswerTrace?] = [answer.id.flatMap(id)]
    for part in answer.turn?.parts ?? [] {
      switch part {
      case .text(let text), .thinking(let text), .refusal(let text): traces.append(self.text(text))
      case .toolCall(let call):
        traces.append(call.id.map(id) ?? .call(key(of: call)))
      default: break
      }
    }
    return traces.compactMap { $0 }
  }

  private static func id(_ text: String) -> AnswerTrace? {
    text.utf8.count >= shortestID ? .id(Array(text.utf8)) : nil
  }

  private static func text(_ text: String) -> AnswerTrace? {
    let bytes = Array(text.utf8).drop(while: FixtureDocument.isSpace)
    let trimmed = bytes.reversed().drop(while: FixtureDocument.isSpace).reversed()
    return trimmed.count >= shortestText ? .text(Array(trimmed)) : nil
  }

  static func key(of call: ToolCall) -> [UInt8] {
    Array("\(call.name)(\(call.arguments))".utf8)
  }
}
