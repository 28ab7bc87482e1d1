import LLMMockCore
import LLMMockTUI
import LLMMockWorkspace
import Synchronization
import SystemPackage

/// Two versions of an interaction, and what is said about them.
struct Compared: Sendable {
  var old: InteractionDiff.Side?
  var new: InteractionDiff.Side?
  var title: String
  var oldTitle: String
  var newTitle: String
  /// Sentences that stand above the diff.
  var notes: [String] = []
  /// What is shown where there is nothing to compare.
  var sentences: [String] = []
  /// Limits the comparison, whatever is asked for.
  var part: InteractionDiff.Part?
  /// The file whose volatile fields count.
  var path: FilePath?
  /// What an editor opens.
  var place: InteractionID?
}

/// Makes diffs for the screens, and keeps the last for another width, look or fold.
final class Comparing: Sendable {
  private struct Made: Sendable {
    var subject: DiffSubject
    var showsVolatile: Bool
    var part: InteractionDiff.Part?
    var compared: Compared
    var diff: InteractionDiff
  }

  /// How long one comparison may take.
  private static let patience = Duration.milliseconds(500)

  private let workspace: Workspace
  private let details: DetailReader
  private let reviewed: ReviewDiffs
  private let rerecording: Rerecording
  private let missing: Missing
  private let last = Mutex<Made?>(nil)

  init(
    workspace: Workspace,
    details: DetailReader,
    reviewed: ReviewDiffs,
    rerecording: Rerecording,
    missing: Missing
  ) {
    self.workspace = workspace
    self.details = details
    self.reviewed = reviewed
    self.rerecording = rerecording
    self.missing = missing
  }

  func content(for request: DiffRequest) throws -> DiffContent {
    let made = try made(for: request)
    let compared = made.compared
    let rows =
      compared.sentences.isEmpty
      ? DiffLayout.rows(of: made.diff, notes: compared.notes, for: request)
      : DiffLayout.rows(of: compared.sentences, for: request)
    return DiffContent(
      subject: request.subject,
      width: request.width,
      isSplit: DiffLayout.isSplit(request),
      title: compared.title,
      oldTitle: compared.oldTitle,
      newTitle: compared.newTitle,
      rows: rows,
      hiddenCount: made.diff.hidden.count,
      place: compared.place
    )
  }

  /// The diff as text, as a clipboard takes it.
  func text(of subject: DiffSubject) throws -> String {
    var look = DiffLook()
    look.isSplit = false
    look.wraps = false
    let request = DiffRequest(
      subject: subject,
      look: look,
      width: 1000,
      usesBrackets: true,
      opened: [],
      again: false,
      generation: 0
    )
    let content = try content(for: request)
    let heading = "\(content.title): \(content.oldTitle) -> \(content.newTitle)"
    let rows = content.rows.map { row in
      let text = row.left.map(\.text).joined()
      return String(text.reversed().drop { $0 == " " }.reversed())
    }
    return ([heading] + rows).joined(separator: "\n") + "\n"
  }

  private func made(for request: DiffRequest) throws -> Made {
    let known = last.withLock { $0 }
    if let known, !request.again, known.subject == request.subject,
      known.showsVolatile == request.look.showsVolatile, known.part == request.look.part
    {
      return known
    }
    let compared = try compared(request.subject)
    var volatile = VolatileFields.standard
    if let path = compared.path {
      volatile = try VolatileFields.of(fixture: path, files: workspace.files)
    }
    let start = ContinuousClock.now
    let options = InteractionDiff.Options(
      volatile: volatile,
      showsVolatile: request.look.showsVolatile,
      part: compared.part ?? request.look.part,
      budget: ComparisonBudget { ContinuousClock.now - start > Self.patience }
    )
    let diff =
      compared.sentences.isEmpty
      ? InteractionDiff(old: compared.old, new: compared.new, options: options)
      : InteractionDiff()
    let made = Made(
      subject: request.subject,
      showsVolatile: request.look.showsVolatile,
      part: request.look.part,
      compared: compared,
      diff: diff
    )
    last.withLock { $0 = made }
    return made
  }

  // MARK: Subjects

  private func compared(_ subject: DiffSubject) throws -> Compared {
    switch subject {
    case .review(let id): return try reviewed.compared(id)
    case .reviewFile(let id): return try reviewed.compared(file: id)
    case .head(let id): return try reviewed.comparedWithHead(id)
    case .result(let id): return try compared(result: id)
    case .sameResults(let ids):
      return Compared(
        title: "\(ids.count) results",
        oldTitle: "recorded",
        newTitle: "new",
        sentences: ["These differ from what is recorded in volatile fields alone:", ""]
          + rerecording.rows(of: ids)
          + ["", "a accepts all of them, d rejects them. Enter in the list shows each by itself."]
      )
    case .miss(let id): return try missing.compared(id)
    case .pair(let one, let other):
      let sides = try (side(one), side(other))
      return Compared(
        old: sides.0,
        new: sides.1,
        title: "\(name(one)) and \(name(other))",
        oldTitle: name(one),
        newTitle: name(other),
        path: details.path(of: other.file),
        place: other
      )
    }
  }

  private func name(_ id: InteractionID) -> String { "\(id.file.shown) #\(id.index + 1)" }

  private func side(_ id: InteractionID) throws -> InteractionDiff.Side {
    let (bytes, provider) = try details.bytes(of: id)
    return InteractionDiff.Side(interaction: try JSONTree(bytes).root, fixtureProvider: provider)
  }

  private func compared(result id: String) throws -> Compared {
    guard let sides = try rerecording.sides(of: id) else {
      let failure = rerecording.failure(of: id)
      return Compared(
        title: "no result",
        oldTitle: "recorded",
        newTitle: "new",
        sentences: failure ?? ["The answer is not there yet. The recorded version stays."]
      )
    }
    var notes = sides.notes
    if case .changed(_?) = sides.standing {
      notes.insert("What is shown is the difference from what is there now.", at: 1)
    }
    return Compared(
      old: sides.recorded.map { .init(interaction: $0, fixtureProvider: sides.provider) },
      new: sides.result.interaction.map {
        .init(interaction: $0, fixtureProvider: sides.provider ?? sides.result.fixtureProvider)
      },
      title: sides.number,
      oldTitle: Self.dated("recorded", sides.recorded),
      newTitle: "new, from \(sides.result.host)",
      notes: notes,
      path: sides.result.fixture,
      place: rerecording.place(of: sides)
    )
  }

  /// `HEAD 2026-05-02`: a version and the day of its recording.
  static func dated(_ name: String, _ interaction: JSONValue?) -> String {
    guard let day = interaction?["recorded_at"]?.string?.prefix(10), !day.isEmpty else {
      return name
    }
    return "\(name) (\(VisibleText.of(String(day))))"
  }
}
