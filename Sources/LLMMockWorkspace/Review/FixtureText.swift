internal import LLMMockCore

/// What is compared of a fixture's text: all but the line ends, which git may convert.
enum FixtureText {
  /// The text with LF for CRLF; inside a JSON string neither can stand.
  static func unixLines(_ text: ArraySlice<UInt8>) -> [UInt8] {
    guard text.contains(0x0D) else { return Array(text) }
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    for index in text.indices {
      if text[index] == 0x0D, index + 1 < text.endIndex, text[index + 1] == 0x0A { continue }
      result.append(text[index])
    }
    return result
  }

  static func digest(_ text: ArraySlice<UInt8>) -> ContentDigest {
    ContentDigest(of: unixLines(text))
  }

  static func isEqual(_ first: ArraySlice<UInt8>, _ second: ArraySlice<UInt8>) -> Bool {
    if first.count == second.count, first.elementsEqual(second) { return true }
    guard first.contains(0x0D) || second.contains(0x0D) else { return false }
    return unixLines(first) == unixLines(second)
  }

  /// All tokens of a fixture but its interactions, without white space.
  static func shell(_ document: FixtureDocument) -> [UInt8] {
    let span = document.interactionSpan
    return withoutSpace(document.bytes[..<span.lowerBound])
      + withoutSpace(document.bytes[span.upperBound...])
  }

  static func part(of key: String) -> String {
    switch key {
    case "request", "request_headers": "request"
    case "response", "streaming", "stream_events", "stream_framing", "stream_text",
      "stream_base64", "stream_timing_ms", "response_text", "response_base64", "status", "headers":
      "response"
    default: "about"
    }
  }

  static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  private static func withoutSpace(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var isString = false
    var isEscaped = false
    for byte in text {
      if isString {
        result.append(byte)
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isString = false
        }
      } else if !isSpace(byte) {
        result.append(byte)
        isString = byte == UInt8(ascii: "\"")
      }
    }
    return result
  }
}
