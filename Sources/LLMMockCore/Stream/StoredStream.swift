/// A stream as it is sent: what a fixture stores, or one made from a message.
package struct StoredStream: Hashable, Sendable {
  /// What is sent at once: one event with the lines that stand before it.
  package struct Chunk: Hashable, Sendable {
    package var bytes: [UInt8]
    /// From the request to the event's last byte, as it was recorded; nil when it was not.
    package var milliseconds: Int?

    package init(bytes: [UInt8], milliseconds: Int? = nil) {
      self.bytes = bytes
      self.milliseconds = milliseconds
    }
  }

  package let chunks: [Chunk]
  /// The answer's `content-type`.
  package let contentType: String

  /// Whether it is a JSON array and no event stream.
  package let isArray: Bool

  /// All bytes of the stream.
  package var bytes: [UInt8] { chunks.flatMap(\.bytes) }

  /// A stream of these events, as most servers lay it out.
  ///
  /// JSON that spans lines is sent on one.
  ///
  /// - Throws: ``FixtureProblem`` when an event can't be sent in that form.
  package init(
    _ events: [WireEvent],
    form: EventStreamParser.Form = .eventStream
  ) throws(FixtureProblem) {
    var framing = StreamFraming()
    framing.isArray = form == .array
    if framing.isArray { framing.lineEnd = .both }
    let sent = events.map { event in
      guard event.data.contains(0x0A), event.json != nil else { return event }
      return WireEvent(name: event.name, data: StoredEvent.onOneLine(event.data[...]))
    }
    chunks = try framing.pieces(of: sent).map { Chunk(bytes: $0) }
    contentType = framing.contentType
    isArray = framing.isArray
  }

  /// A stream of one event, which is an answer as a whole.
  package init(wholeAnswer: JSONValue, asArray: Bool) throws(FixtureProblem) {
    var framing = StreamFraming()
    framing.isArray = asArray
    let text = StoredEvent.text(
      of: WireEvent(data: Array(wholeAnswer.text)),
      isJSON: true,
      as: .unicode
    )
    chunks = try framing.pieces(of: [WireEvent(data: text)]).map { Chunk(bytes: $0) }
    contentType = framing.contentType
    isArray = asArray
  }

  /// The stream of an interaction.
  ///
  /// The received bytes, where they are stored, are sent as long as they say what `stream_events`
  /// says; otherwise someone edited the events, and those are sent.
  ///
  /// - Throws: ``FixtureProblem`` when the interaction does not tell what to send.
  package init(of interaction: JSONValue) throws(FixtureProblem) {
    let stored = interaction.present("stream_events")
    if let stored, stored.kind != .array {
      throw FixtureProblem("stream_events is not an array")
    }
    let elements = stored.map { Array($0.elements) } ?? []
    let framing = try StreamFraming(
      interaction["stream_framing"],
      eventCount: elements.count
    )
    let received = try Self.received(interaction)
    var pieces = received.flatMap {
      Self.pieces(of: $0, saying: stored == nil ? nil : elements, framing)
    }
    if pieces == nil {
      var events: [WireEvent] = []
      for (index, element) in elements.enumerated() {
        events.append(
          try StoredEvent.event(of: element, number: index + 1, inArray: framing.isArray)
        )
      }
      let made = try framing.pieces(of: events)
      // A line can turn into an event's data, or take part of one away.
      if !framing.lines.isEmpty, EventStreamParser.events(of: made.flatMap { $0 }) != events {
        throw FixtureProblem("the lines of stream_framing change what stream_events say")
      }
      pieces = made
    }
    let times = try Self.times(interaction)
    chunks = (pieces ?? []).enumerated().map { index, piece in
      // Events that were added since come with the last one.
      Chunk(bytes: piece, milliseconds: index < times.count ? times[index] : times.last)
    }
    contentType = framing.contentType
    isArray = framing.isArray
  }

  // MARK: Received bytes

  private static func received(_ interaction: JSONValue) throws(FixtureProblem) -> [UInt8]? {
    let text = interaction.present("stream_text")
    let base64 = interaction.present("stream_base64")
    if text != nil, base64 != nil {
      throw FixtureProblem("there are both stream_text and stream_base64")
    }
    if let text {
      guard let string = text.jsonString else { throw FixtureProblem("stream_text is no string") }
      return string.generalizedUTF8
    }
    if let base64 {
      guard let bytes = base64.jsonString.flatMap({ Base64.decode($0.generalizedUTF8[...]) }) else {
        throw FixtureProblem("stream_base64 is not base64")
      }
      return bytes
    }
    return nil
  }

  /// The bytes in one piece for each event; nil when they say something else than the elements.
  private static func pieces(
    of bytes: [UInt8],
    saying elements: [JSONValue]?,
    _ framing: StreamFraming
  ) -> [[UInt8]]? {
    var parser = EventStreamParser(form: framing.form)
    var events = parser.feed(bytes)
    if let last = parser.finish().event { events.append(last) }
    if let elements {
      guard events.count == elements.count else { return nil }
      for (event, element) in zip(events, elements) {
        if !says(element, event, inArray: framing.isArray) { return nil }
      }
    }
    var pieces: [[UInt8]] = []
    var start = 0
    for end in parser.ends {
      pieces.append(Array(bytes[start..<end]))
      start = end
    }
    if start < bytes.count {
      if pieces.isEmpty { pieces.append([]) }
      pieces[pieces.count - 1] += bytes[start...]
    }
    return pieces
  }

  private static func says(_ element: JSONValue, _ event: WireEvent, inArray: Bool) -> Bool {
    let data = element["data"] ?? element
    let name = element["data"] == nil ? nil : element["event"]?.string
    guard Array((name ?? "").utf8) == Array((event.name ?? "").utf8) else { return false }
    let isJSON = StoredEvent.isJSON(event, inArray: inArray)
    let text = StoredEvent.text(of: event, isJSON: isJSON, as: .unicode)
    if data.text.elementsEqual(text) { return true }
    do {
      return RequestComparison.areEqualValues(try JSONTree(text).root, data)
    } catch {
      return false
    }
  }

  private static func times(_ interaction: JSONValue) throws(FixtureProblem) -> [Int] {
    guard let stored = interaction.present("stream_timing_ms") else { return [] }
    let times = stored.elements.map(\.int)
    let known = times.compactMap { $0 }
    guard stored.kind == .array, known.count == times.count, known.allSatisfy({ $0 >= 0 }) else {
      throw FixtureProblem("stream_timing_ms is not an array of milliseconds")
    }
    return known
  }
}
