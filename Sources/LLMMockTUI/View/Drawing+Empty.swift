import LLMMockCore

extension Drawing {
  /// A folder without fixtures: what to do to have some.
  mutating func drawEmpty() {
    let others = state.listing.otherCount
    let othersText =
      others == 0
      ? ""
      : "\(counted(others, "other JSON file")) \(others == 1 ? "is no fixture" : "are no fixtures") (i lists them)"
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
    var lines = emptyLines(isWide: true, othersText)
    if width(of: lines) > rect.width - 4 { lines = emptyLines(isWide: false, othersText) }
    if lines.count > rect.height - 2 { lines.removeAll(where: \.isEmpty) }
    let width = min(rect.width - 4, width(of: lines))
    let column = rect.column + max(2, (rect.width - width) / 2)
    let row = rect.row + max(1, (rect.height - lines.count) / 3)
    for (index, line) in lines.enumerated() where row + index < rect.endRow - 1 {
      var place = column
      for segment in line {
        place = frame.put(
          segment.text,
          at: place,
          row: row + index,
          until: rect.endColumn - 1,
          style: segment.style
        )
      }
    }
  }

  private func width(of lines: [[Segment]]) -> Int {
    lines.map { $0.reduce(0) { $0 + CharacterWidth.of($1.text) } }.max() ?? 0
  }

  /// What to do; `isWide` lets a command stand beside what it is for.
  private func emptyLines(isWide: Bool, _ others: String) -> [[Segment]] {
    func key(_ key: String, _ label: String) -> [Segment] {
      [Segment(key, Style(.accent, .bold)), Segment(" \(label)   ")]
    }
    let record = "llm-mock run --mode record --fixture \(state.title)/first -- pytest"
    let commands = [
      ("Python, Node, any language", record), ("Swift tests", "LLM_MOCK_MODE=record swift test"),
    ]
    var lines: [[Segment]] = [
      [Segment("No fixtures in \(state.title) yet.", Style(.title, .bold))], [],
    ]
    if isWide {
      lines += [
        [
          Segment(
            "Record some: run your program once with a real key. The official SDKs need no change."
          )
        ], [],
      ]
      lines += commands.map { [Segment("  \(fit($0, 29))", .muted), Segment($1, Style(.string))] }
      lines.append([])
    } else {
      lines += [
        [Segment("Record some: run your program once with a real key.")],
        [Segment("The official SDKs need no change.")], [],
      ]
      for (language, command) in commands {
        lines += [[Segment(language, .muted)], [Segment("  \(command)", Style(.string))], []]
      }
    }
    lines.append([Segment("They appear here as they are recorded.", .muted)])
    if !others.isEmpty {
      if isWide {
        lines[lines.count - 1].append(Segment("   " + others, .muted))
      } else {
        lines.append([Segment(others, .muted)])
      }
    }
    lines.append([])
    lines.append(
      key("O", "open another folder") + key("a", "add an empty fixture") + key("?", "help")
        + key("q", "quit")
    )
    return lines
  }
}
