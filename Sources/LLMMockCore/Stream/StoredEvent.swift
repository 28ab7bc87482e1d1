/// Between an event as it travels and the JSON text that stands for it in a fixture.
enum StoredEvent {
  /// The JSON text that stands for an event's data.
  ///
  /// JSON stands there as it came, on one line. Anything else is a string, a JSON string too: it
  /// would be sent without its quotes.
  static func text(of event: WireEvent, isJSON: Bool, as characters: JSONCharacterSet) -> [UInt8] {
    guard isJSON else {
      return JSONString.quote(String(decoding: event.data, as: UTF8.self), as: characters)
    }
    let line = onOneLine(trimmed(event.data))
    return characters == .ascii ? JSONString.escapingNonASCII(line[...]) : line
  }

  /// Whether an event's data stands in a fixture as the JSON it is.
  static func isJSON(_ event: WireEvent, inArray: Bool) -> Bool {
    guard let json = event.json else { return false }
    return json.kind != .string || inArray
  }

  /// An element of `stream_events` as it is sent.
  ///
  /// - Parameter number: counted from 1.
  static func event(
    of element: JSONValue,
    number: Int,
    inArray: Bool
  ) throws(FixtureProblem) -> WireEvent {
    var name: String?
    if let stored = element["event"], element["data"] != nil, !stored.isNull {
      guard let string = stored.string else {
        throw FixtureProblem("the name of event \(number) of stream_events is no string")
      }
      name = string.isEmpty ? nil : string
    }
    let value = element["data"] ?? element
    if !inArray, let string = value.string {
      return WireEvent(name: name, data: Array(string.utf8))
    }
    return WireEvent(name: name, data: onOneLine(value.text))
  }

  // MARK: JSON text

  /// JSON without the white space between its tokens, when it has line breaks there; else as it is.
  static func onOneLine(_ json: ArraySlice<UInt8>) -> [UInt8] {
    guard json.contains(where: { $0 == 0x0A || $0 == 0x0D }) else { return Array(json) }
    var result: [UInt8] = []
    result.reserveCapacity(json.count)
    var isInString = false
    var isAfterBackslash = false
    for byte in json {
      if isInString {
        result.append(byte)
        if isAfterBackslash {
          isAfterBackslash = false
        } else if byte == UInt8(ascii: "\\") {
          isAfterBackslash = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
      } else if !isSpace(byte) {
        result.append(byte)
        if byte == UInt8(ascii: "\"") { isInString = true }
      }
    }
    return result
  }

  private static func trimmed(_ json: [UInt8]) -> ArraySlice<UInt8> {
    var rest = json[...]
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    rest = rest.drop(while: isSpace)
    while let last = rest.last, isSpace(last) { rest = rest.dropLast() }
    return rest
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }
}
