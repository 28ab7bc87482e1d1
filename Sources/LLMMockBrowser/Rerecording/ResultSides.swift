import LLMMockCore
import LLMMockWorkspace

/// A result beside what is recorded in its place.
struct ResultSides {
  var result: PendingResult
  var standing = PendingStanding.adds
  var provider: String?
  /// Where the recorded one stands now, from 0.
  var index: Int?
  /// nil when it is added.
  var recorded: JSONValue?
  /// Interactions that accepting leaves unreachable, from 0.
  var broken: [Int] = []

  init(result: PendingResult) {
    self.result = result
  }

  /// Sentences to know before deciding.
  var notes: [String] {
    var notes: [String] = []
    if let index, !broken.isEmpty {
      let fed = broken.prefix(6).map { "#\($0 + 1)" }.joined(separator: ", ")
      let more = broken.count > 6 ? " and \(broken.count - 6) more" : ""
      notes.append(
        "#\(index + 1) feeds \(fed)\(more): accepting leaves \(broken.count == 1 ? "it" : "them") unreachable until recorded again"
      )
    }
    if let note = result.note { notes.append(note.sentence) }
    return notes
  }

  func diff(_ options: InteractionDiff.Options) -> InteractionDiff {
    InteractionDiff(
      old: recorded.map { .init(interaction: $0, fixtureProvider: provider) },
      new: result.interaction.map {
        .init(interaction: $0, fixtureProvider: provider ?? result.fixtureProvider)
      },
      options: options
    )
  }
}
