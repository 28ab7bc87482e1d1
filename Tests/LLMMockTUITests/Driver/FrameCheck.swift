import LLMMockCore
import LLMMockTUI

/// What holds for every screen, whatever is on it.
enum FrameCheck {
  /// What is wrong with a frame that should have that size.
  static func problems(_ frame: Frame, _ size: Size) -> [String] {
    var problems: [String] = []
    if frame.size != size || frame.cells.count != size.width * size.height {
      problems.append("a frame of \(frame.size) for \(size)")
      return problems
    }
    for row in 0..<size.height {
      let cells = frame.row(row)
      var owesHalf = false
      for (column, cell) in cells.enumerated() {
        if cell == Cell.blank, !owesHalf { continue }
        let place = "row \(row), column \(column)"
        if owesHalf != (cell.width == 0) { problems.append("\(place): half a wide character") }
        owesHalf = cell.width == 2
        if let problem = problem(with: cell) { problems.append("\(place): \(problem)") }
      }
      if owesHalf { problems.append("row \(row): a wide character at the edge is cut") }
    }
    if let cursor = frame.cursor, !Rect(size).contains(cursor) {
      problems.append("the cursor stands at \(cursor)")
    }
    return problems
  }

  private static func problem(with cell: Cell) -> String? {
    if let ascii = cell.character.asciiValue, ascii >= 0x20, ascii < 0x7F, cell.width < 2 {
      return cell.width == 0 && ascii != 0x20 ? "text in half a character" : nil
    }
    let scalars = cell.character.unicodeScalars
    if let raw = scalars.first(where: { VisibleText.token(for: $0) != nil }) {
      return "raw U+\(String(raw.value, radix: 16))"
    }
    let width = max(1, scalars.reduce(0) { $0 + CharacterWidth.of($1) })
    return width == Int(cell.width) ? nil : "\(width) cells wide, not \(cell.width)"
  }
}
