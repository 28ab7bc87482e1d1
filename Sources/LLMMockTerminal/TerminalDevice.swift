import CNcurses

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The files of a terminal and what is written to them past ncurses.
@MainActor
struct TerminalDevice {
  /// The value of `TERM`.
  let type: String
  let sequences: TerminalSequences
  /// Where keys come from: standard input, or the controlling terminal if that is a pipe.
  let input: Int32
  let output = STDOUT_FILENO

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
      default:
        TerminalError(.noDatabase, "there is no database of terminal types (terminfo)")
      }
    }
    sequences = TerminalSequences(type: type)
    llmmock_forget_description()
    input = try Self.openInput()
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

  /// Makes every end of the process restore the terminal, once it is taken.
  func install(wakingThrough pipe: WakePipe, log: Int32) -> Bool {
    sequences.restore.withUnsafeBytes { bytes in
      llmmock_guard_install(
        output,
        pipe.writing,
        log,
        bytes.bindMemory(to: CChar.self).baseAddress,
        bytes.count
      )
    }
  }

  /// Starts ncurses, which switches to the terminal's other screen.
  func openScreen() -> Bool {
    llmmock_open_screen(type, input)
  }

  /// Gives the screen to another program, in the way every end of the process does.
  ///
  /// Not by endwin where possible: coming back from that, ncurses resets the whole palette, which
  /// some users have set with the same sequences.
  func giveScreenAway() {
    if sequences.areUnderstood { write(sequences.restore) } else { endwin() }
  }

  /// Writes past ncurses, which has nothing buffered between two frames.
  func write(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { bytes in
      llmmock_write_all(output, bytes.bindMemory(to: CChar.self).baseAddress, bytes.count)
    }
  }
}
