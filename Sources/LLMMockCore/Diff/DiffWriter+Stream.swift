extension DiffWriter {
  /// Writes what only streams have: how the answer came in pieces.
  mutating func writeStream(_ sides: ComparedSides) {
    guard !sides.isWhole else { return }
    let isMessageSame = changeCount == changesBeforeAnswer
    section("stream", .response) { writer in
      writer.compareStored(sides)
      let areEventsSame = writer.compareEvents(sides, isMessageSame: isMessageSame)
      for key in ["stream_framing", "stream_base64", "stream_timing_ms"] {
        let place = Place.root.member(key)
        writer.compare(Self.label(of: key), sides.old[key], sides.new[key], at: place)
      }
      // The received bytes say what the events say, whose differences stand above.
      guard areEventsSame else { return }
      let place = Place.root.member("stream_text")
      writer.compare("stream_text", sides.old["stream_text"], sides.new["stream_text"], at: place)
    }
  }

  /// The stored body beside a stream, which is empty as a rule.
  private mutating func compareStored(_ sides: ComparedSides) {
    guard sides.old.assembled != nil || sides.new.assembled != nil else { return }
    // Where one side alone is a stream its assembled answer was compared with the other's body.
    let old = sides.old.assembled == nil ? nil : sides.old["response"]
    let new = sides.new.assembled == nil ? nil : sides.new["response"]
    guard (old?.count ?? 0) > 0 || (new?.count ?? 0) > 0 || old?.kind != new?.kind else { return }
    if sides.old.assembled == nil || sides.new.assembled == nil,
      (old?.count ?? 0) == 0, (new?.count ?? 0) == 0
    {
      return
    }
    compare("response", old, new, at: Place.root.member("response"))
  }

  /// - Returns: whether the events of both say the same.
  private mutating func compareEvents(_ sides: ComparedSides, isMessageSame: Bool) -> Bool {
    let (old, new) = (sides.old["stream_events"], sides.new["stream_events"])
    let place = Place.root.member("stream_events")
    guard let old, let new, !sides.old.isOnlyEvents, !sides.new.isOnlyEvents,
      sides.old.assembled != nil, sides.new.assembled != nil
    else {
      if sides.old.assembled != nil || sides.new.assembled != nil {
        // The message was shown; its events would say the same again.
        if let only = old ?? new, old == nil || new == nil, only.count > 0 { return true }
      }
      let count = changeCount
      compare("events", old, new, at: place)
      return changeCount == count
    }
    if old.text.hasSameBytes(as: new.text) { return true }
    let difference = EventDifference(old, new, options.volatile)
    guard let first = difference.first else {
      let labels = difference.volatileLabels
      if options.showsVolatile, !labels.isEmpty {
        let names = labels.joined(separator: ", ")
        note("volatile fields of the events differ: \(names)", label: "events", place, indent: 0)
      } else {
        for label in labels { hide(label) }
      }
      return labels.isEmpty
    }
    let (count, before) = (new.count, old.count)
    let cut =
      count == before
      ? nil : "cut into \(Counted.text(count, "event")) instead of \(Counted.grouped(before))"
    let element = place.element(first, first)
    value(element, Self.element(first, of: old), Self.element(first, of: new))
    if isMessageSame {
      let sentence =
        cut.map { "same message, \($0)" }
        ?? "same message, in events that differ: the first is event \(first + 1)"
      note(sentence, label: "events", place, indent: 0)
    } else if let cut {
      let text = Text(.literal, cut)
      add(Line(kind: .note, path: place.new, label: "events", indent: 0, new: text))
    }
    return false
  }

  private static func element(_ index: Int, of array: JSONValue) -> JSONValue? {
    array.elements.dropFirst(index).first { _ in true }
  }
}

/// Where the events of two streams differ.
private struct EventDifference {
  /// The first event that differs in more than volatile fields, from 0; nil when there is none.
  var first: Int?
  /// What the volatile fields that differ are called.
  var volatileLabels: [String] = []

  init(_ old: JSONValue, _ new: JSONValue, _ volatile: VolatileFields) {
    let keys = ["stream_events", "0"]
    var (one, other) = (old.elements, new.elements)
    var index = 0
    while true {
      let (before, after) = (one.next(), other.next())
      if before == nil, after == nil { return }
      guard let before, let after else { break }
      if !before.text.hasSameBytes(as: after.text) {
        if MaskedShape.text(of: before, at: keys, volatile)
          != MaskedShape.text(of: after, at: keys, volatile)
        {
          break
        }
        addLabels(before, after, volatile)
      }
      index += 1
    }
    first = index
  }

  private mutating func addLabels(
    _ old: JSONValue,
    _ new: JSONValue,
    _ volatile: VolatileFields
  ) {
    var comparison = ValueComparison(limit: 100)
    comparison.compare(old, new) { _, _ in false }
    for place in comparison.found {
      let keys = place.path.dropFirst().split(separator: "/").map(String.init)
      let label = DiffWriter.label(ofHidden: ["stream_events", "0"] + keys)
      if !volatileLabels.contains(label) { volatileLabels.append(label) }
    }
  }
}
