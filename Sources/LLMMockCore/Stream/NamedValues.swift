/// Values of members that several events tell: arrays are joined, of other values the last counts.
struct NamedValues {
  private var values: [(name: String, values: [JSONValue])] = []

  func contains(_ name: String) -> Bool {
    values.contains { $0.name == name }
  }

  mutating func add(_ value: JSONValue, as name: String) {
    if let place = values.firstIndex(where: { $0.name == name }) {
      if value.kind != .array { values[place].values = [] }
      values[place].values.append(value)
    } else {
      values.append((name, [value]))
    }
  }

  func write(to assembly: inout JSONAssembly) {
    for (name, values) in values {
      assembly.key(name)
      if values.count == 1 {
        assembly.value(values[0])
      } else {
        assembly.array { array in
          for entry in Self.entries(of: values) { entry.write(to: &array) }
        }
      }
    }
  }

  /// An element of a joined array, or several that are pieces of one.
  private struct Entry {
    var pieces: [JSONValue]

    func write(to array: inout JSONAssembly) {
      guard pieces.count > 1 else {
        for piece in pieces { array.value(piece) }
        return
      }
      array.object { object in
        var texts: Set<String> = []
        for name in ["text", "summary"] {
          var text = JoinedText()
          for piece in pieces { text.append(piece[name]) }
          object.member(name, text)
          if text.isPresent { texts.insert(name) }
        }
        object.members(of: pieces, except: texts)
      }
    }
  }

  /// Elements with the same index and type are pieces of one.
  private static func entries(of arrays: [JSONValue]) -> [Entry] {
    var entries: [Entry] = []
    var places: [JSONString?: [Int: Int]] = [:]
    for element in arrays.lazy.flatMap(\.elements) {
      let type = element["type"]?.jsonString
      if let index = element["index"]?.int {
        if let place = places[type]?[index] {
          entries[place].pieces.append(element)
          continue
        }
        places[type, default: [:]][index] = entries.count
      }
      entries.append(Entry(pieces: [element]))
    }
    return entries
  }
}
