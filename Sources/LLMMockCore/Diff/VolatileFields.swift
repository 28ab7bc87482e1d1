/// Which fields of an interaction change on every call and mean nothing: ids, times, fingerprints.
///
/// A field is named by its path with dots: `response.id`. In a segment `*` stands for any text, a
/// segment `**` for any number of segments; a backslash makes the next character plain. What names
/// a field of `response` names it in the events of a stream too.
package struct VolatileFields: Sendable, Hashable {
  /// In the order in which they were added, each once.
  package private(set) var patterns: [String]
  private var parsed: [Pattern]
  /// The numbers of the patterns that end in a certain key; most keys end none.
  private var byLastKey: [[UInt8]: [Int]] = [:]
  /// Those of the other patterns.
  private var general: [Int] = []

  package static let none = VolatileFields([])

  /// - Parameter patterns: well-formed ones; ``init(parsing:)`` checks a text's.
  package init(_ patterns: [String]) {
    self.patterns = []
    parsed = []
    for pattern in patterns { add(pattern) }
  }

  /// Adds a field; nothing when it is there.
  package mutating func add(_ pattern: String) {
    if patterns.contains(where: { $0.utf8.elementsEqual(pattern.utf8) }) { return }
    patterns.append(pattern)
    parsed.append(Pattern(pattern))
    index()
  }

  private mutating func index() {
    byLastKey = [:]
    general = []
    for (number, pattern) in parsed.enumerated() {
      if let key = pattern.lastKey {
        byLastKey[key, default: []].append(number)
      } else {
        general.append(number)
      }
    }
  }

  /// Takes a field away.
  ///
  /// - Returns: whether it was there.
  package mutating func remove(_ pattern: String) -> Bool {
    guard let index = patterns.firstIndex(where: { $0.utf8.elementsEqual(pattern.utf8) }) else {
      return false
    }
    patterns.remove(at: index)
    parsed.remove(at: index)
    self.index()
    return true
  }

  /// Whether a field is volatile: itself, not what stands in it.
  ///
  /// - Parameter path: the keys that lead to it from the interaction; an element of an array has
  ///   its number.
  package func contains(_ path: [String]) -> Bool {
    guard let last = path.last else { return false }
    let candidates = (byLastKey[Array(last.utf8)] ?? []) + general
    if candidates.isEmpty { return false }
    let readings = Self.readings(of: path)
    return candidates.contains { number in
      readings.contains { parsed[number].matches($0[...]) }
    }
  }

  /// Whether any pattern may match below a path that begins so.
  func isEmpty(below first: String) -> Bool {
    !parsed.contains { $0.mayBegin(with: first) }
  }

  // MARK: Streams

  /// The path, and what it is called in the assembled message when it leads into an event.
  static func readings(of path: [String]) -> [[String]] {
    guard path.count > 3, path[0] == "stream_events", path[2] == "data" else { return [path] }
    let rest = path.dropFirst(3)
    var readings = [path, ["response"] + rest]
    switch rest.first {
    case "message", "response":
      readings.append(["response"] + rest.dropFirst())
    case "content_block":
      readings.append(["response", "content", "0"] + rest.dropFirst())
    case "item":
      readings.append(["response", "output", "0"] + rest.dropFirst())
    case "choices" where rest.count > 3 && rest[rest.startIndex + 2] == "delta":
      var choice = Array(rest)
      choice[2] = "message"
      readings.append(["response"] + choice)
    default: break
    }
    return readings
  }
}

/// One line of the list, taken apart.
private struct Pattern: Sendable, Hashable {
  private enum Segment: Sendable, Hashable {
    case plain([UInt8])
    /// The texts between the stars.
    case glob([[UInt8]])
    case any
  }

  private var segments: [Segment] = []

  init(_ text: String) {
    var pieces: [[UInt8]] = [[]]
    var bytes = Array(text.utf8)[...]
    var isLiteral = false
    func segment(_ pieces: [[UInt8]]) -> Segment {
      if !isLiteral, pieces == [[], [], []] { return .any }
      return pieces.count == 1 ? .plain(pieces[0]) : .glob(pieces)
    }
    while let byte = bytes.popFirst() {
      switch byte {
      case UInt8(ascii: "\\"):
        isLiteral = true
        if let next = bytes.popFirst() { pieces[pieces.count - 1].append(next) }
      case UInt8(ascii: "*"): pieces.append([])
      case UInt8(ascii: "."):
        segments.append(segment(pieces))
        pieces = [[]]
        isLiteral = false
      default: pieces[pieces.count - 1].append(byte)
      }
    }
    segments.append(segment(pieces))
  }

  /// The key it ends in; nil when that is not one key alone.
  var lastKey: [UInt8]? {
    if case .plain(let key) = segments.last { key } else { nil }
  }

  func matches(_ path: ArraySlice<String>) -> Bool {
    Self.matches(segments[...], path)
  }

  func mayBegin(with first: String) -> Bool {
    guard let segment = segments.first else { return false }
    return segment == .any || Self.matches(segment, first)
  }

  private static func matches(_ segments: ArraySlice<Segment>, _ path: ArraySlice<String>) -> Bool {
    var (segments, path) = (segments, path)
    while let segment = segments.popFirst() {
      if segment == .any {
        return (path.startIndex...path.endIndex).contains { matches(segments, path[$0...]) }
      }
      guard let name = path.popFirst(), matches(segment, name) else { return false }
    }
    return path.isEmpty
  }

  private static func matches(_ segment: Segment, _ name: String) -> Bool {
    switch segment {
    case .any: true
    case .plain(let text): name.utf8.elementsEqual(text)
    case .glob(let pieces): matches(pieces, name)
    }
  }

  private static func matches(_ pieces: [[UInt8]], _ name: String) -> Bool {
    var rest = Array(name.utf8)[...]
    guard let first = pieces.first, let last = pieces.last, rest.starts(with: first) else {
      return false
    }
    rest = rest.dropFirst(first.count)
    guard rest.count >= last.count, rest.suffix(last.count).elementsEqual(last) else {
      return false
    }
    rest = rest.dropLast(last.count)
    for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
      var start = rest.startIndex
      while start + piece.count <= rest.endIndex,
        !rest[start..<start + piece.count].elementsEqual(piece)
      {
        start += 1
      }
      guard start + piece.count <= rest.endIndex else { return false }
      rest = rest[(start + piece.count)...]
    }
    return true
  }
}
