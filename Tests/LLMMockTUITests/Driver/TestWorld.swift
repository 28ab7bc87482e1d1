import LLMMockCore
import LLMMockTUI

/// Everything outside the browser, in memory: a folder, its history, a clipboard.
///
/// It answers effects as the real one does, at once and always the same.
final class TestWorld {
  struct Made {
    var title: String
    var before: [EntryID: [UInt8]]
    var after: [EntryID: [UInt8]]
    var isUndone = false
  }

  var folder: TestFolder
  /// Other folders that can be opened, by what is typed for them.
  var others: [String: TestFolder] = [:]
  private(set) var made: [Made] = []
  /// nil where there is no git.
  var git: TestGit?
  var results: [String: Result] = [:]
  var planned: [InteractionID] = []
  var keyIsMissing = false
  var misses: [MissItem] = []
  private(set) var remembered: DiffLook?
  /// What was copied, last one last.
  private(set) var copied: [String] = []
  /// Why the next change fails; nil when it does not.
  var refusal: String?
  /// Whether changes are too big for the history.
  var isTooBig = false

  /// A moment after all that is recorded: 2026-06-01 12:00 UTC.
  static let now = 1_780_315_200

  init(_ folder: TestFolder) {
    self.folder = folder
  }

  init(copying other: TestWorld) {
    folder = other.folder
    others = other.others
    made = other.made
    git = other.git
    results = other.results
    misses = other.misses
  }

  /// What comes of an effect.
  func perform(_ effect: Effect) -> [Message] {
    switch effect {
    case .list(let order, _): [.listed(folder.listing(order: order))]
    case .openFolder(let path): open(path)
    case .show(let request): [show(request)]
    case .search(let text, let content, let generation):
      [
        .searched(
          rows: content.rows.indices.filter { content.rows[$0].text.containsIgnoringCase(text) },
          generation: generation
        )
      ]
    case .find(let query, let entry, let listing, let generation):
      [.found(find(query, entry, listing.listing), isComplete: true, generation: generation)]
    case .change(let change): [make(change, withHistory: true)]
    case .changeWithoutHistory(let change): [make(change, withHistory: false)]
    case .undo: [undo()]
    case .redo: [redo()]
    case .restore(let id): [restore(id)]
    case .loadHistory: [.historyLoaded(history)]
    case .checkName(let purpose, let text, let generation):
      [.nameChecked(check(purpose, text), notes: [], generation: generation)]
    case .copy(let kind, let subject, let tab, let node): [copy(kind, subject, tab, node)]
    case .copyPath(let id):
      [put("\(folder.title)/\(id.shown)", named: "the path")]
    case .review(let generation): [reviewedFiles(generation), review(generation)]
    case .diff(let request): [diff(request)]
    case .copyDiff: [put("a diff", named: "the difference")]
    case .stage(let targets, let isStaged): [stage(targets, isStaged)]
    case .discard(let targets): [discard(targets)]
    case .markReviewed(let ids, let isReviewed):
      mark(ids, isReviewed)
    case .commit(let message): [commit(message)]
    case .plan(let ids): [plan(ids)]
    case .planAgain(let ids): [plan(ids.compactMap { results[$0]?.id })]
    case .planMisses: [plan([InteractionID("chat/greeting.json", 1)])]
    case .startRerecord: start()
    case .rebase: [.queueChanged(queueListing)]
    case .accept(let ids): decide(ids, accepting: true)
    case .reject(let ids): decide(ids, accepting: false)
    case .keepVolatile(let ids, let keeps): keep(ids, keeps)
    case .loadMisses: [.missesLoaded(misses)]
    case .dropMisses(let ids):
      drop(ids)
    case .remember(let look):
      remember(look)
    case .pauseQueue, .resumeQueue, .cancelQueue, .commitInEditor: []
    case .edit, .page, .expireToast, .dropTypeAhead, .setMouse, .sendToClipboard, .redraw,
      .suspend, .cancelJob, .quit:
      []
    }
  }

  private func mark(_ ids: [ReviewItem.ID], _ isReviewed: Bool) -> [Message] {
    if isReviewed { git?.reviewed.formUnion(ids) } else { git?.reviewed.subtract(ids) }
    return []
  }

  private func keep(_ ids: [String], _ keeps: Bool) -> [Message] {
    for id in ids { results[id]?.keepsVolatile = keeps }
    return [.queueChanged(queueListing)]
  }

  private func drop(_ ids: [String]) -> [Message] {
    misses.removeAll { ids.contains($0.id) }
    return [.missesLoaded(misses)]
  }

  private func remember(_ look: DiffLook) -> [Message] {
    remembered = look
    return []
  }

  private func open(_ path: String) -> [Message] {
    guard let other = others[path] else { return [.failed("\(path) does not exist")] }
    folder = other
    made = []
    return [.folderOpened(title: other.title), .listed(other.listing())]
  }

  // MARK: Details

