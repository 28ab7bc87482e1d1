import LLMMockCore

// The screens of a list beside a diff: their frames, header, status and hints.

extension Drawing {
  mutating func drawScreen() {
    drawScreenHeader()
    if !layout.list.isEmpty { drawScreenList() }
    if !layout.diff.isEmpty { drawDiff() }
  }

  // MARK: Header

  private mutating func drawScreenHeader() {
    guard let row = layout.header else { return }
    let width = state.size.width
    if layout.mode == .narrow {
      frame.put(
        String(repeating: glyphs.horizontal, count: width),
        at: 0,
        row: row + 1,
        style: Style(.border)
      )
    }
    // The name of the place comes first; then what is done, as far as it fits.
    var progress = screenProgress
    while !progress.isEmpty, width - Self.width(of: progress) < 20 { progress.removeFirst() }
    let right = progress.joined(separator: "  ") + " "
    let start = width - CharacterWidth.of(right)
    var column = frame.put(" \(state.focus.title) ", at: 0, row: row, style: Style(.accent, .bold))
    for segment in screenHeadline {
      guard column + 2 < start else { break }
      column += 1
      column = frame.put(
        cut(segment.text, to: start - column - 1),
        at: column,
        row: row,
        until: start - 1,
        style: segment.style
      )
      column += 1
    }
    frame.put(right, at: start, row: row, style: .muted)
  }

  /// What stands beside the screen's name, the most telling first.
  private var screenHeadline: [Segment] {
    let isWide = state.size.width >= 100
    switch state.focus {
    case .review:
      guard let listing = state.review.listing else {
        return [Segment("asking git\(glyphs.ellipsis)", .muted)]
      }
      if !isWide { return reviewCrumbs }
      var parts = [Segment("\(listing.head) \(glyphs.arrow) folder", Style(.title, .bold))]
      let place = listing.branch.map { "on \(VisibleText.of($0))" } ?? "detached HEAD"
      parts.append(Segment(place, .muted))
      if let operation = listing.operation {
        parts.append(Segment("in \(operation.name)", Style(.warning, .bold)))
      }
      if listing.conflictCount > 0 {
        parts.append(
          Segment(counted(listing.conflictCount, "conflict"), Style(.danger, .bold))
        )
      }
      parts.append(
        Segment("\(counted(listing.files.count, "file")), \(counted(listing.itemCount, "change"))")
      )
      if !listing.isComplete { parts.append(Segment("reading\(glyphs.ellipsis)", .muted)) }
      if listing.stagedCount > 0 {
        parts.append(Segment("staged \(listing.stagedCount)", Style(.success)))
      }
      if let note = listing.note { parts.append(Segment(note, Style(.warning))) }
      return parts
    case .queue:
      let listing = state.queue.listing
      // Of a single file the name stands here, of several in the rows.
      let name = listing.onlyFile.map { [Segment($0.shown, Style(.title, .bold))] } ?? []
      guard listing.isRunning else {
        return name + [
          Segment("\(counted(listing.undecided.count, "result")) to decide on", Style(.title))
        ]
      }
      let bar = progressBar(listing.done, listing.total, width: isWide ? 16 : 8)
      var parts = [
        Segment(bar, Style(.accent)), Segment("\(listing.done)/\(listing.total)", Style(.title)),
        Segment("\(listing.seconds) s", .muted),
      ]
      if isWide { parts.append(Segment(VisibleText.of(listing.targets), .muted)) }
      return isWide ? name + parts : parts
    case .misses:
      let count = state.misses.items?.count ?? 0
      return [
        Segment(
          state.misses.items == nil
            ? "reading\(glyphs.ellipsis)" : "\(counted(count, "request")) no fixture answered",
          Style(.title)
        )
      ]
    default:
      return [Segment(VisibleText.of(state.diff.shown?.title ?? ""), Style(.title))]
    }
  }

  private var reviewCrumbs: [Segment] {
    var text = state.selectedReviewFile.map { $0.id.shown } ?? ""
    if case .review(let id) = state.screenSubject {
      let item = state.selectedReviewFile?.items.first { $0.id == id }
      text += item.map { " > \($0.number)" } ?? ""
    }
    var parts = [Segment("> \(text)", Style(.title, .bold))]
    if let operation = state.review.listing?.operation {
      parts.append(Segment("in \(operation.name)", Style(.warning, .bold)))
    }
    return parts
  }

  private static func width(of parts: [String]) -> Int {
    CharacterWidth.of(parts.joined(separator: "  ")) + 1
  }

