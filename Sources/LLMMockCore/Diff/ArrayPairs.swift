/// Which elements of two arrays belong together.
struct ArrayPairs {
  /// Positions; nil where a side has none.
  struct Pair {
    var old: Int?
    var new: Int?
  }

  let old: [JSONValue]
  let new: [JSONValue]
  /// In reading order.
  private(set) var pairs: [Pair] = []
  /// Whether named elements stand in another order than before.
  private(set) var isReordered = false

  /// How many elements may differ before they are paired by their places alone.
  private static let limit = 1_000
  private static let trials = 2_500

  /// - Parameter digest: the same for elements that are equal.
  init(
    _ old: [JSONValue],
    _ new: [JSONValue],
    byName: Bool,
    digest: (JSONValue) -> [UInt8]
  ) {
    self.old = old
    self.new = new
    if byName, let names = Self.names(old, new) {
      pairByName(names.old, names.new)
    } else {
      pairByValue(digest)
    }
  }

  // MARK: Names

  /// The names of tools; nil when one has none, or two have the same.
  private static func names(
    _ old: [JSONValue],
    _ new: [JSONValue]
  ) -> (old: [[UInt8]], new: [[UInt8]])? {
    func names(_ elements: [JSONValue]) -> [[UInt8]]? {
      let names = elements.compactMap { name(of: $0).map { Array($0.utf8) } }
      return names.count == elements.count && Set(names).count == names.count ? names : nil
    }
    guard let before = names(old), let after = names(new) else { return nil }
    return (before, after)
  }

  static func name(of tool: JSONValue) -> String? {
    tool["function"]?.string(of: "name") ?? tool.string(of: "name")
      ?? tool.string(of: "server_label") ?? tool.string(of: "mcp_server_name")
      ?? tool.string(of: "type")
  }

  private mutating func pairByName(_ before: [[UInt8]], _ after: [[UInt8]]) {
    let places = Dictionary(uniqueKeysWithValues: zip(before, before.indices))
    let known = Set(after)
    var lastOld = -1
    var next = 0
    func gone(_ writer: inout [Pair], upTo end: Int) {
      while next < end {
        if !known.contains(before[next]) { writer.append(Pair(old: next, new: nil)) }
        next += 1
      }
    }
    for (index, name) in after.enumerated() {
      guard let place = places[name] else {
        pairs.append(Pair(old: nil, new: index))
        continue
      }
      if place < lastOld { isReordered = true }
      lastOld = max(lastOld, place)
      gone(&pairs, upTo: place)
      pairs.append(Pair(old: place, new: index))
    }
    gone(&pairs, upTo: before.count)
  }

  // MARK: Values

  private mutating func pairByValue(_ digest: (JSONValue) -> [UInt8]) {
    let shorter = min(old.count, new.count)
    var start = 0
    while start < shorter, old[start].text.hasSameBytes(as: new[start].text) { start += 1 }
    var end = 0
    while end < shorter - start,
      old[old.count - 1 - end].text.hasSameBytes(as: new[new.count - 1 - end].text)
    {
      end += 1
    }
    pairs += (0..<start).map { Pair(old: $0, new: $0) }
    let middle = (start..<old.count - end, start..<new.count - end)
    // One element that became another has nothing to be aligned with.
    if middle.0.count == 1, middle.1.count == 1 {
      pairGap(middle.0, middle.1)
    } else {
      pairMiddle(middle.0, middle.1, digest)
    }
    pairs += (0..<end).map { Pair(old: middle.0.upperBound + $0, new: middle.1.upperBound + $0) }
  }

  private mutating func pairMiddle(
    _ before: Range<Int>,
    _ after: Range<Int>,
    _ digest: (JSONValue) -> [UInt8]
  ) {
    var numbers = TokenNumbers()
    let runs = EditScript.runs(
      numbers.numbers(of: old[before].map { digest($0)[...] }),
      numbers.numbers(of: new[after].map { digest($0)[...] }),
      limit: Self.limit
    )
    var (oldPlace, newPlace) = (before.lowerBound, after.lowerBound)
    for run in runs ?? [] {
      let (oldStart, newStart) = (before.lowerBound + run.old, after.lowerBound + run.new)
      pairGap(oldPlace..<oldStart, newPlace..<newStart)
      pairs += (0..<run.count).map { Pair(old: oldStart + $0, new: newStart + $0) }
      (oldPlace, newPlace) = (oldStart + run.count, newStart + run.count)
    }
    pairGap(oldPlace..<before.upperBound, newPlace..<after.upperBound)
  }

