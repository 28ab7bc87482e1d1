import LLMMockCore

// Going into what is selected, and out of it again.

extension State {
  mutating func open() -> [Effect] {
    switch focus {
    case .files:
      guard let entry = selectedEntry else { return [] }
      if entry.isFolder, entry.id != .root {
        if files.collapsed.remove(entry.id) != nil { return filesChanged() }
        files.cursor.move(by: 1, count: files.rows.count)
        return fileSelectionChanged()
      }
      return focus(on: interactionRowCount == 0 ? .detail : .interactions)
    case .interactions:
      return focus(on: .detail)
    default:
      return unfold()
    }
  }

  mutating func close() -> [Effect] {
    switch focus {
    case .files:
      guard let entry = selectedEntry, entry.id != .root else {
        return say("This is the opened folder; O opens another", .hint)
      }
      if entry.isFolder, !files.isFlat, !files.collapsed.contains(entry.id) {
        files.collapsed.insert(entry.id)
        return filesChanged()
      }
      guard let place = listing.place(of: entry.id.parent), let row = fileRow(ofEntry: place) else {
        return say("A flat list has no folders; ` makes it a tree", .hint)
      }
      files.cursor.row = row
      return fileSelectionChanged()
    case .interactions:
      return focus(on: .files)
    default:
      return foldOrLeave()
    }
  }

  /// Leaves the innermost thing: range, marks, search, filter, zoom, pane.
  ///
  /// It never quits. In Detail that is only what is Detail's own: what was marked and filtered in
  /// the list is there when it is left.
  mutating func back() -> [Effect] {
    if anchor != nil {
      files.anchor = nil
      interactions.anchor = nil
      return []
    }
    switch focus {
    case .files where !files.marks.isEmpty, .interactions where !interactions.marks.isEmpty:
      clearMarks()
      return []
    case .detail where !detail.search.isEmpty:
      detail.search = ""
      detail.found = []
      return []
    case .interactions where interactions.query.isFiltering:
      let order = interactions.query.order
      interactions.query = Query()
      interactions.query.order = order
      return queryChanged()
    case .files where !files.filter.isEmpty:
      files.filter = ""
      return filesChanged()
    default: break
    }
    if zoom != .normal {
      zoom = .normal
      return showDetail(keepingPlace: true)
    }
    if focus != .files { return focus(on: outerPane) }
    toast = nil
    return []
  }

  /// Where the focused pane is left to.
  var outerPane: Place {
    guard focus == .detail, interactionRowCount > 0 || interactions.query.isFiltering else {
      return .files
    }
    if case .problem = detail.subject { return .files }
    return .interactions
  }

  mutating func closeOrQuit() -> [Effect] {
    if Layout(self).mode == .narrow, focus != .files { return focus(on: outerPane) }
    if queue.listing.isRunning {
      askToQuit()
      return []
    }
    return [.quit]
  }
}
