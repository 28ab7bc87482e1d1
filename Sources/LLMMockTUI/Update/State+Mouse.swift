import LLMMockCore

extension State {
  mutating func take(_ mouse: Mouse) -> [Effect] {
    let layout = Layout(self)
    guard layout.mode != .tiny else { return [] }
    if !overlays.isEmpty { return takeInOverlay(mouse) }
    if focus.isScreen { return takeOnScreen(mouse, layout) }
    switch mouse.action {
    case .wheelDown, .wheelUp:
      return scroll(
        layout.place(at: mouse.position) ?? focus,
        by: mouse.action == .wheelDown ? 3 : -3
      )
    case .pressed:
      return press(mouse.position, layout)
    case .dragged:
      return usesMouse ? say("To select text with the mouse, type :set nomouse", .hint) : []
    case .released:
      return []
    }
  }

  private mutating func scroll(_ place: Place, by rows: Int) -> [Effect] {
    switch place {
    case .files:
      files.cursor.move(by: rows, count: files.rows.count)
      return fileSelectionChanged()
    case .interactions:
      interactions.cursor.move(by: rows, count: interactionRowCount)
      return interactionSelectionChanged()
    default:
      scrollDetail(by: rows)
      return []
    }
  }

  private mutating func press(_ position: Position, _ layout: Layout) -> [Effect] {
    if position.row == layout.status, undoButton(layout)?.contains(position.column) == true {
      return run(.undo)
    }
    guard let place = layout.place(at: position) else { return [] }
    let wasFocused = focus == place
    let inside = place == .interactions ? layout.interactionRows : layout.inside(place)
    var effects = focus(on: place)
    if place == .detail, position.row == layout.detail.row, let tab = tab(at: position, layout) {
      return effects + switchTab(to: tab)
    }
    guard inside.contains(position) else { return effects }
    let row = position.row - inside.row
    switch place {
    case .files:
      let target = files.cursor.top + row
      guard files.rows.indices.contains(target) else { return effects }
      // A second press on the selected row opens it.
      if wasFocused, target == files.cursor.row { return effects + run(.open) }
      files.cursor.row = target
      effects += fileSelectionChanged()
    case .interactions:
      let target = interactions.cursor.top + row
      guard target < interactionRowCount else { return effects }
      if wasFocused, target == interactions.cursor.row { return effects + run(.open) }
      interactions.cursor.row = target
      effects += interactionSelectionChanged()
    default:
      let target = detail.cursor.top + row
      guard detail.rows.indices.contains(target) else { return effects }
      if wasFocused, target == detail.cursor.row, detail.rows[target].fold != nil {
        return effects + toggleFold()
      }
      detail.cursor.row = target
    }
    return effects
  }

  // MARK: Screens

  private mutating func takeOnScreen(_ mouse: Mouse, _ layout: Layout) -> [Effect] {
    let isInDiff = layout.diff.contains(mouse.position)
    review.hasMoved = true
    switch mouse.action {
    case .wheelDown, .wheelUp:
      let rows = mouse.action == .wheelDown ? 3 : -3
      if isInDiff {
        diff.cursor.scroll(by: rows, count: diff.rows.count, height: layout.insideDiff.height)
        return []
      }
      return moveSelection(by: rows)
    case .pressed:
      if mouse.position.row == layout.status,
        undoButton(layout)?.contains(mouse.position.column) == true
      {
        return run(.undo)
      }
      return isInDiff ? pressDiff(mouse.position, layout) : pressList(mouse.position, layout)
    case .dragged:
      return usesMouse ? say("To select text with the mouse, type :set nomouse", .hint) : []
    case .released:
      return []
    }
  }

  private mutating func pressDiff(_ position: Position, _ layout: Layout) -> [Effect] {
    let inside = layout.insideDiff
    let wasFocused = diff.isFocused
    var effects = focusDiff(true)
    let target = diff.cursor.top + position.row - inside.row
    guard inside.contains(position), diff.rows.indices.contains(target) else { return effects }
    // A second press opens a fold.
    if wasFocused, target == diff.cursor.row { effects += run(.open) }
    diff.cursor.row = target
    return effects
  }

  private mutating func pressList(_ position: Position, _ layout: Layout) -> [Effect] {
    let inside = layout.insideScreenList
    guard inside.contains(position) else { return [] }
    let wasFocused = !diff.isFocused
    diff.isFocused = false
    let target = screenList.cursor.top + position.row - inside.row
    guard target < screenRowCount else { return screenSelectionChanged() }
    if wasFocused, target == screenList.cursor.row { return run(.open) }
    screenList.cursor.row = target
    return screenSelectionChanged()
  }

  private func tab(at position: Position, _ layout: Layout) -> DetailTab? {
    tabSpans(layout).first { $0.columns.contains(position.column) }?.tab
  }

  private mutating func takeInOverlay(_ mouse: Mouse) -> [Effect] {
    switch (overlays.last, mouse.action) {
    case (.confirm(let confirm), .pressed):
      let buttons = OverlayLayout(confirm: confirm, size: size).buttons
      if buttons.yes.contains(mouse.position) { return answer(confirm) }
      if buttons.cancel.contains(mouse.position) { overlays.removeLast() }
      return []
    case (.menu(let menu), .pressed):
      let rows = OverlayLayout(menu: menu, size: size).content
      guard rows.contains(mouse.position),
        menu.items.indices.contains(mouse.position.row - rows.row)
      else { return [] }
      return choose(menu.items[mouse.position.row - rows.row].choice)
    case (_, .wheelDown): return takeInOverlay(Key.down)
    case (_, .wheelUp): return takeInOverlay(Key.up)
    default: return []
    }
  }
}
