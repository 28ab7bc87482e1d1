/// Follows a scan down to the few members a listing shows.
struct FixtureVisitor: JSONVisitor {
  /// A member that may be of the wrong type.
  enum Text: Hashable {
    case text(String)
    case other(JSONKind)

    var text: String? {
      if case .text(let text) = self { text } else { nil }
    }
  }

  private(set) var version: Text?
  private(set) var provider: Text?
  /// nil when there is no such member.
  private(set) var interactionsKind: JSONKind?
  private(set) var interactions: [InteractionSummary] = []

  /// Where the scan is: one entry for each open container that is listened to or just silenced.
  private var path: [Room] = []
  private var member = Member.other
  private var current = InteractionSummary(range: 0..<0)
  private var hasRequest = false
  private var hashIsValid = false
  private var preview = PreviewFinder()
  private var inputTokens: Int?
  private var outputTokens: Int?
  /// Most files name one or two models and providers: keep one copy of each.
  private var known: [String: String] = [:]

  private enum Room {
    case file, interactions, interaction, request
    /// `messages`, `input` or `contents`, and what is in them.
    case turns, turn, parts, part
    /// A response, or the data of a stream's event, or the message inside it: where usage stands.
    case answer
    case usage
    case events, event
    case silent
  }

  private enum Member {
    case version, provider, interactions
    case hash, request, response, streaming, recordedAt, name, endpoint, status
    case model, turns, prompt, role, content, text, type, image
    case events, answer, usage, inputTokens, outputTokens
    case other
  }

  // MARK: Containers

  mutating func began(_ kind: JSONKind, at offset: Int) -> Bool {
    let room = room(for: kind)
    switch room {
    case .interactions:
      // Of repeated keys the last wins.
      interactionsKind = .array
      interactions = []
    case .interaction:
      current = InteractionSummary(range: offset..<offset)
      hasRequest = false
      preview.reset()
      inputTokens = nil
      outputTokens = nil
    case .turn:
      preview.turnBegan()
    case .part:
      preview.partBegan()
    case .request:
      hasRequest = true
      current.model = nil
      preview.reset()
    case .silent:
      noteSilenced(kind, at: offset)
    case .file, .turns, .parts, .answer, .usage, .events, .event:
      break
    }
    path.append(room)
    member = .other
    return room != .silent
  }

  private func room(for kind: JSONKind) -> Room {
    guard let outer = path.last else { return kind == .object ? .file : .silent }
    switch (outer, member, kind) {
    case (.file, .interactions, .array): return .interactions
    case (.interactions, _, .object): return .interaction
    case (.interaction, .request, .object): return .request
    case (.interaction, .response, .object): return .answer
    case (.interaction, .events, .array): return .events
    case (.events, _, .object): return .event
    case (.event, .answer, .object): return .answer
    case (.answer, .answer, .object): return .answer
    case (.answer, .usage, .object): return .usage
    case (.request, .turns, .array): return .turns
    case (.turns, _, .object): return .turn
    case (.turn, .content, .array): return .parts
    case (.parts, _, .object): return .part
    default: return .silent
    }
  }

  private mutating func noteSilenced(_ kind: JSONKind, at offset: Int) {
    switch (path.last, member) {
    case (.file, .interactions): interactionsKind = kind
    case (.file, .version): version = .other(kind)
    case (.file, .provider): provider = .other(kind)
    case (.interactions, _): noteWrongElement(kind, offset..<offset)
    case (.part, .image): preview.imageFound()
    default: break
    }
  }

  mutating func ended(at end: Int) {
    switch path.popLast() {
    case .interaction:
      current.range = current.range.lowerBound..<end
      current.preview = preview.firstUserText
      current.lastMessage = preview.lastMessage
      if inputTokens != nil || outputTokens != nil {
        current.tokens = (inputTokens ?? 0) &+ (outputTokens ?? 0)
      }
      current.problem = problem
      interactions.append(current)
    case .turn: preview.turnEnded()
    case .part: preview.partEnded()
    case .silent where path.last == .interactions:
      // An element that is no object was noted when it began; now its end is known.
      if let last = interactions.indices.last {
        interactions[last].range = interactions[last].range.lowerBound..<end
      }
    default: break
    }
    member = .other
  }

  private var problem: String? {
    if !hasRequest { return "it has no \"request\" object" }
    if current.hash == nil { return "it has no \"hash\"" }
    return hashIsValid ? nil : "its \"hash\" is not 64 hex digits"
  }

  private mutating func noteWrongElement(_ kind: JSONKind, _ range: Range<Int>) {
    var element = InteractionSummary(range: range)
    element.problem = "it is \(kind.phrase), expected an object"
    interactions.append(element)
  }

  // MARK: Members

  mutating func key(_ text: UnsafeBufferPointer<UInt8>, at offset: Int) {
    let room = path.last ?? .silent
    if text.count >= Self.shortestEscapedKey, text.contains(UInt8(ascii: "\\")) {
      let plain = [0x22] + JSONString(quoted: text[...].copied).generalizedUTF8 + [0x22]
      member = plain.withUnsafeBufferPointer { Self.member($0, in: room) }
    } else {
      member = Self.member(text, in: room)
    }
  }

