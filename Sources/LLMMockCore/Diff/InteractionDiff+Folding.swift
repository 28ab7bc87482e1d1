extension InteractionDiff {
  /// What stands on one row when equal lines are folded.
  package enum Row: Sendable, Hashable {
    case title(Section)
    case line(Line)
    /// Equal lines that are left out; `id` opens them again.
    case fold(id: Int, count: Int)
  }

  /// The lines with those folded that are further than `context` lines from a change.
  ///
  /// A fold stands for two lines at least. Its number is that of its first line among all lines, so
  /// it stays the same whatever else is opened.
  ///
  /// - Parameter opened: folds that are shown; nil for all.
  package func folded(context: Int, opened: Set<Int>? = []) -> [Row] {
    var rows: [Row] = []
    var start = 0
    for section in sections {
      rows.append(.title(section))
      var isNear = Array(repeating: false, count: section.lines.count)
      for (index, line) in section.lines.enumerated() where line.kind != .same {
        let last = min(section.lines.count - 1, index + max(0, context))
        for near in max(0, index - max(0, context))...last { isNear[near] = true }
      }
      var index = 0
      while index < section.lines.count {
        if isNear[index] {
          rows.append(.line(section.lines[index]))
          index += 1
          continue
        }
        var end = index
        while end < section.lines.count, !isNear[end] { end += 1 }
        let id = start + index
        if end - index < 2 || (opened?.contains(id) ?? true) {
          rows += section.lines[index..<end].map(Row.line)
        } else {
          rows.append(.fold(id: id, count: end - index))
        }
        index = end
      }
      start += section.lines.count
    }
    return rows
  }
}
