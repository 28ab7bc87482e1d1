extension WireEvent {
  /// An event whose data is an object with these contents, on one line.
  init(name: String? = nil, object: (inout JSONAssembly) -> Void) {
    var assembly = JSONAssembly()
    assembly.object(object)
    // The values may come from a file that spreads them over lines.
    self.init(name: name, data: StoredEvent.onOneLine(assembly.bytes[...]))
  }
}

extension JSONAssembly {
  /// Adds the members of an object in their order, some with another value.
  mutating func members(
    of object: JSONValue,
    replacing replacements: [String: (inout JSONAssembly) -> Void],
    except names: Set<String> = []
  ) {
    for member in object.lastMembers {
      let name = member.key.decoded
      if names.contains(name) { continue }
      if let replacement = replacements[name] {
        key(name)
        replacement(&self)
      } else {
        self.member(member)
      }
    }
  }

  mutating func emptyString() { string("") }
  mutating func emptyArray() { array { _ in } }
  mutating func emptyObject() { object { _ in } }

  mutating func member(_ name: String, string text: String) {
    key(name)
    string(text)
  }

  mutating func member(_ name: String, number: Int) {
    key(name)
    self.number(number)
  }

  /// Adds a member whose value is a piece of a string.
  mutating func member(_ name: String, piece: ArraySlice<UInt8>) {
    key(name)
    escaped(piece)
  }
}

extension JSONValue {
  /// The members of an object in order, of repeated keys only the last.
  var lastMembers: [Member] {
    var places: [JSONString: Int] = [:]
    var result: [Member] = []
    for member in members {
      if let place = places[member.key] {
        result[place] = member
      } else {
        places[member.key] = result.count
        result.append(member)
      }
    }
    return result
  }

  /// The pieces in which a stream carries this string.
  var pieces: [ArraySlice<UInt8>] { TextPieces.of(escaped) }

  /// The pieces in which a stream carries this value as a text of JSON.
  var textPieces: [ArraySlice<UInt8>] {
    let text = String(decoding: StoredEvent.onOneLine(text), as: UTF8.self)
    return TextPieces.of(JSONString.quote(text, as: .unicode).dropFirst().dropLast())
  }
}

/// Cuts texts as models write them: a word or so at a time.
enum TextPieces {
  /// The pieces of a JSON string's contents, none of them empty; escapes and characters stay whole.
  static func of(_ escaped: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    // A long text makes longer pieces, not thousands of events.
    let short = max(4, escaped.count / 500)
    let long = short * 6
    var pieces: [ArraySlice<UInt8>] = []
    var start = escaped.startIndex
    var index = start
    while index < escaped.endIndex {
      let count = index - start
      if count >= long || (count >= short && escaped[index] == 0x20) {
        pieces.append(escaped[start..<index])
        start = index
      }
      index = min(index + unitLength(of: escaped[index...]), escaped.endIndex)
    }
    if start < escaped.endIndex { pieces.append(escaped[start...]) }
    return pieces
  }

  /// The length of a character or an escape; both escapes where two stand for one character.
  private static func unitLength(of text: ArraySlice<UInt8>) -> Int {
    let bytes = text.prefix(8)
    switch bytes.first ?? 0 {
    case UInt8(ascii: "\\"):
      guard bytes.dropFirst().first == UInt8(ascii: "u") else { return 2 }
      let isHighSurrogate = bytes.dropFirst(2).starts(with: "d8".utf8, by: isHighDigit)
      return isHighSurrogate && text.dropFirst(6).starts(with: "\\u".utf8) ? 12 : 6
    case 0xC0..<0xE0: return 2
    case 0xE0..<0xF0: return 3
    case 0xF0...: return 4
    default: return 1
    }
  }

  private static func isHighDigit(_ byte: UInt8, _ wanted: UInt8) -> Bool {
    wanted == UInt8(ascii: "d")
      ? byte | 0x20 == wanted
      : (8...11).contains(hexadecimalDigit(byte) ?? 0)
  }
}
