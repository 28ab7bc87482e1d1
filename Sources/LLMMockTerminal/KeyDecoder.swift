import CNcurses
import LLMMockTUI

/// Turns what ncurses reads, byte by byte and key by key, into input.
///
/// A value without I/O: who reads says when nothing more is waiting (``paused()``), which is what
/// tells the Escape key from the start of a sequence.
struct KeyDecoder {
  private enum State {
    /// Between two keys.
    case ready
    /// Within a character of several bytes; `expected` is how many it has.
    case character(bytes: [UInt8], expected: Int)
    /// An Escape that may be a key of its own or start something.
    case escape
    /// Within `ESC [ …`, a report of the mouse or a key nobody knows. Leaves at its last byte.
    case sequence([UInt8])
    /// Within the three bytes that follow `ESC [ M`.
    case oldReport([UInt8])
    /// After `ESC O`.
    case keypad
    /// Within the bytes of a pasted text.
    case paste([UInt8])
  }

  private var state = State.ready
  /// Whether the character being read came with Alt.
  private var isAlternate = false
  private var isButtonDown = false

  var isPasting: Bool {
    if case .paste = state { true } else { false }
  }

  /// Whether the rest of a sequence is due, so that a reader waits for it a little.
  var isWithinSequence: Bool {
    switch state {
    case .sequence, .oldReport, .keypad: true
    case .ready, .character, .escape, .paste: false
    }
  }

  // MARK: What was read

  /// A byte that belongs to no key ncurses knows.
  mutating func received(byte: UInt8) -> [Input] {
    switch state {
    case .ready:
      return started(byte)
    case .character(let bytes, let expected):
      return continued(bytes + [byte], of: expected)
    case .escape:
      return receivedAfterEscape(byte)
    case .sequence(let bytes):
      return continuedSequence(bytes + [byte])
    case .oldReport(let bytes):
      guard bytes.count == 2 else {
        state = .oldReport(bytes + [byte])
        return []
      }
      state = .ready
      return reported(MouseReport(old: bytes + [byte]))
    case .keypad:
      state = .ready
      return Key(keypad: byte).map { [.key($0)] } ?? []
    case .paste(var bytes):
      // Else each byte would copy the whole text.
      state = .ready
      bytes.append(byte)
      state = .paste(bytes)
      return []
    }
  }

  /// A key that ncurses knows, by its code.
  mutating func received(code: Int32) -> [Input] {
    if case .paste(let bytes) = state {
      switch code {
      case KeyCode.pasteEnded: return pasteEnded()
      case KEY_ENTER: state = .paste(bytes + [0x0A])
      default: break
      }
      return []
    }
    if case .oldReport = state, code == KEY_BACKSPACE {
      // A column or row whose number is the byte of that key.
      return received(byte: 0x7F)
    }
    let isAlternate = if case .escape = state { true } else { false }
    switch code {
    case KEY_BACKSPACE where isAlternate, KEY_ENTER where isAlternate:
      state = .ready
      return []
    case KeyCode.pasteStarted:
      let before = paused()
      state = .paste([])
      return before
    case KeyCode.focusGained: return paused() + [.focusGained]
    case KeyCode.focusLost: return paused() + [.focusLost]
    default:
      return paused() + (Key(code: code).map { [.key($0)] } ?? [])
    }
  }

  /// Nothing more is waiting: an Escape that was read is the key of that name.
  mutating func paused() -> [Input] {
    switch state {
    case .escape:
      state = .ready
      return [.key(.escape)]
    case .sequence, .oldReport, .keypad:
      state = .ready
      return []
    case .ready, .character, .paste:
      return []
    }
  }

  /// The end of a pasted text, or that it won't come any more.
  mutating func pasteEnded() -> [Input] {
    guard case .paste(let bytes) = state else { return [] }
    state = .ready
    return [.pasted(Self.text(ofPasted: bytes))]
  }

  // MARK: Parts

  private mutating func started(_ byte: UInt8) -> [Input] {
    switch byte {
    case 0x1B:
      state = .escape
      return []
    case 0..<0x80:
      state = .ready
      return [.key(Key(ascii: byte))]
    case 0xC2..<0xE0: state = .character(bytes: [byte], expected: 2)
    case 0xE0..<0xF0: state = .character(bytes: [byte], expected: 3)
    case 0xF0..<0xF5: state = .character(bytes: [byte], expected: 4)
    default:
      state = .ready
      return finished("\u{FFFD}")
    }
    return []
  }

  private mutating func continued(_ bytes: [UInt8], of expected: Int) -> [Input] {
    guard let last = bytes.last, last & 0xC0 == 0x80 else {
      state = .ready
      return finished("\u{FFFD}") + started(bytes[bytes.count - 1])
    }
    guard bytes.count == expected else {
      state = .character(bytes: bytes, expected: expected)
      return []
    }
    state = .ready
    let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars
    return finished(scalars.count == 1 ? scalars[scalars.startIndex] : "\u{FFFD}")
  }

  private mutating func finished(_ scalar: Unicode.Scalar) -> [Input] {
    let dropped = isAlternate || (0x80..<0xA0).contains(scalar.value)
    isAlternate = false
    return dropped ? [] : [.key(.character(Character(scalar)))]
  }

  /// What follows an Escape at once: a sequence, or the key that Alt was held with.
  ///
  /// Nothing is bound to Alt, and taking it for an Escape would close a prompt whose reader wanted
  /// to delete a word.
  private mutating func receivedAfterEscape(_ byte: UInt8) -> [Input] {
    switch byte {
    case UInt8(ascii: "["):
      state = .sequence([])
      return []
    case UInt8(ascii: "O"):
      state = .keypad
      return []
    case 0x20..<0x7F, 0x7F, 0x08, 0x0A, 0x0D:
      state = .ready
      return []
    case 0x80...:
      isAlternate = true
      return started(byte)
    default:
      return [.key(.escape)] + started(byte)
    }
  }

  private mutating func continuedSequence(_ bytes: [UInt8]) -> [Input] {
    let last = bytes[bytes.count - 1]
    switch last {
    case 0x20..<0x40:
      state = .sequence(bytes)
      return []
    case UInt8(ascii: "M") where bytes.count == 1:
      state = .oldReport([])
      return []
    case 0x40..<0x7F:
      state = .ready
      return reported(MouseReport(sequence: bytes))
    default:
      return started(last)
    }
  }

  private mutating func reported(_ report: MouseReport?) -> [Input] {
    guard let report, let mouse = report.mouse(isButtonDown: isButtonDown) else { return [] }
    switch mouse.action {
    case .pressed: isButtonDown = true
    case .released: isButtonDown = false
    case .dragged, .wheelUp, .wheelDown: break
    }
    return [.mouse(mouse)]
  }

  /// Terminals send a carriage return for each line break of a pasted text.
  private static func text(ofPasted bytes: [UInt8]) -> String {
    var lines: [UInt8] = []
    lines.reserveCapacity(bytes.count)
    var previous: UInt8 = 0
    for byte in bytes {
      if byte == 0x0A, previous == 0x0D {
        previous = byte
        continue
      }
      lines.append(byte == 0x0D ? 0x0A : byte)
      previous = byte
    }
    return String(decoding: lines, as: UTF8.self)
  }
}
