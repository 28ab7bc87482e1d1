import LLMMockCore
import LLMMockTUI
import LLMMockWorkspace
import SystemPackage

/// Makes the changes a user asked for, through the same calls as the commands.
struct Changes {
  let workspace: Workspace
  let catalog: Catalog

  /// Makes a change and says what it was.
  func make(_ change: Effect.Change, withoutHistory: Bool = false) -> Message {
    do {
      let folder = catalog.folder
      let made: Change?
      var selecting: EntryID?
      switch change {
      case .deleteInteractions(let ids):
        made = try workspace.deleteInteractions(chosen(ids), withoutHistory: withoutHistory)
      case .deleteFiles(let ids):
        made = try workspace.deleteFiles(
          ids.map { folder.path(of: $0) },
          withoutHistory: withoutHistory
        )
      case .renameFile(let id, let name):
        made = try workspace.renameFile(
          folder.path(of: id),
          to: FilePath(name),
          withoutHistory: withoutHistory
        )
        selecting = EntryID(
          id.parent == .root
            ? Array(name.utf8) : id.parent.path + [UInt8(ascii: "/")] + Array(name.utf8)
        )
      case .nameInteraction(let id, let name):
        guard let chosen = chosen([id]).first else { return .failed("It is not there any more") }
        made = try workspace.nameInteraction(chosen, name, withoutHistory: withoutHistory)
      case .addFile(let parent, let name):
        made = try workspace.createFixture(
          folder.path(of: parent).pushing(FilePath(name)),
          provider: "anthropic"
        )
        selecting = EntryID(
          parent == .root ? Array(name.utf8) : parent.path + [UInt8(ascii: "/")] + Array(name.utf8)
        )
      }
      guard let made else { return .copied("Nothing to change: it is so already") }
      let warning = made.warnings.first.map { "; \($0)" } ?? ""
      return .changed(made.title + warning, undoable: made.id != nil, selecting: selecting)
    } catch let error as HistoryError where error.code == .tooBig || error.code == .cannotBeKept {
      return .tooBigForHistory(change, "\(error.description.sentence). Do it without undo?")
    } catch {
      return .failed("\(error)".sentence)
    }
  }

  func chosen(_ ids: [InteractionID]) -> [ChosenInteractions] {
    var order: [EntryID] = []
    var indices: [EntryID: Set<Int>] = [:]
    for id in ids {
      if indices[id.file] == nil { order.append(id.file) }
      indices[id.file, default: []].insert(id.index)
    }
    return order.map { file in
      ChosenInteractions(
        path: catalog.folder.path(of: file),
        indices: indices[file] ?? [],
        expecting: catalog.known(file)?.result.version
      )
    }
  }

  func undo() -> Message {
    do {
      let change = try workspace.undo()
      return .undone(change.title)
    } catch {
      return .failed("\(error)".sentence)
    }
  }

  func redo() -> Message {
    do {
      let change = try workspace.redo()
      return .redone(change.title)
    } catch {
      return .failed("\(error)".sentence)
    }
  }

  func restore(_ id: String) -> Message {
    guard let number = Int(id) else { return .failed("There is no such change") }
    do {
      return .changed(try workspace.restore(number).title, undoable: true, selecting: nil)
    } catch {
      return .failed("\(error)".sentence)
    }
  }

  func history(time: (UnixTime) -> String) -> Message {
    do {
      let list = try workspace.changes()
      let items = list.changes.compactMap { change in
        change.id.map { id in
          HistoryItem(
            id: "\(id)",
            time: time(change.time),
            title: change.title,
            isUndone: change.state != .done && change.state != .halfDone
          )
        }
      }
      return .historyLoaded(items)
    } catch {
      return .failed("\(error)".sentence)
    }
  }

  // MARK: Names

  /// Whether a name being typed would do.
  func check(_ purpose: Prompt.Purpose, _ text: String) -> Prompt.Check {
    let folder = catalog.folder
    switch purpose {
    case .renameFile(let id):
      let old = folder.path(of: id)
      if text == VisibleText.of(bytes: id.name) { return .waiting }
      return check(FilePath(text), beside: old)
    case .addFile(let parent):
      if text == ".json" { return .waiting }
      return check(FilePath(text), beside: folder.path(of: parent).appending("x"))
    case .nameInteraction(let id):
      if let problem = InteractionName.problem(with: text) { return .wrong(problem) }
      let others = catalog.known(id.file)?.result.content.interactions ?? []
      if let other = others.indices.first(where: {
        $0 != id.index && others[$0].name == text && !text.isEmpty
      }) {
        return .wrong("#\(other + 1) has that name already")
      }
      return text.isEmpty ? .fine("takes the name away") : .fine("free name")
    case .commit: return .waiting
    case .openFolder:
      let path = FilePath(text)
      do {
        guard let status = try workspace.files.status(path) else {
          return .wrong("it does not exist")
        }
        return status.kind == .folder || status.kind == .file
          ? .fine(status.kind == .folder ? "a folder" : "a file") : .wrong("it is not a folder")
      } catch {
        return .wrong("\(error)")
      }
    }
  }

  private func check(_ name: FilePath, beside old: FilePath) -> Prompt.Check {
    if name.isEmpty || name.lastComponent?.stem.isEmpty != false { return .wrong("type a name") }
    if name.string.contains("\0") { return .wrong("a name has no zero byte") }
    if name.string == ".json" { return .wrong("type a name") }
    if name.isAbsolute { return .wrong("the name is relative to this folder") }
    if name.lastComponent?.bytes.first == UInt8(ascii: ".") {
      return .wrong("a name that begins with a dot is hidden")
    }
    if name.extension != "json" { return .wrong("a fixture's name ends in .json") }
    let target = old.removingLastComponent().pushing(name)
    do {
      if let status = try workspace.files.linkStatus(target) {
        // A name that differs in case alone is the same file on some disks.
        let own = try workspace.files.linkStatus(old)
        if own.map({ $0.isSameFile(as: status) }) != true { return .wrong("the name is taken") }
      }
      let parent = target.removingLastComponent()
      guard try workspace.files.status(parent)?.kind == .folder else {
        return .wrong(
          "there is no folder \(parent.lastComponent.map { VisibleText.of(bytes: $0.bytes) } ?? "")"
        )
      }
    } catch {
      return .wrong("\(error)")
    }
    return .fine("free name")
  }
}

extension String {
  /// The text with a capital first letter, as a toast shows it.
  var sentence: String {
    // A path at the beginning stays as it is.
    guard let first = split(separator: " ").first, !first.contains("/"), !first.contains(".") else {
      return self
    }
    return prefix(1).uppercased() + dropFirst()
  }
}
