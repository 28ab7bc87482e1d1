import LLMMockCore

extension State {
  mutating func take(_ mouse: Mouse) -> [Effect] {
    let layout = Layout(self)
    guard layout.mode != .tiny else { return [] }
    if !overlays.isEmpty { return takeInOverlay(mouse) }
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
    case .detail:
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
    case .detail:
      let target = detail.cursor.top + row
      guard detail.rows.indices.contains(target) else { return effects }
      if wasFocused, target == detail.cursor.row, detail.rows[target].fold != nil {
        return effects + toggleFold()
      }
      detail.cursor.row = target
    }
    return effects
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