  private mutating func pairGap(_ before: Range<Int>, _ after: Range<Int>) {
    let chosen: [(Int, Int)]
    if before.count * after.count <= Self.trials {
      chosen = Pairing.best(before.count, after.count) { one, other in
        likeness(old[before.lowerBound + one], new[after.lowerBound + other])
      }
    } else {
      chosen = zip(0..<before.count, 0..<after.count).filter { one, other in
        likeness(old[before.lowerBound + one], new[after.lowerBound + other]) > 0
      }
    }
    var (oldPlace, newPlace) = (before.lowerBound, after.lowerBound)
    func rest(upTo oldEnd: Int, _ newEnd: Int) -> [Pair] {
      (oldPlace..<oldEnd).map { Pair(old: $0, new: nil) }
        + (newPlace..<newEnd).map { Pair(old: nil, new: $0) }
    }
    for (one, other) in chosen {
      let (oldEnd, newEnd) = (before.lowerBound + one, after.lowerBound + other)
      pairs += rest(upTo: oldEnd, newEnd)
      pairs.append(Pair(old: oldEnd, new: newEnd))
      (oldPlace, newPlace) = (oldEnd + 1, newEnd + 1)
    }
    pairs += rest(upTo: before.upperBound, after.upperBound)
  }

  /// How well two elements go together that are not equal; 0 for those that do not.
  private func likeness(_ one: JSONValue, _ other: JSONValue) -> Double {
    guard one.kind == other.kind else {
      return one.kind != .object && other.kind != .object ? 0.1 : 0
    }
    if one.kind == .object {
      for key in ["role", "type"] {
        let (before, after) = (one[key]?.text, other[key]?.text)
        guard (before == nil) == (after == nil) else { return 0 }
        if let before, let after, !before.elementsEqual(after) { return 0 }
      }
    }
    return 0.2 + Self.common(Self.saying(one), Self.saying(other))
  }

  /// What an element says: its text where it has one, so that a change of form does not hide it.
  private static func saying(_ element: JSONValue) -> ArraySlice<UInt8> {
    guard element.kind == .object else { return element.text }
    let content = element.first(of: "content", "parts", "text", "output", "input") ?? element
    guard content.kind == .array, let part = content.elements.first(where: { $0["text"] != nil })
    else { return content.text }
    return part["text"]?.text ?? content.text
  }

  /// The share of two texts that they begin and end with alike.
  private static func common(_ one: ArraySlice<UInt8>, _ other: ArraySlice<UInt8>) -> Double {
    let shorter = min(one.count, other.count, 4_000)
    let prefix = one.prefix(shorter).commonPrefix(with: other.prefix(shorter))
    let suffix = zip(one.reversed(), other.reversed())
      .prefix(shorter - min(prefix, shorter)).prefix { $0 == $1 }.count
    return Double(prefix + suffix) / Double(max(min(max(one.count, other.count), 8_000), 1))
  }

  // MARK: Labels

  /// What stands before an element: its number, and its role, name or type.
  static func label(of element: JSONValue, at index: Int) -> String {
    guard element.kind == .object,
      let word = element.string(of: "role") ?? name(of: element)
    else { return "\(index + 1)" }
    return DiffWriter.label(of: "\(index + 1) \(word)")
  }

  // MARK: Arrays of numbers

  /// Whether an array is nothing to read: an embedding.
  static func isData(_ array: JSONValue) -> Bool {
    var count = 0
    for element in array.elements {
      guard element.kind == .number else { return false }
      count += 1
    }
    return count > 16
  }

  static func summary(of array: JSONValue) -> String {
    let head = array.elements.prefix(4).map { String(decoding: $0.text, as: UTF8.self) }
    return "[\(head.joined(separator: ", ")), …] (\(Counted.text(array.count, "number")))"
  }
}
