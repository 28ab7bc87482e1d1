extension Report {
  /// The counts as a JSON object on one line.
  package func json(journal: Bool) -> [UInt8] {
    var assembly = JSONAssembly()
    assembly.object { object in
      let counts = [
        ("requests", requests), ("exact", exact), ("converted", converted),
        ("differing", differing), ("missed", missed), ("recorded", recorded),
        ("replaced", replaced), ("not_kept", notKept), ("forwarded", forwarded),
        ("failed", failed), ("refused", refused),
      ]
      for (name, count) in counts {
        object.key(name)
        object.number(count)
      }
      object.key("tokens")
      object.object {
        $0.key("input")
        $0.number(tokens.input)
        $0.key("output")
        $0.number(tokens.output)
      }
      object.key("fixtures")
      object.array { for fixture in fixtures { $0.string(fixture) } }
      object.key("passed_through")
      object.object {
        for (host, count) in passedThrough.sorted(by: { $0.key < $1.key }) {
          $0.key(host)
          $0.number(count)
        }
      }
      if journal {
        object.key("journal")
        object.array { for entry in self.journal { entry.write(to: &$0) } }
      }
    }
    return assembly.bytes
  }
}

extension JournalEntry {
  fileprivate func write(to assembly: inout JSONAssembly) {
    assembly.object { object in
      object.key("number")
      object.number(number)
      object.text("method", method)
      object.text("path", path)
      object.text("endpoint", endpoint)
      object.text("model", model)
      object.text("preview", preview.map { VisibleText.of($0, lineBreaks: .space) })
      write(outcome, to: &object)
    }
  }

  private func write(_ outcome: Outcome, to object: inout JSONAssembly) {
    switch outcome {
    case .open: object.text("outcome", "open")
    case .answered(let fit, let place):
      object.text("outcome", "hit")
      switch fit {
      case .exact: object.text("match", "exact")
      case .converted: object.text("match", "converted")
      case .differing(let differences, let count):
        object.text("match", "differing")
        write(differences, count: count, to: &object)
      }
      write(place, to: &object)
    case .missed(let miss):
      object.text("outcome", "miss")
      object.text("fixture", miss.fixture)
      object.text("nearest", miss.nearest)
      write(miss.differences, count: miss.differences.count, to: &object)
      object.text("message", miss.description)
    case .recorded(let place, let isReplacing, _):
      object.text("outcome", isReplacing ? "replaced" : "recorded")
      write(place, to: &object)
    case .notKept(let reason):
      object.text("outcome", "not kept")
      object.text("reason", reason)
    case .forwarded: object.text("outcome", "forwarded")
    case .listed: object.text("outcome", "models listed")
    case .failed(let reason):
      object.text("outcome", "failed")
      object.text("reason", reason)
    case .refused(let reason):
      object.text("outcome", "refused")
      object.text("reason", reason)
    }
  }

  private func write(_ place: RecordedPlace, to object: inout JSONAssembly) {
    object.text("fixture", place.fixture)
    object.key("position")
    object.number(place.position + 1)
  }

  private func write(
    _ differences: [DifferenceText],
    count: Int,
    to object: inout JSONAssembly
  ) {
    guard count > 0 else { return }
    object.key("differing_fields")
    object.number(count)
    object.key("differences")
    object.array { array in
      for difference in differences {
        array.object {
          $0.text("path", difference.path)
          $0.text("recorded", difference.recorded)
          $0.text("incoming", difference.incoming)
        }
      }
    }
  }
}

extension JSONAssembly {
  /// Adds a member; nothing when there is no text.
  fileprivate mutating func text(_ name: String, _ value: String?) {
    guard let value else { return }
    key(name)
    string(value)
  }
}
