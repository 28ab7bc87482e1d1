import LLMMockCore

extension RowWriter {
  /// Adds text in several styles, cut into rows between words.
  ///
  /// - Parameters:
  ///   - segments: safe to draw, without line feeds.
  ///   - label: what stands before the first row, in the indentation.
  mutating func styled(
    _ segments: [Segment],
    indent: Int = 0,
    node: Int? = nil,
    label: Label? = nil
  ) {
    var runs: [(end: Int, style: Style)] = []
    var bytes: [UInt8] = []
    for segment in segments {
      bytes += segment.text.utf8
      runs.append((bytes.count, segment.style))
    }
    bytes.withUnsafeBufferPointer { text in
      var isFirst = true
      for row in layout(text, indent: indent) {
        var result = DetailRow(indent: clamp(indent) + row.indent, node: node)
        if isFirst, let label { result.put(label, indent: result.indent, in: self) }
        isFirst = false
        var start = row.range.lowerBound
        for run in runs where run.end > start && start < row.range.upperBound {
          let end = min(run.end, row.range.upperBound)
          VisibleSegments.append(text, start..<end, style: run.style, to: &result.segments)
          start = end
        }
        append(result)
      }
    }
  }

  /// Adds items beside a label, as many in a row as fit, three cells apart.
  mutating func items(
    _ items: [[Segment]],
    indent: Int,
    label: Label? = nil,
    node: Int? = nil
  ) {
    var label = label
    var row: [Segment] = []
    var room = 0
    func finish(_ writer: inout RowWriter) {
      guard !row.isEmpty else { return }
      var result = DetailRow(indent: writer.clamp(indent), node: node)
      if let label { result.put(label, indent: result.indent, in: writer) }
      label = nil
      result.segments += row
      writer.append(result)
      row = []
    }
    let whole = width - clamp(indent)
    for item in items where !item.isEmpty {
      let width = item.width
      if !row.isEmpty, width + 3 <= room {
        row.append(Segment("   "))
        row += item
        room -= width + 3
        continue
      }
      finish(&self)
      if width <= whole || !wraps {
        row = item
        room = whole - width
        continue
      }
      styled(item, indent: indent, node: node, label: label)
      label = nil
    }
    finish(&self)
  }
}

extension DetailRow {
  /// Puts a label before what the row is about to say at its indentation.
  mutating func put(_ label: RowWriter.Label, indent: Int, in writer: RowWriter) {
    self.indent = writer.clamp(label.indent)
    segments = label.segments
    let gap = indent - self.indent - label.segments.width
    if gap > 0 { segments.append(Segment(Spaces.text(gap))) }
  }
}
