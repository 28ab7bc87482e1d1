import LLMMockCore
import LLMMockTUI
import LLMMockWorkspace
import Synchronization
import SystemPackage

/// The review against HEAD: what differs, and staging, discarding and committing it.
///
/// All calls block.
final class Reviewing: Sendable {
  private struct Shared: Sendable {
    /// Marks set while a list is being made, which may have read them before.
    var marked: [MarkKey: Bool] = [:]
    /// The files of the list that is shown.
    var listed: [LLMMockWorkspace.ReviewFile] = []
  }

  /// What a reviewed mark is of: an interaction as it is on both sides.
  private struct MarkKey: Hashable {
    var id: LLMMockTUI.ReviewItem.ID
    var old: ContentDigest?
    var new: ContentDigest?
  }

  private let files: ReviewedFiles
  private let post: @Sendable (Message) -> Void
  private let shared = Mutex(Shared())

  init(_ files: ReviewedFiles, post: @escaping @Sendable (Message) -> Void) {
    self.files = files
    self.post = post
  }

  // MARK: Listing

  /// Asks git, and posts what differs: the files at once, their interactions as they are read.
  func load(_ generation: Int) {
    do {
      let review = try self.files.review()
      var files: [LLMMockWorkspace.ReviewFile] = []
      var places: [FilePath: Int] = [:]
      var list = ReviewList(head: GitHead(), files: [], notes: [])
      var sent = ContinuousClock.now
      list = try review.load { progress in
        switch progress {
        case .listed(let listed):
          list = listed
          files = listed.files
          for (place, file) in files.enumerated() { places[file.path] = place }
        case .read(let read):
          for file in read { if let place = places[file.path] { files[place] = file } }
        case .dropped(let paths):
          let gone = Set(paths)
          files.removeAll { gone.contains($0.path) }
          places = [:]
          for (place, file) in files.enumerated() { places[file.path] = place }
        }
        let isFirst = if case .listed = progress { true } else { false }
        if isFirst { remember(files) }
        guard isFirst || ContinuousClock.now - sent > .milliseconds(100) else { return }
        sent = .now
        list.files = files
        post(.reviewListed(listing(list, isComplete: false), generation: generation))
      }
      self.files.list(list)
      remember(list.files)
      post(.reviewListed(listing(list, isComplete: true), generation: generation))
    } catch let missing as ReviewedFiles.Missing {
      post(.gitMissing(missing.sentence))
    } catch let error as GitError where error.code == .cancelled {
      // The program ends.
    } catch let error as GitError where error.code == .missing || error.code == .notARepository {
      post(.gitMissing("\(error)".sentence))
    } catch {
      post(.failed("\(error)".sentence))
    }
  }

  private func listing(_ list: ReviewList, isComplete: Bool) -> ReviewListing {
    ReviewListing(
      head: list.head.short.map { "HEAD \($0)" } ?? "no commit yet",
      branch: list.head.branch,
      hasCommit: !list.head.isUnborn,
      operation: list.head.operation.map {
        .init(name: $0.name, endsWithCommit: $0.endsWithCommit)
      },
      note: list.notes.first { $0.hasPrefix("only") },
      files: list.files.map(file),
      isComplete: isComplete
    )
  }

  private func remember(_ files: [LLMMockWorkspace.ReviewFile]) {
    shared.withLock { $0.listed = files }
  }

  private func file(_ file: LLMMockWorkspace.ReviewFile) -> LLMMockTUI.ReviewFile {
    let id = files.entry(of: file.path)
    return LLMMockTUI.ReviewFile(
      id: id,
      letter: file.problem == nil && file.change != .conflicted ? file.letter : "!",
      stage: Self.stage(file.staging),
      problem: file.problem,
      isConflicted: file.change == .conflicted,
      oldPath: file.oldPath.map(\.visible),
      items: file.items.map { item($0, in: id) }
    )
  }

  private func item(
    _ item: LLMMockWorkspace.ReviewItem,
    in file: EntryID
  ) -> LLMMockTUI.ReviewItem {
    let id = item.id(in: file)
    let mark = MarkKey(id: id, old: item.oldDigest, new: item.newDigest)
    return LLMMockTUI.ReviewItem(
      id: id,
      letter: Self.letter(item),
      stage: Self.stage(item.staging),
      isInIndexOnly: item.change == .indexOnly,
      isReviewed: shared.withLock { $0.marked[mark] } ?? item.isReviewed,
      model: item.model ?? "",
      label: Self.label(item)
    )
  }

  private static func label(_ item: LLMMockWorkspace.ReviewItem) -> String {
    if item.subject == .rest { return item.label }
    switch item.change {
    case .moved: return "moved  \(item.label)"
    case .layout: return "\(item.isMoved ? "moved, layout" : "layout") only  \(item.label)"
    case .indexOnly:
      return "\(item.placing == nil ? "in" : "moved in") the index only  \(item.label)"
    case .added, .changed, .deleted: return item.label
    }
  }

