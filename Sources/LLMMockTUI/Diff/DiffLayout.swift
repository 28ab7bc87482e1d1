package import LLMMockCore

/// Lays out a diff as rows of a certain width.
package struct DiffLayout {
  /// Cells that both versions need beside each other.
  package static let splitWidth = 70

  let width: Int
  let look: DiffLook
  let isSplit: Bool
  let usesBrackets: Bool
  let opened: Set<Int>?
  private var rows: [DiffRow] = []

  private init(_ request: DiffRequest) {
    width = max(10, request.width)
    look = request.look
    isSplit = Self.isSplit(request)
    usesBrackets = request.usesBrackets
    opened = request.opened
  }

  func isOpen(_ fold: Int) -> Bool { opened?.contains(fold) ?? true }

  /// Whether both versions stand beside each other: asked for, and there is room.
  package static func isSplit(_ request: DiffRequest) -> Bool {
    request.look.isSplit && request.width >= splitWidth
  }

  /// The rows of a diff, none wider than was asked for where text is wrapped.
  ///
  /// - Parameter notes: sentences that stand above it.
  package static func rows(
    of diff: InteractionDiff,
    notes: [String] = [],
    for request: DiffRequest
  ) -> [DiffRow] {
    var layout = DiffLayout(request)
    layout.append(diff, notes)
    return layout.rows
  }

  /// The rows of sentences alone, where there is nothing to compare.
  package static func rows(of sentences: [String], for request: DiffRequest) -> [DiffRow] {
    var layout = DiffLayout(request)
    for sentence in sentences { layout.note(sentence, Style(.text)) }
    return layout.rows
  }

  private mutating func append(_ diff: InteractionDiff, _ notes: [String]) {
    for note in notes { self.note(note, Style(.warning)) }
    for note in diff.notes { self.note(note, Style(.warning)) }
    // A note may have said already in which way they are the same.
    if diff.isEmpty, !diff.hidden.isEmpty || diff.notes.isEmpty {
      blank()
      note(
        diff.hidden.isEmpty ? "Both are the same." : "The same but for volatile fields.",
        Style(.success)
      )
    }
    let folded = diff.folded(context: look.context, opened: opened)
    for part in Self.parts(folded) {
      let id = Self.number(of: part.equal.joined(separator: "\n"))
      if part.equal.isEmpty || isOpen(id) {
        append(folded[part.rows])
      } else {
        blank()
        let shown = part.equal.joined(separator: ", ")
        let row = [Segment("  … the same: \(shown)", .muted)].truncated(to: width - 1)
        rows.append(DiffRow(.fold(id), row))
      }
    }
    if !diff.hidden.isEmpty {
      blank()
      let shown = diff.hidden.prefix(8).joined(separator: ", ")
      let more = diff.hidden.count > 8 ? ", …" : ""
      let count = Counted.text(diff.hidden.count, "volatile field")
      note("\(count) hidden: \(shown)\(more)  (Ctrl-W shows them)", .muted)
    }
  }

  private mutating func append(_ folded: ArraySlice<InteractionDiff.Row>) {
    var block: [InteractionDiff.Line] = []
    for row in folded {
      if case .line(let line) = row, continues(block, line) {
        block.append(line)
        continue
      }
      flush(&block)
      switch row {
      case .title(let section):
        blank()
        rows.append(DiffRow(.title, [Segment(section.title, Style(.title, .bold))]))
      case .line(let line): block.append(line)
      case .fold(let id, let count):
        let what = count == 1 ? "1 line the same" : "\(count) lines the same"
        rows.append(DiffRow(.fold(id), [Segment("  … \(what)", .muted)]))
      }
    }
    flush(&block)
  }

  /// Some sections in a row: one that has changes, or all that have none.
  private struct Part {
    /// What the sections without a change are called; empty where there is one.
    var equal: [String] = []
    var rows: Range<Int>
  }

  private static func parts(_ rows: [InteractionDiff.Row]) -> [Part] {
    var parts: [Part] = []
    for (index, row) in rows.enumerated() {
      guard case .title(let section) = row else {
        if let last = parts.indices.last {
          parts[last].rows = parts[last].rows.lowerBound..<index + 1
        }
        continue
      }
      let isEqual = section.lines.allSatisfy { $0.kind == .same }
      if isEqual, let last = parts.indices.last, !parts[last].equal.isEmpty {
        parts[last].equal.append(section.title)
        parts[last].rows = parts[last].rows.lowerBound..<index + 1
      } else {
        parts.append(Part(equal: isEqual ? [section.title] : [], rows: index..<index + 1))
      }
    }
    return parts
  }

  /// Whether a line goes on with the text of those before it, all of them changed.
  private func continues(_ block: [InteractionDiff.Line], _ line: InteractionDiff.Line) -> Bool {
    guard let last = block.last, line.change != nil, last.change == line.change,
      last.path == line.path, line.label.isEmpty
    else { return false }
    return last.kind != .same && line.kind != .same && line.kind != .note
  }

  private mutating func flush(_ block: inout [InteractionDiff.Line]) {
    defer { block = [] }
    if isSplit {
      for line in block { split(line) }
      return
    }
    // As people know it: what was, then what is.
    if block.count == 1 || block.allSatisfy({ $0.kind == .same }) {
      for line in block { unified(line) }
      return
    }
    for line in block where line.isInOld { unifiedSide(line, isOld: true) }
    for line in block where line.isInNew {
      unifiedSide(line, isOld: false, withLabel: block.first?.isInOld == false)
    }
  }

  // MARK: Rows

  private mutating func blank() {
    if let last = rows.last, last.left.isEmpty == false || last.right != nil {
      rows.append(DiffRow(.note, []))
    }
  }

  private mutating func note(_ text: String, _ style: Style) {
    for row in wrap([Segment(text, style)], width - 1) { rows.append(DiffRow(.note, row)) }
  }

  private mutating func unified(_ line: InteractionDiff.Line) {
    switch line.kind {
    case .same:
      let cells = cells(line, line.new, mark: " ", role: .text, width: width)
      for row in cells.prefix(1) { rows.append(DiffRow(.line, row)) }
    case .note:
      for row in cells(line, line.new, mark: " ", role: .muted, width: width) {
        rows.append(DiffRow(.note, row, change: line.change))
      }
    case .removed, .added, .changed:
      if line.isInOld { unifiedSide(line, isOld: true) }
      if line.isInNew { unifiedSide(line, isOld: false) }
    }
  }

  private mutating func unifiedSide(
    _ line: InteractionDiff.Line,
    isOld: Bool,
    withLabel: Bool = true
  ) {
    var line = line
    if !withLabel { line.label = "" }
    let side = isOld ? line.old : line.new
    let made = cells(
      line,
      side,
      mark: isOld ? "-" : "+",
      role: isOld ? .removed : .added,
      width: width,
      delta: isOld ? nil : line.delta
    )
    for row in collapsed(made, line) {
      switch row {
      case .row(let segments):
        rows.append(DiffRow(.line, segments, change: line.change))
      case .fold(let id, let count):
        rows.append(DiffRow(.fold(id), [Self.foldText(count)], change: line.change))
      }
    }
  }

  private mutating func split(_ line: InteractionDiff.Line) {
    let half = (width - 3) / 2
    let rightWidth = width - 3 - half
    switch line.kind {
    case .note:
      unified(line)
    case .same:
      let left = cells(line, line.old ?? line.new, mark: " ", role: .text, width: half).first ?? []
      let right =
        cells(line, line.new ?? line.old, mark: " ", role: .text, width: rightWidth).first ?? []
      rows.append(DiffRow(.line, left, right: right))
    case .removed, .added, .changed:
      let left =
        line.isInOld
        ? collapsed(cells(line, line.old, mark: "-", role: .removed, width: half), line) : []
      let right =
        line.isInNew
        ? collapsed(
          cells(line, line.new, mark: "+", role: .added, width: rightWidth, delta: line.delta),
          line
        ) : []
      for index in 0..<max(left.count, right.count) {
        let (leftRow, rightRow) = (Self.at(index, left), Self.at(index, right))
        var kind = DiffRow.Kind.line
        if case .fold(let id, _) = leftRow ?? rightRow { kind = .fold(id) }
        if case .fold(let id, _)? = rightRow { kind = .fold(id) }
        rows.append(
          DiffRow(
            kind,
            leftRow?.segments ?? [],
            right: rightRow?.segments ?? [],
            change: line.change
          )
        )
      }
    }
  }

  private static func at(_ index: Int, _ rows: [Collapsed]) -> Collapsed? {
    index < rows.count ? rows[index] : nil
  }
}
