import LLMMockCore

/// Tells why a file cannot be shown, where, and what can be done.
struct ProblemRows {
  let file: UnreadableFile

  func append(to writer: inout RowWriter) {
    writer.text(title, style: Style(.danger, .bold))
    writer.blank()
    writer.text(file.path + place, style: Style(.key))
    writer.text(file.problem.message, style: Style(.warning))
    appendExcerpt(to: &writer)
    if !notes.isEmpty {
      writer.blank()
      for note in notes { writer.text(note) }
    }
    appendRemedies(to: &writer)
    writer.blank()
    writer.text(ending, style: .muted)
  }

  private var title: String {
    switch file.obstacle {
    case .contents: "Cannot read this file as a fixture."
    case .permission, .disk: "Cannot read this file."
    case .vanished: "This file is gone."
    case .linkLeadsOut: "This link is not followed."
    }
  }

  private var ending: String {
    switch file.obstacle {
    case .contents: "Reloads by itself when the file is saved."
    case .permission, .disk, .linkLeadsOut: "Reloads by itself when that changes."
    case .vanished: "Comes back by itself when the file does."
    }
  }

  private var place: String {
    guard let position = file.problem.position else { return "" }
    let byte = file.problem.offset.map { "  (byte \($0))" } ?? ""
    return ":\(position.line):\(position.column)\(byte)"
  }

  private var notes: [String] {
    var notes: [String] = []
    let conflicts = conflictLines
    if conflicts.count == 1 { notes.append("The conflict begins at line \(conflicts[0]).") }
    if conflicts.count > 1 {
      let shown = conflicts.prefix(5).map(String.init).joined(separator: ", ")
      let more = conflicts.count > 5 ? " and \(conflicts.count - 5) more" : ""
      notes.append("\(conflicts.count) conflicts begin at lines \(shown)\(more).")
    }
    switch file.readableCount {
    case 0: break
    case 1: notes.append("The interaction before the error can be read.")
    case let count:
      notes.append("The \(RowWriter.grouped(count)) interactions before the error can be read.")
    }
    return notes
  }

  private var conflictLines: [Int] {
    guard file.problem.message.contains("conflict") else { return [] }
    var lines: [Int] = []
    var number = file.linesBefore
    for line in file.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      if line.starts(with: "<<<<<<< ".utf8) { lines.append(number) }
    }
    return lines
  }

  // MARK: Remedies

  private func appendRemedies(to writer: inout RowWriter) {
    guard !file.remedies.isEmpty else { return }
    writer.blank()
    for remedy in file.remedies {
      let (key, text) =
        switch remedy {
        case .edit: ("e", file.problem.position.map { "edit at line \($0.line)" } ?? "edit it")
        case .open: ("o", "view the raw text")
        case .delete: ("d", "delete the file")
        }
      writer.row([Segment(key, Style(.accent)), Segment("   "), Segment(text)])
    }
  }

  // MARK: Excerpt

  private func appendExcerpt(to writer: inout RowWriter) {
    let offset = (file.problem.offset ?? file.bytesBefore) - file.bytesBefore
    guard !file.bytes.isEmpty, 0...file.bytes.count ~= offset else { return }
    writer.blank()
    let excerpt = Excerpt(file.bytes, around: offset, lines: file.problem.offset == nil ? 5 : 3)
    let last = file.linesBefore + excerpt.firstLine + excerpt.lines.count - 1
    let digits = String(last).count
    let room = max(1, writer.width - digits - 3)
    file.bytes.withUnsafeBufferPointer { bytes in
      let shift = excerpt.shift(bytes, room: room)
      for (index, line) in excerpt.lines.enumerated() {
        let number = String(file.linesBefore + excerpt.firstLine + index)
        let gutter = Spaces.text(digits - number.count) + number + " |"
        let window = excerpt.window(bytes, line, from: shift, room: room)
        var segments = [Segment(window.isEmpty ? gutter : gutter + " ", .muted)]
        let isHere = file.problem.offset != nil && index == excerpt.errorIndex
        VisibleSegments.append(bytes, window, style: isHere ? .text : .muted, to: &segments)
        writer.row(segments)
        guard isHere else { continue }
        let before = excerpt.cells(bytes, window.lowerBound..<max(window.lowerBound, offset))
        let blank = Spaces.text(digits) + " | "
        let arrow = before + 6 <= room ? "^ here" : "^"
        writer.row([
          Segment(blank, .muted), Segment(Spaces.text(before)),
          Segment(arrow, Style(.danger, .bold)),
        ])
      }
    }
  }
}

/// A few lines around a place in a text.
private struct Excerpt {
  var lines: [Range<Int>] = []
  /// The number of the first of them, from 1.
  var firstLine = 1
  /// Which of them has the place.
  var errorIndex = 0
  let offset: Int

  init(_ bytes: [UInt8], around offset: Int, lines count: Int) {
    self.offset = offset
    var start = offset
    for _ in 0...count {
      guard let feed = bytes[..<max(0, start)].lastIndex(of: UInt8(ascii: "\n")) else {
        start = 0
        break
      }
      start = feed
    }
    if start > 0 { start += 1 }
    if start == 0, bytes.first == UInt8(ascii: "\n"), offset > 0,
      lineFeeds(bytes, to: offset) > count
    {
      start = 1
    }
    firstLine = 1 + lineFeeds(bytes, to: start)
    var after = 0
    while after <= count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      if start <= offset, offset <= end { errorIndex = lines.count }
      lines.append(start..<end)
      if offset <= end { after += 1 }
      guard end < bytes.count else { break }
      start = end + 1
    }
    // What follows the last line feed is no line.
    if let last = lines.last, last.isEmpty, lines.count > 1, errorIndex < lines.count - 1 {
      lines.removeLast()
    }
  }

  private func lineFeeds(_ bytes: [UInt8], to end: Int) -> Int {
    bytes[..<end].count { $0 == UInt8(ascii: "\n") }
  }

  /// How many bytes of each line are left out so that the place is in view.
  func shift(_ bytes: UnsafeBufferPointer<UInt8>, room: Int) -> Int {
    let line = lines[errorIndex]
    var start = line.lowerBound
    guard offset - start > room / 4, cells(bytes, start..<offset) + 8 > room else { return 0 }
    start = max(start, offset - room * 2 / 3)
    while start < offset, cells(bytes, start..<offset) > room * 2 / 3 || bytes[start] & 0xC0 == 0x80
    {
      start += 1
    }
    return start - line.lowerBound
  }

  /// The part of a line that is shown.
  func window(
    _ bytes: UnsafeBufferPointer<UInt8>,
    _ line: Range<Int>,
    from shift: Int,
    room: Int
  ) -> Range<Int> {
    var start = min(line.upperBound, line.lowerBound + shift)
    while start < line.upperBound, bytes[start] & 0xC0 == 0x80 { start += 1 }
    var end = min(line.upperBound, start + 4 * room)
    // One character more than fits, so that a cut shows.
    while end < line.upperBound, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return start..<end
  }

  func cells(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int {
    // A long beginning is out of view in any case.
    if range.count > 10_000 { return range.count }
    var reader = CellReader(bytes, range)
    var cells = 0
    while let cell = reader.next(column: cells) { cells += cell.width }
    return cells
  }
}