  /// What stands at the right of the header, the most telling last.
  private var screenProgress: [String] {
    var parts: [String] = []
    if let shown = state.diff.shown, !shown.changes.isEmpty {
      let place = state.diff.change.map { "\($0 + 1)" } ?? glyphs.dash
      parts.append("change \(place)/\(shown.changes.count)")
    }
    switch state.focus {
    case .review:
      if let listing = state.review.listing, listing.itemCount > 0 {
        if state.size.width < 100, listing.stagedCount > 0 {
          parts.append("staged \(listing.stagedCount)")
        }
        parts.append("reviewed \(listing.reviewedCount)/\(listing.itemCount)")
      }
    case .queue:
      if state.queue.listing.isRunning {
        parts.append(state.queue.listing.isPaused ? "p goes on" : "Ctrl-C pauses")
      }
    default: break
    }
    return parts
  }

  private func progressBar(_ done: Int, _ total: Int, width: Int) -> String {
    let filled = total == 0 ? 0 : min(width, done * width / total)
    return "[" + String(repeating: "#", count: filled)
      + String(repeating: ".", count: width - filled) + "]"
  }

  // MARK: Status

  /// What the selected row is, where no toast says anything.
  var screenExplanation: String {
    switch state.focus {
    case .review:
      guard let file = state.selectedReviewFile else {
        return state.review.listing == nil ? "" : "Nothing differs from HEAD."
      }
      if file.isConflicted { return State.conflicts(of: file) }
      if let problem = file.problem { return "\(file.id.shown): \(problem)" }
      guard case .review(let id) = state.screenSubject,
        let item = file.items.first(where: { $0.id == id })
      else {
        let old = file.oldPath.map { ", was \($0)" } ?? ""
        return
          "\(file.id.shown)\(old): \(counted(file.items.count, "change")); space stages all of it"
      }
      if item.isInIndexOnly {
        return "\(item.number) is as in HEAD, but not in the index: space takes that out."
      }
      return "\(item.number) \(Self.meaning(of: item.letter))\(Self.meaning(of: item.stage))"
    case .queue:
      let items = state.queue.items(at: state.queue.list.cursor.row)
      guard let item = items.first else { return "" }
      if items.count > 1 {
        return "\(items.count) differ in volatile fields alone: a accepts them, enter lists them."
      }
      if let note = item.notes.first { return note }
      return "\(item.file.shown) \(item.number) waits on disk until you accept it."
    case .misses:
      let items = state.misses.items ?? []
      let row = state.misses.list.cursor.row
      guard items.indices.contains(row) else {
        return state.misses.items == nil ? "" : "Nothing was missed."
      }
      return "\(items[row].time)  \(items[row].fixture)  POST \(items[row].endpoint)"
    default:
      return state.diff.shown.map { "\($0.oldTitle)  \(glyphs.arrow)  \($0.newTitle)" } ?? ""
    }
  }

  private static func meaning(of letter: Character) -> String {
    switch letter {
    case "A": "is new. "
    case "D": "is gone from the folder. "
    case "R": "only moved. "
    default: "changed. "
    }
  }

  private static func meaning(of stage: ReviewListing.Stage) -> String {
    switch stage {
    case .none: "Nothing is written until you stage or discard."
    case .some: "What is staged is another version than this; space stages this one."
    case .all: "It is staged."
    }
  }

  /// The commands that the hint line names, best first.
  var screenCommands: [Command] {
    switch state.focus {
    case .review:
      return [
        .nextMatch, .nextInteraction, .mark, .delete, .reviewed, .splitDiff, .commit, .rerecord,
        .diffPart, .edit, .undo, .help,
      ]
    case .queue:
      return [
        .accept, .reject, .skip, .rerecord, .nextMatch, .nextInteraction, .acceptAll,
        .keepVolatile, .splitDiff, .help,
      ]
    case .misses:
      return [.rerecord, .copy, .delete, .nextInteraction, .nextMatch, .splitDiff, .help]
    default:
      return [.nextMatch, .splitDiff, .diffPart, .rerecord, .edit, .back, .help]
    }
  }

  /// A hint as a screen words it; nil words it as everywhere.
  func screenHint(_ command: Command, _ key: String) -> (String, String)? {
    switch (state.focus, command) {
    case (_, .nextMatch): ("n/N", "change")
    case (_, .nextInteraction): ("J/K", state.focus == .misses ? "request" : "record")
    case (.review, .mark): (key, "stage")
    case (.review, .delete): (key, "discard")
    case (.misses, .delete): (key, "drop")
    case (.misses, .rerecord): (key, "record")
    case (.queue, .rerecord): (key, "retake")
    case (.queue, .acceptAll): ("A/D", "all")
    case (_, .splitDiff): (key, state.diff.look.isSplit ? "unified" : "split")
    default: nil
    }
  }
}
