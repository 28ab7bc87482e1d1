import LLMMockCore

extension State {
  /// Does what a key, the help or the command line asks for.
  mutating func run(_ command: Command) -> [Effect] {
    if let reason = reasonAgainst(command) { return say(reason, .hint) }
    if focus.isScreen, !command.isEverywhere { return runOnScreen(command) }
    switch command {
    case .down, .up, .first, .last, .halfDown, .halfUp, .pageDown, .pageUp:
      return move(command, in: focus)
    case .rangeDown, .rangeUp:
      if anchor == nil { beginRange() }
      return move(command == .rangeDown ? .down : .up, in: focus)
    case .scrollLeft: return scrollSideways(by: -8)
    case .scrollRight: return scrollSideways(by: 8)
    case .detailDown: scrollDetail(by: pageStep(.detail) / 4 + 1)
    case .detailUp: scrollDetail(by: -(pageStep(.detail) / 4 + 1))
    case .focusFiles: return focus(on: .files)
    case .focusInteractions: return focus(on: .interactions)
    case .focusDetail: return focus(on: .detail)
    case .nextPane: return focus(on: neighbour(1))
    case .previousPane: return focus(on: neighbour(2))
    case .previousTab: return switchTab(by: -1)
    case .nextTab: return switchTab(by: 1)
    case .zoomIn: return zoom(by: 1)
    case .zoomOut: return zoom(by: -1)
    case .wrap:
      detail.wraps.toggle()
      detail.scrolled = 0
      return reshapeDetail()
        + say(detail.wraps ? "Lines wrap" : "Lines are cut: H and L scroll", .hint)

    case .open: return open()
    case .close: return close()
    case .fold: return toggleFold()
    case .nextInteraction: return moveInteraction(by: 1)
    case .previousInteraction: return moveInteraction(by: -1)
    case .mark: return mark()
    case .range: toggleRange()
    case .markAll: markAll()

    case .find: openField(.find)
    case .filter: openField(.filter)
    case .nextMatch: return jump(forward: true)
    case .previousMatch: return jump(forward: false)

    case .delete: return askToDelete()
    case .rename: return askForName()
    case .addFile: return askForNewFile()
    case .openFolder: return askForFolder()
    case .undo: return [.undo]
    case .redo: return [.redo]
    case .copy: openCopyMenu()
    case .copyPath: return selectedEntry.map { [.copyPath(fileOfSelection ?? $0.id)] } ?? []
    case .edit: return editEffect
    case .page:
      return selectedEntry.map { [.page(detail.subject, fileOfSelection ?? $0.id, detail.tab)] }
        ?? []

    case .review: return openReview()
    case .compare: return compare()
    case .rerecord: return planRerecord()
    case .discardMenu: openDiscardMenu()
    case .pending: return openQueue()
    case .missed: return openMisses()

    case .sort: openSortMenu()
    case .flat:
      files.isFlat.toggle()
      return filesChanged()
    case .collapseAll:
      files.collapsed = Set(
        listing.entries.lazy.filter { $0.isFolder && $0.id != .root }.map(\.id)
      )
      return filesChanged()
    case .expandAll:
      files.collapsed = []
      return filesChanged()
    case .showOthers:
      showsOthers.toggle()
      return [.list(files.order, showsOthers: showsOthers)] + filesChanged()
        + say(
          showsOthers ? "Files that are no fixtures are listed" : "Only fixtures are listed",
          .hint
        )

    case .help: overlays.append(.help(Help(place: focus)))
    case .commandLine: openField(.commandLine)
    case .log: showLog()
    case .rescan:
      if !git.mayBeAsked { git = .unknown }
      return [.redraw, .list(files.order, showsOthers: showsOthers)]
    case .suspend: return [.suspend]
    case .back: return back()
    case .quit: return closeOrQuit()
    case .quitNow: return [.quit]
    case .cancel:
      if queue.listing.isRunning { return stopQueue() }
      if job != nil { return [.cancelJob] }
      // On a screen it was meant for what just ended there.
      return focus.isScreen ? runOnScreen(.quit) : closeOrQuit()
    default: break
    }
    return []
  }

  /// Why a command can't act now; nil when it can.
  ///
  /// It is said instead of doing nothing.
  package func reasonAgainst(_ command: Command) -> String? {
    if focus.isScreen { return nil }
    switch command {
    case .discardMenu:
      if case .none(let reason) = git { return reason }
      if git == .unknown { return "git is still being asked" }
      return review.letters.isEmpty ? "Nothing differs from HEAD" : nil
    case .rerecord: return listing.fileCount == 0 ? "There are no fixtures here" : nil
    case .delete, .rename, .edit, .copyPath, .page:
      if listing.fileCount == 0 { return "There are no fixtures here" }
      if focus != .files, detail.subject == nil { return "No interaction is selected" }
      if focus == .files, selectedEntry?.isFolder == true {
        switch command {
        case .delete: return hasChosenFiles ? nil : "Select a file: folders are not deleted here"
        case .rename: return "Select a file: folders are not renamed here"
        case .edit, .page: return "Select a file"
        default: return nil
        }
      }
      return nil
    case .copy: return detail.subject == nil ? "There is nothing to copy" : nil
    case .mark, .range, .markAll, .rangeDown, .rangeUp:
      let isEmpty = focus == .interactions ? interactionRowCount == 0 : listing.fileCount == 0
      return isEmpty ? "There is nothing to mark" : nil
    case .previousTab, .nextTab: return detail.shown == nil ? "There is nothing to show" : nil
    default: return nil
    }
  }

