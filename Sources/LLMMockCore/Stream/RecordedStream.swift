/// A stream that was received, and how it is written in a fixture.
package struct RecordedStream: Sendable {
  package struct Event: Hashable, Sendable {
    package var name: String?
    package var data: [UInt8]
    /// Whether the data stands in a fixture as the JSON it is, and not as a string.
    package var isJSON: Bool
  }

  /// The members of an interaction that tell a stream, each as JSON text on one line.
  package struct Members: Hashable, Sendable {
    /// The elements of `stream_events`.
    package var events: [[UInt8]]
    /// `stream_framing`; nil when it would say nothing.
    package var framing: [UInt8]?
    /// `stream_text`; nil when events and framing give the bytes back, or they are not UTF-8.
    package var text: [UInt8]?
    /// `stream_base64`; nil unless the bytes are not UTF-8.
    package var base64: [UInt8]?
  }

  /// All events, the last one too where the stream broke off in it.
  ///
  /// They are those that ``EventStreamParser`` tells while the bytes arrive.
  package let events: [Event]
  package let framing: StreamFraming
  /// Whether the stream ended between two events.
  package let isComplete: Bool
  private let received: [UInt8]

  /// - Parameters:
  ///   - received: the whole body.
  ///   - form: nil when it is not known.
  package init(_ received: [UInt8], form: EventStreamParser.Form? = nil) {
    var parser = EventStreamParser(form: form)
    var events = parser.feed(received)
    let ending = parser.finish()
    if let last = ending.event { events.append(last) }
    let framing = StreamFraming(parser, received)
    self.events = events.map { event in
      let isJSON = StoredEvent.isJSON(event, inArray: framing.isArray)
      return Event(name: event.name, data: event.data, isJSON: isJSON)
    }
    self.framing = framing
    self.received = received
    isComplete = ending.isComplete
  }

  /// The events as they travelled.
  package var wireEvents: [WireEvent] { events.map { WireEvent(name: $0.name, data: $0.data) } }

  /// The received bytes when events and framing do not give them back; nil when they do.
  package func text(as characters: JSONCharacterSet) -> [UInt8]? {
    let sent = events.map { event in
      WireEvent(name: event.name, data: event.isJSON ? text(of: event, characters) : event.data)
    }
    do {
      let pieces = try framing.pieces(of: sent)
      // Data that is no UTF-8 stands in a fixture as something else.
      if pieces.joined().elementsEqual(received), isUTF8 { return nil }
    } catch {
      // Nothing but the received bytes can say it.
    }
    return received
  }

  /// What to write into a fixture that writes such characters.
  package func members(as characters: JSONCharacterSet) -> Members {
    var members = Members(
      events: events.map { line(for: $0, characters) },
      framing: framing.text(as: characters)
    )
    guard let text = text(as: characters) else { return members }
    if isUTF8 {
      members.text = JSONString.quote(String(decoding: text, as: UTF8.self), as: characters)
    } else {
      members.base64 = JSONString.quote(Base64.encode(text), as: .ascii)
    }
    return members
  }

  private var isUTF8: Bool { String(validating: received, as: UTF8.self) != nil }

  private func text(of event: Event, _ characters: JSONCharacterSet) -> [UInt8] {
    let wire = WireEvent(name: event.name, data: event.data)
    return StoredEvent.text(of: wire, isJSON: event.isJSON, as: characters)
  }

  private func line(for event: Event, _ characters: JSONCharacterSet) -> [UInt8] {
    var line = Array("{".utf8)
    if let name = event.name {
      line += "\"event\": ".utf8
      line += JSONString.quote(name, as: characters)
      line += ", ".utf8
    }
    line += "\"data\": ".utf8
    line += text(of: event, characters)
    line.append(UInt8(ascii: "}"))
    return line
  }
}
