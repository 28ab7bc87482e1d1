import CNcurses

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
    let encoded = Base64.encode(bytes)
    // What the widest spread terminals take.
    guard encoded.count <= 74_994 else { return false }
    device.write(Array("\u{1B}]52;c;".utf8) + encoded + [0x07])
    return true
  }
}

/// Binary data as text; Foundation's would cost the terminal its start-up time.
enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
  )

  static func encode(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits = 0
      for offset in 0..<3 {
        bits = bits << 8 | (offset < group.count ? Int(group[start + offset]) : 0)
      }
      for place in 0..<4 {
        let isPadding = place > group.count
        result.append(
          isPadding ? UInt8(ascii: "=") : alphabet[bits >> (18 - 6 * place) & 63]
        )
      }
    }
    return result
  }
}
