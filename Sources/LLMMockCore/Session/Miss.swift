package import SystemPackage

/// Why a request is not answered, told so that its reader knows what to do.
package struct Miss: Error, Hashable, Sendable, CustomStringConvertible {
  /// `POST /v1/messages`, without the query.
  package var call: String
  package var model: String?
  /// The first words of the user.
  package var preview: String
  /// The fixture's file; several are told as their folder.
  package var fixture: String
  /// `@2 "Summarize: Long article…"`; nil when there is nothing to compare with.
  package var nearest: String?
  /// Where that one stands.
  package var nearestPlace: Place?
  package var differences: [DifferenceText]
  /// Lines in which it is told, at most 1,000 characters with their breaks.
  package var description: String

  /// An interaction as a miss names it.
  package struct Place: Hashable, Sendable {
    /// nil when the fixture stands in no file.
    package var fixture: FilePath?
    /// From 0, at the time.
    package var position: Int
    package var hash: String?
  }

  /// How many differences are told.
  private static let told = 3
  private static let limit = 1_000

  /// A miss because no recording is equal enough.
  package init(
    of call: IncomingCall,
    in fixtures: [ConsultedFixture],
    named name: String,
    options: SessionOptions
  ) {
    self.init(call, name)
    let command = options.recordCommand.map { "To record it: \($0)" }
    if fixtures.count == 1, fixtures[0].index == nil {
      tellNoFile(fixtures[0], command)
      return
    }
    let calls = fixtures.compactMap(\.index).flatMap(\.calls)
    guard calls.contains(where: { $0.endpoint == call.endpoint }) else {
      tellNoEndpoint(call, calls, command)
      return
    }
    guard let (found, fixture) = Self.nearest(to: call, in: fixtures) else {
      tell(["llm-mock: no recording in \(name) answers this \(self.call).", command])
      return
    }
    let place = fixtures.count > 1 ? "\(fixture.name) " : ""
    let reference = "\(place)@\(found.position + 1)"
    let hash = (found.summary.hash ?? "").prefix(12)
    nearest = "\(reference) \(Self.quote(found.summary.preview))"
    nearestPlace = Place(
      fixture: fixture.path,
      position: found.position,
      hash: found.summary.hash
    )
    differences = found.differences.prefix(Self.told).map(DifferenceText.init)
    tell(
      [
        "llm-mock: no recording in \(name) answers this \(self.call).",
        "Nearest is \(reference) \(hash)\(hash.isEmpty ? "" : " ")"
          + "\(Self.quote(found.summary.preview)); "
          + Self.count(of: found.differences)
          + (found.differences.count == 1 ? " differs:" : " differ:"),
      ] + lines(of: found.differences) + [command]
    )
  }

  /// A miss because only equal requests are answered.
  package init(
    strict call: IncomingCall,
    position: Int,
    summary: InteractionSummary,
    differences found: [RequestDifference],
    fixture: ConsultedFixture
  ) {
    self.init(call, fixture.name)
    nearest = "@\(position + 1) \(Self.quote(summary.preview))"
    nearestPlace = Place(fixture: fixture.path, position: position, hash: summary.hash)
    differences = found.prefix(Self.told).map(DifferenceText.init)
    let what =
      call.endpoint.key == .conversation ? "this model, messages and temperature" : "this key"
    tell(
      [
        "llm-mock: strict: @\(position + 1) \((summary.hash ?? "").prefix(12)) has \(what), but "
          + Self.count(of: found) + (found.count == 1 ? " differs:" : " differ:")
      ] + lines(of: found)
    )
  }

  /// A miss because an interaction that would answer may not be answered, or can't be read.
  package init(of call: IncomingCall, fixture: String, because reason: String) {
    self.init(call, fixture)
    tell(["llm-mock: \(reason)"])
  }

  private init(_ call: IncomingCall, _ fixture: String) {
    self.call = "\(call.method) \(VisibleText.of(QueryText.path(of: call.path)))"
    model = call.model.map { VisibleText.of($0) }
    preview = call.preview
    self.fixture = fixture
    differences = []
    description = ""
  }

  // MARK: Telling

  private mutating func tell(_ lines: [String?]) {
    var lines = lines.compactMap { $0 }
    // The command is worth more than another difference.
    while lines.count > 3, lines.joined(separator: "\n").count > Self.limit {
      lines.remove(at: lines.count - 2)
    }
    let text = lines.joined(separator: "\n")
    description = text.count <= Self.limit ? text : String(text.prefix(Self.limit - 3)) + "..."
  }

  private func lines(of found: [RequestDifference]) -> [String] {
    var lines = differences.map {
      "  \($0.path): recorded \($0.recorded), incoming \($0.incoming)"
    }
    if found.count > Self.told { lines.append("  and \(found.count - Self.told) more") }
    return lines
  }

  private mutating func tellNoFile(_ fixture: ConsultedFixture, _ command: String?) {
    let sentence = "llm-mock: \(fixture.name) does not exist, so nothing answers this \(call)."
    guard let python = fixture.pythonName else {
      tell([sentence, command])
      return
    }
    let lost = Self.lost(fixture.name, python)
    tell([
      sentence,
      "\(python) does: the Python tool cuts \"\(lost)\" off a name. Rename it, or name it in full.",
    ])
  }

  /// What the Python package takes for a suffix: `.5` of `claude-3.5.json` beside `claude-3.json`.
  private static func lost(_ name: String, _ python: String) -> String {
    let stem = python.hasSuffix(".json") ? String(python.dropLast(5)) : python
    let rest = name.hasSuffix(".json") ? name.dropLast(5) : name[...]
    return String(rest.dropFirst(stem.count))
  }

  private mutating func tellNoEndpoint(
    _ call: IncomingCall,
    _ calls: [RecordedCall],
    _ command: String?
  ) {
    var counts: [(path: String, count: Int)] = []
    for recorded in calls where recorded.shape != nil {
      let path = recorded.endpoint.path
      if let place = counts.firstIndex(where: { $0.path == path }) {
        counts[place].count += 1
      } else {
        counts.append((path, 1))
      }
    }
    let others = counts.prefix(3).map { "\($0.count) for \(VisibleText.of($0.path))" }
    let rest = counts.count > 3 ? ", and others" : ""
    let inside =
      counts.isEmpty ? "it is empty" : "it has \(others.joined(separator: ", "))\(rest)"
    tell([
      "llm-mock: \(fixture) has no recording for \(self.call) (\(inside)).", command,
    ])
  }

  private static func nearest(
    to call: IncomingCall,
    in fixtures: [ConsultedFixture]
  ) -> (NearestCall, ConsultedFixture)? {
    var best: (NearestCall, ConsultedFixture)?
    for fixture in fixtures {
      // A file that can't be read was told when it was looked into; here it only has no nearest.
      guard let index = fixture.index, let found = Self.nearest(to: call, in: index) else {
        continue
      }
      if best.map({ found.differences.count < $0.0.differences.count }) ?? true {
        best = (found, fixture)
      }
    }
    return best
  }

  private static func nearest(to call: IncomingCall, in index: CallIndex) -> NearestCall? {
    do {
      return try index.nearest(to: call)
    } catch {
      return nil
    }
  }

  private static func count(of differences: [RequestDifference]) -> String {
    Counted.text(differences.count, "field")
  }

  /// The first words of a request in quotes, on one line.
  static func quote(_ preview: String) -> String {
    let text = CharacterWidth.truncate(preview, to: 40, ellipsis: "...")
    return "\"\(VisibleText.of(text, lineBreaks: .space))\""
  }
}
