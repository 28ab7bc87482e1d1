import LLMMockCore

// Keys while something lies over the panes.

extension State {
  mutating func takeInOverlay(_ key: Key) -> [Effect] {
    switch overlays.last {
    case .help(let help): return take(key, in: help)
    case .confirm(let confirm): return take(key, in: confirm)
    case .prompt(let prompt): return take(key, in: prompt)
    case .menu(let menu): return take(key, in: menu)
    case .sheet(let sheet): return take(key, in: sheet)
    case nil: return []
    }
  }

  private mutating func replaceOverlay(_ overlay: Overlay) {
    overlays[overlays.count - 1] = overlay
  }

  // MARK: Questions

  private mutating func take(_ key: Key, in confirm: Confirm) -> [Effect] {
    var confirm = confirm
    switch key {
    case .character("y"):
      return answer(confirm)
    case .enter:
      if confirm.isYesFocused { return answer(confirm) }
      overlays.removeLast()
    case .character("n"), .character("q"), .escape, .control("c"):
      overlays.removeLast()
    case .tab, .backTab, .left, .right, .character("h"), .character("l"):
      confirm.isYesFocused.toggle()
      replaceOverlay(.confirm(confirm))
    case .down, .character("j"), .pageDown, .up, .character("k"), .pageUp:
      let page = key == .pageDown || key == .pageUp ? max(1, size.height - 8) : 1
      let isDown = key == .down || key == .character("j") || key == .pageDown
      let limit = OverlayLayout(confirm: confirm, size: size).scrollLimit
      confirm.top = max(0, min(limit, confirm.top + (isDown ? page : -page)))
      replaceOverlay(.confirm(confirm))
    default:
      // The key that asked does not answer: `dd` deletes nothing.
      break
    }
    return []
  }

  mutating func answer(_ confirm: Confirm) -> [Effect] {
    overlays.removeLast()
    switch confirm.action {
    case .deleteInteractions(let ids): return [.change(.deleteInteractions(ids))]
    case .deleteFiles(let ids): return [.change(.deleteFiles(ids))]
    case .withoutHistory(let change): return [.changeWithoutHistory(change)]
    case .discard(let targets):
      review.list.anchor = nil
      return [.discard(targets)]
    case .startRerecord(let plan):
      queue.accepted = 0
      queue.rejected = 0
      queue.selectsArrival = true
      return [.startRerecord(plan)] + enter(.queue)
    case .accept(let ids):
      queue.accepted += ids.count
      return [.accept(ids)]
    case .reject(let ids):
      queue.rejected += ids.count
      return [.reject(ids)]
    case .quit: return [.quit]
    }
  }

  // MARK: Names

  private mutating func take(_ key: Key, in prompt: Prompt) -> [Effect] {
    var prompt = prompt
    switch key {
    case .escape, .control("c"):
      if case .commit = prompt.purpose { review.message = prompt.text }
      overlays.removeLast()
      return []
    case .enter:
      if case .wrong(let reason) = prompt.check { return say(reason, .hint) }
      if prompt.field.isEmpty, !prompt.mayBeEmpty {
        return say("Type \(prompt.wanted) first", .hint)
      }
      overlays.removeLast()
      switch prompt.purpose {
      case .renameFile(let id):
        // What can't be drawn stands there as tokens, which an unchanged name must not become.
        if prompt.text == VisibleText.of(bytes: id.name) {
          return say("The name stays as it is", .hint)
        }
        return [.change(.renameFile(id, to: prompt.text))]
      case .nameInteraction(let id): return [.change(.nameInteraction(id, prompt.text))]
      case .addFile(let folder): return [.change(.addFile(folder: folder, name: prompt.text))]
      case .openFolder: return [.openFolder(prompt.text)]
      case .commit:
        review.message = prompt.text
        // Hooks may take their time.
        _ = say("Committing", .hint)
        return [.commit(message: prompt.text)]
      }
    default:
      guard prompt.field.take(key) else { return [] }
      return promptChanged(prompt)
    }
  }

  // MARK: Menus

  private mutating func take(_ key: Key, in menu: Menu) -> [Effect] {
    var menu = menu
    switch key {
    case .escape, .control("c"):
      overlays.removeLast()
      return []
    case .down, .tab:
      menu.row = (menu.row + 1) % menu.items.count
    case .up, .backTab:
      menu.row = (menu.row + menu.items.count - 1) % menu.items.count
    case .enter:
      return choose(menu.items[menu.row].choice)
    case .character(let character):
      if let item = menu.items.first(where: { $0.key == character }) { return choose(item.choice) }
      // A menu's own letters win over these.
      switch character {
      case "j": menu.row = (menu.row + 1) % menu.items.count
      case "k": menu.row = (menu.row + menu.items.count - 1) % menu.items.count
      case "q":
        overlays.removeLast()
        return []
      default: return []
      }
    default:
      return []
    }
    replaceOverlay(.menu(menu))
    return []
  }

