import CNcurses

/// What is written to a terminal past ncurses, from its description and from habit.
@MainActor
struct TerminalSequences {
  /// Whether sequences outside the description are understood or at least ignored.
  let areUnderstood: Bool
  /// Whether text for the user's clipboard does no harm at least.
  let hasClipboard: Bool
  /// Brackets a frame as one update of the screen; empty where it is not worth trying.
  let beginFrame: [UInt8]
  let endFrame: [UInt8]
  /// Asks for bracketed paste and for reports of focus.
  let reportPasteAndFocus: [UInt8]
  /// Asks for reports of clicks, the wheel and drags; empty if the terminal has no mouse.
  let reportMouse: [UInt8]
  let ignoreMouse: [UInt8]
  let hideCursor: [UInt8]
  let showCursor: [UInt8]
  /// Undoes all that a frame or a mode may have done to the terminal.
  let restore: [UInt8]
  /// Comes back to the screen of the program after ``restore``.
  let enter: [UInt8]

  /// Reads the description that was set up last.
  init(type: String) {
    areUnderstood = type != "dumb" && Self.capability("cup").starts(with: "\u{1B}[".utf8)
    guard areUnderstood else {
      hasClipboard = false
      (beginFrame, endFrame, reportPasteAndFocus, reportMouse, ignoreMouse) = ([], [], [], [], [])
      (hideCursor, showCursor, enter) = (Self.capability("civis"), Self.capability("cnorm"), [])
      restore = Array("\r\n".utf8)
      return
    }
    // The Linux console has neither, and prints what is meant for a clipboard.
    hasClipboard = !type.hasPrefix("linux")
    beginFrame = hasClipboard ? Self.modes(2026, on: true) : []
    endFrame = hasClipboard ? Self.modes(2026, on: false) : []
    reportPasteAndFocus = Self.modes(2004, on: true) + Self.modes(1004, on: true)

    let report = Self.capability("kmous")
    // Numbered reports only where the description has them: others may not be able to.
    let mouse =
      report.isEmpty ? [] : report == Array("\u{1B}[<".utf8) ? [1000, 1002, 1006] : [1000, 1002]
    reportMouse = mouse.flatMap { Self.modes($0, on: true) }
    ignoreMouse = mouse.reversed().flatMap { Self.modes($0, on: false) }

    hideCursor = Self.capability("civis")
    showCursor = Self.capability("cnorm")

    var restore: [UInt8] = []
    for mode in [2026, 1002, 1000, 1006, 1004, 2004] { restore += Self.modes(mode, on: false) }
    restore += Array("\u{1B}[r\u{1B}[0m".utf8) + Self.capability("sgr0") + Self.capability("rmkx")
    restore += Self.modes(25, on: true) + showCursor
    let leave = Self.capability("rmcup")
    // Without another screen to leave, go below what was drawn.
    restore += leave.isEmpty ? Array("\u{1B}[999;1H\n".utf8) : leave
    self.restore = restore + Array("\r".utf8)
    // As ncurses does at first: the whole screen scrolls, nothing is inserted, lines wrap.
    enter = Self.capability("smcup") + Array("\u{1B}[r\u{1B}[4l".utf8) + Self.modes(7, on: true)
  }

  private static func modes(_ mode: Int, on: Bool) -> [UInt8] {
    Array("\u{1B}[?\(mode)\(on ? "h" : "l")".utf8)
  }

  /// A capability of the description without its delays; empty if there is none.
  private static func capability(_ name: String) -> [UInt8] {
    guard let value = llmmock_capability(name) else { return [] }
    var result: [UInt8] = []
    var rest = Array(String(cString: value).utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "$"), rest.first == UInt8(ascii: "<"),
        let end = rest.firstIndex(of: UInt8(ascii: ">"))
      {
        rest = rest[(end + 1)...]
      } else {
        result.append(byte)
      }
    }
    return result
  }
}
