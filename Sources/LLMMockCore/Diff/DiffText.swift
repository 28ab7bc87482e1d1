/// Values as one line of text that is safe to draw.
enum DiffText {
  typealias Text = InteractionDiff.Text

  /// How many characters of a value are shown where it is the same.
  static let equalLimit = 300
  /// How many characters of one line are shown where it differs.
  private static let changedLimit = 20_000
  /// How many characters stand on each side of a gap in a long equal piece.
  private static let nearChange = 200

  /// What a string stands for.
  enum Content {
    case text
    /// Base64, a `data:` URL, a signature: nothing to read.
    case data
  }

  static func content(of string: JSONString) -> Content {
    let bytes = string.escaped
    guard bytes.count > 200 else { return .text }
    if bytes.starts(with: "data:".utf8) { return .data }
    // Words have spaces or other punctuation long before; those of many languages are escapes.
    let isPlain = bytes.prefix(2_000).withUnsafeBufferPointer { buffer in
      var isEscaped = false
      return buffer.allSatisfy { byte in
        defer { isEscaped = !isEscaped && byte == 0x5C }
        if isEscaped { return byte != UInt8(ascii: "u") }
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x2F, 0x3D, 0x5F, 0x5C: return true
        default: return false
        }
      }
    }
    return isPlain ? .data : .text
  }

  /// A value of any kind on one line, cut where it is long.
  ///
  /// - Parameter quoted: whether a string has its quotes, so that it is not taken for a number.
  static func line(_ value: JSONValue, quoted: Bool = false, isChanged: Bool = false) -> Text {
    switch value.kind {
    case .string:
      let string = JSONString(quoted: value.text)
      if case .data = content(of: string) { return size(of: string) }
      var text = visible(beginning(of: string))
      if text.isEmpty, !quoted { return Text(.literal, "(empty)", isChanged: isChanged) }
      text = cut(text)
      return Text(
        quoted ? .literal : kind(of: text),
        quoted ? "\"\(text)\"" : text,
        isChanged: isChanged
      )
    case .number: return Text(.number, plain(value), isChanged: isChanged)
    case .true, .false, .null: return Text(.literal, plain(value), isChanged: isChanged)
    case .object, .array:
      return Text(.structure, structure(value), isChanged: isChanged)
    }
  }

  static func kind(of text: String) -> Text.Kind {
    text.utf8.contains(0x20) || text.utf8.count > 80 ? .prose : .string
  }

  /// The size of a text that nobody reads.
  private static func size(of string: JSONString) -> Text {
    Text(.literal, "(\(ByteCount.text(string.escaped.count)) of data)")
  }

  private static func plain(_ value: JSONValue) -> String {
    cut(String(decoding: value.text.prefix(4 * equalLimit), as: UTF8.self))
  }

  private static func structure(_ value: JSONValue) -> String {
    // More than that is cut anyway.
    guard value.range.count <= 1 << 16 else {
      let noun = value.kind == .array ? "element" : "member"
      return "(\(ByteCount.text(value.range.count)), \(Counted.text(value.count, noun)))"
    }
    return cut(visible(ReadableJSON.compact(value, elidingBeyond: 200)))
  }

  private static func beginning(of string: JSONString) -> String {
    // No character has more than twelve bytes, escaped.
    guard string.escaped.count > 12 * equalLimit else { return string.decoded }
    var end = string.escaped.startIndex + 4 * equalLimit
    // Not within a character, nor an escape.
    while end < string.escaped.endIndex, string.escaped[end] & 0xC0 == 0x80 { end += 1 }
    let head = string.escaped[..<end]
    if let escape = head.suffix(12).lastIndex(of: UInt8(ascii: "\\")) {
      return JSONString(head: head[..<escape]).decoded
    }
    return JSONString(head: head).decoded
  }

  /// Line breaks as spaces, all else that acts on a terminal as tokens.
  static func visible(_ text: String) -> String {
    VisibleText.of(text, lineBreaks: .space, tab: "    ")
  }

  private static func cut(_ text: String) -> String {
    guard text.utf8.count > equalLimit else { return text }
    let scalars = text.unicodeScalars
    guard
      let end = scalars.index(
        scalars.startIndex,
        offsetBy: equalLimit,
        limitedBy: scalars.endIndex
      ),
      end < scalars.endIndex
    else { return text }
    return String(scalars[..<end]) + "…"
  }

  // MARK: Lines of a text

  /// One line of a text, cut where it is long.
  static func line(_ bytes: ArraySlice<UInt8>, _ kind: Text.Kind) -> Text {
    let bytes = withoutReturn(bytes)
    guard bytes.count > equalLimit else {
      return Text(kind, VisibleText.of(bytes: bytes, tab: "    "))
    }
    return Text(kind, cut(VisibleText.of(bytes: head(bytes, 4 * equalLimit), tab: "    ")))
  }

  /// One line of a text that one side alone has.
  static func line(_ bytes: ArraySlice<UInt8>, _ kind: Text.Kind, isChanged: Bool) -> Text {
    Text(kind, limited(withoutReturn(bytes), tab: "    "), isChanged: isChanged)
  }

  /// A line in pieces; long equal ones have a gap.
  static func line(_ pieces: [LineComparison.Piece], _ kind: Text.Kind) -> Text {
    var shown: [Text.Piece] = []
    for (index, piece) in pieces.enumerated() where !piece.bytes.isEmpty {
      if piece.isChanged {
        shown.append(Text.Piece(limited(piece.bytes, tab: "<TAB>"), isChanged: true))
        continue
      }
      guard piece.bytes.count > 8 * nearChange else {
        shown.append(Text.Piece(VisibleText.of(bytes: piece.bytes, tab: "    ")))
        continue
      }
      var text = ""
      if index > 0 { text += VisibleText.of(bytes: head(piece.bytes, nearChange), tab: "    ") }
      let left = piece.bytes.count - (index > 0 ? nearChange : 0)
      let isLast = index == pieces.count - 1
      text += " [… \(ByteCount.text(left - (isLast ? 0 : nearChange))) the same …] "
      if !isLast { text += VisibleText.of(bytes: tail(piece.bytes, nearChange), tab: "    ") }
      shown.append(Text.Piece(text))
    }
    return Text(kind: kind, pieces: shown)
  }

  private static func limited(_ bytes: ArraySlice<UInt8>, tab: String) -> String {
    guard bytes.count > changedLimit else { return VisibleText.of(bytes: bytes, tab: tab) }
    let head = head(bytes, changedLimit)
    return VisibleText.of(bytes: head, tab: tab)
      + " [… \(ByteCount.text(bytes.count - head.count)) more]"
  }

  /// The beginning of a text, which ends with a whole character.
  private static func head(_ bytes: ArraySlice<UInt8>, _ count: Int) -> ArraySlice<UInt8> {
    var end = min(bytes.startIndex + count, bytes.endIndex)
    while end < bytes.endIndex, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return bytes[..<end]
  }

  private static func tail(_ bytes: ArraySlice<UInt8>, _ count: Int) -> ArraySlice<UInt8> {
    var start = max(bytes.endIndex - count, bytes.startIndex)
    while start < bytes.endIndex, bytes[start] & 0xC0 == 0x80 { start += 1 }
    return bytes[start...]
  }

  /// A line without the first half of its line break.
  private static func withoutReturn(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    line.count > 1 && line.last == 0x0D ? line.dropLast() : line
  }
}

extension JSONString {
  /// The beginning of a string's escaped text.
  fileprivate init(head: ArraySlice<UInt8>) {
    self.init(quoted: [UInt8(ascii: "\"")] + head + [UInt8(ascii: "\"")])
  }
}
