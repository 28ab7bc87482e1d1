import LLMMockCore

/// The columns of a folder's table, each as wide as what stands in it.
struct FolderColumns {
  private enum Column: Int, CaseIterable {
    case file, calls, provider, models, recorded, size

    var title: String {
      switch self {
      case .file: "FILE"
      case .calls: "CALLS"
      case .provider: "PROVIDER"
      case .models: "MODELS"
      case .recorded: "RECORDED"
      case .size: "SIZE"
      }
    }

    var isNumber: Bool { self == .calls || self == .size }
  }

  private static let gap = Array("  ".utf8)

  private var shown = Column.allCases
  private var widths = Column.allCases.map(\.title.utf8.count)
  private var limit: Int?

  /// Widens the columns for a row.
  mutating func fit(_ row: FolderRow) {
    widen(.file, to: row.path)
    guard case .fixture(let fixture) = row.content else { return }
    for column in Column.allCases.dropFirst() { widen(column, to: Self.text(column, of: fixture)) }
  }

  private mutating func widen(_ column: Column, to text: ShownText) {
    widths[column.rawValue] = max(widths[column.rawValue], text.width)
  }

  /// The columns for a terminal: long names are cut, and where that is not enough, columns that are
  /// missed least go.
  ///
  /// - Parameter width: of the terminal; nil cuts nothing.
  func fitting(_ width: Int?) -> FolderColumns {
    guard let width else { return self }
    var columns = self
    columns.limit = width
    for dropped: Column? in [nil, .recorded, .models, .provider] {
      columns.widths = widths
      columns.shown.removeAll { $0 == dropped }
      columns.shrink(.models, to: 10)
      columns.shrink(.file, to: 20)
      if columns.overhang <= 0 { return columns }
    }
    columns.shrink(.file, to: 1)
    return columns
  }

  /// How far a line would run over the edge.
  private var overhang: Int {
    let cells = shown.reduce(0) { $0 + widths[$1.rawValue] }
    return cells + (shown.count - 1) * Self.gap.count - (limit ?? .max)
  }

  private mutating func shrink(_ column: Column, to least: Int) {
    guard shown.contains(column), overhang > 0, widths[column.rawValue] > least else { return }
    widths[column.rawValue] = max(least, widths[column.rawValue] - overhang)
  }

  // MARK: Lines

  var head: String {
    String(decoding: line(shown.map { ($0, ShownText($0.title)) }), as: UTF8.self)
  }

  func line(_ row: FolderRow) -> String {
    switch row.content {
    case .fixture(let fixture):
      let cells = shown.map { ($0, $0 == .file ? row.path : Self.text($0, of: fixture)) }
      return String(decoding: line(cells), as: UTF8.self)
    case .unreadable(let reason):
      let start = line([(.file, row.path), (.calls, ShownText("!"))])
      let room = limit.map { $0 - widths[0] - widths[1] - 2 * Self.gap.count } ?? .max
      return String(
        decoding: start + Self.gap + ShownText(reason).cut(to: room).text.utf8,
        as: UTF8.self
      )
    case .other:
      return row.path.text
    }
  }

  private static func text(_ column: Column, of fixture: FolderRow.Fixture) -> ShownText {
    switch column {
    case .file: ShownText("")
    case .calls: ShownText(String(fixture.calls))
    case .provider: fixture.providers
    case .models: fixture.models
    case .recorded: fixture.recorded
    case .size: ShownText(ByteCount.text(fixture.size))
    }
  }

  private func line(_ cells: [(Column, ShownText)]) -> [UInt8] {
    var line: [UInt8] = []
    for (column, text) in cells {
      let width = widths[column.rawValue]
      let cut = column == .file ? text.cutFront(to: width) : text.cut(to: width)
      let space = repeatElement(UInt8(ascii: " "), count: max(0, width - cut.width))
      if !line.isEmpty { line += Self.gap }
      if column.isNumber { line += space }
      line += cut.text.utf8
      if !column.isNumber { line += space }
    }
    return line
  }
}
