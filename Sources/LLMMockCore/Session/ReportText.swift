/// An interaction that answered no request.
package struct UnusedInteraction: Hashable, Sendable {
  package var fixture: String
  /// From 0.
  package var position: Int
  package var hash: String?
  /// The first words of the user.
  package var preview: String

  package init(fixture: String, position: Int, hash: String?, preview: String) {
    self.fixture = fixture
    self.position = position
    self.hash = hash
    self.preview = preview
  }
}

/// What a session tells when it ends: one line when all is well.
package struct ReportText: Sendable {
  private let report: Report
  private let unused: [UnusedInteraction]
  /// How many interactions the fixtures have.
  private let interactions: Int
  private let options: SessionOptions
  /// What went wrong beside the requests, in sentences.
  private let notes: [String]

  /// How many of a kind are told one by one.
  private static let told = 10

  package init(
    _ report: Report,
    unused: [UnusedInteraction],
    of interactions: Int,
    options: SessionOptions,
    notes: [String] = []
  ) {
    self.report = report
    self.unused = unused
    self.interactions = interactions
    self.options = options
    self.notes = notes
  }

  package var lines: [String] {
    var lines: [String] = []
    if report.recorded + report.notKept > 0 || options.mode == .record {
      lines += recorded
      if report.answered + report.missed == 0 {
        return lines + passed + noted + look(ifAny: false)
      }
    }
    return lines + answered + passed + noted
  }

  private var noted: [String] {
    notes.map { "  note     \(VisibleText.of($0, lineBreaks: .space))" }
  }

  // MARK: Recording

  private var recorded: [String] {
    var sentence = "llm-mock: recorded \(report.recorded) of "
    sentence += Counted.text(report.requests - report.answered, "request")
    if !report.fixtures.isEmpty { sentence += " into \(files)" }
    if report.recorded > 0 {
      let new = report.recorded - report.replaced
      var parts: [String] = []
      if new > 0 { parts.append("\(new) new") }
      if report.replaced > 0 { parts.append("\(report.replaced) replaced (\(replacedPlaces))") }
      sentence += ": " + parts.joined(separator: ", ")
      let tokens = report.tokens
      if tokens.input + tokens.output > 0 {
        sentence +=
          "; \(Counted.grouped(tokens.input)) tokens in, "
          + "\(Counted.grouped(tokens.output)) out"
      }
    }
    var lines = [sentence]
    for entry in entries({ if case .notKept = $0 { true } else { false } }) {
      if case .notKept(let reason) = entry.outcome {
        lines.append("  not kept  request \(entry.number): \(reason)")
      }
    }
    lines += failures("  failed    ")
    return lines
  }

  private var replacedPlaces: String {
    let places = Set(report.replacedPositions).sorted()
    let told = places.prefix(Self.told).map { "@\($0 + 1)" }.joined(separator: ", ")
    return places.count > Self.told ? told + ", …" : told
  }

  private func failures(_ label: String) -> [String] {
    entries { if case .failed = $0 { true } else { false } }.compactMap { entry in
      guard case .failed(let reason) = entry.outcome else { return nil }
      return "\(label)request \(entry.number): \(VisibleText.of(reason, lineBreaks: .space))"
    }
  }

  // MARK: Replaying

  private var answered: [String] {
    let isWell =
      report.missed + report.differing + report.failed + report.refused == 0 && unused.isEmpty
    if isWell {
      return [
        "llm-mock: \(Counted.text(report.requests - report.recorded - report.notKept, "request")) "
          + "answered from \(files) "
          + "(\(report.exact) exact, \(report.converted) converted), 0 missed, "
          + "\(report.forwarded) forwarded"
      ]
    }
    var sentence = "llm-mock: \(Counted.text(report.requests, "request")): \(report.exact) exact, "
    sentence += "\(report.converted) converted, "
    if report.differing > 0 { sentence += "\(report.differing) with differences, " }
    sentence += "\(report.missed) missed, \(report.forwarded) forwarded"
    if report.failed > 0 { sentence += ", \(report.failed) failed" }
    if report.refused > 0 { sentence += ", \(report.refused) refused" }
    if !unused.isEmpty {
      sentence += "; \(unused.count) of \(Counted.text(interactions, "interaction")) unused"
    }
    var lines = [sentence]
    if !report.fixtures.isEmpty { lines.append("  fixture  \(files)") }
    var details = differing + missed
    if report.recorded + report.notKept == 0 { details += failures("  failed   ") }
    details += refused + unusedLines
    if !details.isEmpty { lines += [""] + details }
    return lines + look(ifAny: report.missed > 0)
  }

  private var differing: [String] {
    var lines: [String] = []
    for entry in entries({ if case .answered(.differing, _) = $0 { true } else { false } }) {
      guard case .answered(.differing(let differences, let count), let place) = entry.outcome
      else { continue }
      let file = report.fixtures.count > 1 ? "\(place.fixture) " : ""
      lines.append(
        "  differs  request \(entry.number), answered by \(file)@\(place.position + 1) "
          + Miss.quote(place.preview)
      )
      lines += rows(differences, count: count)
    }
    return lines
  }

  private var missed: [String] {
    var lines: [String] = []
    for entry in entries({ if case .missed = $0 { true } else { false } }) {
      guard case .missed(let miss) = entry.outcome else { continue }
      let model = miss.model.map { " \($0)" } ?? ""
      lines.append(
        "  missed   request \(entry.number), \(miss.call)\(model) \(Miss.quote(miss.preview))"
      )
      guard let nearest = miss.nearest else {
        let reason = miss.description.split(separator: "\n").first ?? ""
        lines.append("             \(reason.trimmingPrefix("llm-mock: "))")
        continue
      }
      lines.append("             nearest \(nearest)")
      lines += rows(miss.differences, count: miss.differences.count)
    }
    return lines
  }

  private func rows(_ differences: [DifferenceText], count: Int) -> [String] {
    let width = differences.map { CharacterWidth.of($0.path) }.max() ?? 0
    var rows = differences.map { difference in
      let padding = String(repeating: " ", count: width - CharacterWidth.of(difference.path))
      return "             \(difference.path)\(padding)   recorded \(difference.recorded)   "
        + "incoming \(difference.incoming)"
    }
    if count > differences.count {
      rows.append("             and \(count - differences.count) more")
    }
    return rows
  }

  private var refused: [String] {
    entries { if case .refused = $0 { true } else { false } }.compactMap { entry in
      guard case .refused(let reason) = entry.outcome else { return nil }
      return "  refused  request \(entry.number), \(entry.method) \(entry.path): \(reason)"
    }
  }

  private var unusedLines: [String] {
    var lines = unused.prefix(Self.told).enumerated().map { number, interaction in
      let label = number == 0 ? "  unused   " : "           "
      let file = report.fixtures.count > 1 ? "\(interaction.fixture) " : ""
      let hash = (interaction.hash ?? "").prefix(12)
      return "\(label)\(file)@\(interaction.position + 1)  \(hash)  "
        + Miss.quote(interaction.preview)
    }
    if unused.count > Self.told {
      lines.append("           and \(unused.count - Self.told) more")
    }
    return lines
  }

  // MARK: Around

  /// What to type next.
  private func look(ifAny hasMiss: Bool) -> [String] {
    guard let fixture = report.fixtures.first else { return [] }
    var lines: [String] = []
    if hasMiss, let command = options.recordCommand {
      lines.append("  record what was missed   \(command)")
    }
    if hasMiss || report.differing > 0 || !unused.isEmpty {
      lines.append("  look                     llm-mock-tui \(fixture)")
    }
    return lines.isEmpty ? [] : [""] + lines
  }

  private var passed: [String] {
    let hosts = report.passedThrough.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    guard !hosts.isEmpty else { return [] }
    let told = hosts.prefix(Self.told).map { "\(VisibleText.of($0.key)) (\($0.value))" }
    return ["  passed through  \(told.joined(separator: ", "))"]
  }

  private var files: String {
    switch report.fixtures.count {
    case 0: "no fixture"
    case 1: report.fixtures[0]
    case let count: "\(count) fixtures"
    }
  }

  private func entries(_ fits: @escaping (JournalEntry.Outcome) -> Bool) -> [JournalEntry] {
    Array(report.journal.lazy.filter { fits($0.outcome) }.prefix(Self.told))
  }
}
