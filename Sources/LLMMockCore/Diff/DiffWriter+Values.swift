extension DiffWriter {
  /// What is nested deeper is compared as a whole.
  static let deepest = 60

  /// Writes a value that one side or both have, and what differs in it.
  mutating func compare(
    _ label: String,
    _ old: JSONValue?,
    _ new: JSONValue?,
    at place: Place,
    indent: Int = 0
  ) {
    if old == nil, new == nil { return }
    if let old, let new, old.text.hasSameBytes(as: new.text) {
      return whole(label, new, at: place, indent: indent, as: .same)
    }
    if !isVolatile, options.volatile.contains(place.keys) {
      guard options.showsVolatile else { return hide(Self.label(ofHidden: place.keys)) }
      isVolatile = true
      compare(label, old, new, at: place, indent: indent)
      isVolatile = false
      return
    }
    if old == nil || new == nil, !isVolatile, let only = old ?? new {
      let labels = volatileLabels(of: only, at: place.keys)
      if !labels.isEmpty {
        guard options.showsVolatile else { return labels.forEach { hide($0) } }
        isVolatile = true
        compare(label, old, new, at: place, indent: indent)
        isVolatile = false
        return
      }
    }
    switch (old, new) {
    case (nil, nil): return
    case (let old?, nil):
      value(place, old, nil)
      whole(label, old, at: place, indent: indent, as: .removed, change: newChange())
    case (nil, let new?):
      value(place, nil, new)
      whole(label, new, at: place, indent: indent, as: .added, change: newChange())
    case (let old?, let new?):
      if old.kind != new.kind {
        compareForms(label, old, new, at: place, indent: indent)
      } else if place.keys.count > Self.deepest {
        compareDeep(label, old, new, at: place, indent: indent)
      } else {
        compareAlike(label, old, new, at: place, indent: indent)
      }
    }
  }

  /// What the fields of an object are called when all of them are volatile; none otherwise.
  private func volatileLabels(of object: JSONValue, at keys: [String]) -> [String] {
    guard object.kind == .object, keys.count < Self.deepest else { return [] }
    var labels: [String] = []
    for member in object.members {
      let inner = keys + [member.key.decoded]
      let found =
        options.volatile.contains(inner)
        ? [Self.label(ofHidden: inner)] : volatileLabels(of: member.value, at: inner)
      if found.isEmpty { return [] }
      labels += found
    }
    return labels
  }

  /// Two values of one kind whose texts differ.
  private mutating func compareAlike(
    _ label: String,
    _ old: JSONValue,
    _ new: JSONValue,
    at place: Place,
    indent: Int
  ) {
    switch old.kind {
    case .object: compareObjects(label, old, new, at: place, indent: indent)
    case .array: compareArrays(label, old, new, at: place, indent: indent)
    case .string: compareStrings(label, old, new, at: place, indent: indent)
    case .number: compareNumbers(label, old, new, at: place, indent: indent)
    default: changed(label, old, new, at: place, indent: indent)
    }
  }

  private mutating func compareDeep(
    _ label: String,
    _ old: JSONValue,
    _ new: JSONValue,
    at place: Place,
    indent: Int
  ) {
    if RequestComparison.areEqualValues(old, new) {
      whole(label, new, at: place, indent: indent, as: .same)
    } else {
      changed(label, old, new, at: place, indent: indent)
    }
  }

  /// Two values on one line each.
  mutating func changed(
    _ label: String,
    _ old: JSONValue,
    _ new: JSONValue,
    at place: Place,
    indent: Int,
    delta: String? = nil
  ) {
    value(place, old, new)
    let quoted = old.kind != new.kind
    add(
      Line(
        kind: .changed,
        path: place.new,
        label: label,
        indent: indent,
        old: DiffText.line(old, quoted: quoted, isChanged: true),
        new: DiffText.line(new, quoted: quoted, isChanged: true),
        change: newChange(),
        delta: delta
      )
    )
  }

  private mutating func compareNumbers(
    _ label: String,
    _ old: JSONValue,
    _ new: JSONValue,
    at place: Place,
    indent: Int
  ) {
    guard ExactNumber.areEqual(old.text, new.text) else {
      var delta: String?
      if let before = old.int, let after = new.int {
        let (difference, overflow) = after.subtractingReportingOverflow(before)
        if !overflow { delta = difference > 0 ? "+\(difference)" : "\(difference)" }
      }
      return changed(label, old, new, at: place, indent: indent, delta: delta)
    }
    value(place, old, new)
    let (before, after) = (DiffText.line(old).plain, DiffText.line(new).plain)
    note("written \(after), was \(before): the same number", label: label, place, indent: indent)
  }

  // MARK: Objects

  private mutating func compareObjects(
    _ label: String,
    _ old: JSONValue,
    _ new: JSONValue,
    at place: Place,
    indent: Int
  ) {
    let headline = Headline(old, new)
    underTitle(label, place, indent: indent, isNeeded: headline.key == nil) { writer, inner in
      var omitted = headline.omitted
      if let key = headline.key {
        omitted.insert(key)
        writer.compare(label, old[key], new[key], at: place.member(key), indent: indent)
      }
      writer.compareMembers(old, new, at: place, indent: inner, omitting: omitted)
    }
  }

  /// Writes a line with a label alone above what `content` writes, if that is anything.
  private mutating func underTitle(
    _ label: String,
    _ place: Place,
    indent: Int,
    isNeeded: Bool,
    _ content: (inout DiffWriter, _ indent: Int) -> Void
  ) {
    guard !label.isEmpty else { return content(&self, indent) }
    guard isNeeded else { return content(&self, indent + 1) }
    let title = Line(kind: .same, path: place.new, label: label, indent: indent)
    let count = lineCount
    add(title)
    content(&self, indent + 1)
    if lineCount == count + 1 { removeLastLine() }
  }

  mutating func compareMembers(
    _ old: JSONValue,
    _ new: JSONValue,
    at place: Place,
    indent: Int,
    omitting: Set<String> = []
  ) {
    for pair in ValuePairs.members(old, new) {
      let key = pair.key.decoded
      if omitting.contains(key) { continue }
      let inner = place.member(key)
      if let old = pair.old, let new = pair.new, old.kind == .object, new.kind == .object,
        Self.isTransparent(inner.keys)
      {
        compareMembers(old, new, at: inner, indent: indent)
      } else {
        compare(Self.label(of: key), pair.old, pair.new, at: inner, indent: indent)
      }
    }
    compareRepeated(old, new, at: place, indent: indent)
  }

  /// Of repeated keys only the last counts, but nothing that differs may stay unseen.
  mutating func compareRepeated(
    _ old: JSONValue,
    _ new: JSONValue,
    at place: Place,
    indent: Int
  ) {
    let (before, after) = (Self.shadowed(in: old), Self.shadowed(in: new))
    guard before != after else { return }
    note(
      "a key stands here several times; the values that do not count differ",
      label: "",
      place,
      indent: indent
    )
  }

  private static func shadowed(in object: JSONValue) -> [[UInt8]] {
    let members = Array(object.members)
    let counted = Set(ValuePairs.lastMembers(of: object).map(\.keyRange))
    guard counted.count != members.count else { return [] }
    return members.filter { !counted.contains($0.keyRange) }.map { member in
      var text = member.key.generalizedUTF8
      ShapeText.append(member.value, to: &text)
      return text
    }
  }

  /// Whether a member's members are shown as if they were those of the object it stands in.
  private static func isTransparent(_ keys: [String]) -> Bool {
    guard keys.count == 4, keys[0] == "response" else { return false }
    return keys[1] == "choices" && keys[3] == "message"
      || keys[1] == "candidates" && keys[3] == "content"
  }

  static func label(of key: String) -> String {
    CharacterWidth.truncate(VisibleText.of(key.isEmpty ? "\"\"" : key), to: 40)
  }
}

/// What of an object stands beside its label: what is said in a message, the text of a part.
struct Headline {
  /// The member that is shown beside the label; nil for none.
  var key: String?
  /// The members that the label tells.
  var omitted: Set<String> = []

  init(_ one: JSONValue, _ other: JSONValue) {
    guard one.kind == .object, other.kind == .object else { return }
    for (name, keys) in [
      ("role", ["content", "parts"]), ("type", ["text", "thinking", "refusal"]),
    ] {
      guard let value = one.string(of: name), let second = other.string(of: name),
        value.utf8.elementsEqual(second.utf8), value.utf8.count <= 24
      else { continue }
      omitted = [name]
      key = keys.first { one[$0] != nil && other[$0] != nil }
      return
    }
    // Gemini's parts have no type.
    let isText = [one, other].allSatisfy { $0["text"]?.kind == .string && $0["type"] == nil }
    key = isText ? "text" : nil
  }
}
