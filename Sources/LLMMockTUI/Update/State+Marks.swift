import LLMMockCore

// Marks and ranges, and what a command on a list acts on.

extension State {
  /// Where the range of the focused list was begun; nil when there is none.
  var anchor: Int? {
    switch focus {
    case .files: files.anchor
    case .interactions: interactions.anchor
    case .review, .queue, .misses: screenList.anchor
    case .detail, .comparison: nil
    }
  }

  /// What the ranges were begun on.
  var rangeStart: (file: EntryID?, interaction: InteractionID?) {
    (
      files.anchor.flatMap { entry(inRow: $0)?.id },
      interactions.anchor.flatMap(interaction(inRow:))
    )
  }

  mutating func beginRange() {
    if focus == .files {
      files.anchor = files.cursor.row
    } else {
      interactions.anchor = interactions.cursor.row
    }
  }

  mutating func toggleRange() {
    if anchor == nil {
      beginRange()
    } else {
      takeRangeIntoMarks()
    }
  }

  /// The rows of the range being selected.
  package func rangeRows(in place: Place) -> ClosedRange<Int>? {
    let (anchor, row) =
      place == .files
      ? (files.anchor, files.cursor.row) : (interactions.anchor, interactions.cursor.row)
    return anchor.map { min($0, row)...max($0, row) }
  }

  mutating func takeRangeIntoMarks() {
    if let rows = rangeRows(in: .files), focus == .files {
      for row in rows {
        if let entry = entry(inRow: row), !entry.isFolder { files.marks.insert(entry.id) }
      }
    }
    if let rows = rangeRows(in: .interactions), focus != .files {
      for row in rows {
        if let id = interaction(inRow: row) { interactions.marks.insert(id) }
      }
    }
    files.anchor = nil
    interactions.anchor = nil
  }

  mutating func mark() -> [Effect] {
    if anchor != nil {
      takeRangeIntoMarks()
      return []
    }
    switch focus {
    case .files:
      guard let entry = selectedEntry else { return [] }
      if entry.isFolder { return say("Files can be marked, folders can't", .hint) }
      files.marks.formSymmetricDifference([entry.id])
      files.cursor.move(by: 1, count: files.rows.count)
      return fileSelectionChanged()
    default:
      guard let id = interactions.selected else { return [] }
      interactions.marks.formSymmetricDifference([id])
      interactions.cursor.move(by: 1, count: interactionRowCount)
      return interactionSelectionChanged()
    }
  }

  /// Marks all rows shown, or none when all are.
  mutating func markAll() {
    if focus == .files {
      let all = Set(
        files.rows.compactMap { row -> EntryID? in
          let entry = listing.entries[row]
          return entry.isFolder ? nil : entry.id
        }
      )
      files.marks = files.marks == all ? [] : all
    } else {
      let all = Set((0..<interactionRowCount).compactMap(interaction(inRow:)))
      interactions.marks = interactions.marks == all ? [] : all
    }
  }

  /// Whether a command on files has any to act on although a folder is selected.
  var hasChosenFiles: Bool {
    if let rows = rangeRows(in: .files) {
      return rows.contains { entry(inRow: $0)?.isFolder == false }
    }
    return !files.marks.isEmpty
  }

  /// The files a command acts on: the range, else the marked ones, else the selected one.
  var chosenFiles: [EntryID] {
    if let rows = rangeRows(in: .files) {
      return rows.compactMap { entry(inRow: $0) }.filter { !$0.isFolder }.map(\.id)
    }
    if !files.marks.isEmpty {
      return files.marks.sorted { (listing.place(of: $0) ?? 0) < (listing.place(of: $1) ?? 0) }
    }
    return selectedEntry.flatMap { $0.isFolder ? nil : [$0.id] } ?? []
  }

  /// The interactions a command acts on: the range, else the marked ones, else the selected one.
  ///
  /// In Detail it is the one that is read.
  var chosenInteractions: [InteractionID] {
    if focus == .detail {
      if case .interaction(let id) = detail.subject { return [id] }
      return []
    }
    if let rows = rangeRows(in: .interactions) { return rows.compactMap(interaction(inRow:)) }
    if !interactions.marks.isEmpty {
      return interactions.marks.sorted {
        (listing.number(of: $0) ?? 0) < (listing.number(of: $1) ?? 0)
      }
    }
    return interactions.selected.map { [$0] } ?? []
  }
}
