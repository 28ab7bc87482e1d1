extension DiffWriter {
  /// Keys whose strings hold JSON.
  private static let embedded: Set<String> = ["arguments", "response_text"]

  mutating func compareStrings(
    _ label: String,
    _ old: JSONValue,
    _ new: JSONValue,
    at place: Place,
    indent: Int
  ) {
    let (before, after) = (JSONString(quoted: old.text), JSONString(quoted: new.text))
    if before == after { return whole(label, new, at: place, indent: indent, as: .same) }
    if let key = place.keys.last, Self.embedded.contains(key),
      let one = Self.container(in: before), let other = Self.container(in: after)
    {
      return compareEmbedded(label, one, other, at: place, indent: indent)
    }
    if case .data = DiffText.content(of: before) {
      return compareData(label, old, new, at: place, indent: indent)
    }
    if case .data = DiffText.content(of: after) {
      return compareData(label, old, new, at: place, indent: indent)
    }
    value(place, old, new)
    compareTexts(label, before.generalizedUTF8, after.generalizedUTF8, at: place, indent: indent)
  }

  /// The JSON in a string, when it is an object or an array.
  private static func container(in string: JSONString) -> JSONValue? {
    guard let first = string.escaped.first(where: { $0 > 0x20 }),
      first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    else { return nil }
    do {
      return try JSONTree(string.generalizedUTF8).root
    } catch {
      // A model may have been cut off while it wrote this.
      return nil
    }
  }

  private mutating func compareEmbedded(
    _ label: String,
    _ old: JSONValue,
    _ new: JSONValue,
    at place: Place,
    indent: Int
  ) {
    let count = changeCount
    compare(label, old, new, at: place, indent: indent)
    if changeCount == count {
      note("the same JSON, written otherwise", label: label, place, indent: indent)
    }
  }

  private mutating func compareData(
    _ label: String,
    _ old: JSONValue,
    _ new: JSONValue,
    at place: Place,
    indent: Int
  ) {
    value(place, old, new)
    let (before, after) = (JSONString(quoted: old.text), JSONString(quoted: new.text))
    func text(_ string: JSONString, _ value: JSONValue) -> Text {
      guard case .data = DiffText.content(of: string) else {
        return DiffText.line(value, isChanged: true)
      }
      return Text(.literal, DataText.description(of: string), isChanged: true)
    }
    let first = DataText.firstDifference(before, after)
    let change = newChange()
    add(
      Line(
        kind: .changed,
        path: place.new,
        label: label,
        indent: indent,
        old: text(before, old),
        new: text(after, new),
        change: change
      )
    )
    add(
      Line(
        kind: .note,
        path: place.new,
        label: "",
        indent: indent,
        new: Text(.literal, "(they differ from byte \(Counted.grouped(first + 1)) on)"),
        change: change
      )
    )
  }

  /// Writes two texts that differ, line by line.
  mutating func compareTexts(
    _ label: String,
    _ old: [UInt8],
    _ new: [UInt8],
    at place: Place,
    indent: Int
  ) {
    let comparison = TextComparison(old, new, options.budget)
    if comparison.isCoarse {
      note("\(place.new): too much differs to compare it word by word; it is shown as a whole")
    }
    var label = label
    var change: Int?
    let isLong = comparison.rows.count > 1
    let kind: Text.Kind =
      isLong || old.contains(0x20) || new.contains(0x20) || max(old.count, new.count) > 80
      ? .prose : .string
    var lines = LimitedLines(comparison.rows.count)
    for row in comparison.rows {
      if case .same = row { change = nil } else if change == nil { change = newChange() }
      defer { label = "" }
      guard lines.takes(row) else { continue }
      if let left = lines.gap() {
        let text = Text(.literal, "(\(Counted.text(left, "more line")))")
        add(Line(kind: .note, path: place.new, label: label, indent: indent, new: text))
      }
      switch row {
      case .same(let line):
        add(label, DiffText.line(line, kind), at: place, indent: indent, as: .same, change: nil)
      case .removed(let line):
        let text = DiffText.line(line, kind, isChanged: true)
        add(label, text, at: place, indent: indent, as: .removed, change: change)
      case .added(let line):
        let text = DiffText.line(line, kind, isChanged: true)
        add(label, text, at: place, indent: indent, as: .added, change: change)
      case .changed(let pair):
        add(
          Line(
            kind: .changed,
            path: place.new,
            label: label,
            indent: indent,
            old: isLong ? DiffText.line(pair.old, kind) : Self.orEmpty(pair.old, kind),
            new: isLong ? DiffText.line(pair.new, kind) : Self.orEmpty(pair.new, kind),
            change: change
          )
        )
      }
    }
    if let left = lines.gap() {
      let text = Text(.literal, "(\(Counted.text(left, "more line")))")
      add(Line(kind: .note, path: place.new, label: "", indent: indent, new: text))
    }
  }

  private static func orEmpty(_ pieces: [LineComparison.Piece], _ kind: Text.Kind) -> Text {
    let text = DiffText.line(pieces, kind)
    return text.pieces.isEmpty ? Text(.literal, "(empty)", isChanged: true) : text
  }
}

/// Leaves lines out where a text has more than anybody reads.
private struct LimitedLines {
  private static let limit = 2_000

  private let isLong: Bool
  private var taken: [Int: Int] = [:]
  private var skipped = 0

  init(_ count: Int) {
    isLong = count > 3 * Self.limit
  }

  /// Whether a row is shown: so many of each kind are, counted anew after each row of another kind.
  mutating func takes(_ row: TextComparison.Row) -> Bool {
    guard isLong else { return true }
    let kind =
      switch row {
      case .same: 0
      case .removed: 1
      case .added: 2
      case .changed: 3
      }
    taken = [kind: taken[kind, default: 0] + 1]
    if taken[kind, default: 0] > Self.limit {
      skipped += 1
      return false
    }
    return true
  }

  /// How many rows were left out since the last time; nil for none.
  mutating func gap() -> Int? {
    defer { skipped = 0 }
    return skipped > 0 ? skipped : nil
  }
}

/// What is said of binary data.
enum DataText {
  static func description(of string: JSONString) -> String {
    let digest = ContentDigest(of: string.generalizedUTF8).hexadecimal.prefix(12)
    return "(\(ByteCount.text(string.escaped.count)) of data, SHA-256 \(digest)…)"
  }

  /// How many bytes two strings begin with alike.
  static func firstDifference(_ old: JSONString, _ new: JSONString) -> Int {
    old.generalizedUTF8[...].commonPrefix(with: new.generalizedUTF8[...])
  }
}
