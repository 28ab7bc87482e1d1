import LLMMockTUI
import Testing

extension TestBrowser {
  var frame: Frame { view(state) }

  /// The screen as text; white space at the ends of its rows is left out.
  var screen: String { Screen.text(of: frame) }

  /// The screen, and below it the same cells with a letter for each style.
  var styledScreen: String {
    let frame = frame
    return "\(Screen.text(of: frame))\n\n\(Screen.styles(of: frame))"
  }

  /// A row of the screen, counted from the bottom when negative.
  func row(_ number: Int) -> String {
    Screen.trimmed(frame.text(ofRow: number < 0 ? state.size.height + number : number))
  }

  var statusLine: String { row(-2) }
  var hintLine: String { row(-1) }

  // MARK: The mouse

  /// Presses the mouse where a text stands, in the first row that has it.
  func click(
    _ text: String,
    last: Bool = false,
    at location: SourceLocation = #_sourceLocation
  ) {
    guard let position = Screen.position(of: text, in: frame, last: last) else {
      Issue.record("\"\(text)\" is not on the screen:\n\(screen)", sourceLocation: location)
      return
    }
    mouse(.pressed, position.column, position.row, at: location)
    mouse(.released, position.column, position.row, at: location)
  }

  func mouse(
    _ action: Mouse.Action,
    _ column: Int,
    _ row: Int,
    at location: SourceLocation = #_sourceLocation
  ) {
    send(
      .input(.mouse(Mouse(action, at: Position(column: column, row: row)))),
      at: location
    )
  }
}

/// Screens as text.
enum Screen {
  static func text(of frame: Frame) -> String {
    (0..<frame.size.height).map { trimmed(frame.text(ofRow: $0)) }.joined(separator: "\n")
  }

  static func trimmed(_ row: String) -> String {
    String(row[..<(row.lastIndex { $0 != " " }.map { row.index(after: $0) } ?? row.startIndex)])
  }

  /// Where a text stands.
  static func position(of text: String, in frame: Frame, last: Bool = false) -> Position? {
    let needle = Array(text)
    var found: Position?
    for row in 0..<frame.size.height {
      let cells = frame.row(row).enumerated().filter { $0.element.width > 0 }
      guard cells.count >= needle.count else { continue }
      for start in 0...(cells.count - needle.count)
      where cells[start..<start + needle.count].map(\.element.character) == needle {
        found = Position(column: cells[start].offset, row: row)
        if !last { return found }
      }
    }
    return found
  }

  // MARK: Styles

  /// A letter for each cell, as ``letter(_:)`` says.
  ///
  /// What is reversed, underlined or dim has a mark of its own in a line below.
  static func styles(of frame: Frame) -> String {
    var rows: [String] = []
    for row in 0..<frame.size.height {
      let cells = frame.row(row)
      rows.append(trimmed(String(cells.map(\.style).map(letter))))
      let marks = trimmed(String(cells.map(\.style.emphasis).map(mark)))
      if !marks.isEmpty { rows.append(marks) }
    }
    return rows.joined(separator: "\n")
  }

  /// `.` for plain text, else the role's letter; a capital is bold.
  static func letter(_ style: Style) -> Character {
    let letter: Character =
      switch style.role {
      case .text: "."
      case .muted: "m"
      case .border: "b"
      case .focus: "f"
      case .title: "t"
      case .accent: "a"
      case .key: "k"
      case .string: "s"
      case .number: "n"
      case .literal: "l"
      case .user: "u"
      case .assistant: "i"
      case .system: "y"
      case .tool: "o"
      case .token: "x"
      case .folder: "d"
      case .marked: "r"
      case .match: "h"
      case .added: "p"
      case .addedWord: "q"
      case .removed: "c"
      case .removedWord: "v"
      case .success: "g"
      case .warning: "w"
      case .danger: "e"
      }
    guard style.emphasis.contains(.bold) else { return letter }
    return style.role == .text ? ":" : Character(letter.uppercased())
  }

  private static func mark(_ emphasis: Emphasis) -> Character {
    if emphasis.contains(.reverse) { return "#" }
    if emphasis.contains(.underline) { return "_" }
    return emphasis.contains(.dim) ? "~" : " "
  }
}
