/// How a stream is laid out around its events' data: what `stream_framing` says in a fixture.
package struct StreamFraming: Hashable, Sendable {
  /// What ends a line.
  package enum LineEnd: String, Hashable, Sendable {
    case lineFeed = "\n"
    case carriageReturn = "\r"
    case both = "\r\n"
  }

  /// A line that belongs to no event's name or data: a comment, another field, or an empty line that
  /// ends no event.
  package struct Line: Hashable, Sendable {
    /// The number of the event it stands before; the number of events when it stands after all.
    package var event: Int
    package var text: [UInt8]

    package init(event: Int, text: [UInt8]) {
      self.event = event
      self.text = text
    }
  }

  package var lineEnd = LineEnd.lineFeed
  /// Whether a space stands after `data:` and `event:`.
  package var hasSpace = true
  /// Whether it is a JSON array and no event stream.
  package var isArray = false
  package var lines: [Line] = []

  package init() {}

  /// How a stream was laid out that came to its end.
  init(_ parser: EventStreamParser, _ bytes: [UInt8]) {
    isArray = parser.form == .array
    if isArray {
      lineEnd = bytes.contains("\r\n".utf8) ? .both : .lineFeed
    } else {
      lineEnd = parser.lines.firstLineEnd ?? .lineFeed
      hasSpace = parser.lines.hasSpace ?? true
      lines = parser.lines.otherLines
    }
  }

  package var contentType: String {
    isArray ? "application/json; charset=UTF-8" : "text/event-stream; charset=utf-8"
  }

  var form: EventStreamParser.Form { isArray ? .array : .eventStream }

  // MARK: Sending

  /// The stream's bytes, in one piece for each event.
  ///
  /// Lines stand in the piece of the event they belong before, or in the last one. Without events
  /// there is one piece for all lines, or none.
  ///
  /// - Throws: ``FixtureProblem`` when no such stream can carry an event.
  func pieces(of events: [WireEvent]) throws(FixtureProblem) -> [[UInt8]] {
    isArray ? try arrayPieces(of: events) : try eventStreamPieces(of: events)
  }

  private func arrayPieces(of events: [WireEvent]) throws(FixtureProblem) -> [[UInt8]] {
    guard lines.isEmpty else {
      throw FixtureProblem("stream_framing has lines, which an array can't have")
    }
    guard !events.isEmpty else { return [Array("[]".utf8)] }
    var pieces: [[UInt8]] = []
    for (index, event) in events.enumerated() {
      if event.name != nil {
        throw FixtureProblem(
          "event \(index + 1) of stream_events has a name, which an array's element can't have"
        )
      }
      var piece = index == 0 ? Array("[".utf8) : Array(",\(lineEnd.rawValue)".utf8)
      piece += event.data
      pieces.append(piece)
    }
    pieces[pieces.count - 1].append(UInt8(ascii: "]"))
    return pieces
  }

  private func eventStreamPieces(of events: [WireEvent]) throws(FixtureProblem) -> [[UInt8]] {
    var others: [Int: [Line]] = [:]
    for line in lines { others[line.event, default: []].append(line) }
    let end = Array(lineEnd.rawValue.utf8)
    let space = hasSpace ? Array(" ".utf8) : []
    var pieces: [[UInt8]] = []
    for (index, event) in events.enumerated() {
      var piece: [UInt8] = []
      for line in others[index] ?? [] { piece += line.text + end }
      if let name = event.name {
        if name.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) {
          throw FixtureProblem("the name of event \(index + 1) of stream_events has a line break")
        }
        piece += "event:".utf8
        piece += space
        piece += name.utf8
        piece += end
      }
      if event.data.contains(UInt8(ascii: "\r")) {
        throw FixtureProblem(
          "the data of event \(index + 1) of stream_events has a carriage return, "
            + "which no event stream can carry"
        )
      }
      for line in event.data.split(separator: 0x0A, omittingEmptySubsequences: false) {
        piece += "data:".utf8
        piece += space
        piece += line
        piece += end
      }
      pieces.append(piece + end)
    }
    let trailing = (others[events.count] ?? []).flatMap { $0.text + end }
    if !trailing.isEmpty {
      if pieces.isEmpty { pieces.append([]) }
      pieces[pieces.count - 1] += trailing
    }
    return pieces
  }
}
