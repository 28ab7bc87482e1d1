import LLMMockCore

/// Where an overlay and its parts stand; clicks use it too.
struct OverlayLayout {
  /// The frame; in a narrow window the whole width.
  var frame: Rect
  /// The rows inside.
  var content: Rect
  /// What of a question stands above its buttons.
  var lines: [Line] = []
  /// How many rows of it can be scrolled away.
  var scrollLimit = 0
  /// The two buttons of a question.
  var buttons: (yes: Rect, cancel: Rect) = (
    Rect(column: 0, row: 0, width: 0, height: 0), Rect(column: 0, row: 0, width: 0, height: 0)
  )

  /// An overlay of that many columns and rows inside its frame, as large as the window allows.
  init(width: Int, rows: Int, size: Size) {
    if size.width < 72 || size.height < 12 {
      frame = Rect(column: 0, row: 0, width: size.width, height: max(1, size.height - 1))
    } else {
      let area = Rect(column: 0, row: 1, width: size.width, height: size.height - 3)
      frame = area.centered(
        width: min(width + 4, size.width - 4),
        height: min(rows + 2, area.height)
      )
    }
    content = frame.inset(columns: 2, rows: 1)
  }

  init(confirm: Confirm, size: Size) {
    let narrow = size.width < 72 || size.height < 12
    // No more items than rows are drawn, and there may be thousands.
    let texts = [confirm.question] + confirm.items.prefix(size.height) + confirm.notes
    let widest = texts.map { CharacterWidth.of($0) }.max() ?? 0
    let width = narrow ? size.width - 4 : min(max(52, widest + 2), min(84, size.width - 12))
    let (lines, limit) = Self.lines(
      of: confirm,
      width: width,
      // A narrow window keeps nothing around it.
      height: narrow ? size.height - 4 : size.height - 9
    )
    self.init(width: width, rows: lines.count + 3, size: size)
    (self.lines, scrollLimit) = (lines, limit)
    let row = content.endRow - 1
    let yes = "[ y  \(confirm.verb) ]"
    let cancel = "[ esc  Cancel ]"
    let gap = 3
    let start = content.column + max(0, (content.width - yes.count - gap - cancel.count) / 2)
    buttons.yes = Rect(column: start, row: row, width: yes.count, height: 1)
    buttons.cancel = Rect(
      column: start + yes.count + gap,
      row: row,
      width: cancel.count,
      height: 1
    )
  }

  init(menu: Menu, size: Size) {
    let widest = menu.items.map { CharacterWidth.of($0.title) }.max() ?? 0
    self.init(width: max(30, widest + 6), rows: menu.items.count, size: size)
  }

  /// The columns that a row of a sheet has at most.
  static func widestText(in size: Size) -> Int {
    OverlayLayout(width: size.width - 8, rows: 1, size: size).content.width - 1
  }

  enum Line: Hashable {
    case question(String)
    case item(String)
    case note(String)
    /// How much more can be scrolled to.
    case more(String)
    case blank
  }

  /// The rows of a question above its buttons, cut to fit, and how many more can be scrolled to.
  private static func lines(
    of confirm: Confirm,
    width: Int,
    height: Int
  ) -> (lines: [Line], scrollLimit: Int) {
    let question = wrap(confirm.question, width).map(Line.question)
    let notes = confirm.notes.flatMap { wrap($0, width) }.map(Line.note)
    let texts =
      confirm.wrapsItems
      ? confirm.items.flatMap { hanging($0, width - 2) } : confirm.items
    let others = question.count + notes.count + (notes.isEmpty ? 1 : 2)
    if confirm.wrapsItems, texts.count + others > height {
      let all = question + [.blank] + texts.map(Line.item) + [.blank] + notes
      let room = max(1, height - 1)
      let limit = max(0, all.count - room)
      let top = min(confirm.top, limit)
      let left = limit - top
      let more = left == 0 ? "" : "j: \(left) more \(left == 1 ? "row" : "rows")"
      return (Array(all[top..<min(all.count, top + room)]) + [.more(more)], limit)
    }
    let room = max(1, height - others)
    var items = texts.prefix(room).map(Line.item)
    if texts.count > room, room > 1 {
      items[items.count - 1] = .item("and \(texts.count - room + 1) more")
    } else if texts.count > 1, room == 1 {
      let more = ", and \(texts.count - 1) more"
      let limit = max(0, width - 2 - more.count)
      items = [.item(CharacterWidth.truncate(texts[0], to: limit, ellipsis: "…") + more)]
    }
    var lines = question
    if !items.isEmpty { lines += [.blank] + items }
    if !notes.isEmpty { lines += [.blank] + notes }
    return (lines, 0)
  }

  /// Cuts an item into rows; those below the first stand under its second column.
  static func hanging(_ text: String, _ width: Int) -> [String] {
    guard CharacterWidth.of(text) > width else { return [text] }
    let indent = min(10, width / 3)
    let label = text.prefix(indent)
    let rows = wrap(String(text.dropFirst(indent)), width - indent)
    return rows.enumerated().map { index, row in
      index == 0 ? label + row : Spaces.text(indent) + row
    }
  }

  /// Cuts a sentence into rows at spaces.
  static func wrap(_ text: String, _ width: Int) -> [String] {
    var rows: [String] = []
    var row = ""
    for word in text.split(separator: " ") {
      if !row.isEmpty, CharacterWidth.of(row) + 1 + CharacterWidth.of(word) > width {
        rows.append(row)
        row = ""
      }
      row += row.isEmpty ? String(word) : " \(word)"
    }
    return rows + [row]
  }
}
