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
    var review: Review?
    var files: [EntryID: LLMMockWorkspace.ReviewFile] = [:]
    var head = GitHead()
    /// The versions of the file that was looked at last.
    var versions: (file: LLMMockWorkspace.ReviewFile, versions: ReviewVersions)?
    /// Marks set while a list is being made, which may have read them before.
    var marked: [MarkKey: Bool] = [:]
    /// Raised when the list that is being made is not wanted any more.
    var stop: StopSignal?
  }

  /// What a reviewed mark is of: an interaction as it is on both sides.
  private struct MarkKey: Hashable {
    var id: LLMMockTUI.ReviewItem.ID
    var old: ContentDigest?
    var new: ContentDigest?
  }

  let workspace: Workspace
  private let folder: OpenedFolder
  private let environment: [String: String]
  private let post: @Sendable (Message) -> Void
  private let shared = Mutex(Shared())

  init(
    workspace: Workspace,
    folder: OpenedFolder,
    environment: [String: String],
    post: @escaping @Sendable (Message) -> Void
  ) {
    self.workspace = workspace
    self.folder = folder
    self.environment = environment
    self.post = post
  }

  /// Why the folder can't be compared with anything; a sentence.
  private struct Missing: Error {
    var sentence: String
  }

  private func review() throws -> Review {
    if let review = shared.withLock({ $0.review }) { return review }
    let found = try GitRepository.containing(folder: workspace.opened, environment: environment) {
      [post] call in
      // Reading happens all the time; what changes something, or fails, is worth a line.
      if call.isChange || call.status > 1 || call.status < 0 {
        post(.logged("\(call.line)  (\(call.milliseconds) ms, status \(call.status))"))
        for line in call.output { post(.logged("  \(line)")) }
      }
    }
    guard let repository = found else {
      throw Missing(
        sentence: "\(folder.title) is in no git work tree: there is nothing to compare with"
      )
    }
    let path = folder.file.map { workspace.opened.appending($0) }
    let review = Review(repository, workspace, folder: path)
    shared.withLock { $0.review = review }
    return review
  }

  // MARK: Listing

  /// Asks git, and posts what differs: the files at once, their interactions as they are read.
  func load(_ generation: Int) {
    do {
      let stop = try StopSignal()
      let before = shared.withLock { shared in
        defer { shared.stop = stop }
        return shared.stop
      }
      before?.raise()
      let review = try review().stopped(by: stop)
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
        guard isFirst || ContinuousClock.now - sent > .milliseconds(100) else { return }
        sent = .now
        list.files = files
        post(.reviewListed(listing(list, isComplete: false), generation: generation))
      }
      let known = Dictionary(list.files.map { (entry(of: $0.path), $0) }) { first, _ in first }
      shared.withLock { shared in
        shared.files = known
        shared.head = list.head
        shared.versions = nil
      }
      post(.reviewListed(listing(list, isComplete: true), generation: generation))
    } catch let missing as Missing {
      post(.gitMissing(missing.sentence))
    } catch let error as GitError where error.code == .cancelled {
      // A newer list is being made.
    } catch let error as GitError where error.code == .missing || error.code == .notARepository {
      post(.gitMissing("\(error)".sentence))
    } catch {
      post(.failed("\(error)".sentence))
    }
  }

  private func listing(_ list: ReviewList, isComplete: Bool) -> ReviewListing {
    let operation = list.head.operation.map { operation in
      operation == .applying ? "git am" : "a \(operation.rawValue)"
    }
    return ReviewListing(
      head: list.head.short.map { "HEAD \($0)" } ?? "no commit yet",
      branch: list.head.branch,
      operation: operation,
      note: list.notes.first { $0.hasPrefix("only") },
      files: list.files.map(file),
      isComplete: isComplete
    )
  }

  private func file(_ file: LLMMockWorkspace.ReviewFile) -> LLMMockTUI.ReviewFile {
    let id = entry(of: file.path)
    return LLMMockTUI.ReviewFile(
      id: id,
      letter: file.problem == nil && file.change != .conflicted ? file.letter : "!",
      stage: Self.stage(file.staging),
      problem: file.problem,
      oldPath: file.oldPath.map(\.visible),
      items: file.items.map { item($0, in: id) }
    )
  }

  private func item(
    _ item: LLMMockWorkspace.ReviewItem,
    in file: EntryID
  ) -> LLMMockTUI.ReviewItem {
    let id = Self.id(of: item, in: file)
    let mark = MarkKey(id: id, old: item.oldDigest, new: item.newDigest)
    return LLMMockTUI.ReviewItem(
      id: id,
      letter: Self.letter(item),
      stage: Self.stage(item.staging),
      isReviewed: shared.withLock { $0.marked[mark] } ?? item.isReviewed,
      model: item.model ?? "",
      label: Self.label(item)
    )
  }

  private static func label(_ item: LLMMockWorkspace.ReviewItem) -> String {
    if item.subject == .rest { return "outside of the interactions" }
    switch item.change {
    case .moved: return "moved  \(item.label)"
    case .layout: return "layout only  \(item.label)"
    case .indexOnly: return "in the index only  \(item.label)"
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

  private static func id(
    of item: LLMMockWorkspace.ReviewItem,
    in file: EntryID
  ) -> LLMMockTUI.ReviewItem.ID {
    if item.subject == .rest { return .init(file: file, old: nil, new: nil) }
    let isOnlyStaged = item.old == nil && item.new == nil
    return .init(file: file, old: item.old, new: item.new, staged: isOnlyStaged ? item.staged : nil)
  }

  /// A file's place in the lists.
  private func entry(of path: FilePath) -> EntryID {
    let root = workspace.root
    let whole = root.pushing(path)
    return EntryID(whole.relative(to: workspace.opened)?.bytes ?? path.bytes)
  }

  // MARK: Diffs

  private func versions(
    of id: EntryID
  ) throws -> (file: LLMMockWorkspace.ReviewFile, versions: ReviewVersions)? {
    guard let file = shared.withLock({ $0.files[id] }) else { return nil }
    if let known = shared.withLock({ $0.versions }), known.file == file,
      known.file.version == (try workspace.files.status(path(of: file))?.version)
    {
      return known
    }
    let versions = try review().versions(of: file)
    shared.withLock { $0.versions = (file, versions) }
    return (file, versions)
  }

  private func path(of file: LLMMockWorkspace.ReviewFile) -> FilePath {
    workspace.root.pushing(file.path)
  }

  private var headTitle: String {
    shared.withLock { $0.head.short }.map { "HEAD \($0)" } ?? "no commit"
  }

  func compared(_ id: LLMMockTUI.ReviewItem.ID) throws -> Compared {
    guard let (file, versions) = try versions(of: id.file),
      let item = file.items.first(where: { Self.id(of: $0, in: id.file) == id })
    else {
      return Compared(
        title: "gone",
        oldTitle: "HEAD",
        newTitle: "folder",
        sentences: ["It does not differ from HEAD any more."]
      )
    }
    if item.subject == .rest {
      return Compared(
        title: id.file.shown,
        oldTitle: headTitle,
        newTitle: "folder",
        sentences: [
          "What stands outside of the interactions differs: version, provider, other keys, or the layout of the file.",
          "Space stages it, d puts it back as in HEAD.",
        ]
      )
    }
    let (old, new) = try versions.interactions(of: item)
    let newTitle = item.change == .indexOnly ? "index" : "folder"
    var notes: [String] = []
    switch item.change {
    case .moved:
      notes.append("It only moved: from #\((item.old ?? 0) + 1) to #\((item.new ?? 0) + 1).")
    case .layout:
      notes.append("Only the layout differs: white space, escapes, or how numbers are spelled.")
    case .indexOnly: notes.append("The folder has what HEAD has; the index has something else.")
    case .added, .changed, .deleted:
      if item.isMoved { notes.append("It also moved.") }
      if item.staging == .partly { notes.append("The index has a third version.") }
    }
    let number = item.position.map { "#\($0 + 1)" } ?? ""
    return Compared(
      old: old.map {
        .init(interaction: $0, fixtureProvider: versions.head?.document?.summary.provider)
      },
      new: new.map {
        .init(interaction: $0, fixtureProvider: versions.worktree?.document?.summary.provider)
      },
      title: "\(number) \(item.model ?? "")",
      oldTitle: old == nil ? "\(headTitle): not there" : Comparing.dated(headTitle, old),
      newTitle: new == nil ? "\(newTitle): not there" : Comparing.dated(newTitle, new),
      notes: notes,
      path: path(of: file),
      place: item.new.map { InteractionID(file: id.file, index: $0) }
    )
  }

  /// What is said of a file as a whole.
  func compared(file id: EntryID) throws -> Compared {
    let file = shared.withLock { $0.files[id] }
    var sentences: [String] = []
    if let problem = file?.problem {
      sentences = [
        "\(problem.sentence).", "",
        "It can only be taken as a whole: space stages it, d puts HEAD's version back.",
      ]
    } else if let file {
      let what: String =
        switch file.change {
        case .untracked: "git does not know this file yet."
        case .added: "This file is new, and git knows it."
        case .deleted: "This file is gone from the folder."
        case .renamed: "This file was \(file.oldPath?.visible ?? "another") in HEAD."
        case .modified, .conflicted: "This file changed."
        }
      sentences = [
        what, "",
        "\(Counted.text(file.items.count, "change")) in it. Space stages all of them, d puts HEAD's version back.",
        "J goes to the first.",
      ]
    }
    return Compared(
      title: id.shown,
      oldTitle: headTitle,
      newTitle: "folder",
      sentences: sentences.isEmpty ? ["It does not differ from HEAD any more."] : sentences
    )
  }

  /// An interaction of the folder against HEAD, also where nothing changed.
  func comparedWithHead(_ id: InteractionID) throws -> Compared {
    if let file = shared.withLock({ $0.files[id.file] }),
      let item = file.items.first(where: { $0.new == id.index && $0.subject == .interaction })
    {
      return try compared(Self.id(of: item, in: id.file))
    }
    _ = try review()
    return Compared(
      title: "\(id.file.shown) #\(id.index + 1)",
      oldTitle: headTitle,
      newTitle: "folder",
      sentences: ["It is as in \(headTitle)."]
    )
  }

  // MARK: Changing the index and the folder

  private func selections(_ targets: [ReviewTarget]) throws -> [ReviewSelection] {
    let files = shared.withLock { $0.files }
    var items: [EntryID: Set<Int>] = [:]
    var whole: Set<EntryID> = []
    for target in targets {
      switch target {
      case .all: whole.formUnion(files.keys)
      case .file(let id): whole.insert(id)
      case .item(let id):
        guard
          let place = files[id.file]?.items.firstIndex(where: {
            Self.id(of: $0, in: id.file) == id
          })
        else { throw Missing(sentence: "\(id.file.shown) changed meanwhile: look again") }
        items[id.file, default: []].insert(place)
      }
    }
    let paths = whole.union(items.keys).sorted { $0.path.lexicographicallyPrecedes($1.path) }
    return try paths.map { id in
      guard let file = files[id] else {
        throw Missing(sentence: "\(id.shown) changed meanwhile: look again")
      }
      return ReviewSelection(file, items: whole.contains(id) ? nil : items[id])
    }
  }

  private func answer(_ body: () throws -> Message) -> Message {
    do {
      return try body()
    } catch let missing as Missing {
      return .failed(missing.sentence)
    } catch {
      return .failed("\(error)".sentence)
    }
  }

  func stage(_ targets: [ReviewTarget], _ isStaged: Bool) -> Message {
    answer {
      let selections = try selections(targets)
      let review = try review()
      if isStaged { try review.stage(selections) } else { try review.unstage(selections) }
      let what = name(selections)
      return .staged(isStaged ? "Staged \(what)" : "Took \(what) out of the index")
    }
  }

  func discard(_ targets: [ReviewTarget]) -> Message {
    answer {
      let selections = try selections(targets)
      guard let change = try review().discard(selections) else {
        return .copied("Nothing to discard: it is as in HEAD")
      }
      let warning = change.warnings.first.map { "; \($0)" } ?? ""
      return .changed(change.title + warning, undoable: change.id != nil, selecting: nil)
    }
  }

  private func name(_ selections: [ReviewSelection]) -> String {
    if selections.count == 1 {
      let file = entry(of: selections[0].file.path).shown
      guard let items = selections[0].items else { return file }
      if items.count == 1, let item = items.first.map({ selections[0].file.items[$0] }) {
        return "\(item.position.map { "#\($0 + 1)" } ?? "a change") of \(file)"
      }
      return "\(items.count) changes of \(file)"
    }
    return "changes of \(selections.count) files"
  }

  /// Marks interactions as seen, or takes the marks away.
  func mark(_ ids: [LLMMockTUI.ReviewItem.ID], _ isReviewed: Bool) -> [Message] {
    shared.withLock { shared in
      for id in ids {
        for item in shared.files[id.file]?.items ?? [] where Self.id(of: item, in: id.file) == id {
          let key = MarkKey(id: id, old: item.oldDigest, new: item.newDigest)
          shared.marked[key] = isReviewed
        }
      }
    }
    do {
      try review().setReviewed(isReviewed, try selections(ids.map(ReviewTarget.item)))
      return []
    } catch {
      return [.failed("Reviewed marks can't be kept: \(error)".sentence)]
    }
  }

  /// Commits what is staged.
  func commit(_ message: String) -> Message {
    do {
      let commit = try review().repository.commit(message: message)
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
    let (words, environment) = try review().repository.commitInEditor()
    return (words, environment)
  }
}
