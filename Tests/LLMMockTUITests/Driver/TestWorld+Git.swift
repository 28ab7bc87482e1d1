import LLMMockCore
import LLMMockTUI

/// A repository in memory: HEAD's files and the index's.
struct TestGit {
  var head: [EntryID: [UInt8]]
  var index: [EntryID: [UInt8]]
  var branch: String? = "main"
  var operation: ReviewListing.Operation?
  var reviewed: Set<ReviewItem.ID> = []
  var commits: [String] = []
  /// What a hook says instead of letting a commit through.
  var refusal: [String]?

  init(head: [EntryID: [UInt8]]) {
    self.head = head
    index = head
  }
}

extension TestWorld {
  /// What comes before the files are compared: their names alone.
  func reviewedFiles(_ generation: Int) -> Message {
    guard case .reviewListed(let listing, _) = review(generation) else { return review(generation) }
    let names = listing.files.map { file in
      var file = file
      file.items = []
      return file
    }
    let partial = ReviewListing(
      head: listing.head,
      branch: listing.branch,
      operation: listing.operation,
      files: names,
      isComplete: false
    )
    return .reviewListed(partial, generation: generation)
  }

  func review(_ generation: Int) -> Message {
    guard let git else { return .gitMissing("tests/fixtures is in no git work tree") }
    let paths = Set(git.head.keys).union(folder.files.keys).union(git.index.keys)
    let files = paths.sorted { $0.path.lexicographicallyPrecedes($1.path) }.compactMap(file)
    return .reviewListed(
      ReviewListing(
        head: "HEAD 5cb3412",
        branch: git.branch,
        operation: git.operation,
        files: files,
        isComplete: true
      ),
      generation: generation
    )
  }

  private func file(_ id: EntryID) -> ReviewFile? {
    guard let git, id.path.suffix(5) == Array(".json".utf8) else { return nil }
    let (old, staged, new) = (git.head[id], git.index[id], folder.files[id])
    guard old != new || old != staged else { return nil }
    let letter: Character = old == nil ? staged == nil ? "?" : "A" : new == nil ? "D" : "M"
    let stage = stage(old, staged, new)
    let oldDocument = document(old)
    let newDocument = document(new)
    if old != nil && oldDocument == nil || new != nil && newDocument == nil {
      return ReviewFile(
        id: id,
        letter: "!",
        stage: stage,
        problem: "it does not parse: it can only be taken as a whole",
        items: []
      )
    }
    let pairs = FixtureComparison(old: oldDocument, new: newDocument).pairs
    let items = pairs.filter { !$0.isSame }.map { pair in
      let itemID = ReviewItem.ID(file: id, old: pair.old, new: pair.new)
      let summary =
        pair.new.flatMap { newDocument?.interactions[$0] }
        ?? pair.old.flatMap { oldDocument?.interactions[$0] }
      return ReviewItem(
        id: itemID,
        letter: pair.old == nil ? "A" : pair.new == nil ? "D" : "M",
        stage: stage,
        isReviewed: git.reviewed.contains(itemID),
        model: summary?.model ?? "",
        label: summary?.preview ?? ""
      )
    }
    return ReviewFile(id: id, letter: letter, stage: stage, items: items)
  }

  /// The fake stages files; which interactions is the real one's affair.
  private func stage(
    _ old: [UInt8]?,
    _ staged: [UInt8]?,
    _ new: [UInt8]?
  ) -> ReviewListing.Stage {
    staged == new ? .all : staged == old ? .none : .some
  }

  private func document(_ bytes: [UInt8]?) -> FixtureDocument? {
    guard let bytes else { return nil }
    do {
      return try FixtureDocument(bytes)
    } catch {
      return nil
    }
  }

  private func files(of targets: [ReviewTarget]) -> [EntryID] {
    targets.flatMap { target -> [EntryID] in
      switch target {
      case .item(let id): [id.file]
      case .file(let id): [id]
      case .all: Array(Set(git?.head.keys.map { $0 } ?? []).union(folder.files.keys))
      }
    }
  }

  func stage(_ targets: [ReviewTarget], _ isStaged: Bool) -> Message {
    for file in files(of: targets) {
      let staged = isStaged ? folder.files[file] : git?.head[file]
      git?.index[file] = staged
    }
    let count = targets.count == 1 ? "1 change" : "\(targets.count) changes"
    return .staged("\(isStaged ? "Staged" : "Took") \(count)\(isStaged ? "" : " out of the index")")
  }

  func discard(_ targets: [ReviewTarget]) -> Message {
    let before = folder.files
    for file in files(of: targets) { folder.files[file] = git?.head[file] }
    let title =
      "Put \(targets.count == 1 ? "1 change" : "\(targets.count) changes") back as in HEAD"
    record(title, from: before)
    return .changed(title, undoable: true, selecting: nil)
  }

  func commit(_ message: String) -> Message {
    if let output = git?.refusal {
      return .commitFailed("The commit was refused by a hook; nothing is lost", output: output)
    }
    let staged = git?.index ?? [:]
    git?.head = staged
    git?.commits.append(message)
    return .committed("Committed: \(message)")
  }

  // MARK: Diffs

