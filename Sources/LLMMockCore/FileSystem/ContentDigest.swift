internal import Crypto

/// The SHA-256 of a file's bytes.
package struct ContentDigest: Hashable, Sendable {
  /// 32 of them.
  package let bytes: [UInt8]

  package init(of contents: [UInt8]) {
    bytes = Array(SHA256.hash(data: contents))
  }

  /// 64 lower-case hexadecimal digits.
  package var hexadecimal: String {
    bytes.reduce(into: "") { text, byte in
      if byte < 16 { text += "0" }
      text += String(byte, radix: 16)
    }
  }

  /// A digest from its 64 digits; nil when the text is anything else.
  package init?(hexadecimal text: String) {
    let digits = Array(text.utf8)
    guard digits.count == 64 else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: 64, by: 2) {
      guard let high = hexadecimalDigit(digits[index]),
        let low = hexadecimalDigit(digits[index + 1])
      else { return nil }
      bytes.append(UInt8(high << 4 | low))
    }
    self.bytes = bytes
  }
}
