extension VolatileFields {
  /// What belongs to a recording and not to the answer, so that it is never taken from an old one.
  private static let ofRecording: Set<String> = ["recorded_at", "hash", "stream_timing_ms"]

  /// The edit of a new interaction's text that puts the old one's volatile values in their places.
  ///
  /// Values belong together by their path; in a stream also wherever one is repeated in its events.
  /// What only one of both has stays. Times and hashes of the recording itself are the new ones.
  ///
  /// - Parameters:
  ///   - old: the interaction as it was recorded before.
  ///   - new: the interaction in whose tree the edit's offsets count.
  ///   - fixtureProvider: the provider that the file names.
  package func keeping(
    old: JSONValue,
    in new: JSONValue,
    fixtureProvider: String? = nil
  ) -> TextEdit {
    var keeper = VolatileKeeper(fields: self)
    let sides = ComparedSides(
      InteractionDiff.Side(interaction: old, fixtureProvider: fixtureProvider),
      InteractionDiff.Side(interaction: new, fixtureProvider: fixtureProvider)
    )
    for pair in ValuePairs.members(old, new) {
      let key = pair.key.decoded
      // What was sent is never changed, whatever the list says.
      guard !Self.ofRecording.contains(key), key != "request", let old = pair.old,
        let new = pair.new
      else { continue }
      // In the pieces of a stream an old value stands elsewhere.
      if key.hasPrefix("stream_") { continue }
      keeper.pair(old, new, at: [key], isReplaced: true)
    }
    if let events = new["stream_events"] {
      if let before = sides.old.response, let after = sides.new.assembled {
        keeper.pair(before, after, at: ["response"], isReplaced: false)
      }
      keeper.pairEvents(old["stream_events"], events)
      keeper.replace(in: events, at: ["stream_events"])
      if let text = new["stream_text"] { keeper.replaceText(of: text) }
    }
    let base = new.range.lowerBound
    let replacements = keeper.replacements.map { range, text in
      (range.lowerBound - base..<range.upperBound - base, text)
    }
    return TextEdit(of: Array(new.text), replacing: replacements)
  }
}

/// Collects what a new interaction's volatile values become.
private struct VolatileKeeper {
  let fields: VolatileFields
  private(set) var replacements: [(Range<Int>, [UInt8])] = []
  /// The old value's text for a new one's.
  private var known: [[UInt8]: [UInt8]] = [:]
  private static let deepest = 60

  init(fields: VolatileFields) {
    self.fields = fields
  }

  /// Pairs the volatile values of two values by their paths.
  ///
  /// - Parameter isReplaced: whether the new ones stand in the text that is edited.
  mutating func pair(_ old: JSONValue, _ new: JSONValue, at keys: [String], isReplaced: Bool) {
    if fields.contains(keys) { return take(old, new, isReplaced: isReplaced) }
    guard old.kind == new.kind, keys.count < Self.deepest,
      !old.text.elementsEqual(new.text)
    else { return }
    switch old.kind {
    case .object:
      for pair in ValuePairs.members(old, new) {
        guard let before = pair.old, let after = pair.new else { continue }
        self.pair(before, after, at: keys + [pair.key.decoded], isReplaced: isReplaced)
      }
    case .array:
      for (index, (before, after)) in zip(old.elements, new.elements).enumerated() {
        pair(before, after, at: keys + [String(index)], isReplaced: isReplaced)
      }
    default: return
    }
  }

  private mutating func take(_ old: JSONValue, _ new: JSONValue, isReplaced: Bool) {
    guard old.kind == new.kind, !old.text.elementsEqual(new.text) else { return }
    let text = Array(old.text)
    if isReplaced { replacements.append((new.range, text)) }
    if new.kind == .string || new.kind == .number { known[Array(new.text)] = text }
  }

  // MARK: Streams

  /// Pairs the volatile values of the first event of each type: those that come with every event,
  /// and that the assembled message leaves out.
  mutating func pairEvents(_ old: JSONValue?, _ new: JSONValue) {
    guard let old, old.kind == .array, new.kind == .array else { return }
    var first: [[UInt8]: JSONValue] = [:]
    for element in old.elements {
      let type = Self.type(of: element)
      if first[type] == nil { first[type] = element }
    }
    var seen: Set<[UInt8]> = []
    for element in new.elements {
      let type = Self.type(of: element)
      guard seen.insert(type).inserted, let before = first[type] else { continue }
      var keeper = self
      keeper.pair(before, element, at: ["stream_events", "0"], isReplaced: false)
      // What the message told counts more.
      known = known.merging(keeper.known) { own, _ in own }
    }
  }

  private static func type(of element: JSONValue) -> [UInt8] {
    let data = element["data"] ?? element
    return Array((data["type"] ?? element["event"])?.text ?? [])
  }

  /// Replaces known values wherever a volatile field of an event has them.
  mutating func replace(in value: JSONValue, at keys: [String]) {
    guard !known.isEmpty, keys.count < Self.deepest else { return }
    if fields.contains(keys) {
      guard let text = known[Array(value.text)], !text.elementsEqual(value.text) else { return }
      replacements.append((value.range, text))
      return
    }
    switch value.kind {
    case .object:
      for member in value.members { replace(in: member.value, at: keys + [member.key.decoded]) }
    case .array:
      for element in value.elements { replace(in: element, at: keys + ["0"]) }
    default: return
    }
  }

  /// Replaces known values in the received text, which says the same as the events.
  mutating func replaceText(of value: JSONValue) {
    guard value.kind == .string else { return }
    var text = Array(value.text)
    for (new, old) in known {
      // As they stand in a string in a string; a short one may mean something else.
      let (before, after) = (Self.embedded(new), Self.embedded(old))
      guard new.count >= 8, !before.contains(UInt8(ascii: " ")) else { continue }
      text = Self.replacing(before, by: after, in: text)
    }
    if !text.elementsEqual(value.text) { replacements.append((value.range, text)) }
  }

  private static func embedded(_ json: [UInt8]) -> [UInt8] {
    json.flatMap { byte -> [UInt8] in
      byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
        ? [UInt8(ascii: "\\"), byte] : [byte]
    }
  }

  private static func replacing(_ old: [UInt8], by new: [UInt8], in text: [UInt8]) -> [UInt8] {
    guard let first = old.first else { return text }
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var index = 0
    while index < text.count {
      if text[index] == first, index + old.count <= text.count,
        text[index..<index + old.count].elementsEqual(old)
      {
        result += new
        index += old.count
      } else {
        result.append(text[index])
        index += 1
      }
    }
    return result
  }
}