  func diff(_ request: DiffRequest) -> Message {
    guard let (old, new) = sides(of: request.subject) else {
      return .diffFailed("It is not there any more", generation: request.generation)
    }
    var options = InteractionDiff.Options()
    options.showsVolatile = request.look.showsVolatile
    options.part = request.look.part
    let diff = InteractionDiff(old: old, new: new, options: options)
    let place: InteractionID? =
      if case .review(let id) = request.subject, let index = id.new {
        InteractionID(file: id.file, index: index)
      } else {
        nil
      }
    return .diffMade(
      DiffContent(
        subject: request.subject,
        width: request.width,
        isSplit: DiffLayout.isSplit(request),
        title: "#2 gpt-4o-mini",
        oldTitle: "HEAD 2026-05-02",
        newTitle: "folder 2026-05-03",
        rows: DiffLayout.rows(of: diff, for: request),
        hiddenCount: diff.hidden.count,
        place: place
      ),
      generation: request.generation
    )
  }

  private func sides(
    of subject: DiffSubject
  ) -> (old: InteractionDiff.Side?, new: InteractionDiff.Side?)? {
    switch subject {
    case .review(let id):
      (side(git?.head[id.file], id.old), side(folder.files[id.file], id.new))
    case .reviewFile: (nil, nil)
    case .result(let id):
      results[id].map { result in
        (
          side(folder.files[result.id.file], result.id.index),
          side(result.fixture, result.id.index)
        )
      }
    case .sameResults: (nil, nil)
    case .miss:
      (
        side(folder.files[EntryID("chat/greeting.json")], 0),
        side(folder.files[EntryID("weather.json")], 0)
      )
    case .pair(let one, let other):
      (side(folder.files[one.file], one.index), side(folder.files[other.file], other.index))
    case .head(let id): (side(git?.head[id.file], id.index), side(folder.files[id.file], id.index))
    }
  }

  private func side(_ bytes: [UInt8]?, _ index: Int?) -> InteractionDiff.Side? {
    guard let index, let document = document(bytes),
      document.interactions.indices.contains(index)
    else { return nil }
    do {
      return InteractionDiff.Side(
        interaction: try document.interaction(at: index).root,
        fixtureProvider: document.summary.provider
      )
    } catch {
      return nil
    }
  }

  // MARK: The queue

  func plan(_ ids: [InteractionID]) -> Message {
    planned = ids
    return .planned(
      RerecordPlanText(
        id: 1,
        question:
          "Re-record \(ids.count == 1 ? "1 interaction" : "\(ids.count) interactions") of \(ids[0].file.shown)?",
        facts: [
          "to        https://api.openai.com            key from OPENAI_API_KEY (set)",
          "calls     @1 gpt-4o-mini                    last time 1,040 tokens in, 215 out",
          "careful   @1 feeds @2: a new answer leaves it unreachable",
        ],
        notes: ["Sent exactly as stored. Nothing is written until you accept each result."],
        problems: keyIsMissing ? ["OPENAI_API_KEY is not set: nothing was sent."] : [],
        command: nil
      )
    )
  }

  func start() -> [Message] {
    for id in planned {
      guard let bytes = folder.files[id.file] else { continue }
      let text = String(decoding: bytes, as: UTF8.self)
      let fixture = Array(text.replacing("umbrella", with: "raincoat").utf8)
      results["\(id.file.shown)#\(id.index)"] = Result(id: id, fixture: fixture)
    }
    planned = []
    return [.queueChanged(queueListing)]
  }

  var queueListing: QueueListing {
    let ordered = results.sorted { $0.key < $1.key }
    return QueueListing(
      items: ordered.map { key, result in
        QueueItem(
          id: key,
          state: result.fixture == folder.files[result.id.file] ? .same : .decide,
          file: result.id.file,
          number: "#\(result.id.index + 1)",
          label: "Do I need an umbrella in Oslo?",
          result: result.fixture == folder.files[result.id.file] ? "the same" : "1 change",
          notes: result.id.index == 0 ? ["#1 feeds #2: accepting leaves it unreachable"] : [],
          keepsVolatile: result.keepsVolatile
        )
      },
      done: ordered.count,
      total: ordered.count,
      seconds: 3,
      targets: "api.openai.com"
    )
  }

  func decide(_ ids: [String], accepting: Bool) -> [Message] {
    let before = folder.files
    for id in ids {
      guard let result = results.removeValue(forKey: id) else { continue }
      if accepting { folder.files[result.id.file] = result.fixture }
    }
    guard accepting else { return [.queueChanged(queueListing)] }
    let title = "Accepted \(ids.count == 1 ? "1 result" : "\(ids.count) results")"
    record(title, from: before)
    return [.queueChanged(queueListing), .changed(title, undoable: true, selecting: nil)]
  }

  /// A new version of a fixture, for one of its interactions.
  struct Result {
    var id: InteractionID
    var fixture: [UInt8]
    var keepsVolatile = false
  }

  static let misses = [
    MissItem(
      id: "m1",
      file: EntryID("chat/greeting.json"),
      fixture: "tests/fixtures/chat/greeting.json",
      endpoint: "/v1/chat/completions",
      model: "gpt-4o-mini",
      label: "Summarise the second article",
      time: "2026-05-31 09:12",
      nearest: "#1"
    ),
    MissItem(
      id: "m2",
      file: nil,
      fixture: "other/summary.json",
      endpoint: "/v1/messages",
      model: "claude-sonnet-4-6",
      label: "Translate into Norwegian",
      time: "2026-05-31 09:14",
      nearest: nil
    ),
  ]
}
