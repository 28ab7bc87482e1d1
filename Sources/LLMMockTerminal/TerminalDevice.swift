import CNcurses

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The files of a terminal and what its description says.
@MainActor
struct TerminalDevice {
  /// The value of `TERM`.
  let type: String
  /// Where keys come from: standard input, or the controlling terminal if that is a pipe.
  let input: Int32
  let output = STDOUT_FILENO
  /// Whether sequences outside the description are understood or at least ignored.
  let understandsSequences: Bool
  /// Whether a frame may be bracketed as one update of the screen.
  let synchronizesOutput: Bool

  /// Asks for bracketed paste and for reports of focus.
  let modesOn: String
  let modesOff: String
  /// Asks for reports of clicks, the wheel and drags; empty if the terminal has no mouse.
  let mouseOn: String
  let mouseOff: String

  let hideCursor: [UInt8]
  let showCursor: [UInt8]
  /// Comes back to the screen of the program after ``restoring``.
  let entering: [UInt8]
  /// Undoes all that a frame or a mode may have done to the terminal.
  private let restoring: [UInt8]

  /// Finds the terminal and its description, and leaves both as they are.
  init(environment: [String: String]) throws(TerminalError) {
    guard isatty(STDOUT_FILENO) == 1 else {
      throw TerminalError(.notTerminal, "standard output is not a terminal")
    }
    guard let type = environment["TERM"], !type.isEmpty else {
      throw TerminalError(.noType, "TERM is not set, so the type of the terminal is unknown")
    }
    self.type = type
    var reason: Int32 = 0
    // newterm alone would not say why it failed.
    guard llmmock_describe(type, STDOUT_FILENO, &reason) else {
      throw switch reason {
      case 1:
        TerminalError(.unsuitableType, "a terminal of type \(type) cannot be drawn on (TERM)")
      case 0:
        TerminalError(.unknownType, "there is no description of the terminal type \(type) (TERM)")
      default: TerminalError(.noDatabase, "there is no database of terminal types (terminfo)")
      }
    }
    let moves = Self.capability("cup")
    understandsSequences = type != "dumb" && moves.starts(with: "\u{1B}[".utf8)
    synchronizesOutput = understandsSequences && !type.hasPrefix("linux")
    modesOn = understandsSequences ? "\u{1B}[?2004h\u{1B}[?1004h" : ""
    modesOff = understandsSequences ? "\u{1B}[?2004l\u{1B}[?1004l" : ""
    let report = Self.capability("kmous")
    // The numbered reports only where the description has them: others may not be able to.
    let numbered = report == Array("\u{1B}[<".utf8) ? ";1006" : ""
    let hasMouse = understandsSequences && !report.isEmpty
    mouseOn = hasMouse ? "\u{1B}[?1000;1002\(numbered)h" : ""
    mouseOff = hasMouse ? "\u{1B}[?1002;1000\(numbered)l" : ""
    hideCursor = Self.capability("civis")
    showCursor = Self.capability("cnorm")
    entering =
      understandsSequences
      ? Self.capability("smcup") + Array("\u{1B}[r\u{1B}[4l\u{1B}[?7h".utf8) : []
    restoring = Self.restoring(understandsSequences: understandsSequences)
    llmmock_forget_description()
    input = try Self.openInput()
  }

  /// Makes every end of the process restore the terminal, once it is taken.
  func install(wakingThrough pipe: WakePipe, log: Int32) -> Bool {
    restoring.withUnsafeBytes { bytes in
      llmmock_guard_install(
        output,
        pipe.writing,
        log,
        bytes.bindMemory(to: CChar.self).baseAddress,
        bytes.count
      )
    }
  }

  /// Starts ncurses, which switches to the terminal's other screen with the first frame.
  func openScreen() -> Bool {
    llmmock_open_screen(type, input)
  }

  /// Gives the screen to another program, as an end of the process does.
  ///
  /// Without endwin where possible: coming back from that, ncurses resets the whole palette, which
  /// some users have set with the same sequences.
  func giveScreenAway() {
    if understandsSequences { write(restoring) } else { endwin() }
  }

  /// Writes past ncurses, which has nothing buffered between two frames.
  func write(_ text: String) {
    write(Array(text.utf8))
  }

  func write(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { bytes in
      llmmock_write_all(output, bytes.bindMemory(to: CChar.self).baseAddress, bytes.count)
    }
  }

  private static func openInput() throws(TerminalError) -> Int32 {
    if isatty(STDIN_FILENO) == 1 { return STDIN_FILENO }
    let terminal = open("/dev/tty", O_RDONLY | O_CLOEXEC)
    guard terminal >= 0 else {
      throw TerminalError(
        .notTerminal,
        "standard input is not a terminal, and there is no other to read keys from"
      )
    }
    return terminal
  }

  private static func restoring(understandsSequences: Bool) -> [UInt8] {
    guard understandsSequences else { return Array("\r\n".utf8) }
    var bytes: [UInt8] = []
    for mode in [2026, 1002, 1000, 1006, 1004, 2004] { bytes += Array("\u{1B}[?\(mode)l".utf8) }
    bytes += Array("\u{1B}[r\u{1B}[0m".utf8) + capability("sgr0") + capability("rmkx")
    bytes += Array("\u{1B}[?25h".utf8) + capability("cnorm")
    let leaving = capability("rmcup")
    // Without another screen to leave, go below what was drawn.
    bytes += leaving.isEmpty ? Array("\u{1B}[999;1H\n".utf8) : leaving
    return bytes + Array("\r".utf8)
  }

  /// A capability of the description last set up, without its delays; empty if it has none.
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
