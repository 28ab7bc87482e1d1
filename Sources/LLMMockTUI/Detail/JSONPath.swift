import LLMMockCore

/// Finds a value by its number and tells the way to it.
struct JSONPath {
  enum Step: Hashable {
    case key(String)
    case index(Int)
  }

  var value: JSONValue
  /// The key before the value; nil for an element and for the root.
  var key: JSONString?
  var steps: [Step]

  /// - Returns: nil when no value has that number.
  init?(to index: Int, from root: JSONValue) {
    var value = root
    var key: JSONString?
    var steps: [Step] = []
    // Values are numbered in the order of the text: the one that is sought is in the last child
    // that does not come after it.
    while value.index != index {
      var next: (JSONValue, JSONString?, Step)?
      var place = 0
      for element in value.elements {
        if element.index > index { break }
        next = (element, nil, .index(place))
        place += 1
      }
      for member in value.members {
        if member.value.index > index { break }
        next = (member.value, member.key, .key(""))
      }
      guard let (child, name, step) = next else { return nil }
      value = child
      key = name
      steps.append(name.map { .key($0.decoded) } ?? step)
    }
    self.value = value
    self.key = key
    self.steps = steps
  }

  /// The steps as programs write them: `.request.messages[0]["odd key"]`.
  var text: String {
    steps.map { step in
      switch step {
      case .index(let index): "[\(index)]"
      case .key(let key) where Self.isPlain(key): ".\(key)"
      case .key(let key):
        "[\(String(decoding: JSONString.quote(key, as: .unicode), as: UTF8.self))]"
      }
    }.joined()
  }

  private static func isPlain(_ key: String) -> Bool {
    guard let first = key.utf8.first, !(0x30...0x39 ~= first) else { return false }
    return key.utf8.allSatisfy {
      0x61...0x7A ~= $0 || 0x41...0x5A ~= $0 || 0x30...0x39 ~= $0 || $0 == UInt8(ascii: "_")
    }
  }
}
