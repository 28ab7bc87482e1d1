import LLMMockCore

// What the panes list, computed from the listing.

extension State {
  // MARK: Files

  /// Computes the rows of the tree and keeps the selection and the range on the same entries.
  ///
  /// - Parameter begun: the entry that the range was begun on.
  mutating func rebuildFileRows(rangeFrom begun: EntryID?) {
    let previous = files.selected
    files.rows = visibleEntries()
    let place = previous.flatMap(listing.place(of:))
    if let row = place.flatMap(fileRow(ofEntry:)) {
      files.cursor.row = row
    } else if previous == nil || (place != nil && !files.filter.isEmpty) {
      // At first the first fixture is selected: it shows most of what there is. So it is when a
      // filter hides what was selected.
      files.cursor.row =
        files.rows.firstIndex { !listing.entries[$0].isFolder } ?? 0
    } else if place != nil, let previous, let row = row(of: previous.parent) {
      files.cursor.row = row
    }
    // Where the selected file is gone the cursor stays, so that what came after it is selected.
    files.cursor.row = max(0, min(files.rows.count - 1, files.cursor.row))
    files.selected = selectedEntry?.id
    files.anchor = begun.flatMap(listing.place(of:)).flatMap(fileRow(ofEntry:))
    files.marks = files.marks.filter { listing.place(of: $0) != nil }
  }

  private func visibleEntries() -> [Int] {
    let entries = listing.entries
    let hasFilter = !files.filter.isEmpty
    var wanted = [Bool](repeating: false, count: entries.count)
    var open: [Int] = []
    for (index, entry) in entries.enumerated() {
      while let last = open.last, listing.ends[last] <= index { open.removeLast() }
      switch entry.kind {
      case .folder(let problem):
        open.append(index)
        if problem != nil, !hasFilter { wanted[index] = true }
      case .file(let content):
        if content == .other, !showsOthers { continue }
        if hasFilter, !entry.id.shown.containsIgnoringCase(files.filter) { continue }
        wanted[index] = true
      }
      guard wanted[index] else { continue }
      for folder in open where !wanted[folder] { wanted[folder] = true }
    }
    if !entries.isEmpty { wanted[0] = true }

    var rows: [Int] = []
    var index = 0
    while index < entries.count {
      let entry = entries[index]
      let isShown = wanted[index] && (!files.isFlat || !entry.isFolder || index == 0)
      if isShown { rows.append(index) }
      // A filter looks into collapsed folders; a flat list has none.
      let isCollapsed =
        files.collapsed.contains(entry.id) && !hasFilter && !files.isFlat && entry.isFolder
      index = isCollapsed ? listing.ends[index] : index + 1
    }
    return rows
  }

  /// The row of an entry, or of the nearest folder above it that is drawn.
  private func row(of id: EntryID) -> Int? {
    var id = id
    while true {
      if let place = listing.place(of: id), let row = fileRow(ofEntry: place) { return row }
      if id == .root { return nil }
      id = id.parent
    }
  }

  /// The row of a place in the listing; rows ascend, so half of them are left out at each step.
  func fileRow(ofEntry place: Int) -> Int? {
    let row = files.rows.firstPlace { $0 < place }
    return row < files.rows.count && files.rows[row] == place ? row : nil
  }

  /// The entry in a row of the tree.
  package func entry(inRow row: Int) -> Entry? {
    guard files.rows.indices.contains(row), listing.entries.indices.contains(files.rows[row]) else {
      return nil
    }
    return listing.entries[files.rows[row]]
  }

  package var selectedEntry: Entry? { entry(inRow: files.cursor.row) }

  // MARK: Interactions

  /// The numbers of the interactions of the selected file or folder.
  private var scope: Range<Int> {
    guard files.rows.indices.contains(files.cursor.row) else { return 0..<0 }
    return listing.interactions(below: files.rows[files.cursor.row])
  }

  package var interactionRowCount: Int {
    interactions.matches?.count ?? scope.count
  }

  /// The interaction in a row of the list.
  package func interaction(inRow row: Int) -> InteractionID? {
    if let matches = interactions.matches {
      return matches.indices.contains(row) ? matches[row] : nil
    }
    let scope = scope
    guard row >= 0, row < scope.count else { return nil }
    return listing.interaction(number: scope.lowerBound + row)
  }

  /// The row of an interaction; nil when the list does not show it.
  func interactionRow(of id: InteractionID) -> Int? {
    if let matches = interactions.matches { return matches.firstIndex(of: id) }
    guard let number = listing.number(of: id), scope.contains(number) else { return nil }
    return number - scope.lowerBound
  }

  /// Keeps the selected interaction where the list still has it.
  mutating func settleInteractionCursor() {
    if let selected = interactions.selected, let row = interactionRow(of: selected) {
      interactions.cursor.row = row
    }
    interactions.cursor.row = max(0, min(interactionRowCount - 1, interactions.cursor.row))
    interactions.selected = interaction(inRow: interactions.cursor.row)
  }

  /// The name of an interaction in sentences: its name in quotes, else `#N`.
  func label(_ id: InteractionID) -> String { "#\(id.index + 1)" }
}