  private static func letter(_ item: LLMMockWorkspace.ReviewItem) -> Character {
    switch item.change {
    case .added: "A"
    case .deleted: "D"
    case .moved: "R"
    case .changed, .layout, .indexOnly: "M"
    }
  }

  private static func stage(
    _ staging: LLMMockWorkspace.ReviewItem.Staging
  ) -> ReviewListing.Stage {
    switch staging {
    case .unstaged: .none
    case .partly: .some
    case .staged: .all
    }
  }

  // MARK: Changing the index and the folder

  private func selections(_ targets: [ReviewTarget]) throws -> [ReviewSelection] {
    let files = files.all
    var items: [EntryID: Set<Int>] = [:]
    var whole: Set<EntryID> = []
    for target in targets {
      switch target {
      case .all: whole.formUnion(files.keys)
      case .file(let id): whole.insert(id)
      case .item(let id):
        guard
          let place = files[id.file]?.items.firstIndex(where: {
            $0.id(in: id.file) == id
          })
        else {
          throw ReviewedFiles.Missing(sentence: "\(id.file.shown) changed meanwhile: look again")
        }
        items[id.file, default: []].insert(place)
      }
    }
    let paths = whole.union(items.keys).sorted { $0.path.lexicographicallyPrecedes($1.path) }
    return try paths.map { id in
      guard let file = files[id] else {
        throw ReviewedFiles.Missing(sentence: "\(id.shown) changed meanwhile: look again")
      }
      return ReviewSelection(file, items: whole.contains(id) ? nil : items[id])
    }
  }

  private func answer(_ body: () throws -> Message) -> Message {
    do {
      return try body()
    } catch let missing as ReviewedFiles.Missing {
      return .failed(missing.sentence)
    } catch {
      return .failed("\(error)".sentence)
    }
  }

  func stage(_ targets: [ReviewTarget], _ isStaged: Bool) -> Message {
    answer {
      let selections = try selections(targets)
      let review = try files.review()
      if isStaged { try review.stage(selections) } else { try review.unstage(selections) }
      let what = name(selections)
      return .staged(isStaged ? "Staged \(what)" : "Took \(what) out of the index")
    }
  }

  func discard(_ targets: [ReviewTarget]) -> Message {
    answer {
      let selections = try selections(targets)
      guard let change = try files.review().discard(selections) else {
        return .copied("Nothing to discard: it is as in HEAD")
      }
      let warning = change.warnings.first.map { "; \($0)" } ?? ""
      return .changed(change.title + warning, undoable: change.id != nil, selecting: nil)
    }
  }

  private func name(_ selections: [ReviewSelection]) -> String {
    if selections.count == 1 {
      let file = files.entry(of: selections[0].file.path).shown
      guard let items = selections[0].items else { return file }
      if items.count == 1, let item = items.first.map({ selections[0].file.items[$0] }) {
        let number = item.position.map { item.new == nil ? "(#\($0 + 1))" : "#\($0 + 1)" }
        return "\(number ?? "a change") of \(file)"
      }
      return "\(items.count) changes of \(file)"
    }
    return "changes of \(selections.count) files"
  }

  /// Marks interactions as seen, or takes the marks away.
  func mark(_ ids: [LLMMockTUI.ReviewItem.ID], _ isReviewed: Bool) -> [Message] {
    shared.withLock { shared in
      for id in ids {
        for item in files.file(id.file)?.items ?? [] where item.id(in: id.file) == id {
          let key = MarkKey(id: id, old: item.oldDigest, new: item.newDigest)
          shared.marked[key] = isReviewed
        }
      }
    }
    do {
      try files.review().setReviewed(isReviewed, try selections(ids.map(ReviewTarget.item)))
      return []
    } catch {
      return [.failed("Reviewed marks can't be kept: \(error)".sentence)]
    }
  }

  /// What a commit takes that the list does not show.
  func notesOnCommit() -> [String] {
    do {
      let files = shared.withLock { $0.listed }
      let listed = Set(files.flatMap { [$0.path, $0.oldPath].compactMap(\.self) })
      let others = try self.files.review().repository.staged().filter { !listed.contains($0) }
      guard let first = others.first else { return [] }
      return [
        others.count == 1
          ? "\(first.visible) is staged too, and goes with it."
          : "\(others.count) staged files that are not listed here go with it: \(first.visible), …"
      ]
    } catch {
      return ["What else is staged can't be told: \(error)"]
    }
  }

  /// Commits what is staged.
  func commit(_ message: String) -> Message {
    do {
      let commit = try files.review().repository.commit(message: message)
      let place = commit.branch.map { " on \(VisibleText.of($0))" } ?? ""
      let note = commit.note.map { "; \($0)" } ?? ""
      return .committed("Committed \(commit.short)\(place)\(note)")
    } catch let error as GitError {
      return .commitFailed("\(error)".sentence, output: error.output)
    } catch {
      return .failed("\(error)".sentence)
    }
  }

  /// What to run in the foreground so that the message is written in an editor.
  func commitInEditor() throws -> (words: [[UInt8]], environment: [String: String]) {
    let (words, environment) = try files.review().repository.commitInEditor()
    return (words, environment)
  }
}
