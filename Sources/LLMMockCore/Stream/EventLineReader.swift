/// Reads server-sent events line by line, and remembers how they were laid out.
struct EventLineReader: Sendable {
  /// Lines that belong to no event's name or data, each with the number of the event after it.
  private(set) var otherLines: [StreamFraming.Line] = []
  /// What ended the first line.
  private(set) var firstLineEnd: StreamFraming.LineEnd?
  /// Whether a space stood after the first `data:` or `event:` that had a value.
  private(set) var hasSpace: Bool?
  /// For each event the offset after it.
  private(set) var ends: [Int] = []

  /// Bytes before the current chunk.
  private var offset = 0
  /// The beginning of a line whose end did not come yet.
  private var partial: [UInt8] = []
  /// Whether the last byte was a carriage return, so that a line feed would belong to it.
  private var endedInCarriageReturn = false
  private var name: String?
  private var data: [UInt8] = []
  private var hasData = false
  /// The lines of the current event but for its data.
  private var block: [(line: [UInt8], isName: Bool)] = []
  private var isFirstLine = true
  /// Whether the first line ended in a carriage return whose line feed may still come.
  private var isFirstLineEndOpen = false

  mutating func feed(_ chunk: [UInt8]) -> [WireEvent] {
    var events: [WireEvent] = []
    chunk.withUnsafeBufferPointer { bytes in
      var start = 0
      var index = 0
      if endedInCarriageReturn, let first = bytes.first {
        endedInCarriageReturn = false
        if first == UInt8(ascii: "\n") { (start, index) = (1, 1) }
        afterCarriageReturn(isLineFeed: index == 1)
      }
      while index < bytes.count {
        let byte = bytes[index]
        index += 1
        guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else { continue }
        let line = bytes[start..<index - 1]
        var lineEnd = StreamFraming.LineEnd.lineFeed
        if byte == UInt8(ascii: "\r") {
          lineEnd = .carriageReturn
          if index == bytes.count {
            endedInCarriageReturn = true
          } else if bytes[index] == UInt8(ascii: "\n") {
            lineEnd = .both
            index += 1
          }
        }
        if firstLineEnd == nil {
          firstLineEnd = lineEnd
          isFirstLineEndOpen = endedInCarriageReturn
        }
        if partial.isEmpty {
          lineEnded(UnsafeBufferPointer(rebasing: line), before: offset + index, &events)
        } else {
          partial += line
          lineEndedInPieces(before: offset + index, &events)
        }
        start = index
      }
      partial += bytes[start...]
    }
    offset += chunk.count
    return events
  }

  mutating func finish() -> EventStreamParser.Ending {
    let isComplete = partial.isEmpty && !hasData && name == nil
    var events: [WireEvent] = []
    if !partial.isEmpty { lineEndedInPieces(before: offset, &events) }
    eventEnded(before: offset, &events)
    return EventStreamParser.Ending(event: events.first, isComplete: isComplete)
  }

  private mutating func afterCarriageReturn(isLineFeed: Bool) {
    if isLineFeed {
      // It belongs to the line before it, and so to the event that ended there.
      if ends.last == offset { ends[ends.count - 1] += 1 }
      if isFirstLineEndOpen { firstLineEnd = .both }
    }
    isFirstLineEndOpen = false
  }

  private mutating func lineEndedInPieces(before end: Int, _ events: inout [WireEvent]) {
    let line = partial
    partial.removeAll(keepingCapacity: true)
    line.withUnsafeBufferPointer { lineEnded($0, before: end, &events) }
  }

  // MARK: Lines

  private mutating func lineEnded(
    _ whole: UnsafeBufferPointer<UInt8>,
    before end: Int,
    _ events: inout [WireEvent]
  ) {
    var line = whole
    if isFirstLine {
      isFirstLine = false
      if line.starts(with: [0xEF, 0xBB, 0xBF]) {
        line = UnsafeBufferPointer(rebasing: line[3...])
      }
    }
    if line.isEmpty {
      let count = events.count
      eventEnded(before: end, &events)
      // It ended none, so it stands for itself.
      if events.count == count { note([]) }
      return
    }
    let colon = line.firstIndex(of: UInt8(ascii: ":"))
    let field = line[..<(colon ?? line.count)]
    let isData = field.elementsEqual("data".utf8)
    guard isData || field.elementsEqual("event".utf8) else {
      block.append((Array(line), false))
      return
    }
    var value = line[min((colon ?? line.count) + 1, line.count)...]
    if let first = value.first {
      hasSpace = hasSpace ?? (first == 0x20)
      if first == 0x20 { value = value.dropFirst() }
    }
    if isData {
      if hasData { data.append(UInt8(ascii: "\n")) }
      hasData = true
      data += value
    } else {
      name = value.isEmpty ? nil : String(decoding: value, as: UTF8.self)
      block.append((Array(line), true))
    }
  }

  private mutating func eventEnded(before end: Int, _ events: inout [WireEvent]) {
    for (line, isName) in block where !isName || !hasData { note(line) }
    block.removeAll(keepingCapacity: true)
    if hasData {
      events.append(WireEvent(name: name, data: data))
      ends.append(end)
    }
    name = nil
    data = []
    hasData = false
  }

  private mutating func note(_ line: [UInt8]) {
    otherLines.append(StreamFraming.Line(event: ends.count, text: line))
  }
}
