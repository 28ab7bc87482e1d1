/// Reads the elements of a JSON array while they arrive.
///
/// It only looks for where an element ends; whether it is JSON is for its reader to say.
struct ArrayElementReader: Sendable {
  private enum State {
    /// Nothing but white space and a byte order mark so far. Leaves at the bracket.
    case beforeArray
    /// Between two elements. Leaves at an element's first byte and at the closing bracket.
    case betweenElements
    /// In a number or a literal. Leaves at white space, a comma, the closing bracket.
    case inLiteral
    /// In a container or a string. Leaves at its last byte.
    case inElement
    /// After the closing bracket. Terminal.
    case afterArray
  }

  /// For each element the offset after it.
  private(set) var ends: [Int] = []

  private var state = State.beforeArray
  private var offset = 0
  private var element: [UInt8] = []
  private var depth = 0
  private var isInString = false
  private var isAfterBackslash = false
  /// Whether something stood where nothing but white space may stand.
  private var isMalformed = false

  mutating func feed(_ chunk: [UInt8]) -> [WireEvent] {
    var events: [WireEvent] = []
    chunk.withUnsafeBufferPointer { bytes in
      /// Where in the chunk the element, or the rest of it, begins.
      var start = 0
      for (index, byte) in bytes.enumerated() {
        switch state {
        case .inElement:
          if advance(over: byte) {
            elementEnded(bytes[start...index], before: offset + index + 1, &events)
          }
        case .inLiteral:
          if isSpace(byte) || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") {
            elementEnded(bytes[start..<index], before: offset + index, &events)
            between(byte)
          }
        case .betweenElements:
          start = index
          between(byte)
        case .beforeArray:
          if byte == UInt8(ascii: "[") {
            state = .betweenElements
          } else if !isSpace(byte), ![0xEF, 0xBB, 0xBF].contains(byte) {
            isMalformed = true
          }
        case .afterArray:
          if !isSpace(byte) { isMalformed = true }
        }
      }
      if state == .inElement || state == .inLiteral { element += bytes[start...] }
    }
    offset += chunk.count
    return events
  }

  mutating func finish() -> EventStreamParser.Ending {
    guard state == .inElement || state == .inLiteral else {
      return EventStreamParser.Ending(
        event: nil,
        isComplete: state == .afterArray && !isMalformed
      )
    }
    ends.append(offset)
    state = .afterArray
    return EventStreamParser.Ending(event: WireEvent(data: element), isComplete: false)
  }

  private mutating func between(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "]"): state = .afterArray
    case UInt8(ascii: ","): break
    case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\""):
      state = .inElement
      _ = advance(over: byte)
    default:
      if !isSpace(byte) { state = .inLiteral }
    }
  }

  /// - Returns: whether this was the element's last byte.
  private mutating func advance(over byte: UInt8) -> Bool {
    if isInString {
      if isAfterBackslash {
        isAfterBackslash = false
      } else if byte == UInt8(ascii: "\\") {
        isAfterBackslash = true
      } else if byte == UInt8(ascii: "\"") {
        isInString = false
      }
      return !isInString && depth == 0
    }
    switch byte {
    case UInt8(ascii: "\""): isInString = true
    case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      depth -= 1
      return depth == 0
    default: break
    }
    return false
  }

  private mutating func elementEnded(
    _ rest: Slice<UnsafeBufferPointer<UInt8>>,
    before end: Int,
    _ events: inout [WireEvent]
  ) {
    element += rest
    events.append(WireEvent(data: element))
    ends.append(end)
    element = []
    state = .betweenElements
  }

  private func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }
}
