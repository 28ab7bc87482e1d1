/// Finds many traces in requests at once, in one pass over each.
///
/// Texts are found by a hash of their first bytes that rolls over the request (Rabin and Karp), so
/// that thousands of answers cost no more than one.
struct TraceSearch {
  private let ids: Set<AnswerTrace>
  private let calls: Set<AnswerTrace>
  private var texts: [UInt32: [[UInt8]]] = [:]
  /// Whether some text's hash ends in those 16 bits: most places of a request need no look into
  /// the table.
  private var mayBegin = [Bool](repeating: false, count: 1 << 16)

  private static let window = InteractionReading.shortestText
  private static let base: UInt32 = 16_777_619
  /// What the byte that leaves the window counts.
  private static let leaving = (1..<window).reduce(UInt32(1)) { power, _ in power &* base }

  init(_ traces: [AnswerTrace]) {
    var ids: Set<AnswerTrace> = []
    var calls: Set<AnswerTrace> = []
    for trace in traces {
      switch trace {
      case .id: ids.insert(trace)
      case .call: calls.insert(trace)
      case .text(let text):
        let hash = Self.hash(text[..<Self.window])
        texts[hash, default: []].append(text)
        mayBegin[Int(hash & 0xFFFF)] = true
      }
    }
    self.ids = ids
    self.calls = calls
  }

  private static func hash(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.reduce(0) { $0 &* base &+ UInt32($1) }
  }

  /// The traces that occur in a request's strings.
  func traces(in request: JSONValue, _ endpoint: Endpoint) -> Set<AnswerTrace> {
    var found: Set<AnswerTrace> = []
    if !ids.isEmpty || !texts.isEmpty {
      request.forEachString { string in
        let text = string.hasEscapes ? string.generalizedUTF8[...] : string.escaped
        // An id stands alone.
        if text.count <= 256 {
          let id = AnswerTrace.id(Array(text))
          if ids.contains(id) { found.insert(id) }
        }
        if !texts.isEmpty { search(text, &found) }
      }
    }
    guard !calls.isEmpty else { return found }
    for utterance in endpoint.dialect.utterances(request) {
      for case .toolCall(let call) in utterance.parts where call.id == nil {
        let trace = AnswerTrace.call(InteractionReading.key(of: call))
        if calls.contains(trace) { found.insert(trace) }
      }
    }
    return found
  }

  private func search(_ text: ArraySlice<UInt8>, _ found: inout Set<AnswerTrace>) {
    guard text.count >= Self.window else { return }
    text.withUnsafeBufferPointer { text in
      var hash: UInt32 = 0
      for index in 0..<text.count {
        if index >= Self.window {
          hash = hash &- UInt32(text[index - Self.window]) &* Self.leaving
        }
        hash = hash &* Self.base &+ UInt32(text[index])
        guard index >= Self.window - 1, mayBegin[Int(hash & 0xFFFF)],
          let candidates = texts[hash]
        else { continue }
        let start = index - Self.window + 1
        for candidate in candidates
        where candidate.count <= text.count - start
          && candidate.elementsEqual(text[start..<start + candidate.count])
        {
          found.insert(.text(candidate))
        }
      }
    }
  }
}

extension JSONValue {
  /// Gives every string in a value, keys left out, in the order of the text.
  func forEachString(_ body: (JSONString) -> Void) {
    var index = index
    let end = Int(tree.nodes[index].next)
    while index < end {
      let node = tree.nodes[index]
      if node.isString { body(JSONString(quoted: tree.bytes[Int(node.start)..<Int(node.end)])) }
      index += 1
    }
  }
}
