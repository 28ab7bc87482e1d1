/// Takes a stream apart into its events while it arrives.
///
/// It reads server-sent events as the HTML standard does
/// (https://html.spec.whatwg.org/multipage/server-sent-events.html), and Gemini's other form, a JSON
/// array whose elements come one by one. How the bytes are split makes no difference.
package struct EventStreamParser: Sendable {
  package enum Form: Hashable, Sendable {
    case eventStream
    case array
  }

  /// How a stream ended.
  package struct Ending: Hashable, Sendable {
    /// The last event, where what ends an event was missing.
    package var event: WireEvent?
    /// Whether the stream ended between two events, and its array was closed.
    package var isComplete: Bool

    package init(event: WireEvent?, isComplete: Bool) {
      self.event = event
      self.isComplete = isComplete
    }
  }

  /// nil until the first byte that is no white space, which tells.
  package private(set) var form: Form?
  private(set) var lines = EventLineReader()
  private(set) var elements = ArrayElementReader()
  /// What came while the form was not known.
  private var start: [UInt8] = []

  /// - Parameter form: nil when it is not known: an array begins with a bracket.
  package init(form: Form? = nil) {
    self.form = form
  }

  /// Takes the next bytes.
  ///
  /// - Returns: the events that end in them.
  package mutating func feed(_ chunk: [UInt8]) -> [WireEvent] {
    switch form {
    case .eventStream: return lines.feed(chunk)
    case .array: return elements.feed(chunk)
    case nil:
      start += chunk
      guard let first = Self.firstVisible(in: start) else { return [] }
      form = first == UInt8(ascii: "[") ? .array : .eventStream
      defer { start = [] }
      return feed(start)
    }
  }

  /// Ends the stream.
  package mutating func finish() -> Ending {
    switch form {
    case .eventStream: return lines.finish()
    case .array: return elements.finish()
    case nil:
      form = .eventStream
      _ = lines.feed(start)
      return lines.finish()
    }
  }

  /// All events of a whole stream, the last one too where it was cut off.
  package static func events(of bytes: [UInt8], form: Form? = nil) -> [WireEvent] {
    var parser = EventStreamParser(form: form)
    let events = parser.feed(bytes)
    return events + (parser.finish().event.map { [$0] } ?? [])
  }

  /// For each event the offset after it, in all bytes so far.
  var ends: [Int] { form == .array ? elements.ends : lines.ends }

  /// The first byte after a byte order mark and white space; nil while there is none.
  private static func firstVisible(in bytes: [UInt8]) -> UInt8? {
    var rest = bytes[...]
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) {
      rest = rest.dropFirst(3)
    } else if [0xEF, 0xBB, 0xBF].starts(with: rest) {
      return nil
    }
    return rest.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
  }
}