  /// Bytes of the shortest key that counts and is spelled with escapes, quotes included.
  ///
  /// It has four letters, one of them as an escape of six bytes.
  private static let shortestEscapedKey = 11

  private static func member(_ text: UnsafeBufferPointer<UInt8>, in room: Room) -> Member {
    switch room {
    case .file:
      if text.says("interactions") { return .interactions }
      if text.says("version") { return .version }
      if text.says("provider") { return .provider }
    case .interaction:
      if text.says("hash") { return .hash }
      if text.says("request") { return .request }
      if text.says("response") { return .response }
      if text.says("stream_events") { return .events }
      if text.says("streaming") { return .streaming }
      if text.says("recorded_at") { return .recordedAt }
      if text.says("name") { return .name }
      if text.says("endpoint") { return .endpoint }
      if text.says("provider") { return .provider }
      if text.says("status") { return .status }
    case .request:
      if text.says("model") { return .model }
      if text.says("messages") || text.says("input") || text.says("contents") { return .turns }
      if text.says("prompt") { return .prompt }
    case .turn:
      if text.says("role") { return .role }
      if text.says("content") || text.says("parts") { return .content }
      if text.says("type") { return .type }
    case .event:
      if text.says("data") { return .answer }
    case .answer:
      if text.says("usage") || text.says("usageMetadata") { return .usage }
      if text.says("message") || text.says("response") { return .answer }
    case .usage:
      if text.says("input_tokens") || text.says("prompt_tokens") || text.says("promptTokenCount") {
        return .inputTokens
      }
      if text.says("output_tokens") || text.says("completion_tokens")
        || text.says("candidatesTokenCount")
      {
        return .outputTokens
      }
    case .part:
      if text.says("type") { return .type }
      if text.says("text") { return .text }
      if text.says("inlineData") || text.says("inline_data") { return .image }
    default: break
    }
    return .other
  }

  mutating func scalar(_ kind: JSONKind, _ text: UnsafeBufferPointer<UInt8>, at offset: Int) {
    switch path.last {
    case .file: fileMember(kind, text)
    case .interactions:
      noteWrongElement(kind, offset..<(offset + text.count))
    case .interaction: interactionMember(kind, text)
    case .request: requestMember(kind, text)
    case .turns where kind == .string: preview.plainTextFound(text)
    case .turn: turnMember(kind, text)
    case .parts where kind == .string: preview.partTextFound(text)
    case .part: partMember(kind, text)
    case .usage where kind == .number: usageMember(text)
    default: break
    }
    member = .other
  }

  private mutating func fileMember(_ kind: JSONKind, _ text: UnsafeBufferPointer<UInt8>) {
    let value: Text = kind == .string ? .text(decode(text)) : .other(kind)
    switch member {
    case .interactions: interactionsKind = kind
    case .version: version = value
    case .provider: provider = value
    default: break
    }
  }

  private mutating func interactionMember(_ kind: JSONKind, _ text: UnsafeBufferPointer<UInt8>) {
    switch (member, kind) {
    case (.hash, .string):
      current.hash = text.decoded
      let digits = UnsafeBufferPointer(rebasing: text[1..<text.count - 1])
      hashIsValid = digits.count == 64 && digits.allSatisfy { hexadecimalDigit($0) != nil }
    case (.recordedAt, .string): current.recordedAt = text.decoded
    case (.name, .string): current.name = text.decoded
    case (.endpoint, .string): current.endpoint = decode(text)
    case (.provider, .string): current.provider = decode(text)
    case (.status, .number): current.status = Int(String(decoding: text, as: UTF8.self))
    case (.streaming, _): current.isStreaming = kind == .true
    case (.request, _): hasRequest = false
    default: break
    }
  }

  private mutating func requestMember(_ kind: JSONKind, _ text: UnsafeBufferPointer<UInt8>) {
    switch (member, kind) {
    case (.model, .string): current.model = decode(text)
    case (.turns, .string), (.prompt, .string): preview.plainTextFound(text)
    default: break
    }
  }

  private mutating func turnMember(_ kind: JSONKind, _ text: UnsafeBufferPointer<UInt8>) {
    guard kind == .string else { return }
    switch member {
    case .role: preview.roleFound(text)
    case .content: preview.partTextFound(text)
    case .type: preview.turnTypeFound(text)
    default: break
    }
  }

  private mutating func partMember(_ kind: JSONKind, _ text: UnsafeBufferPointer<UInt8>) {
    guard kind == .string else { return }
    switch member {
    case .type: preview.partTypeFound(text)
    case .text: preview.partTextFound(text)
    default: break
    }
  }

  /// A stream tells its usage bit by bit; what comes later counts.
  private mutating func usageMember(_ text: UnsafeBufferPointer<UInt8>) {
    let count = Int(String(decoding: text, as: UTF8.self))
    switch member {
    case .inputTokens: inputTokens = count
    case .outputTokens: outputTokens = count
    default: break
    }
  }

  private mutating func decode(_ text: UnsafeBufferPointer<UInt8>) -> String {
    let string = text.decoded
    if let copy = known[string] { return copy }
    known[string] = string
    return string
  }
}
