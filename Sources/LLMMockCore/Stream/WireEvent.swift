/// One event as it travels: its name and the bytes of its data.
package struct WireEvent: Hashable, Sendable {
  /// What its `event:` line said; nil when it had none, or an empty one.
  package var name: String?
  /// What its `data:` lines said, joined with line feeds; an element's text in a JSON array.
  package var data: [UInt8]

  package init(name: String? = nil, data: [UInt8]) {
    self.name = name
    self.data = data
  }

  /// The data as JSON; nil when it is none, as in `[DONE]`.
  package var json: JSONValue? {
    do {
      return try JSONTree(data).root
    } catch {
      return nil
    }
  }

  /// Whether the event tells of a failure: it is called `error`, or its data has an `error`.
  package var isError: Bool {
    if name == "error" { return true }
    // Most events are not even read: the word does not stand in them.
    guard data.contains("error".utf8) else { return false }
    return StreamEvent(self)?.failure != nil
  }
}

extension StreamEvent {
  /// An event as it would be read from a fixture that stored it; nil when its data is too large for
  /// a JSON text.
  package init?(_ event: WireEvent) {
    if let json = event.json, json.kind != .string {
      self.init(name: event.name, data: json)
      return
    }
    let text = String(decoding: event.data, as: UTF8.self)
    guard let data = JSONAssembly.value({ $0.string(text) }) else { return nil }
    self.init(name: event.name, data: data)
  }
}

extension RandomAccessCollection<UInt8> {
  /// Whether these bytes stand somewhere in here.
  func contains(_ wanted: some Collection<UInt8>) -> Bool {
    guard let first = wanted.first else { return true }
    var start = startIndex
    while let found = self[start...].firstIndex(of: first) {
      if self[found...].starts(with: wanted) { return true }
      start = index(after: found)
    }
    return false
  }
}
