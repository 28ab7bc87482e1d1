/// The probabilities of a choice's tokens: lists of which each chunk has a part.
struct LogprobsAssembly {
  private var parts: [JSONValue] = []

  var isEmpty: Bool { parts.isEmpty }

  mutating func add(_ part: JSONValue) {
    parts.append(part)
  }

  func write(to object: inout JSONAssembly) {
    guard !parts.isEmpty else { return }
    object.key("logprobs")
    guard parts.count > 1, parts.allSatisfy({ $0.kind == .object }) else {
      object.value(parts[parts.count - 1])
      return
    }
    var lists: [(name: JSONString, parts: [JSONValue])] = []
    for member in parts.lazy.flatMap(\.members) where member.value.kind == .array {
      if let place = lists.firstIndex(where: { $0.name == member.key }) {
        lists[place].parts.append(member.value)
      } else {
        lists.append((member.key, [member.value]))
      }
    }
    object.object { logprobs in
      for (name, parts) in lists {
        logprobs.key(name.decoded)
        logprobs.array { array in
          for element in parts.lazy.flatMap(\.elements) { array.value(element) }
        }
      }
      logprobs.members(of: parts, except: Set(lists.map(\.name.decoded)))
    }
  }
}
