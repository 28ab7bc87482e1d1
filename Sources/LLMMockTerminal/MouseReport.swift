import LLMMockTUI

/// What a terminal says of the mouse.
///
/// Read here and not by ncurses, which keeps only the last of several reports that arrive at once:
/// a click made while a frame was drawn would lose its press.
struct MouseReport {
  /// The button in the lowest two bits; then 4, 8 and 16 for Shift, Alt and Ctrl, 32 for a
  /// movement, 64 for the wheel and 128 for further buttons.
  var code: Int
  /// Whether a button was let go; nil in the old form, which names no button then.
  var isRelease: Bool?
  var position: Position

  /// The numbered form, `ESC [ < code ; column ; row M`, without its first two bytes.
  init?(sequence: [UInt8]) {
    guard sequence.first == UInt8(ascii: "<"), let last = sequence.last,
      last == UInt8(ascii: "M") || last == UInt8(ascii: "m")
    else { return nil }
    let numbers = sequence.dropFirst().dropLast()
      .split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
      .compactMap { Int(String(decoding: $0, as: UTF8.self)) }
    guard numbers.count == 3, numbers[1] > 0, numbers[2] > 0 else { return nil }
    code = numbers[0]
    isRelease = last == UInt8(ascii: "m")
    position = Position(column: numbers[1] - 1, row: numbers[2] - 1)
  }

  /// The old form: three bytes of 32 and a code, a column and a row, which ends at column 223.
  init?(old bytes: [UInt8]) {
    guard bytes.count == 3, bytes.allSatisfy({ $0 >= 32 }), bytes[1] > 32, bytes[2] > 32
    else { return nil }
    code = Int(bytes[0]) - 32
    position = Position(column: Int(bytes[1]) - 33, row: Int(bytes[2]) - 33)
  }

  /// What the first button or the wheel did; nil for anything else.
  func mouse(isButtonDown: Bool) -> Mouse? {
    let button = code & 3
    guard code >= 0, code & 128 == 0 else { return nil }
    if code & 64 != 0 {
      guard button < 2, isRelease != true else { return nil }
      return Mouse(button == 0 ? .wheelUp : .wheelDown, at: position)
    }
    if code & 32 != 0 {
      return button == 0 && isButtonDown ? Mouse(.dragged, at: position) : nil
    }
    if isRelease ?? (button == 3) {
      return isButtonDown && (button == 0 || isRelease == nil)
        ? Mouse(.released, at: position) : nil
    }
    return button == 0 ? Mouse(.pressed, at: position) : nil
  }
}