  mutating func choose(_ choice: Menu.Choice) -> [Effect] {
    overlays.removeLast()
    switch choice {
    case .copy(let kind):
      guard let subject = detail.subject else { return [] }
      let row =
        detail.rows.indices.contains(detail.cursor.row) ? detail.rows[detail.cursor.row] : nil
      return [.copy(kind, subject, detail.tab, node: focus == .detail ? row?.node : nil)]
    case .sortFiles(let order):
      files.order = order
      return [.list(order, showsOthers: showsOthers)]
    case .sortInteractions(let order):
      interactions.query.order = order
      return queryChanged()
    case .discard(let targets): return askToDiscard(targets)
    }
  }

  // MARK: Sheets

  /// Shows rows to read, wrapped where the window is too narrow for them; those of facts below their
  /// second column.
  mutating func showText(_ title: String, _ rows: [String], facts: [String] = []) {
    let width = OverlayLayout.widestText(in: size)
    let texts = rows.flatMap { row in
      CharacterWidth.of(row) <= width ? [row] : OverlayLayout.wrap(row, width)
    }
    let below = facts.flatMap { OverlayLayout.hanging($0, width) }
    overlays.append(.sheet(Sheet(purpose: .text, title: title, rows: texts + below)))
  }

  private mutating func take(_ key: Key, in sheet: Sheet) -> [Effect] {
    var sheet = sheet
    let page = max(1, size.height - 8)
    switch key {
    case .escape, .character("q"), .control("c"), .character("@"):
      overlays.removeLast()
      return []
    case .down, .character("j"): sheet.cursor.move(by: 1, count: sheet.rows.count)
    case .up, .character("k"): sheet.cursor.move(by: -1, count: sheet.rows.count)
    case .pageDown, .control("d"), .control("f"), .character(" "):
      sheet.cursor.move(by: page, count: sheet.rows.count)
    case .pageUp, .control("u"), .control("b"):
      sheet.cursor.move(by: -page, count: sheet.rows.count)
    case .home, .character("g"): sheet.cursor.move(by: -sheet.rows.count, count: sheet.rows.count)
    case .end, .character("G"): sheet.cursor.move(by: sheet.rows.count, count: sheet.rows.count)
    case .enter:
      overlays.removeLast()
      if case .history(let items) = sheet.purpose, items.indices.contains(sheet.cursor.row) {
        return [.restore(items[sheet.cursor.row].id)]
      }
      return []
    default: break
    }
    replaceOverlay(.sheet(sheet))
    return []
  }

  // MARK: Help

  private mutating func take(_ key: Key, in help: Help) -> [Effect] {
    var help = help
    let rows = HelpRow.rows(of: help).filter(\.isCommand).count
    switch key {
    case .escape, .control("c"), .function(1):
      if help.filter.isEmpty || key != .escape {
        overlays.removeLast()
        return []
      }
      help.filter = TextField()
      help.cursor = ListCursor()
    case .character("q") where help.filter.isEmpty, .character("?") where help.filter.isEmpty:
      overlays.removeLast()
      return []
    case .down, .tab: help.cursor.move(by: 1, count: rows)
    case .up, .backTab: help.cursor.move(by: -1, count: rows)
    case .pageDown: help.cursor.move(by: 10, count: rows)
    case .pageUp: help.cursor.move(by: -10, count: rows)
    case .enter:
      let commands = HelpRow.rows(of: help).compactMap(\.command)
      overlays.removeLast()
      guard commands.indices.contains(help.cursor.row) else { return [] }
      return run(commands[help.cursor.row])
    default:
      guard help.filter.take(key) else { return [] }
      help.cursor = ListCursor()
    }
    replaceOverlay(.help(help))
    return []
  }
}

/// A row of the help.
package enum HelpRow: Hashable, Sendable {
  case heading(String)
  case entry(keys: String, Command)
  case blank

  package var command: Command? {
    if case .entry(_, let command) = self { command } else { nil }
  }

  package var isCommand: Bool { command != nil }

  /// What the help lists, with its filter applied.
  package static func rows(of help: Help) -> [HelpRow] {
    let here = Keymap.bindings.filter {
      $0.places.contains(help.place) && $0.places.count < Place.allCases.count
    }
    let everywhere = Keymap.bindings.filter { $0.places.count == Place.allCases.count }
    var rows: [HelpRow] = []
    for (title, bindings) in [("here: \(help.place.title)", here), ("everywhere", everywhere)] {
      let found = bindings.filter { binding in
        help.filter.isEmpty
          || binding.command.title(in: help.place).containsIgnoringCase(help.filter.text)
          || binding.keys.contains { $0.name.lowercased() == help.filter.text.lowercased() }
      }
      guard !found.isEmpty else { continue }
      if !rows.isEmpty { rows.append(.blank) }
      rows.append(.heading(title))
      rows += found.map {
        .entry(keys: $0.keys.prefix(3).map(\.name).joined(separator: " "), $0.command)
      }
    }
    return rows
  }
}
