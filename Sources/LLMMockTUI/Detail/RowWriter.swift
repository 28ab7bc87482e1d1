import LLMMockCore

/// Collects the rows of a tab for a certain width.
struct RowWriter {
  /// How long texts are shown.
  enum Limit {
    /// Longer texts are closed until someone opens them.
    static let openRows = 40
    /// What a closed text shows.
    static let closedRows = 3
    /// Shorter texts cannot be closed: there would be little to gain.
    static let foldedRows = 10
    /// What an open text shows at most.
    static let rows = 20_000
    /// Cells of a row that is not wrapped.
    static let cells = 20_000
  }

  let width: Int
  let wraps: Bool
  let toggled: Set<Int>
  let unfoldsAll: Bool
  /// Whether long texts are given whole, not cut for a screen.
  let isWhole: Bool
  private(set) var rows: [DetailRow] = []

  init(width: Int, wraps: Bool, toggled: Set<Int>, unfoldsAll: Bool, isWhole: Bool = false) {
    self.isWhole = isWhole
    self.width = max(1, width)
    self.wraps = wraps
    self.toggled = toggled
    self.unfoldsAll = unfoldsAll
  }

  func isOpen(_ node: Int, byDefault isOpen: Bool) -> Bool {
    (unfoldsAll || isOpen) != toggled.contains(node)
  }

  // MARK: Rows

  /// Adds an empty row, unless there is one or nothing before it.
  mutating func blank() {
    if let last = rows.last, !last.segments.isEmpty { rows.append(DetailRow()) }
  }

  /// Adds a row, cut to the width.
  mutating func row(
    _ segments: [Segment],
    indent: Int = 0,
    fold: DetailRow.Fold? = nil,
    node: Int? = nil
  ) {
    let indent = clamp(indent)
    let segments =
      segments.width <= width - indent ? segments : segments.truncated(to: width - indent)
    rows.append(DetailRow(segments, indent: indent, fold: fold, node: node))
  }

  /// Adds a row whose text was made for the width.
  mutating func append(_ row: DetailRow) {
    rows.append(row)
    // A token may be wider than a very narrow room: the longest takes 10 cells.
    if wraps, width - row.indent < 10 {
      rows[rows.count - 1].segments = row.segments.truncated(to: width - row.indent)
    }
  }

  /// The indentation that leaves a cell to write in.
  func clamp(_ indent: Int) -> Int {
    max(0, min(indent, width - 1))
  }

  // MARK: Text

  /// Cuts a text into the rows it takes beside an indentation.
  func layout(_ text: UnsafeBufferPointer<UInt8>, indent: Int) -> [TextWrap.Row] {
    var result: [TextWrap.Row] = []
    let wrap = wraps ? TextWrap(width: width - clamp(indent)) : TextWrap.never
    wrap.forEachRow(of: text) { row in
      result.append(row)
      return true
    }
    return result
  }

  /// Adds a text's rows; a long one is folded.
  ///
  /// - Parameters:
  ///   - layout: what ``layout(_:indent:)`` made of it.
  ///   - label: what stands before the first row, in the indentation.
  ///   - isOpen: whether all rows are shown; see ``isOpen(_:byDefault:)``.
  ///   - fold: the mark of the first row.
  mutating func text(
    _ text: UnsafeBufferPointer<UInt8>,
    layout: [TextWrap.Row],
    style: Style,
    indent: Int,
    node: Int?,
    label: Label? = nil,
    isOpen: Bool = true,
    fold: DetailRow.Fold? = nil
  ) {
    let limit = isWhole ? layout.count : isOpen ? Limit.rows : Limit.closedRows
    let shown = min(layout.count, limit)
    let indent = clamp(indent)
    for index in 0..<shown {
      var row = DetailRow(indent: indent + layout[index].indent, node: node)
      var range = layout[index].range
      let isCut = !wraps && !isWhole && range.count > Limit.cells
      if isCut { range = Self.cut(text, range, to: Limit.cells) }
      if index == 0 {
        if let label { row.put(label, indent: row.indent, in: self) }
        row.fold = fold
      }
      VisibleSegments.append(text, range, style: style, to: &row.segments)
      if isCut { row.segments.append(Segment("…", .muted)) }
      append(row)
    }
    if layout.count > shown {
      let count = Self.grouped(layout.count - shown)
      let more = layout.count - shown == 1 ? "… 1 more row" : "… \(count) more rows"
      self.row(
        [Segment(isOpen ? more + ": o opens it whole" : more, .muted)],
        indent: indent,
        node: node
      )
    }
  }

  /// What stands before the first row of a text.
  struct Label {
    var segments: [Segment]
    var indent: Int
  }

  /// Adds a text that is never folded.
  mutating func text(
    _ text: String,
    style: Style = .text,
    indent: Int = 0,
    node: Int? = nil,
    label: Label? = nil
  ) {
    var text = text
    text.withUTF8 { bytes in
      self.text(
        bytes,
        layout: layout(bytes, indent: indent),
        style: style,
        indent: indent,
        node: node,
        label: label
      )
    }
  }

  /// Adds a text that is folded when it is long: see ``Limit``.
  mutating func foldingText(
    _ text: UnsafeBufferPointer<UInt8>,
    style: Style,
    indent: Int,
    node: Int,
    label: Label? = nil
  ) {
    let layout = layout(text, indent: indent)
    let folding = folding(rows: layout.count, node: node)
    self.text(
      text,
      layout: layout,
      style: style,
      indent: indent,
      node: node,
      label: label,
      isOpen: folding.isOpen,
      fold: folding.fold
    )
  }

  /// Whether a text of so many rows is open, and the mark of its first row.
  func folding(rows count: Int, node: Int) -> (isOpen: Bool, fold: DetailRow.Fold?) {
    guard count > Limit.foldedRows else { return (true, nil) }
    let isOpen = isOpen(node, byDefault: count <= Limit.openRows)
    return (isOpen, isOpen ? .open : .closed)
  }

  /// The beginning of a range, not cutting through a character.
  private static func cut(
    _ text: UnsafeBufferPointer<UInt8>,
    _ range: Range<Int>,
    to count: Int
  ) -> Range<Int> {
    var end = range.lowerBound + count
    while end > range.lowerBound, end < range.upperBound, text[end] & 0xC0 == 0x80 { end -= 1 }
    return range.lowerBound..<end
  }

  /// A number in groups of three digits: `3,210`.
  static func grouped(_ number: Int) -> String {
    let digits = String(number.magnitude)
    var result = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return result
  }
}