  /// What the detail pane shows of a subject.
  func source(of subject: DetailPane.Subject) -> DetailSource? {
    switch subject {
    case .interaction(let id):
      guard let bytes = folder.files[id.file], let content = folder.content(id.file),
        content.interactions.indices.contains(id.index)
      else { return nil }
      let summary = content.interactions[id.index]
      let provider: String? = if case .fixture(let file) = content { file.provider } else { nil }
      return DetailSource(
        path: "\(folder.title)/\(id.file.shown)",
        position: id.index + 1,
        bytes: Array(bytes[summary.range]),
        summary: summary,
        fixtureProvider: provider,
        linesBefore: bytes[..<summary.range.lowerBound].count { $0 == UInt8(ascii: "\n") }
      )
    case .problem(let id):
      guard let bytes = folder.files[id], let content = folder.content(id),
        let problem = content.problem
      else { return nil }
      return .problem(
        UnreadableFile(
          path: "\(folder.title)/\(id.shown)",
          problem: problem,
          bytes: bytes,
          readableCount: content.interactionCount
        )
      )
    }
  }

  private func show(_ request: DetailRequest) -> Message {
    guard let source = source(of: request.subject) else {
      return .detailFailed("It is not there any more", generation: request.generation)
    }
    let tabs = source.tabs
    let tab = tabs.contains { $0.tab == request.tab } ? request.tab : .overview
    let rows = DetailLayout.rows(
      of: source,
      tab: tab,
      width: request.width,
      wraps: request.wraps,
      toggled: request.toggled,
      unfoldsAll: request.unfoldsAll,
      now: Self.now
    )
    let content = DetailContent(
      subject: request.subject,
      tab: tab,
      tabs: tabs.map { DetailTabTitle($0.tab, count: $0.count) },
      width: request.width,
      rows: rows
    )
    return .detailShown(content, generation: request.generation)
  }

  // MARK: Queries

  private func find(_ query: Query, _ entry: EntryID, _ listing: Listing) -> [InteractionID] {
    guard let place = listing.place(of: entry) else { return [] }
    var found: [(id: InteractionID, summary: InteractionSummary)] = []
    for file in listing.entries[place..<listing.ends[place]] {
      guard let content = file.content else { continue }
      let provider: String? = if case .fixture(let file) = content { file.provider } else { nil }
      for (index, summary) in content.interactions.enumerated()
      where query.fits(summary, position: index + 1, file: file.id.shown, provider: provider)
        && holds(query.texts, file.id, summary)
      {
        found.append((InteractionID(file: file.id, index: index), summary))
      }
    }
    switch query.order {
    case .position: break
    case .newest:
      found.sort { ($0.summary.recordedAt ?? "") > ($1.summary.recordedAt ?? "") }
    case .model: found.sort { ($0.summary.model ?? "") < ($1.summary.model ?? "") }
    case .tokens: found.sort { ($0.summary.tokens ?? -1) > ($1.summary.tokens ?? -1) }
    }
    return found.map(\.id)
  }

  private func holds(
    _ texts: [(text: String, isNegated: Bool)],
    _ file: EntryID,
    _ summary: InteractionSummary
  ) -> Bool {
    // The listing may be older than the file.
    guard let bytes = folder.files[file], summary.range.upperBound <= bytes.count else {
      return false
    }
    let recorded = String(decoding: bytes[summary.range], as: UTF8.self)
    return texts.allSatisfy { recorded.containsIgnoringCase($0.text) != $0.isNegated }
  }

  // MARK: The clipboard

  private func copy(
    _ kind: CopyKind,
    _ subject: DetailPane.Subject,
    _ tab: DetailTab,
    _ node: Int?
  ) -> Message {
    guard let source = source(of: subject) else { return .failed("It is not there any more") }
    let text =
      switch kind {
      case .value: source.valueText(of: node, in: tab)
      case .path: source.jsonPath(of: node, in: tab)
      case .text: source.unescapedText(of: node, in: tab)
      case .key: source.key(of: node, in: tab)
      case .request: source.requestJSON
      case .response: source.responseJSON
      case .curl: source.curlCommand
      }
    guard let text else { return .failed("There is no such thing to copy here") }
    return put(text, named: "the \(kind)")
  }

  private func put(_ text: String, named name: String) -> Message {
    copied.append(text)
    return .copied("Copied \(name)")
  }

  // MARK: What changes history

  func record(_ title: String, from before: [EntryID: [UInt8]]) {
    made.removeAll(where: \.isUndone)
    made.append(Made(title: title, before: before, after: folder.files))
  }

  private func undo() -> Message {
    guard let place = made.lastIndex(where: { !$0.isUndone }) else {
      return .failed("There is nothing to undo")
    }
    made[place].isUndone = true
    folder.files = made[place].before
    return .undone(made[place].title)
  }

  private func redo() -> Message {
    guard let place = made.firstIndex(where: \.isUndone) else {
      return .failed("There is nothing to redo")
    }
    made[place].isUndone = false
    folder.files = made[place].after
    return .redone(made[place].title)
  }

  private func restore(_ id: String) -> Message {
    guard let place = Int(id).map({ $0 - 1 }), made.indices.contains(place) else {
      return .failed("There is no such change")
    }
    let before = folder.files
    folder.files = made[place].before
    record("Restored what \"\(made[place].title)\" changed", from: before)
    return .changed("Restored it", undoable: true, selecting: nil)
  }

  private var history: [HistoryItem] {
    made.enumerated().reversed().map { index, change in
      HistoryItem(
        id: "\(index + 1)",
        time: "2026-06-01 12:0\(index)",
        title: change.title,
        isUndone: change.isUndone
      )
    }
  }
}
