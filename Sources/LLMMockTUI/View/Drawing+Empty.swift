import LLMMockCore

extension Drawing {
  /// A folder without fixtures: what to do to have some.
  mutating func drawEmpty() {
    let others = state.listing.otherCount
    let othersText = others == 0 ? "" : "\(counted(others, "other JSON file")) \(others == 1 ? "is no fixture" : "are no fixtures") (i lists them)"
    if layout.mode == .narrow {
      let lines: [(String, Style)] = [
        ("No fixtures here yet.", Style(.title, .bold)), ("", .text),
        ("Record with:", .muted), ("  llm-mock run --mode record \\", Style(.string)),
        ("    --fixture \(cut(state.title, to: 18))/first \\", Style(.string)),
        ("    -- pytest", Style(.string)), (othersText, .muted),
        ("They appear as they are recorded.", .muted),
      ]
      for (index, line) in lines.enumerated() where 2 + index < layout.status {
        frame.put(cut(line.0, to: state.size.width - 2), at: 1, row: 2 + index, style: line.1)
      }
      return
    }
    let top = layout.header == nil ? 0 : 1
    let rect = Rect(column: 0, row: top, width: state.size.width, height: layout.status - top)
    drawFrame(rect, title: [Segment(" Fixtures ", Style(.focus, .bold))], isFocused: true)
    let lines: [[Segment]] = [
      [Segment("No fixtures in \(state.title) yet.", Style(.title, .bold))],
      [],
      [Segment("Record some: run your program once with a real key. The official SDKs need no change.")],
      [],
      [Segment("  Python, Node, any language   ", .muted), Segment("llm-mock run --mode record --fixture \(state.title)/first -- pytest", Style(.string))],
      [Segment("  Swift tests                  ", .muted), Segment("LLM_MOCK_MODE=record swift test", Style(.string))],
      [],
      [Segment("They appear here as they are recorded.", .muted), Segment(othersText.isEmpty ? "" : "   " + othersText, .muted)],
      [],
      [Segment("O", Style(.accent, .bold)), Segment(" open another folder   "), Segment("a", Style(.accent, .bold)), Segment(" add an empty fixture   "), Segment("?", Style(.accent, .bold)), Segment(" help   "), Segment("q", Style(.accent, .bold)), Segment(" quit")],
    ]
    let width = min(rect.width - 4, lines.map { $0.reduce(0) { $0 + CharacterWidth.of($1.text) } }.max() ?? 0)
    let column = rect.column + max(2, (rect.width - width) / 2)
    let row = rect.row + max(1, (rect.height - lines.count) / 3)
    for (index, line) in lines.enumerated() where row + index < rect.endRow - 1 {
      var place = column
      for segment in line {
        place = frame.put(segment.text, at: place, row: row + index, until: rect.endColumn - 1, style: segment.style)
      }
    }
  }
}
