import LLMMockCore

/// A folder as `list` shows it: one line for each fixture, and a sum.
package struct FolderTable {
  /// As the user named it.
  var folder: String
  package var hidden = FolderReader.Hidden()
  package private(set) var unreadableCount = 0
  private var rows: [FolderRow] = []
  private var otherCount = 0
  private var interactionCount = 0
  private var size = 0
  private var columns = FolderColumns()

  package init(folder: String) {
    self.folder = folder
  }

  package mutating func add(_ row: FolderRow) {
    switch row.content {
    case .fixture(let fixture):
      interactionCount += fixture.calls
      size += fixture.size
    case .unreadable: unreadableCount += 1
    case .other:
      otherCount += 1
      return
    }
    columns.fit(row)
    rows.append(row)
  }

  /// - Parameter width: the cells that a line may take; nil cuts nothing.
  package func lines(width: Int?) -> [String] {
    if rows.isEmpty {
      return ["No fixtures in \(folder) yet."]
        + (notes.isEmpty ? [] : [notes.joined(separator: "; ")])
    }
    let columns = columns.fitting(width)
    return [columns.head] + rows.map(columns.line) + ["", sum]
  }

  private var sum: String {
    let unreadable =
      unreadableCount == 0 ? [] : ["\(Counted.text(unreadableCount, "file")) cannot be read"]
    let all = [
      Counted.text(rows.count, "file"), Counted.text(interactionCount, "interaction"),
      ByteCount.text(size),
    ].joined(separator: ", ")
    return ([all] + unreadable + others).joined(separator: "; ")
  }

  private var others: [String] {
    otherCount == 0 ? [] : ["\(Counted.text(otherCount, "other JSON file")) skipped"]
  }

  /// Why a folder may look empty.
  private var notes: [String] {
    var left: [String] = []
    if hidden.folders > 0 { left.append(Counted.text(hidden.folders, "folder")) }
    if hidden.files > 0 { left.append(Counted.text(hidden.files, "file")) }
    if left.isEmpty { return others }
    return others + ["\(left.joined(separator: " and ")) left out (hidden, or ignored by git)"]
  }
}
