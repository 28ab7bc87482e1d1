import CNcurses
import LLMMockTUI

/// The codes of what is defined on top of ncurses' own keys.
///
/// ncurses numbers a terminal's extended keys, such as Ctrl-Up, upwards from `KEY_MAX`. These
/// codes stay far away from them.
enum KeyCode {
  static let pasteStarted: Int32 = 0x7001
  static let pasteEnded: Int32 = 0x7002
  static let focusGained: Int32 = 0x7003
  static let focusLost: Int32 = 0x7004
}

extension Key {
  /// The key behind a code of ncurses; nil for a key that nothing is bound to.
  init?(code: Int32) {
    switch code {
    case KEY_UP: self = .up
    case KEY_DOWN: self = .down
    case KEY_LEFT, KEY_SLEFT: self = .left
    case KEY_RIGHT, KEY_SRIGHT: self = .right
    case KEY_SR: self = .shiftUp
    case KEY_SF: self = .shiftDown
    case KEY_HOME, KEY_SHOME, KEY_FIND, KEY_A1: self = .home
    case KEY_END, KEY_SEND, KEY_SELECT, KEY_LL, KEY_C1: self = .end
    case KEY_PPAGE, KEY_A3: self = .pageUp
    case KEY_NPAGE, KEY_C3: self = .pageDown
    case KEY_ENTER: self = .enter
    case KEY_BTAB: self = .backTab
    case KEY_BACKSPACE: self = .backspace
    case KEY_DC: self = .delete
    case (KEY_F0 + 1)...(KEY_F0 + 63): self = .function(Int(code - KEY_F0))
    default: return nil
    }
  }

  /// The key behind a byte below 0x80.
  init(ascii byte: UInt8) {
    switch byte {
    case 0x09: self = .tab
    // A pseudo-terminal that translates what is typed makes a line feed of Enter.
    case 0x0A, 0x0D: self = .enter
    case 0x1B: self = .escape
    case 0x08, 0x7F: self = .backspace
    case 0x01...0x1A: self = .control(Character(Unicode.Scalar(byte + 0x60)))
    case 0x00, 0x1C...0x1F: self = .control(Character(Unicode.Scalar(byte + 0x40)))
    default: self = .character(Character(Unicode.Scalar(byte)))
    }
  }

  /// The key of a numeric keypad in application mode, sent as `ESC O` and this byte.
  init?(keypad byte: UInt8) {
    switch byte {
    case UInt8(ascii: "M"): self = .enter
    case UInt8(ascii: "X"): self = .character("=")
    case UInt8(ascii: "j")...UInt8(ascii: "y"):
      self = .character(Character(Unicode.Scalar(byte - 0x40)))
    default: return nil
    }
  }
}

/// What terminals send for a key whatever their description says.
///
/// A description lists one sequence a key, for the mode that ncurses puts the keypad in. Terminals
/// under another name, or that ignore the mode, send the other form, which would arrive as Escape
/// and loose characters.
enum KeySequences {
  static let all: [(sequence: String, code: Int32)] =
    arrows + editing + functions + reports + keypad

  private static let arrows: [(sequence: String, code: Int32)] = [
    ("\u{1B}[A", KEY_UP), ("\u{1B}OA", KEY_UP),
    ("\u{1B}[B", KEY_DOWN), ("\u{1B}OB", KEY_DOWN),
    ("\u{1B}[C", KEY_RIGHT), ("\u{1B}OC", KEY_RIGHT),
    ("\u{1B}[D", KEY_LEFT), ("\u{1B}OD", KEY_LEFT),
    ("\u{1B}[1;2A", KEY_SR), ("\u{1B}[a", KEY_SR),
    ("\u{1B}[1;2B", KEY_SF), ("\u{1B}[b", KEY_SF),
    ("\u{1B}[1;2C", KEY_SRIGHT), ("\u{1B}[1;2D", KEY_SLEFT),
  ]

  private static let editing: [(sequence: String, code: Int32)] = [
    ("\u{1B}[H", KEY_HOME), ("\u{1B}OH", KEY_HOME),
    ("\u{1B}[1~", KEY_HOME), ("\u{1B}[7~", KEY_HOME),
    ("\u{1B}[F", KEY_END), ("\u{1B}OF", KEY_END),
    ("\u{1B}[4~", KEY_END), ("\u{1B}[8~", KEY_END),
    ("\u{1B}[3~", KEY_DC), ("\u{1B}[5~", KEY_PPAGE), ("\u{1B}[6~", KEY_NPAGE),
    ("\u{1B}[Z", KEY_BTAB),
  ]

  private static let functions: [(sequence: String, code: Int32)] = [
    ("\u{1B}OP", KEY_F0 + 1), ("\u{1B}[11~", KEY_F0 + 1), ("\u{1B}[[A", KEY_F0 + 1),
    ("\u{1B}OQ", KEY_F0 + 2), ("\u{1B}[12~", KEY_F0 + 2), ("\u{1B}[[B", KEY_F0 + 2),
    ("\u{1B}OR", KEY_F0 + 3), ("\u{1B}[13~", KEY_F0 + 3), ("\u{1B}[[C", KEY_F0 + 3),
    ("\u{1B}OS", KEY_F0 + 4), ("\u{1B}[14~", KEY_F0 + 4), ("\u{1B}[[D", KEY_F0 + 4),
    ("\u{1B}[15~", KEY_F0 + 5), ("\u{1B}[[E", KEY_F0 + 5),
    ("\u{1B}[17~", KEY_F0 + 6), ("\u{1B}[18~", KEY_F0 + 7), ("\u{1B}[19~", KEY_F0 + 8),
    ("\u{1B}[20~", KEY_F0 + 9), ("\u{1B}[21~", KEY_F0 + 10), ("\u{1B}[23~", KEY_F0 + 11),
    ("\u{1B}[24~", KEY_F0 + 12),
  ]

  private static let reports: [(sequence: String, code: Int32)] = [
    ("\u{1B}[200~", KeyCode.pasteStarted), ("\u{1B}[201~", KeyCode.pasteEnded),
    ("\u{1B}[I", KeyCode.focusGained), ("\u{1B}[O", KeyCode.focusLost),
  ]

  /// Taken from ncurses, which calls some of them keys of a pad without digits.
  private static let keypad: [(sequence: String, code: Int32)] = "MXjklmnopqrstuvwxy".map {
    ("\u{1B}O\($0)", 0)
  }
}
