extension DiffWriter {
  /// Members of an interaction that belong to other sections than the first.
  private static let told: Set<String> = [
    "request", "response", "status", "headers", "streaming", "stream_events", "stream_framing",
    "stream_text", "stream_base64", "stream_timing_ms", "response_text", "response_base64",
  ]
  private static let systemKeys: Set<String> = [
    "system", "instructions", "systemInstruction", "system_instruction",
  ]
  private static let turnKeys: Set<String> = ["messages", "input", "contents", "prompt"]
  private static let toolKeys: Set<String> = ["tools", "functions"]
  private static let messageKeys: Set<String> = ["choices", "content", "output", "candidates"]
  private static let usageKeys: Set<String> = ["usage", "usageMetadata"]

  /// Writes what stands in an interaction beside request and answer.
  mutating func writeCall(_ sides: ComparedSides) {
    section("interaction", .about) { writer in
      guard !sides.isWhole else {
        // No interaction at all, so all of it stands here.
        return writer.compare("", sides.old.interaction, sides.new.interaction, at: .root)
      }
      for key in ComparedSides.keys(sides.old.interaction, sides.new.interaction)
      where !Self.told.contains(key) {
        let place = Place.root.member(key)
        writer.compare(Self.label(of: key), sides.old[key], sides.new[key], at: place)
      }
      if let old = sides.old.interaction, let new = sides.new.interaction {
        writer.compareRepeated(old, new, at: .root, indent: 0)
      }
    }
  }

  mutating func writeRequest(_ sides: ComparedSides) {
    guard !sides.isWhole else { return }
    let place = Place.root.member("request")
    write(
      sides.old["request"],
      sides.new["request"],
      at: place,
      .request,
      rest: "request",
      groups: [
        ("request.system", Self.systemKeys), ("request.messages", Self.turnKeys),
        ("request.tools", Self.toolKeys),
      ]
    )
  }

  mutating func writeResponse(_ sides: ComparedSides) {
    guard !sides.isWhole else { return }
    changesBeforeAnswer = changeCount
    section("response", .response) { writer in
      for key in ["status", "streaming", "response_text", "response_base64"] {
        let place = Place.root.member(key)
        writer.compare(Self.label(of: key), sides.old[key], sides.new[key], at: place)
      }
    }
    write(
      sides.old.response,
      sides.new.response,
      at: Place.root.member("response"),
      .response,
      rest: "response",
      groups: [("response.message", Self.messageKeys), ("usage", Self.usageKeys)]
    )
    write(
      sides.old["headers"],
      sides.new["headers"],
      at: Place.root.member("headers"),
      .response,
      rest: "headers",
      groups: []
    )
  }

  /// Writes an object as several sections.
  private mutating func write(
    _ old: JSONValue?,
    _ new: JSONValue?,
    at place: Place,
    _ part: InteractionDiff.Part,
    rest: String,
    groups: [(title: String, keys: Set<String>)]
  ) {
    let isObject = [old, new].allSatisfy { $0?.kind ?? .object == .object }
    guard isObject, !options.volatile.contains(place.keys) else {
      return section(rest, part) { $0.compare("", old, new, at: place) }
    }
    let grouped = groups.reduce(into: Set<String>()) { $0.formUnion($1.keys) }
    let keys = ComparedSides.keys(old, new)
    section(rest, part) { writer in
      // An object that was not there, or is there no more, may have no members that show it.
      if keys.isEmpty { writer.compare("", old, new, at: place) }
      for key in keys where !grouped.contains(key) {
        writer.compare(Self.label(of: key), old?[key], new?[key], at: place.member(key))
      }
      if let old, let new { writer.compareRepeated(old, new, at: place, indent: 0) }
    }
    for group in groups {
      let own = keys.filter(group.keys.contains)
      section(group.title, part) { writer in
        for key in own {
          let inner = place.member(key)
          // One member alone needs no label under a title that says the same.
          let isAlone = own.count == 1 && (old?[key] ?? new?[key])?.isContainer == true
          let label = isAlone ? "" : Self.label(of: key)
          writer.compare(label, old?[key], new?[key], at: inner)
        }
      }
    }
  }
}

extension JSONValue {
  var isContainer: Bool { kind == .object || kind == .array }
}
