import LLMMockCore

// Which interaction the detail pane shows, and its rows.

extension State {
  /// What the selection in the lists says should be shown.
  private var wantedSubject: DetailPane.Subject? {
    if let entry = selectedEntry, entry.content?.problem != nil {
      let problem = DetailPane.Subject.problem(entry.id)
      // Who goes to Detail to read on what the problem is finds it there.
      let isRead = focus == .detail && detail.subject == problem
      if interactionRowCount == 0 || focus == .files || isRead { return problem }
    }
    return interactions.selected.map { .interaction($0) }
  }

  /// The width that rows are made for: the pane's, or what it would be if it were shown.
  private var detailWidth: Int {
    let layout = Layout(self)
    if layout.mode == .tiny { return detail.shown?.width ?? layout.detailWidth }
    if !layout.detail.isEmpty { return layout.detailWidth }
    return Layout(size: size, focus: .detail, zoom: zoom).detailWidth
  }

  /// Asks for the rows of what is selected, unless they are there.
  ///
  /// `keepingPlace` says that only the layout changes, `reading` that the file may have changed.
  mutating func showDetail(keepingPlace: Bool = false, reading: Bool = false) -> [Effect] {
    guard let subject = wantedSubject else {
      detail.subject = nil
      detail.shown = nil
      detail.cursor = ListCursor()
      detail.found = []
      // What was asked for before is not wanted any more.
      detail.generation = nextGeneration()
      return []
    }
    if subject != detail.subject {
      detail.subject = subject
      detail.toggled = []
      // What is folded can't be found.
      detail.unfoldsAll = !detail.search.isEmpty
      detail.nextCursor = ListCursor()
      detail.found = []
    } else if keepingPlace, !reading, let shown = detail.shown, shown.subject == subject,
      shown.tab == detail.tab, shown.width == detailWidth,
      // Rows that are still to come may be for another width.
      detail.shownGeneration == detail.generation
    {
      return []
    }
    return [.show(detailRequest(subject))]
  }

  private mutating func detailRequest(_ subject: DetailPane.Subject) -> DetailRequest {
    detail.generation = nextGeneration()
    return DetailRequest(
      subject: subject,
      tab: detail.tab,
      width: detailWidth,
      wraps: detail.wraps,
      toggled: detail.toggled,
      unfoldsAll: detail.unfoldsAll,
      generation: detail.generation
    )
  }

  /// Asks for the rows again after a fold, a tab or the wrapping changed.
  mutating func reshapeDetail() -> [Effect] {
    guard let subject = detail.subject else { return [] }
    return [.show(detailRequest(subject))]
  }

  mutating func take(_ content: DetailContent, _ generation: Int) -> [Effect] {
    guard generation == detail.generation else { return [] }
    if let cursor = detail.nextCursor {
      // What it replaces stayed where it was until now.
      detail.cursor = cursor
      detail.scrolled = 0
      detail.nextCursor = nil
    } else if detail.shown?.subject == content.subject, detail.shown?.tab == content.tab {
      keepPlace(in: content.rows)
    }
    detail.shown = content
    detail.shownGeneration = generation
    // A tab this interaction has not got falls back to the first.
    detail.tab = content.tab
    detail.cursor.row = max(0, min(content.rows.count - 1, detail.cursor.row))
    if detail.search.isEmpty { return [] }
    return [.search(detail.search, rows: content, generation: detail.generation)]
  }

  /// Keeps the cursor on the node it is on, as many rows below the node's first as it is now.
  private mutating func keepPlace(in rows: [DetailRow]) {
    let row = detail.cursor.row
    guard detail.rows.indices.contains(row), let node = detail.rows[row].node,
      let before = detail.rows.firstIndex(where: { $0.node == node }),
      let first = rows.firstIndex(where: { $0.node == node })
    else { return }
    let target = first + row - before
    detail.cursor.row = rows.indices.contains(target) && rows[target].node == node ? target : first
    // What was drawn above it stays above it.
    detail.cursor.top = max(0, detail.cursor.top + detail.cursor.row - row)
  }

  mutating func take(foundRows rows: [Int]) {
    let isFirst = detail.found.isEmpty
    detail.found = rows
    if isFirst, let row = rows.first(where: { $0 >= detail.cursor.row }) ?? rows.first,
      field?.purpose == .searchDetail || focus == .detail
    {
      detail.cursor.row = row
    }
  }

  /// Folds or unfolds what the cursor is in.
  mutating func toggleFold() -> [Effect] {
    guard detail.rows.indices.contains(detail.cursor.row) else {
      return say("There is nothing to fold", .hint)
    }
    let rows = detail.rows
    let row = rows[...detail.cursor.row].lastIndex {
      $0.fold != nil && ($0.node == rows[detail.cursor.row].node)
    }
    guard let row = row ?? rows[...detail.cursor.row].lastIndex(where: { $0.fold != nil }),
      let node = rows[row].node
    else { return say("Nothing to fold here", .hint) }
    detail.cursor.row = row
    detail.toggled.formSymmetricDifference([node])
    return reshapeDetail()
  }

  /// Opens what the cursor is on if it is closed; else moves into it.
  mutating func unfold() -> [Effect] {
    guard detail.rows.indices.contains(detail.cursor.row) else {
      return say("There is nothing to open", .hint)
    }
    let row = detail.rows[detail.cursor.row]
    if row.fold == .closed { return toggleFold() }
    detail.cursor.move(by: 1, count: detail.rows.count)
    return []
  }

  /// Closes what the cursor is on if it is open; else moves to what it is in; else leaves.
  mutating func foldOrLeave() -> [Effect] {
    guard detail.rows.indices.contains(detail.cursor.row) else { return focus(on: outerPane) }
    let row = detail.rows[detail.cursor.row]
    if row.fold == .open { return toggleFold() }
    let outer = detail.rows[..<detail.cursor.row].lastIndex {
      $0.fold != nil && $0.indent < row.indent
    }
    if let outer {
      detail.cursor.row = outer
      return []
    }
    return focus(on: outerPane)
  }

  mutating func switchTab(by step: Int) -> [Effect] {
    let tabs = detail.shown?.tabs.map(\.tab) ?? [.overview]
    guard tabs.count > 1 else { return say("There is nothing else to show here", .hint) }
    let place = tabs.firstIndex(of: detail.tab) ?? 0
    return switchTab(to: tabs[(place + step + tabs.count) % tabs.count])
  }

  mutating func switchTab(to tab: DetailTab) -> [Effect] {
    detail.tab = tab
    detail.toggled = []
    detail.nextCursor = ListCursor()
    return reshapeDetail()
  }
}
