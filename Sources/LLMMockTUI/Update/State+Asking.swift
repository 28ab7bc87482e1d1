import LLMMockCore

// What is asked before something is changed.

extension State {
  // MARK: Deleting

  mutating func askToDelete() -> [Effect] {
    if focus == .files { return askToDeleteFiles(chosenFiles) }
    if case .problem(let id) = detail.subject { return askToDeleteFiles([id]) }
    let all = chosenInteractions
    let chosen = all.filter { listing.entry($0.file)?.content?.problem == nil }
    guard let first = chosen.first else {
      return say(
        all.isEmpty ? "No interaction is selected" : "The file can't be read: e edits it",
        .hint
      )
    }
    let counts = Dictionary(chosen.map { ($0.file, 1) }, uniquingKeysWith: +)
    let files = counts.keys
    let count = counted(chosen.count, "interaction")
    let place = files.count == 1 ? first.file.shown : counted(files.count, "file")
    var notes: [String] = []
    let emptied = files.filter { listing.entry($0)?.content?.interactionCount == counts[$0] }
    if !emptied.isEmpty {
      notes.append(
        emptied.count == 1
          ? "\(emptied.first?.shown ?? "") keeps no interaction: d in Files deletes the file."
          : "\(emptied.count) files keep no interaction: d in Files deletes files."
      )
    }
    if chosen.count < all.count {
      let left = counted(all.count - chosen.count, "interaction")
      notes.append("Not deleted: \(left) of files that can't be read.")
    }
    return ask(
      Confirm(
        title: "Delete",
        question: "Delete \(count) from \(place)?",
        items: chosen.map { id in
          let summary = listing.summary(of: id)
          let file = files.count == 1 ? "" : "\(id.file.shown)  "
          return
            "\(file)\(label(id))  \(summary?.model ?? "")  \(summary?.name ?? summary?.preview ?? "")"
        },
        notes: notes + [Self.undoNote],
        verb: "Delete",
        action: .deleteInteractions(chosen)
      )
    )
  }

  private mutating func askToDeleteFiles(_ chosen: [EntryID]) -> [Effect] {
    guard let first = chosen.first else { return [] }
    return ask(
      Confirm(
        title: "Delete",
        question: chosen.count == 1
          ? "Delete the file \(first.shown)?" : "Delete \(chosen.count) files?",
        items: chosen.map { id in
          let count = listing.entry(id)?.content.map { content in
            content.problem == nil
              ? counted(content.interactionCount, "interaction") : "cannot be read"
          }
          return "\(id.shown)  \(count ?? "")"
        },
        notes: [Self.undoNote],
        verb: "Delete",
        action: .deleteFiles(chosen)
      )
    )
  }

  private static let undoNote = "z takes it back, later too: :trash keeps it for 30 days."

  /// Opens a question; keys typed before it is drawn do not answer it.
  mutating func ask(_ confirm: Confirm) -> [Effect] {
    overlays.append(.confirm(confirm))
    return [.dropTypeAhead]
  }

  func counted(_ count: Int, _ noun: String) -> String {
    count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
  }

  // MARK: Names

  mutating func askForName() -> [Effect] {
    if focus == .files
      || detail.subject.map({ if case .problem = $0 { true } else { false } }) == true
    {
      guard let id = fileOfSelection else { return [] }
      let name = VisibleText.of(bytes: id.name)
      let stem = name.hasSuffix(".json") ? String(name.dropLast(5)) : name
      let folder = id.parent == .root ? title : "\(title)/\(id.parent.shown)"
      return openPrompt(
        Prompt(
          purpose: .renameFile(id),
          title: "Rename file",
          context: "\(folder)/",
          field: TextField(stem),
          suffix: name.hasSuffix(".json") ? ".json" : ""
        )
      )
    }
    guard let id = interactions.selected else { return say("No interaction is selected", .hint) }
    if listing.entry(id.file)?.content?.problem != nil {
      return say("The file can't be read: e edits it", .hint)
    }
    return openPrompt(
      Prompt(
        purpose: .nameInteraction(id),
        title: "Name interaction \(label(id))",
        context: "A name, unique in \(id.file.shown); empty takes it away",
        field: TextField(listing.summary(of: id)?.name ?? ""),
        suffix: ""
      )
    )
  }

