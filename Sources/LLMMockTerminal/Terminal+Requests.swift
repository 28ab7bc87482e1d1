import CNcurses
import LLMMockCore

extension Terminal {
  /// Whether clicks, drags and the wheel are reported from now on; a terminal may have no mouse.
  package func setMouse(_ on: Bool) {
    guard holder == .program, on != reportsMouse else { return }
    reportsMouse = on
    if !startsAfresh {
      device.write(on ? device.sequences.reportMouse : device.sequences.ignoreMouse)
    }
  }

  /// Asks the terminal to put text on the user's clipboard; false if it can't be asked.
  ///
  /// Whether it does is not known: many terminals ask the user or have it switched off.
  package func sendToClipboard(_ bytes: [UInt8]) -> Bool {
    guard holder == .program, device.sequences.hasClipboard else { return false }
    let encoded = Array(Base64.encode(bytes).utf8)
    // What the widest spread terminals take.
    guard encoded.count <= 74_994 else { return false }
    device.write(Array("\u{1B}]52;c;".utf8) + encoded + [0x07])
    return true
  }
}
