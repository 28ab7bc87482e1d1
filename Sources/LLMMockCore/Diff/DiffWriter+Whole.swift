extension DiffWriter {
  /// How many lines of a text are shown that one side alone has.
  static let lineLimit = 5_000
  /// Bytes of an equal value that is told by its size alone.
  private static let equalLimit = 1 << 20

  /// Writes a value that is the same on both sides, or that one side alone has.
  mutating func whole(
    _ label: String,
    _ value: JSONValue,
    at place: Place,
    indent: Int,
    as kind: Line.Kind,
    change: Int? = nil
  ) {
    if kind == .same, value.isContainer, value.range.count > Self.equalLimit {
      return add(label, DiffText.line(value), at: place, indent: indent, as: kind, change: change)
    }
    switch value.kind {
    case .object
    where value.count > 0 && place.keys.count < Self.deepest
      && (!isShort(value) || Headline(value, value).key != nil):
      wholeObject(label, value, at: place, indent: indent, as: kind, change: change)
    case .array
    where value.count > 0 && !isShort(value) && place.keys.count < Self.deepest
      && !ArrayPairs.isData(value):
      if !label.isEmpty { add(label, nil, at: place, indent: indent, as: kind, change: change) }
      let inner = label.isEmpty ? indent : indent + 1
      for (index, element) in value.elements.enumerated() {
        whole(
          ArrayPairs.label(of: element, at: index),
          element,
          at: place.element(index, index),
          indent: inner,
          as: kind,
          change: change
        )
      }
    case .string where kind != .same:
      wholeText(label, value, at: place, indent: indent, as: kind, change: change)
    case .array where ArrayPairs.isData(value):
      let text = Text(.structure, ArrayPairs.summary(of: value), isChanged: kind != .same)
      add(label, text, at: place, indent: indent, as: kind, change: change)
    default:
      let text = DiffText.line(value, isChanged: kind != .same)
      add(label, text, at: place, indent: indent, as: kind, change: change)
    }
  }

  private func isShort(_ value: JSONValue) -> Bool {
    value.range.count <= 60
  }

  private mutating func wholeObject(
    _ label: String,
    _ object: JSONValue,
    at place: Place,
    indent: Int,
    as kind: Line.Kind,
    change: Int?
  ) {
    let headline = Headline(object, object)
    var omitted: Set<String> = label.isEmpty ? [] : headline.omitted
    if !label.isEmpty {
      if let key = headline.key, let value = object[key] {
        omitted.insert(key)
        whole(label, value, at: place.member(key), indent: indent, as: kind, change: change)
      } else {
        add(label, nil, at: place, indent: indent, as: kind, change: change)
      }
    }
    for member in object.members {
      let key = member.key.decoded
      if omitted.contains(key) { continue }
      whole(
        Self.label(of: key),
        member.value,
        at: place.member(key),
        indent: label.isEmpty ? indent : indent + 1,
        as: kind,
        change: change
      )
    }
  }

  private mutating func wholeText(
    _ label: String,
    _ value: JSONValue,
    at place: Place,
    indent: Int,
    as kind: Line.Kind,
    change: Int?
  ) {
    let string = JSONString(quoted: value.text)
    if case .data = DiffText.content(of: string) {
      let text = Text(.literal, DataText.description(of: string), isChanged: true)
      return add(label, text, at: place, indent: indent, as: kind, change: change)
    }
    let lines = TextTokens.lines(string.generalizedUTF8)
    if lines.count == 1 {
      let text =
        lines[0].isEmpty
        ? Text(.literal, "(empty)", isChanged: true)
        : DiffText.line(lines[0], DiffText.kind(of: value), isChanged: true)
      return add(label, text, at: place, indent: indent, as: kind, change: change)
    }
    for (index, line) in lines.prefix(Self.lineLimit).enumerated() {
      add(
        index == 0 ? label : "",
        DiffText.line(line, .prose, isChanged: true),
        at: place,
        indent: indent,
        as: kind,
        change: change
      )
    }
    if lines.count > Self.lineLimit {
      let left = Text(.literal, "(\(Counted.text(lines.count - Self.lineLimit, "more line")))")
      add("", left, at: place, indent: indent, as: kind, change: change)
    }
  }

  mutating func add(
    _ label: String,
    _ text: Text?,
    at place: Place,
    indent: Int,
    as kind: Line.Kind,
    change: Int?
  ) {
    add(
      Line(
        kind: kind,
        path: kind == .removed ? place.old : place.new,
        label: label,
        indent: indent,
        old: kind == .added ? nil : text,
        new: kind == .removed ? nil : text,
        change: change
      )
    )
  }
}

extension DiffText {
  /// Whether a string is a word or something to read.
  static func kind(of value: JSONValue) -> Text.Kind {
    value.text.contains(0x20) || value.range.count > 80 ? .prose : .string
  }
}
