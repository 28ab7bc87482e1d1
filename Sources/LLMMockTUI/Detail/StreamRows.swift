import LLMMockCore

/// Shows a stream: the message it makes, then event by event.
struct StreamRows {
  let call: RecordedCall

  func append(to writer: inout RowWriter) {
    guard !call.events.isEmpty else {
      writer.row([Segment("(no events)", .muted)])
      return
    }
    writer.row([Segment(call.streamFacts.joined(separator: ", "), .muted)])
    appendAssembled(to: &writer)
    writer.blank()
    let columns = Columns(call.events, width: writer.width)
    for (index, event) in call.events.enumerated() {
      append(event, number: index + 1, columns, to: &writer)
    }
  }

  private func appendAssembled(to writer: inout RowWriter) {
    guard let assembled = call.assembled else { return }
    writer.blank()
    let node = DetailSource.derivedBase + assembled.index
    let isOpen = writer.isOpen(node, byDefault: false)
    var segments = [Segment("assembled message", Style(.title))]
    if !isOpen {
      let text = call.conversation.answer.turn?.text.prefix(writer.width) ?? ""
      if !text.isEmpty { segments += VisibleSegments.of("  " + text, Style(.string)) }
    }
    writer.row(segments, indent: 2, fold: isOpen ? .open : .closed, node: node)
    guard isOpen else { return }
    JSONRows(base: DetailSource.derivedBase, indent: 4).children(of: assembled, to: &writer)
  }

  /// Where the parts of an event's row stand.
  private struct Columns {
    var number: Int
    /// 0 when names take no column.
    var name = 0
    var time = 0

    init(_ events: [RecordedCall.Event], width: Int) {
      number = String(events.count).utf8.count
      if width >= 60 {
        let longest =
          events.lazy.map { EventSummary.shortName(of: $0.event)?.utf8.count ?? 0 }.max() ?? 0
        name = min(longest, width / 3)
      }
      let latest = events.lazy.compactMap(\.time).max()
      if let latest { time = String(latest).utf8.count + 4 }
    }
  }

  private func append(
    _ event: RecordedCall.Event,
    number: Int,
    _ columns: Columns,
    to writer: inout RowWriter
  ) {
    let node = event.element.index
    let isOpen = writer.isOpen(node, byDefault: false)
    let digits = String(number)
    let label = Spaces.around(digits, before: columns.number - digits.utf8.count, after: 0)
    var segments = [Segment(label, .muted)]
    var summary = EventSummary.segments(of: event.event, room: writer.width)
    let name = EventSummary.shortName(of: event.event)
    if columns.name > 0 {
      let text = VisibleSegments.of(name ?? "", Style(.key)).truncated(to: columns.name)
      segments.append(Segment("  "))
      segments += text
      let isLast = summary.isEmpty && event.time == nil
      if !isLast { segments.append(Segment(Spaces.text(columns.name - text.width))) }
    } else if summary.isEmpty, let name {
      summary = VisibleSegments.of(name, Style(.key))
    }
    if columns.time > 0 {
      let time = event.time.map { "+\($0) ms" } ?? ""
      segments.append(Segment("  " + Spaces.text(columns.time - time.utf8.count) + time, .muted))
    }
    if !summary.isEmpty { segments.append(Segment("  ")) }
    writer.row(segments + summary, indent: 2, fold: isOpen ? .open : .closed, node: node)
    if isOpen {
      JSONRows(indent: 4 + columns.number).children(of: event.event.data, to: &writer)
    }
  }
}

extension RecordedCall {
  /// How many events there are, and how long they took where that was noted.
  var streamFacts: [String] {
    guard !events.isEmpty else { return [] }
    var facts = [events.count == 1 ? "1 event" : "\(RowWriter.grouped(events.count)) events"]
    guard let last = events.last(where: { $0.time != nil })?.time else { return facts }
    facts.append(Self.duration(last))
    if let first = events.first(where: { EventSummary.hasText($0.event) })?.time {
      facts.append("first token \(Self.duration(first))")
    }
    return facts
  }

  private static func duration(_ milliseconds: Int) -> String {
    guard milliseconds >= 1_000 else { return "\(milliseconds) ms" }
    let tenths = (milliseconds / 10 + 5) / 10
    return "\(tenths / 10).\(tenths % 10) s"
  }
}
