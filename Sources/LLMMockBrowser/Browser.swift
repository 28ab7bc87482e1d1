import Dispatch
import LLMMockCore
package import LLMMockTUI
package import LLMMockWorkspace
import Synchronization
package import SystemPackage

/// Performs the browser's effects on threads of its own: effect in, messages out.
///
/// What needs the terminal is not done here; ``perform(_:)`` leaves it to the caller.
package final class Browser: Sendable {
  /// What the program knows of its surroundings.
  package struct Surroundings: Sendable {
    package var environment: [String: String]
    package var home: FilePath
    /// The folder that relative paths begin at.
    package var folder: FilePath
    /// Seconds east of Greenwich at a moment in seconds since 1970.
    package var secondsFromGMT: @Sendable (Int) -> Int
    package var now: @Sendable () -> UnixTime
    /// Where calls may go when they are recorded again.
    package var sources: RerecordSources
    /// What the queue of those needs of the machine.
    package var queue: RerecordQueue.Surroundings

    package init(
      environment: [String: String],
      home: FilePath,
      folder: FilePath,
      secondsFromGMT: @escaping @Sendable (Int) -> Int,
      now: @escaping @Sendable () -> UnixTime,
      sources: RerecordSources,
      queue: RerecordQueue.Surroundings
    ) {
      self.environment = environment
      self.home = home
      self.folder = folder
      self.secondsFromGMT = secondsFromGMT
      self.now = now
      self.sources = sources
      self.queue = queue
    }

    package var user: IgnoreRules.UserFiles {
      let configuration = environment["XDG_CONFIG_HOME"] ?? ""
      return IgnoreRules.UserFiles(
        home: home,
        configurationHome: configuration.isEmpty ? nil : FilePath(configuration)
      )
    }
  }

  /// What works on the opened folder.
  private struct Tools: Sendable {
    var workspace: Workspace
    var reviewed: ReviewedFiles
    var reviewing: Reviewing
    var rerecording: Rerecording
    var missing: Missing
    var comparing: Comparing
  }

  private struct Shared {
    var tools: Tools
    var watcher: FolderWatcher?
  }

  private let surroundings: Surroundings
  private let catalog: Catalog
  private let details: DetailReader
  private let finder: Finder
  private let shared: Mutex<Shared>
  private let post: @Sendable (Message) -> Void

  private let detailQueue = LatestQueue("llm-mock.detail")
  private let diffQueue = LatestQueue("llm-mock.diff")
  private let aheadQueue = LatestQueue("llm-mock.ahead")
  private let reviewQueue = LatestQueue("llm-mock.review")
  private let staleQueue = LatestQueue("llm-mock.stale")
  private let searchQueue = LatestQueue("llm-mock.search")
  /// Beginning and ending calls, which must not wait for changes.
  private let steeringQueue = DispatchQueue(label: "llm-mock.steering", qos: .userInitiated)
  private let missQueue = DispatchQueue(label: "llm-mock.misses", qos: .userInitiated)
  private let checkQueue = LatestQueue("llm-mock.check")
  private let changeQueue = DispatchQueue(label: "llm-mock.changes", qos: .userInitiated)

  /// - Parameter post: takes messages from any thread.
  /// - Throws: when the folder can't be opened.
  package init(
    _ folder: OpenedFolder,
    _ surroundings: Surroundings,
    post: @escaping @Sendable (Message) -> Void
  ) throws {
    self.surroundings = surroundings
    self.post = post
    catalog = Catalog(folder, user: surroundings.user, post: post)
    details = DetailReader(catalog: catalog, files: .disk)
    finder = Finder(catalog: catalog, files: .disk, post: post)
    shared = Mutex(
      Shared(tools: try Self.tools(folder, surroundings, details: details, post: post))
    )
  }

  private static func tools(
    _ folder: OpenedFolder,
    _ surroundings: Surroundings,
    details: DetailReader,
    post: @escaping @Sendable (Message) -> Void
  ) throws -> Tools {
    let workspace = try workspace(folder, surroundings)
    let reviewed = ReviewedFiles(
      workspace: workspace,
      folder: folder,
      environment: surroundings.environment,
      log: { post(.logged($0)) }
    )
    let rerecording = Rerecording(
      workspace: workspace,
      folder: folder,
      sources: surroundings.sources,
      surroundings: surroundings.queue,
      post: post
    )
    let missing = Missing(workspace: workspace, folder: folder, time: surroundings.text(of:))
    return Tools(
      workspace: workspace,
      reviewed: reviewed,
      reviewing: Reviewing(reviewed, post: post),
      rerecording: rerecording,
      missing: missing,
      comparing: Comparing(
        workspace: workspace,
        details: details,
        reviewed: ReviewDiffs(files: reviewed),
        rerecording: rerecording,
        missing: missing
      )
    )
  }

  private static func workspace(
    _ folder: OpenedFolder,
    _ surroundings: Surroundings
  ) throws -> Workspace {
    try Workspace(
      opening: folder.path,
      files: .disk,
      environment: surroundings.environment,
      home: surroundings.home,
      now: surroundings.now
    )
  }

  /// Begins to list the folder and to watch it.
  package func start() {
    catalog.list(order: .name, showsOthers: false)
    changeQueue.async { self.watch() }
    loadWaiting()
  }

  /// Reads what earlier runs left to decide on: results, misses, stale marks.
  private func loadWaiting() {
    let tools = self.tools
    tools.rerecording.load()
    missQueue.async { [post, surroundings] in
      if let look = Preferences(surroundings).look { post(.remembered(look)) }
      for message in tools.missing.load() { post(message) }
    }
  }

  /// Goes back or forth in the history, which may bring back what waited.
  private func changeInTime(_ body: @escaping @Sendable () -> Message) {
    changeQueue.async { [self] in
      post(body())
      let tools = self.tools
      tools.rerecording.load()
      loadMisses(tools)
    }
  }

  private func loadMisses(_ tools: Tools) {
    missQueue.async { [post] in
      for message in tools.missing.load() { post(message) }
    }
  }

  /// Tells which interactions are unreachable since what fed them was recorded again.
  private func lookForStale() {
    staleQueue.run { [post] in
      do {
        post(.staleFound(try self.tools.rerecording.stale()))
      } catch {
        post(.logged("Stale marks can't be read: \(error)"))
      }
    }
  }

  private var tools: Tools { shared.withLock { $0.tools } }

  private func watch() {
    let folder = catalog.folder
    do {
      let watcher = try FolderWatcher(root: folder.path, user: surroundings.user) { [post] _ in
        post(.folderChanged)
      }
      let old = shared.withLock { shared in
        defer { shared.watcher = watcher }
        return shared.watcher
      }
      old?.cancel()
      post(.watchingStarted)
    } catch {
      post(.logged("The folder is not watched: \(error). Ctrl-L reads it again."))
    }
  }

  package func stop() {
    let watcher = shared.withLock { shared in
      defer { shared.watcher = nil }
      return shared.watcher
    }
    watcher?.cancel()
    let tools = self.tools
    steeringQueue.sync { tools.rerecording.end() }
    // A change under way is finished: nothing is left half done. A git that does not end is told to.
    let isDone = DispatchSemaphore(value: 0)
    changeQueue.async { isDone.signal() }
    if isDone.wait(timeout: .now() + .seconds(5)) == .timedOut { tools.reviewed.stop() }
    changeQueue.sync {}
  }

  private var changes: Changes {
    Changes(workspace: tools.workspace, catalog: catalog)
  }

  /// Begins an effect; what comes of it is posted.
  ///
  /// - Returns: false when it is for the terminal and nothing was begun.
  package func perform(_ effect: Effect) -> Bool {
    switch effect {
    case .list(let order, let showsOthers):
      catalog.list(order: order, showsOthers: showsOthers)
      lookForStale()
      tools.rerecording.tell()
    case .show(let request):
      detailQueue.run { self.show(request) }
    case .search(let text, let content, let generation):
      searchQueue.run { [post] in
        let rows = content.rows.indices.filter { content.rows[$0].text.containsIgnoringCase(text) }
        post(.searched(rows: Array(rows), generation: generation))
      }
    case .find(let query, let entry, let listing, let generation):
      finder.find(query, below: entry, in: listing.listing, generation: generation)
    case .change(let change):
      changeQueue.async { self.post(self.changes.make(change)) }
    case .changeWithoutHistory(let change):
      changeQueue.async { self.post(self.changes.make(change, withoutHistory: true)) }
    case .undo:
      changeInTime { self.changes.undo() }
    case .redo:
      changeInTime { self.changes.redo() }
    case .restore(let id):
      changeInTime { self.changes.restore(id) }
    case .loadHistory:
      changeQueue.async { self.post(self.changes.history(time: self.surroundings.text(of:))) }
    case .checkName(.commit, _, let generation):
      checkQueue.run { [post] in
        let notes = self.tools.reviewing.notesOnCommit()
        post(.nameChecked(.waiting, notes: notes, generation: generation))
      }
    case .checkName(let purpose, let text, let generation):
      checkQueue.run {
        self.post(
          .nameChecked(self.changes.check(purpose, text), notes: [], generation: generation)
        )
      }
    case .copy(let kind, let subject, let tab, let node):
      detailQueue.run { self.copy(kind, subject, tab, node) }
    case .copyPath(let id):
      put(Array(catalog.folder.path(of: id).bytes), named: "the path")
    case .expireToast(let generation, let milliseconds):
      DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { [post] in
        post(.toastExpired(generation: generation))
      }
    case .openFolder(let path):
      changeQueue.async { self.open(path) }
    case .cancelJob:
      finder.cancel()
    case .commitInEditor: return false
    case .edit, .page, .dropTypeAhead, .setMouse, .redraw, .suspend, .quit, .sendToClipboard:
      return false
    default: performOnScreen(effect)
    }
    return true
  }

  // MARK: Screens

  private func performOnScreen(_ effect: Effect) {
    let tools = self.tools
    switch effect {
    case .review(let generation):
      reviewQueue.run { tools.reviewing.load(generation) }
    case .diff(let request): diffQueue.run { self.compare(request, tools) }
    case .copyDiff(let subject):
      diffQueue.run { [post] in
        do {
          self.put(Array(try tools.comparing.text(of: subject).utf8), named: "the difference")
        } catch {
          post(.failed("\(error)".sentence))
        }
      }
    case .stage(let targets, let isStaged):
      change { [tools.reviewing.stage(targets, isStaged)] }
    case .discard(let targets): change { [tools.reviewing.discard(targets)] }
    case .markReviewed(let ids, let isReviewed):
      change { tools.reviewing.mark(ids, isReviewed) }
    case .commit(let message): change { [tools.reviewing.commit(message)] }
    case .plan(let ids): change { [self.plan(self.changes.chosen(ids), tools)] }
    case .planAgain(let ids):
      change {
        do {
          let (chosen, misses) = try tools.rerecording.chosen(ids)
          if chosen.isEmpty, misses.isEmpty {
            return [
              .failed("The interaction is gone: there is nothing to record again, d drops it")
            ]
          }
          return [self.plan(chosen, misses: misses, tools)]
        } catch {
          return [.failed("\(error)".sentence)]
        }
      }
    case .planMisses(let ids): change { [self.plan([], misses: ids, tools)] }
    case .startRerecord(let plan): steeringQueue.async { tools.rerecording.start(plan) }
    case .pauseQueue: steeringQueue.async { tools.rerecording.pause() }
    case .resumeQueue: steeringQueue.async { tools.rerecording.resume() }
    case .cancelQueue: steeringQueue.async { tools.rerecording.cancel() }
    case .accept(let ids):
      change { tools.rerecording.accept(ids) }
    case .rebase(let ids): change { tools.rerecording.rebase(ids) }
    case .reject(let ids): change { tools.rerecording.reject(ids) }
    case .keepVolatile(let ids, let keeps):
      change {
        tools.rerecording.keepVolatile(ids, keeps)
        return []
      }
    case .loadMisses: loadMisses(tools)
    case .dropMisses(let ids):
      change {
        defer { self.loadMisses(tools) }
        return tools.missing.drop(ids)
      }
    case .remember(let look):
      change {
        Preferences(self.surroundings).keep(look).map { [.logged($0)] } ?? []
      }
    default: break
    }
  }

  private func change(_ body: @escaping @Sendable () -> [Message]) {
    changeQueue.async { [post] in
      for message in body() { post(message) }
    }
  }

  private func plan(
    _ chosen: [ChosenInteractions],
    misses: [String] = [],
    _ tools: Tools
  ) -> Message {
    do {
      return .planned(
        try tools.rerecording.plan(chosen, misses: tools.missing.stored(misses))
      )
    } catch {
      return .failed("\(error)".sentence)
    }
  }

  private func compare(_ request: DiffRequest, _ tools: Tools) {
    do {
      post(.diffMade(try tools.comparing.content(for: request), generation: request.generation))
      readAhead(from: request.subject, tools)
    } catch let failure as DetailReader.Failure {
      post(.diffFailed(failure.sentence, generation: request.generation))
    } catch {
      post(.diffFailed("\(error)".sentence, generation: request.generation))
    }
  }

  private func readAhead(from subject: DiffSubject, _ tools: Tools) {
    let file: EntryID
    switch subject {
    case .review(let id): file = id.file
    case .reviewFile(let id): file = id
    default: return
    }
    aheadQueue.run { [post] in
      do {
        try tools.reviewed.readAhead(from: file)
      } catch {
        // Whoever goes there is told.
        post(.logged("Reading ahead: \(error)"))
      }
    }
  }

  /// What to run in the foreground for a commit whose message is written in an editor.
  package func commitInEditor() throws -> (words: [[UInt8]], environment: [String: String]) {
    try tools.reviewing.commitInEditor()
  }

  // MARK: Details

  private func show(_ request: DetailRequest) {
    do {
      let now = surroundings.now().milliseconds / 1000
      post(
        .detailShown(try details.content(for: request, now: now), generation: request.generation)
      )
    } catch let failure as DetailReader.Failure {
      post(.detailFailed(failure.sentence, generation: request.generation))
      post(.folderChanged)
    } catch {
      post(.detailFailed("\(error)".sentence, generation: request.generation))
      post(.folderChanged)
    }
  }

  private func copy(
    _ kind: CopyKind,
    _ subject: DetailPane.Subject,
    _ tab: DetailTab,
    _ node: Int?
  ) {
    do {
      let source = try details.source(of: subject)
      guard let (text, name) = source.text(of: kind, tab, node: node) else {
        post(.failed("There is no such thing to copy here"))
        return
      }
      put(Array(text.utf8), named: name)
    } catch {
      post(.failed("\(error)".sentence))
    }
  }

  private func put(_ bytes: [UInt8], named name: String) {
    checkQueueForClipboard.async { [surroundings, post] in
      let count = String(decoding: bytes, as: UTF8.self).count
      let what = "\(name) (\(count) character\(count == 1 ? "" : "s"))"
      if let tool = Clipboard.put(bytes, environment: surroundings.environment) {
        post(.copied("Copied \(what) with \(tool)"))
      } else {
        post(.clipboardNeedsTerminal(bytes, what))
      }
    }
  }

  private let checkQueueForClipboard = DispatchQueue(label: "llm-mock.clipboard")

  // MARK: Folders

  private func open(_ text: String) {
    do {
      if tools.rerecording.isRunning {
        post(.failed("Calls are under way: wait for them, or cancel them, before opening another"))
        return
      }
      let folder = try OpenedFolder.find(text, from: surroundings)
      let tools = try Self.tools(folder, surroundings, details: details, post: post)
      shared.withLock { $0.tools = tools }
      catalog.open(folder)
      post(.folderOpened(title: folder.title))
      catalog.list(order: .name, showsOthers: false)
      watch()
      loadWaiting()
    } catch {
      post(.failed("\(error)".sentence))
    }
  }

  // MARK: What the terminal is lent for

  /// The file and line that `$EDITOR` is to open.
  package func place(
    of subject: DetailPane.Subject?,
    in file: EntryID,
    tab: DetailTab,
    node: Int?
  ) -> (path: FilePath, line: Int?) {
    let path = catalog.folder.path(of: file)
    guard let subject, let source = try? details.source(of: subject) else { return (path, nil) }
    return (path, source.line(of: node, in: tab))
  }

  /// The text that `$PAGER` is to show.
  package func pages(
    of subject: DetailPane.Subject?,
    in file: EntryID,
    tab: DetailTab
  ) throws -> [UInt8] {
    if let subject {
      return Array(try details.source(of: subject).plainText(tab).utf8)
    }
    return Array(
      VisibleText.of(
        bytes: try FileSystem.disk.read(catalog.folder.path(of: file)).bytes,
        lineBreaks: .keep,
        tab: "  "
      ).utf8
    )
  }

}

extension Browser.Surroundings {
  /// A moment as the user's clock shows it, to the minute.
  func text(of time: UnixTime) -> String {
    let seconds = time.milliseconds / 1000
    return CalendarTime(seconds: seconds + secondsFromGMT(seconds)).text
  }
}
