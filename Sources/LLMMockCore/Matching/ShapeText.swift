/// Writes a JSON value so that two have the same text exactly when they are equal as values:
/// strings by code point, numbers by value, members in any order, of repeated keys the last.
///
/// The text is for comparing and hashing alone; it is no JSON.
enum ShapeText {
  /// Never part of UTF-8, so no string runs into what follows it.
  private static let end: UInt8 = 0xFF

  /// Appends a value, at any nesting depth.
  static func append(_ value: JSONValue, to result: inout [UInt8]) {
    var stack: [Container] = []
    var current: JSONValue? = value
    while true {
      if let value = current {
        current = nil
        switch value.kind {
        case .object:
          result.append(UInt8(ascii: "{"))
          stack.append(.object(members(of: value), next: 0))
        case .array:
          result.append(UInt8(ascii: "["))
          stack.append(.array(value.elements))
        case .string: append(string: JSONString(quoted: value.text), to: &result)
        case .number:
          result.append(UInt8(ascii: "#"))
          ExactNumber.append(value.text, to: &result)
          result.append(end)
        case .true: result.append(UInt8(ascii: "t"))
        case .false: result.append(UInt8(ascii: "f"))
        case .null: result.append(UInt8(ascii: "n"))
        }
      }
      guard let container = stack.popLast() else { return }
      switch container {
      case .object(let members, let next):
        guard next < members.count else {
          result.append(UInt8(ascii: "}"))
          continue
        }
        append(string: members[next].key, to: &result)
        current = members[next].value
        stack.append(.object(members, next: next + 1))
      case .array(var elements):
        guard let element = elements.next() else {
          result.append(UInt8(ascii: "]"))
          continue
        }
        current = element
        stack.append(.array(elements))
      }
    }
  }

  private enum Container {
    case object([JSONValue.Member], next: Int)
    case array(JSONValue.Elements)
  }

  static func append(string: JSONString, to result: inout [UInt8]) {
    result.append(UInt8(ascii: "\""))
    if string.hasEscapes {
      result += string.generalizedUTF8
    } else {
      result += string.escaped
    }
    result.append(end)
  }

  /// The members of an object by key, each key once: the last.
  static func members(of object: JSONValue) -> [JSONValue.Member] {
    var members = Array(object.members)
    guard members.count > 1 else { return members }
    // Most keys have no escapes: compare them where they stand.
    let isPlain = !members.contains { $0.key.hasEscapes }
    func key(_ member: JSONValue.Member) -> ArraySlice<UInt8> {
      isPlain ? member.key.escaped : member.key.generalizedUTF8[...]
    }
    members.sort {
      let (left, right) = (key($0), key($1))
      if left.lexicographicallyPrecedes(right) { return true }
      // Of equal keys the later one first, so that it is the one that stays.
      return left.elementsEqual(right) && $0.keyRange.lowerBound > $1.keyRange.lowerBound
    }
    var previous: ArraySlice<UInt8>?
    members.removeAll { member in
      let own = key(member)
      defer { previous = own }
      return previous.map { $0.elementsEqual(own) } ?? false
    }
    return members
  }
}