  mutating func askForNewFile() -> [Effect] {
    let selected = selectedEntry
    let folder = selected.map { $0.isFolder ? $0.id : $0.id.parent } ?? .root
    return openPrompt(
      Prompt(
        purpose: .addFile(folder: folder),
        title: "New fixture file",
        context: folder == .root ? "\(title)/" : "\(title)/\(folder.shown)/",
        field: TextField(),
        suffix: ".json"
      )
    )
  }

  mutating func askForFolder() -> [Effect] {
    openPrompt(
      Prompt(
        purpose: .openFolder,
        title: "Open folder",
        context: "A folder or a fixture file",
        field: TextField(title),
        suffix: ""
      )
    )
  }

  private mutating func openPrompt(_ prompt: Prompt) -> [Effect] {
    overlays.append(.prompt(prompt))
    return promptChanged(prompt)
  }

  /// Takes over a prompt's new text and has it checked.
  mutating func promptChanged(_ prompt: Prompt) -> [Effect] {
    var prompt = prompt
    // A message may be anything.
    if prompt.purpose == .commit {
      overlays[overlays.count - 1] = .prompt(prompt)
      return []
    }
    prompt.generation = nextGeneration()
    overlays[overlays.count - 1] = .prompt(prompt)
    return [.checkName(prompt.purpose, prompt.text, generation: prompt.generation)]
  }

  mutating func take(_ check: Prompt.Check, _ notes: [String], _ generation: Int) {
    guard case .prompt(var prompt) = overlays.last, prompt.generation == generation else { return }
    prompt.check = check
    prompt.notes = prompt.purpose == .commit ? prompt.notes + notes : notes
    overlays[overlays.count - 1] = .prompt(prompt)
  }

  // MARK: Menus and sheets

  mutating func openCopyMenu() {
    var items: [Menu.Item] = []
    if focus == .detail {
      items = [
        .init(key: "y", title: "the value", choice: .copy(.value)),
        .init(key: "p", title: "its JSON path", choice: .copy(.path)),
        .init(key: "s", title: "its text, unescaped", choice: .copy(.text)),
        .init(key: "k", title: "its key", choice: .copy(.key)),
      ]
    } else {
      items = [.init(key: "y", title: "the interaction's JSON", choice: .copy(.value))]
    }
    items += [
      .init(key: "q", title: "the request as JSON", choice: .copy(.request)),
      .init(key: "r", title: "the response as JSON", choice: .copy(.response)),
      .init(key: "c", title: "the call as a cURL command", choice: .copy(.curl)),
    ]
    overlays.append(.menu(Menu(title: "Copy", items: items)))
  }

  mutating func openSortMenu() {
    let items: [Menu.Item] =
      focus == .files
      ? zip("nsc", FileOrder.allCases).map {
        .init(key: $0, title: $1.title, choice: .sortFiles($1))
      }
      : zip("frmt", InteractionOrder.allCases).map {
        .init(key: $0, title: $1.title, choice: .sortInteractions($1))
      }
    overlays.append(
      .menu(Menu(title: focus == .files ? "Sort files" : "Sort interactions", items: items))
    )
  }

  mutating func showLog() {
    let rows = log.isEmpty ? ["Nothing has been done yet."] : log
    overlays.append(
      .sheet(
        Sheet(
          purpose: .log,
          title: "Log",
          rows: rows,
          cursor: ListCursor(row: rows.count - 1)
        )
      )
    )
  }

  mutating func showHistory(_ items: [HistoryItem]) {
    let rows = items.map { item in
      "\(item.time)  \(item.isUndone ? "undone  " : "")\(item.title)"
    }
    overlays.append(
      .sheet(
        Sheet(
          purpose: .history(items),
          title: "History",
          rows: rows.isEmpty ? ["Nothing has been changed in the last 30 days."] : rows
        )
      )
    )
  }
}