  // MARK: Moving

  /// The rows of a page of a pane.
  private func pageStep(_ place: Place) -> Int {
    let layout = Layout(self)
    let height =
      place == .interactions ? layout.interactionRows.height : layout.inside(place).height
    return max(1, height - 1)
  }

  mutating func move(_ command: Command, in place: Place) -> [Effect] {
    let step = command.step(page: pageStep(place))
    switch place {
    case .files:
      files.cursor.move(by: step, count: files.rows.count)
      return fileSelectionChanged()
    case .interactions:
      interactions.cursor.move(by: step, count: interactionRowCount)
      return interactionSelectionChanged()
    default:
      detail.cursor.move(by: step, count: detail.rows.count)
      return []
    }
  }

  mutating func moveInteraction(by step: Int) -> [Effect] {
    if case .problem = detail.subject, interactionRowCount > 0 {
      // From why a file can't be read to what can be read of it.
      detail.subject = nil
      return interactionSelectionChanged()
    }
    let row = interactions.cursor.row
    interactions.cursor.move(by: step, count: interactionRowCount)
    if interactions.cursor.row == row {
      return say(step > 0 ? "This is the last interaction" : "This is the first interaction", .hint)
    }
    return interactionSelectionChanged()
  }

  mutating func fileSelectionChanged() -> [Effect] {
    let selected = selectedEntry?.id
    guard selected != files.selected else { return [] }
    files.selected = selected
    return scopeChanged()
  }

  /// Other interactions are listed.
  private mutating func scopeChanged() -> [Effect] {
    interactions.cursor = ListCursor()
    interactions.selected = nil
    interactions.anchor = nil
    if interactions.query.isEmpty {
      settleInteractionCursor()
      return showDetail()
    }
    return find()
  }

  mutating func interactionSelectionChanged() -> [Effect] {
    interactions.selected = interaction(inRow: interactions.cursor.row)
    return showDetail()
  }

  /// The rows of the tree changed; nil keeps what is selected where it still has a row.
  mutating func filesChanged(selecting wanted: EntryID? = nil) -> [Effect] {
    let selected = files.selected
    if let wanted { files.selected = wanted }
    rebuildFileRows(rangeFrom: rangeStart.file)
    return files.selected == selected ? [] : scopeChanged()
  }

  private mutating func scrollSideways(by columns: Int) -> [Effect] {
    switch focus {
    case .files: files.scrolled = max(0, files.scrolled + columns)
    case .interactions: interactions.scrolled = max(0, interactions.scrolled + columns)
    default:
      if detail.wraps { return say("Lines wrap: w cuts them, so that they can be scrolled", .hint) }
      detail.scrolled = max(0, detail.scrolled + columns)
    }
    return []
  }

  /// Scrolls what is read, whatever pane the keys go to.
  mutating func scrollDetail(by rows: Int) {
    detail.cursor.scroll(
      by: rows,
      count: detail.rows.count,
      height: Layout(self).inside(.detail).height
    )
  }

  mutating func focus(on place: Place) -> [Effect] {
    focus = place
    return showDetail(keepingPlace: true)
  }

  private func neighbour(_ step: Int) -> Place {
    let places = Place.panes
    return places[((places.firstIndex(of: focus) ?? 0) + step) % places.count]
  }

  private mutating func zoom(by step: Int) -> [Effect] {
    zoom = Zoom(rawValue: max(0, min(2, zoom.rawValue + step))) ?? .normal
    return showDetail(keepingPlace: true)
  }

  // MARK: n and N

  /// To the next match of a search, or the next file with a problem.
  private mutating func jump(forward: Bool) -> [Effect] {
    if focus == .detail, !detail.search.isEmpty {
      let row = detail.cursor.row
      let next =
        forward
        ? detail.found.first { $0 > row } ?? detail.found.first
        : detail.found.last { $0 < row } ?? detail.found.last
      guard let next else { return say("\"\(detail.search)\" is not in this text", .hint) }
      detail.cursor.row = next
      return []
    }
    let rows =
      forward
      ? Array(files.rows.indices.dropFirst(files.cursor.row + 1))
      : Array(files.rows.indices.prefix(files.cursor.row).reversed())
    guard let row = rows.first(where: { entry(inRow: $0)?.content?.problem != nil }) else {
      let isAny = listing.unreadableCount > 0
      return say(
        isAny
          ? "No file with a problem \(forward ? "below" : "above")"
          : "No file has a problem; / searches",
        .hint
      )
    }
    focus = .files
    files.cursor.row = row
    return fileSelectionChanged()
  }

  // MARK: Files and subjects

  /// The file of what is selected: the interaction's where a list of several files is shown.
  var fileOfSelection: EntryID? {
    if focus == .files { return selectedEntry?.id }
    switch detail.subject {
    case .interaction(let id): return id.file
    case .problem(let id): return id
    case nil: return selectedEntry?.id
    }
  }

  private var editEffect: [Effect] {
    guard let file = fileOfSelection else { return [] }
    let row = detail.rows.indices.contains(detail.cursor.row) ? detail.rows[detail.cursor.row] : nil
    let isProblem = listing.entry(file)?.content?.problem != nil
    return [
      .edit(
        focus == .files && !isProblem ? nil : detail.subject,
        file,
        detail.tab,
        node: focus == .detail ? row?.node : nil
      )
    ]
  }
}
