import LLMMockCore

/// A diff of lines, for files that are no fixtures.
struct PlainDiff {
  var paint: Paint
  /// Equal lines around a change.
  var context = 3

  func lines(_ old: [UInt8], _ new: [UInt8]) -> [String] {
    let rows = TextLines.compare(old, new)
    var isNear = Array(repeating: false, count: rows.count)
    for (index, row) in rows.enumerated() where row.kind != .same {
      for near in max(0, index - context)...min(rows.count - 1, index + context) {
        isNear[near] = true
      }
    }
    var result: [String] = []
    var places = (old: 0, new: 0)
    var isInHunk = false
    for (index, row) in rows.enumerated() {
      defer {
        if row.kind != .added { places.old += 1 }
        if row.kind != .removed { places.new += 1 }
      }
      guard isNear[index] else {
        isInHunk = false
        continue
      }
      if !isInHunk {
        result.append(paint.note("@@ -\(places.old + 1) +\(places.new + 1) @@"))
        isInHunk = true
      }
      let text = VisibleText.of(bytes: row.line, tab: "    ")
      switch row.kind {
      case .same: result.append("  " + text)
      case .removed: result.append(paint.text("- " + text, .removed))
      case .added: result.append(paint.text("+ " + text, .added))
      }
    }
    return result
  }
}
