import LLMMockCore
import LLMMockTUI

extension TestWorld {
  /// Why a change could not be made.
  private struct Refused: Error {
    var sentence: String
  }

  func make(_ change: Effect.Change, withHistory: Bool) -> Message {
    if let refusal {
      self.refusal = nil
      return .failed(refusal)
    }
    if withHistory, isTooBig {
      return .tooBigForHistory(change, "It is too big for the history. Do it without undo?")
    }
    let before = folder.files
    do throws(Refused) {
      var selecting: EntryID?
      let title = try apply(change, &selecting)
      if withHistory { record(title, from: before) }
      return .changed(title, undoable: withHistory, selecting: selecting)
    } catch {
      folder.files = before
      return .failed(error.sentence)
    }
  }

  private func apply(_ change: Effect.Change, _ selecting: inout EntryID?) throws(Refused) -> String
  {
    switch change {
    case .deleteInteractions(let ids):
      let files = Set(ids.map(\.file))
      for file in files {
        let indices = Set(ids.filter { $0.file == file }.map(\.index))
        let document = try document(file, having: indices.max() ?? 0)
        folder.files[file] = document.deleting(indices).applied(to: document.bytes)
      }
      let count = ids.count == 1 ? "1 interaction" : "\(ids.count) interactions"
      let place = files.count == 1 ? ids[0].file.shown : "\(files.count) files"
      return "Deleted \(count) from \(place)"
    case .deleteFiles(let ids):
      for id in ids where folder.files.removeValue(forKey: id) == nil {
        throw Refused(sentence: "\(id.shown) is not there any more")
      }
      return ids.count == 1 ? "Deleted \(ids[0].shown)" : "Deleted \(ids.count) files"
    case .renameFile(let id, let name):
      let target = id.parent.appending(name)
      guard let bytes = folder.files[id], folder.files[target] == nil, !name.isOddPath else {
        throw Refused(sentence: "\(target.shown) is taken")
      }
      folder.files[id] = nil
      folder.files[target] = bytes
      selecting = target
      return "Renamed \(id.shown) to \(name)"
    case .nameInteraction(let id, let name):
      let document = try document(id.file, having: id.index)
      do throws(FixtureProblem) {
        folder.files[id.file] = try document.naming(id.index, name).applied(to: document.bytes)
      } catch {
        throw Refused(sentence: error.message)
      }
      return "Named #\(id.index + 1) in \(id.file.shown) \"\(name)\""
    case .addFile(let parent, let name):
      let target = parent.appending(name)
      guard folder.files[target] == nil, !name.isOddPath else {
        throw Refused(sentence: "\(name) is taken")
      }
      folder.files[target] = NewFixture.text(provider: "openai")
      selecting = target
      return "Created \(target.shown)"
    }
  }

  private func document(_ id: EntryID, having index: Int) throws(Refused) -> FixtureDocument {
    guard let bytes = folder.files[id] else {
      throw Refused(sentence: "\(id.shown) is not there any more")
    }
    do throws(FixtureProblem) {
      let document = try FixtureDocument(bytes)
      if document.interactions.indices.contains(index) { return document }
    } catch {
      throw Refused(sentence: error.description)
    }
    throw Refused(sentence: "\(id.shown): it has fewer interactions now")
  }

  // MARK: Names

  func check(_ purpose: Prompt.Purpose, _ text: String) -> Prompt.Check {
    switch purpose {
    case .renameFile(let id):
      if text == id.shownName { return .waiting }
      return check(text, beside: id.parent)
    case .addFile(let folder):
      return check(text, beside: folder)
    case .nameInteraction(let id):
      if let problem = InteractionName.problem(with: text) { return .wrong(problem) }
      let others = folder.content(id.file)?.interactions ?? []
      if let other = others.indices.first(where: { $0 != id.index && others[$0].name == text }) {
        return .wrong("#\(other + 1) has that name already")
      }
      return text.isEmpty ? .fine("takes the name away") : .fine("free name")
    case .commit: return .waiting
    case .openFolder:
      return others[text] == nil ? .wrong("it does not exist") : .fine("a folder")
    }
  }

  private func check(_ text: String, beside folder: EntryID) -> Prompt.Check {
    if text == ".json" || text.isEmpty { return .wrong("type a name") }
    if text.isOddPath { return .wrong("a name is not empty and does not lead out") }
    if self.folder.files[folder.appending(text)] != nil { return .wrong("the name is taken") }
    return .fine("free name")
  }
}

extension String {
  /// Whether a part of the path is empty or leads elsewhere.
  fileprivate var isOddPath: Bool {
    split(separator: "/", omittingEmptySubsequences: false).contains {
      ["", ".", ".."].contains($0)
    }
  }
}

extension EntryID {
  /// What lies in this folder under a name.
  func appending(_ name: String) -> EntryID {
    self == .root ? EntryID(name) : EntryID(path + [UInt8(ascii: "/")] + Array(name.utf8))
  }

  var shownName: String { VisibleText.of(bytes: name) }
}
