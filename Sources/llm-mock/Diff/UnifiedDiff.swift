import LLMMockCore

/// A diff as lines for a terminal or a pipe: what was taken away with `-`, what came with `+`.
///
/// Changed words are bold and underlined where there is colour, else they stand in `[-…-]` and
/// `{+…+}` as in git's word diff.
struct UnifiedDiff {
  /// Equal lines around a change.
  var context: Int
  var paint: Paint

  /// The widest column for labels.
  private static let labelLimit = 24

  func lines(of diff: InteractionDiff) -> [String] {
    var result: [String] = []
    var waiting: [InteractionDiff.Line] = []
    var column = 0

    func flush() {
      for line in waiting {
        if line.kind != .added { result.append(removed(line, column)) }
      }
      for line in waiting where line.kind != .removed { result.append(added(line, column)) }
      waiting = []
    }

    var told = diff
    told.sections.removeAll { section in section.lines.allSatisfy { $0.kind == .same } }
    for row in told.folded(context: context) {
      if case .line(let line) = row, line.kind != .same, line.kind != .note {
        if let last = waiting.last, last.change != line.change { flush() }
        waiting.append(line)
        continue
      }
      flush()
      switch row {
      case .title(let section):
        column = min(section.lines.map(Self.labelWidth).max() ?? 0, Self.labelLimit)
        result.append(paint.title(section.title))
      case .line(let line):
        let text = (line.new ?? line.old)?.plain ?? ""
        let body = Self.trimmed(head(line, column) + text)
        result.append(line.kind == .note ? paint.note("~ " + body) : "  " + body)
      case .fold(_, let count):
        result.append(paint.note("  … \(Counted.text(count, "equal line"))"))
      }
    }
    flush()
    return result.map(Self.trimmed)
  }

  private static func labelWidth(_ line: InteractionDiff.Line) -> Int {
    2 * line.indent + CharacterWidth.of(line.label) + 2
  }

  /// The indented label, as wide as its column.
  private func head(_ line: InteractionDiff.Line, _ column: Int) -> String {
    let head = String(repeating: "  ", count: line.indent) + line.label
    let width = 2 * line.indent + CharacterWidth.of(line.label)
    return head + String(repeating: " ", count: max(column - width, line.label.isEmpty ? 0 : 2))
  }

  private func removed(_ line: InteractionDiff.Line, _ column: Int) -> String {
    paint.text("- " + head(line, column), .removed) + words(line.old, .removed, in: line)
  }

  private func added(_ line: InteractionDiff.Line, _ column: Int) -> String {
    paint.text("+ " + head(line, column), .added) + words(line.new, .added, in: line)
      + paint.note(line.delta.map { "  (\($0))" } ?? "")
  }

  private func words(
    _ text: InteractionDiff.Text?,
    _ side: Paint.Side,
    in line: InteractionDiff.Line
  ) -> String {
    // What differs as a whole needs no marks: the line's sign says it.
    let isWhole = [line.old, line.new].allSatisfy { $0?.pieces.allSatisfy(\.isChanged) ?? true }
    let brackets = side == .removed ? ("[-", "-]") : ("{+", "+}")
    return (text?.pieces ?? []).map { piece in
      if !piece.isChanged || isWhole { return paint.text(piece.text, side) }
      if paint.isColored { return paint.text(piece.text, side, isWord: true) }
      return brackets.0 + piece.text + brackets.1
    }.joined()
  }

  private static func trimmed(_ text: String) -> String {
    guard text.utf8.last == 0x20 else { return text }
    let end = text.utf8.lastIndex { $0 != 0x20 }
    return end.map { String(text[...$0]) } ?? ""
  }
}

/// Colours of a terminal, or none.
struct Paint {
  enum Side: String {
    case removed = "31"
    case added = "32"
  }

  var isColored: Bool

  func title(_ text: String) -> String { with("1", text) }
  func note(_ text: String) -> String { with("2", text) }

  /// - Parameter isWord: whether it is a changed word within its line.
  func text(_ text: String, _ side: Side, isWord: Bool = false) -> String {
    with(isWord ? "1;4;\(side.rawValue)" : side.rawValue, text)
  }

  private func with(_ codes: String, _ text: String) -> String {
    isColored && !text.isEmpty ? "\u{1B}[\(codes)m\(text)\u{1B}[0m" : text
  }
}
