import LLMMockCore

/// A fixture as `list` shows it: a head, then two lines for each interaction.
///
/// Scripts read this form since the first version of the tool in Python; it stays as it is.
struct FixtureLines {
  var path: String
  var summary: FixtureSummary

  var lines: [String] {
    let head = [
      "Fixture : \(path)",
      "Provider: \(shown(summary.provider))",
      "Interactions: \(summary.interactions.count)",
    ]
    if summary.interactions.isEmpty { return head + ["  (empty)"] }
    return head + [""] + summary.interactions.enumerated().flatMap { lines($1, position: $0 + 1) }
  }

  private func lines(_ interaction: InteractionSummary, position: Int) -> [String] {
    let hash = interaction.hash.map { "\(shown($0, atMost: 12))…" } ?? "?"
    let time = shown(interaction.recordedAt, atMost: 19)
    let flag = interaction.isStreaming ? "  [streaming]" : ""
    return [
      "  \(position). \(hash)  \(shown(interaction.model))  \(time)\(flag)",
      "       \"\(PreviewLine.of(interaction.preview))\"",
    ] + (interaction.problem.map { ["       ! \($0)"] } ?? [])
  }

  /// At most so many Unicode scalars; a question mark for what is absent.
  private func shown(_ text: String?, atMost limit: Int = .max) -> String {
    guard let text else { return "?" }
    return VisibleText.of(String(text.unicodeScalars.prefix(limit)))
  }
}
