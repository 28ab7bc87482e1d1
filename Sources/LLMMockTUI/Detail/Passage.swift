import LLMMockCore

/// A piece of a conversation as the Overview shows it: what it is, then what it says.
struct Passage: Sendable {
  enum Body: Sendable {
    case none
    case text(String, Style)
    case json(JSONTree)
  }

  /// Set on the first passage of a turn.
  var role: Turn.Role?
  /// A row of its own before the body.
  var head: [Segment] = []
  var body = Body.none
  /// Whether it belongs to the passage before it.
  var isInset = false

  /// The node of the passage with that number.
  static func node(_ number: Int) -> Int { -1_000 - number }
  /// Added to the nodes of the JSON in the passage with that number.
  static func base(_ number: Int) -> Int { (number + 2) << 40 }

  /// The number of the passage a node belongs to; nil for any other node.
  static func number(of node: Int) -> Int? {
    if node <= -1_000 { return -1_000 - node }
    let plane = node >> 40
    return plane >= 2 ? plane - 2 : nil
  }

  static func passages(of turns: [Turn]) -> [Passage] {
    var passages: [Passage] = []
    for turn in turns {
      let first = passages.count
      for part in turn.parts { append(part, isInset: false, to: &passages) }
      if passages.count == first {
        passages.append(Passage(head: [Segment("(no text)", .muted)]))
      }
      // A result that a user's turn carries was said by a tool.
      let isResult =
        !turn.parts.isEmpty
        && turn.parts.allSatisfy { if case .toolResult = $0 { true } else { false } }
      passages[first].role = isResult ? .tool : turn.role
    }
    return passages
  }

  private static func append(_ part: Part, isInset: Bool, to passages: inout [Passage]) {
    var passage = Passage(isInset: isInset)
    switch part {
    case .text(let text):
      passage.body = isInset ? readable(text) : .text(text.withoutCarriageReturns, .text)
    case .thinking(let text):
      passage.head = [Segment("(thinking)", .muted)]
      passage.body = .text(text.withoutCarriageReturns, .muted)
    case .redactedThinking:
      passage.head = [Segment("(thinking, not shown)", .muted)]
    case .refusal(let text):
      passage.head = [Segment("(refusal)", Style(.warning))]
      passage.body = .text(text.withoutCarriageReturns, .text)
    case .toolCall(let call):
      passage.head = [Segment("calls ", .muted)] + named(call.name, id: call.id)
      if call.arguments != "{}", !call.arguments.isEmpty { passage.body = readable(call.arguments) }
    case .toolResult(let result):
      passage.head =
        result.isError ? [Segment("failed ", Style(.danger))] : [Segment("result ", .muted)]
      if result.name != nil { passage.head.append(Segment("of ", .muted)) }
      passage.head += named(result.name, id: result.id)
      passages.append(passage)
      for part in result.parts { append(part, isInset: true, to: &passages) }
      return
    case .image(let media): passage.head = note(media, "image")
    case .audio(let media): passage.head = note(media, "audio")
    case .document(let media): passage.head = note(media, "document")
    case .other(let type, let json):
      passage.head = VisibleSegments.of("(\(type))", .muted)
      passage.body = readable(json)
    }
    passages.append(passage)
  }

  private static func named(_ name: String?, id: String?) -> [Segment] {
    (name.map { VisibleSegments.of($0, Style(.tool)) } ?? [])
      + (id.map { VisibleSegments.of("  " + $0, .muted) } ?? [])
  }

  private static func note(_ media: Media, _ kind: String) -> [Segment] {
    VisibleSegments.of("(\(Transcript.description(of: media, kind: kind)))", .muted)
  }

  /// A text as a tree when it is an object or an array with something in it.
  private static func readable(_ text: String) -> Body {
    if let tree = RecordedCall.tree(of: text), tree.root.count > 0 { return .json(tree) }
    return .text(text.withoutCarriageReturns, .text)
  }
}

extension String {
  /// The text with line feeds for the line breaks that some systems write as two characters.
  fileprivate var withoutCarriageReturns: String {
    guard utf8.contains(0x0D) else { return self }
    var result: [UInt8] = []
    result.reserveCapacity(utf8.count)
    for byte in utf8 {
      if byte == 0x0A, result.last == 0x0D { result.removeLast() }
      result.append(byte)
    }
    return String(decoding: result, as: UTF8.self)
  }
}
