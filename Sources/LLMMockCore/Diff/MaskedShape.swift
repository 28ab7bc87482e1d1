/// Writes a value so that two have the same text when they are equal but for volatile fields.
enum MaskedShape {
  /// - Parameter keys: where the value stands.
  static func text(
    of value: JSONValue,
    at keys: [String],
    _ volatile: VolatileFields
  ) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(value.range.count)
    guard let first = keys.first, !volatile.isEmpty(below: first) else {
      ShapeText.append(value, to: &result)
      return result
    }
    var keys = keys
    append(value, &keys, volatile, &result)
    return result
  }

  private static func append(
    _ value: JSONValue,
    _ keys: inout [String],
    _ volatile: VolatileFields,
    _ result: inout [UInt8]
  ) {
    if volatile.contains(keys) {
      result.append(UInt8(ascii: "?"))
      return
    }
    // A file may go on without end.
    guard keys.count < 60 else { return ShapeText.append(value, to: &result) }
    switch value.kind {
    case .object:
      result.append(UInt8(ascii: "{"))
      for member in ShapeText.members(of: value) {
        keys.append(member.key.decoded)
        // Whether it is there at all means as little as its value.
        if !volatile.contains(keys) {
          ShapeText.append(string: member.key, to: &result)
          append(member.value, &keys, volatile, &result)
        }
        keys.removeLast()
      }
      result.append(UInt8(ascii: "}"))
    case .array:
      result.append(UInt8(ascii: "["))
      keys.append("0")
      for element in value.elements { append(element, &keys, volatile, &result) }
      keys.removeLast()
      result.append(UInt8(ascii: "]"))
    default:
      ShapeText.append(value, to: &result)
    }
  }
}
