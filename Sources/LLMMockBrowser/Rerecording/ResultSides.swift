import LLMMockCore
import LLMMockTUI
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

  static let gone = "The interaction it was sent for is gone: d drops the result"

  /// How lists and titles number it: by where it belongs now, in brackets where that is gone.
  var number: String {
    if let index { return "#\(index + 1)" }
    guard case .replaces(let index, _) = result.place else { return QueueItem.new }
    return "(#\(index + 1))"
  }

  /// Why it can't be accepted as it is, a sentence; nil when it can.
  var obstacle: String? {
    switch standing {
    case .changed(nil): Self.gone
    case .changed: "The file changed since this was sent: r records it again, d drops it"
    case .unreadable(let sentence): "\(sentence.sentence): d drops the result"
    case .replaces, .adds: nil
    }
  }

  /// Sentences to know before deciding, the obstacle first.
  var notes: [String] {
    var notes = [obstacle].compactMap(\.self)
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
