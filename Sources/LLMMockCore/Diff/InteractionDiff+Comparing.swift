extension InteractionDiff {
  /// Compares two interactions.
  ///
  /// - Parameters:
  ///   - old: nil when there was none.
  ///   - new: nil when there is none any more.
  package init(old: Side?, new: Side?, options: Options = Options()) {
    var writer = DiffWriter(options)
    let sides = ComparedSides(old, new)
    writer.writeCall(sides)
    writer.writeRequest(sides)
    writer.writeResponse(sides)
    writer.writeStream(sides)
    var notes = writer.notes
    if writer.changeCount == 0, writer.hidden.isEmpty, options.part == nil,
      let before = old?.interaction, let after = new?.interaction,
      !before.text.hasSameBytes(as: after.text)
    {
      notes.append("The same values, written otherwise: white space, escapes or order of members.")
    }
    self.init(
      sections: writer.sections,
      changeCount: writer.changeCount,
      hidden: writer.hidden,
      notes: notes,
      values: writer.values
    )
  }
}

/// Two interactions and what their streams assemble to.
struct ComparedSides {
  let old: Half
  let new: Half

  /// One of them; empty where there is none.
  struct Half {
    var interaction: JSONValue?
    var events: [StreamEvent] = []
    /// What the events are together; nil when there are none or they make nothing.
    var assembled: JSONValue?

    /// The answer that is shown.
    var response: JSONValue? { assembled ?? interaction?["response"] }
    /// Whether the events are all there is to show.
    var isOnlyEvents: Bool { !events.isEmpty && assembled == nil }

    init(_ side: InteractionDiff.Side?) {
      interaction = side?.interaction
      guard let side, let stored = side.interaction["stream_events"] else { return }
      events = StreamEvent.read(stored)
      guard !events.isEmpty else { return }
      let endpoint = Endpoint.of(
        storedPath: side.interaction["endpoint"]?.string,
        provider: side.interaction["provider"]?.string ?? side.fixtureProvider,
        response: side.interaction["response"],
        events: events
      )
      assembled = endpoint.assembled(events)
    }

    subscript(key: String) -> JSONValue? { interaction?[key] }
  }

  init(_ old: InteractionDiff.Side?, _ new: InteractionDiff.Side?) {
    self.old = Half(old)
    self.new = Half(new)
  }

  /// Whether there is no object to take apart on one of the sides.
  var isWhole: Bool {
    [old, new].contains { $0.interaction.map { $0.kind != .object } ?? false }
  }

  /// The keys of both objects, in the order of the old one, then of the new one.
  static func keys(_ old: JSONValue?, _ new: JSONValue?) -> [String] {
    var keys: [String] = []
    var known: Set<[UInt8]> = []
    for object in [old, new] {
      for member in object?.members.map({ $0 }) ?? [] {
        if known.insert(member.key.generalizedUTF8).inserted { keys.append(member.key.decoded) }
      }
    }
    return keys
  }
}
