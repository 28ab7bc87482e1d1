import LLMMockCore

// One side of a line: its mark, its label, and the text beside it.

extension DiffLayout {
  /// The rows of one side: mark, label, and the text beside it.
  func cells(
    _ line: InteractionDiff.Line,
    _ text: InteractionDiff.Text?,
    mark: String,
    role: Role,
    width: Int,
    delta: String? = nil
  ) -> [[Segment]] {
    let indent = min(line.indent * 2, max(0, width / 4))
    let labelWidth = labelWidth(line, text, in: width, indent)
    let isPlain = mark == " "
    let markStyle = isPlain ? Style.muted : Style(role, .bold)
    var lead: [Segment] = [Segment("\(mark) ", markStyle)]
    if indent > 0 { lead.append(Segment(Spaces.text(indent))) }
    var start = 2 + indent
    if !line.label.isEmpty {
      let label = CharacterWidth.truncate(line.label, to: labelWidth, ellipsis: "…")
      let gap = labelWidth - CharacterWidth.of(label) + 1
      lead.append(Segment(label, isPlain ? Style(.key) : Style(.key, .bold)))
      lead.append(Segment(Spaces.text(gap)))
      start += labelWidth + 1
    } else if line.change != nil || line.kind == .same {
      // A text's further lines stand under its first.
      let gap = Self.labelColumns(width) + 1
      lead.append(Segment(Spaces.text(gap)))
      start += gap
    }
    var segments = text.map { self.segments($0, line, role: role) } ?? []
    if let delta { segments.append(Segment("  \(delta)", Style(.muted))) }
    let room = max(8, width - start)
    let wrapped =
      look.wraps && line.kind != .same && !segments.isEmpty
      ? wrap(segments, room) : [segments.truncated(to: room)]
    return wrapped.enumerated().map { index, row in
      index == 0
        ? lead + row : [Segment("\(mark) ", markStyle), Segment(Spaces.text(start - 2))] + row
    }
  }

  /// The columns that labels take at least, so that values stand below each other.
  private static func labelColumns(_ width: Int) -> Int { max(7, min(10, width / 6)) }

  /// The columns of a label: a third of the side, and more where a short value leaves them free.
  private func labelWidth(
    _ line: InteractionDiff.Line,
    _ text: InteractionDiff.Text?,
    in width: Int,
    _ indent: Int
  ) -> Int {
    if line.label.isEmpty { return 0 }
    let wanted = max(Self.labelColumns(width), CharacterWidth.of(line.label))
    let least = max(6, width / 3)
    if wanted <= least { return wanted }
    let room = width - indent - 3
    var free = room
    for piece in text?.pieces ?? [] {
      // A long value takes all there is: its columns need not be counted.
      guard piece.text.utf8.count < 4 * room else { return least }
      free -= CharacterWidth.of(piece.text)
    }
    return min(wanted, max(least, free))
  }

  private func segments(
    _ text: InteractionDiff.Text,
    _ line: InteractionDiff.Line,
    role: Role
  ) -> [Segment] {
    if line.kind == .same || line.kind == .note {
      let style = Style(line.kind == .note ? .muted : Self.role(of: text.kind))
      return text.pieces.map { Segment($0.text, style) }
    }
    var result: [Segment] = []
    let word = Style(role == .removed ? .removedWord : .addedWord, [.bold, .underline])
    for piece in text.pieces where !piece.text.isEmpty {
      guard line.kind == .changed else {
        // All of it came or went: no word stands out.
        result.append(Segment(piece.text, Style(role)))
        continue
      }
      if !piece.isChanged {
        result.append(Segment(piece.text, Style(.text)))
      } else if usesBrackets {
        let (open, close) = role == .removed ? ("[-", "-]") : ("{+", "+}")
        result.append(Segment(open + piece.text + close, word))
      } else {
        result.append(Segment(piece.text, word))
      }
    }
    return result
  }

  private static func role(of kind: InteractionDiff.Text.Kind) -> Role {
    switch kind {
    case .prose, .string: .text
    case .number: .number
    case .literal: .literal
    case .structure: .muted
    }
  }

  // MARK: Long texts

  enum Collapsed {
    case row([Segment])
    case fold(Int, Int)

    var segments: [Segment] {
      switch self {
      case .row(let segments): segments
      case .fold(_, let count): [DiffLayout.foldText(count)]
      }
    }
  }

  static func foldText(_ count: Int) -> Segment {
    Segment("  … \(count == 1 ? "1 row" : "\(count) rows") of text the same", .muted)
  }

  /// Leaves the rows of a long text out that are far from a changed word.
  func collapsed(_ made: [[Segment]], _ line: InteractionDiff.Line) -> [Collapsed] {
    let id = Self.foldID(of: line)
    guard line.kind == .changed, made.count > 2 * look.context + 4, !isOpen(id) else {
      return made.map(Collapsed.row)
    }
    var isNear = Array(repeating: false, count: made.count)
    isNear[0] = true
    for (index, row) in made.enumerated()
    where row.contains(where: { $0.style.role == .removedWord || $0.style.role == .addedWord }) {
      for near in max(0, index - look.context)...min(made.count - 1, index + look.context) {
        isNear[near] = true
      }
    }
    var result: [Collapsed] = []
    var index = 0
    while index < made.count {
      if isNear[index] {
        result.append(.row(made[index]))
        index += 1
        continue
      }
      let end = isNear[index...].firstIndex(of: true) ?? made.count
      // A single row takes no more room than saying that it is left out.
      if end - index == 1 {
        result.append(.row(made[index]))
      } else {
        result.append(.fold(id, end - index))
      }
      index = end
    }
    return result
  }

  /// A number for the long text of a line, apart from those of folded lines.
  private static func foldID(of line: InteractionDiff.Line) -> Int {
    number(of: "\(line.path) \(line.change ?? 0)")
  }

  /// A number that stands for a text: the same each time, and below those of folded lines.
  static func number(of text: String) -> Int {
    var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return -1 - Int(truncatingIfNeeded: digest >> 16)
  }

  func wrap(_ segments: [Segment], _ width: Int) -> [[Segment]] {
    var writer = RowWriter(width: max(1, width), wraps: look.wraps, toggled: [], unfoldsAll: true)
    writer.styled(segments)
    return writer.rows.map { row in
      row.indent > 0 ? [Segment(Spaces.text(row.indent))] + row.segments : row.segments
    }
  }
}
