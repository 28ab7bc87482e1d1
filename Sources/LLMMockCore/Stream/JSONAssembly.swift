/// Puts a JSON text together from pieces of others, as they stand there.
package struct JSONAssembly {
  package private(set) var bytes: [UInt8] = []
  private var needsComma = false

  package init() {}

  /// The text built by `content`, parsed; nil when it is no JSON text.
  ///
  /// All that can be added is well-formed on its own, so nil means that `content` wrote nothing, or
  /// keys where there is no object.
  static func value(_ content: (inout JSONAssembly) -> Void) -> JSONValue? {
    var assembly = JSONAssembly()
    content(&assembly)
    do {
      return try JSONTree(assembly.bytes).root
    } catch {
      return nil
    }
  }

  package mutating func object(_ content: (inout JSONAssembly) -> Void) {
    container("{", "}", content)
  }

  package mutating func array(_ content: (inout JSONAssembly) -> Void) {
    container("[", "]", content)
  }

  package mutating func key(_ name: String) {
    separate()
    bytes += JSONString.quote(name, as: .unicode)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  package mutating func value(_ value: JSONValue) {
    separate()
    bytes += value.text
    needsComma = true
  }

  mutating func text(_ text: JoinedText) {
    separate()
    bytes += text.quoted
    needsComma = true
  }

  package mutating func string(_ text: String) {
    separate()
    bytes += JSONString.quote(text, as: .unicode)
    needsComma = true
  }

  /// Adds a string whose contents are escaped already.
  mutating func escaped(_ contents: some Collection<UInt8>) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    bytes += contents
    bytes.append(UInt8(ascii: "\""))
    needsComma = true
  }

  package mutating func null() {
    separate()
    bytes += "null".utf8
    needsComma = true
  }

  package mutating func bool(_ value: Bool) {
    separate()
    bytes += (value ? "true" : "false").utf8
    needsComma = true
  }

  package mutating func number(_ number: Int) {
    separate()
    bytes += String(number).utf8
    needsComma = true
  }

  /// Adds a member; nothing when there is no value.
  mutating func member(_ name: String, _ member: JSONValue?) {
    guard let member else { return }
    key(name)
    value(member)
  }

  /// Adds a member; nothing when no string was appended to the text.
  mutating func member(_ name: String, _ member: JoinedText) {
    guard member.isPresent else { return }
    key(name)
    text(member)
  }

  /// Adds the members of several objects, each once: the last value counts, unless it is null.
  mutating func members(of objects: [JSONValue?], except names: Set<String> = []) {
    var places: [String: Int] = [:]
    var merged: [JSONValue.Member] = []
    for object in objects {
      guard let object else { continue }
      for member in object.members {
        let name = member.key.decoded
        if names.contains(name) { continue }
        if let place = places[name] {
          if !member.value.isNull { merged[place] = member }
        } else {
          places[name] = merged.count
          merged.append(member)
        }
      }
    }
    for member in merged { self.member(member) }
  }

  /// Adds a member as it is.
  mutating func member(_ member: JSONValue.Member) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    bytes += member.key.escaped
    bytes += "\":".utf8
    needsComma = false
    value(member.value)
  }

  private mutating func container(
    _ opening: Character,
    _ closing: Character,
    _ content: (inout JSONAssembly) -> Void
  ) {
    separate()
    bytes += String(opening).utf8
    needsComma = false
    content(&self)
    bytes += String(closing).utf8
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
  }
}

/// Values by number, in the order in which the numbers first came.
struct Numbered<Value> {
  private(set) var values: [Value] = []
  private var places: [Int: Int] = [:]

  var isEmpty: Bool { values.isEmpty }

  /// Changes the value with that number, made by `new` when it is the first time.
  mutating func update(
    _ number: Int,
    new: @autoclosure () -> Value,
    _ change: (inout Value) -> Void
  ) {
    let place: Int
    if let found = places[number] {
      place = found
    } else {
      place = values.count
      places[number] = place
      values.append(new())
    }
    change(&values[place])
  }
}
