/// What a value is, as its first byte tells.
package enum JSONKind: UInt8, Hashable, Sendable {
  case object, array, string, number, `true`, `false`, null
}

/// Listens to a ``JSONScanner``.
///
/// Offsets count from the start of the whole text.
package protocol JSONVisitor {
  /// An object or array begins at `offset`. Returning false silences everything inside it;
  /// its end is still told.
  mutating func began(_ kind: JSONKind, at offset: Int) -> Bool
  /// The innermost object or array ended; `end` is the offset after its bracket.
  mutating func ended(at end: Int)
  /// A key, quotes included.
  mutating func key(_ text: UnsafeBufferPointer<UInt8>, at offset: Int)
  /// A string (quotes included), a number or a literal.
  mutating func scalar(_ kind: JSONKind, _ text: UnsafeBufferPointer<UInt8>, at offset: Int)
}

/// Accepts exactly the texts of RFC 8259, in one pass, at any nesting depth.
///
/// A text may come in windows. A window that ends inside a token leaves that token for the next
/// one: ``scan(_:isLast:visitor:)`` returns how many bytes it has done with. Strings must be UTF-8;
/// an escape may be a lone surrogate. A byte order mark at the start is passed over.
package struct JSONScanner {
  private enum Expectation {
    case value, firstElement, firstKey, key, colon, commaOrEnd, end
  }

  /// Bytes of the text before the current window.
  package private(set) var offset = 0
  private var expectation = Expectation.value
  /// One bit for each open container, 1 for an object; the innermost is the lowest bit.
  private var kinds: UInt64 = 0
  /// The bits of containers that are open too and had no room: 64 in each word.
  private var outerKinds: [UInt64] = []
  private var depth = 0
  private var inObject = false
  /// The depth whose contents the visitor does not want to hear; 0 when it hears all.
  private var silentDepth = 0
  private var started = false

  package init() {}

  /// Whether the whole text has been scanned.
  package var isComplete: Bool { expectation == .end }

  /// Scans one window.
  ///
  /// - Parameters:
  ///   - window: the text from ``offset`` on.
  ///   - isLast: whether the text ends with this window.
  ///   - visitor: is told what stands in the window.
  /// - Returns: the bytes done with; the rest must come again at the start of the next window.
  /// - Throws: ``JSONSyntaxError`` at the first byte that no JSON text could have there.
  package mutating func scan(
    _ window: UnsafeBufferPointer<UInt8>,
    isLast: Bool,
    visitor: inout some JSONVisitor
  ) throws(JSONSyntaxError) -> Int {
    guard let start = window.baseAddress, !window.isEmpty else {
      if isLast { try checkEnd(at: offset) }
      return 0
    }
    let end = start + window.count
    var cursor = start
    let base = offset

    @inline(__always) func place(_ pointer: UnsafePointer<UInt8>) -> Int {
      base &+ (pointer - start)
    }

    if !started {
      if window.count < 3, !isLast { return 0 }
      if window.count >= 3, start[0] == 0xEF, start[1] == 0xBB, start[2] == 0xBF { cursor += 3 }
      started = true
    }

    scanning: while true {
      cursor = skipWhitespace(from: cursor, to: end)
      if cursor == end { break }
      let byte = cursor.pointee

      switch expectation {
      case .commaOrEnd:
        if byte == UInt8(ascii: ",") {
          cursor += 1
          expectation = inObject ? .key : .value
          continue scanning
        }
        guard byte == (inObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
          throw JSONSyntaxError(
            inObject ? .expectedCommaOrEndOfObject : .expectedCommaOrEndOfArray,
            at: place(cursor)
          )
        }
        cursor += 1
        close(at: place(cursor), visitor: &visitor)
        continue scanning

      case .colon:
        guard byte == UInt8(ascii: ":") else {
          throw JSONSyntaxError(.expectedColon, at: place(cursor))
        }
        cursor += 1
        expectation = .value
        continue scanning

      case .firstKey, .key:
        if byte == UInt8(ascii: "}"), expectation == .firstKey {
          cursor += 1
          close(at: place(cursor), visitor: &visitor)
          continue scanning
        }
        guard byte == UInt8(ascii: "\"") else {
          throw JSONSyntaxError(
            expectation == .firstKey ? .expectedKeyOrEndOfObject : .expectedKey,
            at: place(cursor)
          )
        }
        guard let after = try endOfString(from: cursor, to: end, isLast: isLast, place: place)
        else { break scanning }
        if silentDepth == 0 {
          visitor.key(UnsafeBufferPointer(start: cursor, count: after - cursor), at: place(cursor))
        }
        cursor = after
        expectation = .colon
        // The colon nearly always follows at once, which saves a turn of the loop.
        if cursor < end, cursor.pointee == UInt8(ascii: ":") {
          cursor += 1
          expectation = .value
        }
        continue scanning

      case .end:
        throw JSONSyntaxError(.expectedEnd, at: place(cursor))

      case .value, .firstElement:
        let kind: JSONKind
        let after: UnsafePointer<UInt8>
        switch byte {
        case UInt8(ascii: "\""):
          guard let found = try endOfString(from: cursor, to: end, isLast: isLast, place: place)
          else { break scanning }
          after = found
          kind = .string
        case UInt8(ascii: "{"), UInt8(ascii: "["):
          let isObject = byte == UInt8(ascii: "{")
          open(isObject, at: place(cursor), visitor: &visitor)
          cursor += 1
          expectation = isObject ? .firstKey : .firstElement
          continue scanning
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
          guard let found = try endOfNumber(from: cursor, to: end, isLast: isLast, place: place)
          else { break scanning }
          after = found
          kind = .number
        case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
          kind = byte == UInt8(ascii: "t") ? .true : byte == UInt8(ascii: "f") ? .false : .null
          guard
            let found = try endOfLiteral(kind, from: cursor, to: end, isLast: isLast, place: place)
          else { break scanning }
          after = found
        case UInt8(ascii: "]") where expectation == .firstElement:
          cursor += 1
          close(at: place(cursor), visitor: &visitor)
          continue scanning
        default:
          throw JSONSyntaxError(
            expectation == .firstElement ? .expectedValueOrEndOfArray : .expectedValue,
            at: place(cursor)
          )
        }
        if silentDepth == 0 {
          visitor.scalar(
            kind,
            UnsafeBufferPointer(start: cursor, count: after - cursor),
            at: place(cursor)
          )
        }
        cursor = after
        expectation = depth == 0 ? .end : .commaOrEnd
        // And so does the comma.
        if cursor < end, cursor.pointee == UInt8(ascii: ","), depth > 0 {
          cursor += 1
          expectation = inObject ? .key : .value
        }
      }
    }

    let done = cursor - start
    offset = base + done
    if isLast { try checkEnd(at: base + window.count) }
    return done
  }

  private func checkEnd(at offset: Int) throws(JSONSyntaxError) {
    switch expectation {
    case .end: return
    case .value where depth == 0: throw JSONSyntaxError(.empty, at: offset)
    default: throw JSONSyntaxError(.unterminated(inObject ? "an object" : "an array"), at: offset)
    }
  }

  // MARK: Containers

  private mutating func open(_ isObject: Bool, at offset: Int, visitor: inout some JSONVisitor) {
    if depth & 63 == 0, depth > 0 { outerKinds.append(kinds) }
    kinds = kinds << 1 | (isObject ? 1 : 0)
    depth += 1
    inObject = isObject
    if silentDepth == 0, !visitor.began(isObject ? .object : .array, at: offset) {
      silentDepth = depth
    }
  }

  private mutating func close(at end: Int, visitor: inout some JSONVisitor) {
    if silentDepth == depth { silentDepth = 0 }
    if silentDepth == 0 { visitor.ended(at: end) }
    kinds >>= 1
    depth -= 1
    if depth & 63 == 0 { kinds = outerKinds.popLast() ?? 0 }
    if depth == 0 {
      expectation = .end
    } else {
      inObject = kinds & 1 == 1
      expectation = .commaOrEnd
    }
  }
}
