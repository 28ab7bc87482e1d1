extension DiffWriter {
  mutating func compareArrays(
    _ label: String,
    _ old: JSONValue,
    _ new: JSONValue,
    at place: Place,
    indent: Int
  ) {
    if ArrayPairs.isData(old), ArrayPairs.isData(new) {
      return compareNumberLists(label, old, new, at: place, indent: indent)
    }
    let (before, after) = (Array(old.elements), Array(new.elements))
    let count = lineCount
    if !label.isEmpty {
      add(Line(kind: .same, path: place.new, label: label, indent: indent))
    }
    let inner = label.isEmpty ? indent : indent + 1
    if before.count == 1, after.count == 1, Self.hasOneElement(place.keys) {
      compareOnly(before[0], after[0], at: place, indent: inner)
    } else {
      comparePairs(before, after, at: place, indent: inner)
    }
    if !label.isEmpty, lineCount == count + 1 { removeLastLine() }
  }

  /// The choice of an answer that has one is not worth a line.
  private static func hasOneElement(_ keys: [String]) -> Bool {
    keys.count == 2 && keys[0] == "response" && (keys[1] == "choices" || keys[1] == "candidates")
  }

  private mutating func compareOnly(
    _ old: JSONValue,
    _ new: JSONValue,
    at place: Place,
    indent: Int
  ) {
    let inner = place.element(0, 0)
    if old.kind == .object, new.kind == .object {
      compareMembers(old, new, at: inner, indent: indent)
    } else {
      compare("1", old, new, at: inner, indent: indent)
    }
  }

  private mutating func comparePairs(
    _ old: [JSONValue],
    _ new: [JSONValue],
    at place: Place,
    indent: Int
  ) {
    let byName = place.keys.last.map(Self.namedLists.contains) ?? false
    let elementKeys = place.keys + ["0"]
    let volatile = options.showsVolatile ? .none : options.volatile
    let pairs = ArrayPairs(old, new, byName: byName) {
      MaskedShape.text(of: $0, at: elementKeys, volatile)
    }
    if pairs.isReordered {
      let names = new.compactMap { ArrayPairs.name(of: $0) }
      note("another order: \(names.joined(separator: ", "))", label: "", place, indent: indent)
    }
    for pair in pairs.pairs {
      let (before, after) = (pair.old.map { old[$0] }, pair.new.map { new[$0] })
      guard let element = after ?? before, let index = pair.new ?? pair.old else { continue }
      compare(
        ArrayPairs.label(of: element, at: index),
        before,
        after,
        at: place.element(pair.old, pair.new),
        indent: indent
      )
    }
  }

  /// Keys of arrays whose elements have names.
  private static let namedLists: Set<String> = [
    "tools", "functions", "functionDeclarations", "function_declarations",
  ]

  private mutating func compareNumberLists(
    _ label: String,
    _ old: JSONValue,
    _ new: JSONValue,
    at place: Place,
    indent: Int
  ) {
    let (before, after) = (Array(old.elements), Array(new.elements))
    let differing = zip(before, after).enumerated().filter { _, pair in
      !ExactNumber.areEqual(pair.0.text, pair.1.text)
    }
    if differing.isEmpty, before.count == after.count {
      return note("the same numbers, written otherwise", label: label, place, indent: indent)
    }
    value(place, old, new)
    let change = newChange()
    add(
      Line(
        kind: .changed,
        path: place.new,
        label: label,
        indent: indent,
        old: Text(.structure, ArrayPairs.summary(of: old), isChanged: true),
        new: Text(.structure, ArrayPairs.summary(of: new), isChanged: true),
        change: change
      )
    )
    let count = differing.count + abs(before.count - after.count)
    let first = differing.first?.offset ?? min(before.count, after.count)
    add(
      Line(
        kind: .note,
        path: place.new,
        label: "",
        indent: indent,
        new: Text(
          .literal,
          "(\(Counted.text(count, "number")) \(count == 1 ? "differs" : "differ"), "
            + "the first is number \(Counted.grouped(first + 1)))"
        ),
        change: change
      )
    )
  }
}
