/// Makes the deltas of one message of a chat completion.
enum ChatMessageStreaming {
  struct Delta {
    /// Whether it carries a piece of the content.
    var isText = false
    var write: (inout JSONAssembly) -> Void
  }

  /// Members whose strings come in pieces, in the order in which models write them.
  private static let texts = ["reasoning_content", "reasoning", "content", "refusal"]

  /// Writes the first delta: the role, and all that does not come in pieces.
  static func start(of message: JSONValue, to delta: inout JSONAssembly) {
    var replacements: [String: (inout JSONAssembly) -> Void] = [:]
    for name in texts where message[name]?.kind == .string {
      replacements[name] = { $0.emptyString() }
    }
    var later: Set<String> = ["role"]
    for name in ["tool_calls", "function_call", "audio"] where message[name]?.count ?? 0 > 0 {
      later.insert(name)
    }
    // No model thinks before it says that it does.
    for name in ["reasoning_content", "reasoning"] where replacements[name] != nil {
      if message[name]?.escaped.isEmpty == false { later.insert(name) }
    }
    delta.key("role")
    if let role = message.present("role") { delta.value(role) } else { delta.string("assistant") }
    delta.members(of: message, replacing: replacements, except: later)
  }

  /// The deltas after the first.
  ///
  /// - Parameter tokens: the tokens of the content, when each shall have a delta.
  static func deltas(of message: JSONValue, tokens: [JSONValue]?) -> [Delta] {
    var deltas: [Delta] = []
    for name in texts where message[name]?.kind == .string {
      let isText = name == "content"
      let pieces =
        isText
        ? tokens?.map { $0["token"]?.escaped ?? [] } ?? message[name]?.pieces
        : message[name]?.pieces
      for piece in pieces ?? [] {
        deltas.append(Delta(isText: isText) { $0.member(name, piece: piece) })
      }
    }
    if let audio = message["audio"], audio.count > 0 { deltas += self.deltas(ofAudio: audio) }
    if let calls = message["tool_calls"] {
      for (index, call) in calls.elements.enumerated() {
        deltas += self.deltas(of: call, at: index)
      }
    }
    if let call = message["function_call"], call.count > 0 {
      deltas += self.deltas(of: call, in: "arguments") { write in
        Delta { delta in
          delta.key("function_call")
          delta.object(write)
        }
      }
    }
    return deltas
  }

  private static func deltas(ofAudio audio: JSONValue) -> [Delta] {
    func delta(_ write: @escaping (inout JSONAssembly) -> Void) -> Delta {
      Delta { delta in
        delta.key("audio")
        delta.object(write)
      }
    }
    let names = ["transcript", "data"].filter { audio[$0]?.kind == .string }
    var replacements: [String: (inout JSONAssembly) -> Void] = [:]
    for name in names { replacements[name] = { $0.emptyString() } }
    var deltas = [delta { $0.members(of: audio, replacing: replacements) }]
    for name in names {
      deltas += (audio[name]?.pieces ?? []).map { piece in
        delta { $0.member(name, piece: piece) }
      }
    }
    return deltas
  }

  private static func deltas(of call: JSONValue, at index: Int) -> [Delta] {
    let kind = call["function"] == nil && call["custom"] != nil ? "custom" : "function"
    func delta(
      _ members: @escaping (inout JSONAssembly) -> Void,
      _ function: ((inout JSONAssembly) -> Void)?
    ) -> Delta {
      Delta { delta in
        delta.key("tool_calls")
        delta.array { calls in
          calls.object { object in
            object.member("index", number: index)
            members(&object)
            guard let function else { return }
            object.key(kind)
            object.object(function)
          }
        }
      }
    }
    func others(_ object: inout JSONAssembly) {
      object.members(of: [call], except: ["index", kind])
    }
    guard let function = call[kind], function.kind == .object else { return [delta(others, nil)] }
    var isFirst = true
    return deltas(of: function, in: kind == "custom" ? "input" : "arguments") { write in
      defer { isFirst = false }
      return delta(isFirst ? others : { _ in }, write)
    }
  }

  /// The deltas of a called function, whose arguments come in pieces.
  private static func deltas(
    of function: JSONValue,
    in name: String,
    _ delta: (_ write: @escaping (inout JSONAssembly) -> Void) -> Delta
  ) -> [Delta] {
    guard let arguments = function[name], arguments.kind == .string else {
      return [delta { $0.members(of: [function]) }]
    }
    var deltas = [
      delta { $0.members(of: function, replacing: [name: { $0.emptyString() }]) }
    ]
    for piece in arguments.pieces { deltas.append(delta { $0.member(name, piece: piece) }) }
    return deltas
  }
}
