import LLMMockCore
import LLMMockTUI
import LLMMockWorkspace
import Synchronization
import SystemPackage

/// Reads what the detail pane shows, and keeps the last of it for folding, tabs and copying.
final class DetailReader: Sendable {
  /// Why something can't be shown, as one sentence.
  struct Failure: Error {
    var sentence: String
  }

  private struct Kept: Sendable {
    var subject: DetailPane.Subject
    var version: FileVersion?
    var source: DetailSource
  }

  /// Of an unreadable file only so much around the problem is read.
  private static let excerpt = 1 << 16

  private let catalog: Catalog
  private let files: FileSystem
  private let kept = Mutex<Kept?>(nil)

  init(catalog: Catalog, files: FileSystem) {
    self.catalog = catalog
    self.files = files
  }

  func content(for request: DetailRequest, now: Int) throws -> DetailContent {
    let source = try source(of: request.subject)
    let tabs = source.tabs
    // An interaction without a stream has no such tab.
    let tab = tabs.contains { $0.tab == request.tab } ? request.tab : .overview
    let rows = DetailLayout.rows(
      of: source,
      tab: tab,
      width: request.width,
      wraps: request.wraps,
      toggled: request.toggled,
      unfoldsAll: request.unfoldsAll,
      now: now
    )
    return DetailContent(
      subject: request.subject,
      tab: tab,
      tabs: tabs.map { DetailTabTitle($0.tab, count: $0.count) },
      width: request.width,
      rows: rows
    )
  }

  /// The source of a subject as the file is now.
  func source(of subject: DetailPane.Subject) throws -> DetailSource {
    let file =
      switch subject {
      case .interaction(let id): id.file
      case .problem(let id): id
      }
    guard let known = catalog.known(file) else {
      throw Failure(sentence: "\(file.shown) is not there any more")
    }
    if let source = kept.withLock({ kept -> DetailSource? in
      guard let kept, kept.subject == subject, kept.version == known.result.version else {
        return nil
      }
      return kept.source
    }) {
      return source
    }
    let source: DetailSource
    switch subject {
    case .interaction(let id): source = try interaction(id, known)
    case .problem(let id): source = try problem(id, known)
    }
    kept.withLock { $0 = Kept(subject: subject, version: known.result.version, source: source) }
    return source
  }

  /// The path of a file.
  func path(of id: EntryID) -> FilePath { catalog.folder.path(of: id) }

  /// One interaction's JSON as the file is now, and the provider that its file names.
  func bytes(of id: InteractionID) throws -> (bytes: [UInt8], provider: String?) {
    guard let known = catalog.known(id.file) else {
      throw Failure(sentence: "\(id.file.shown) is not there any more")
    }
    let (_, bytes, _) = try read(id, known)
    return (bytes, provider(known))
  }

  private func provider(_ known: Catalog.Known) -> String? {
    if case .fixture(let fixture) = known.result.content { fixture.provider } else { nil }
  }

  /// Reads an interaction from its file, which must be the version that is known.
  private func read(
    _ id: InteractionID,
    _ known: Catalog.Known
  ) throws -> (summary: InteractionSummary, bytes: [UInt8], file: OpenFile) {
    let interactions = known.result.content.interactions
    guard interactions.indices.contains(id.index) else {
      throw Failure(sentence: "\(id.file.shown) has no interaction #\(id.index + 1) any more")
    }
    let summary = interactions[id.index]
    let file = try files.open(known.path)
    guard try file.status().version == known.result.version else {
      throw Failure(sentence: "\(id.file.shown) changed on disk; reading it again")
    }
    let bytes = try file.read(summary.range.lowerBound, summary.range.count)
    guard bytes.count == summary.range.count else {
      throw Failure(sentence: "\(id.file.shown) changed on disk; reading it again")
    }
    return (summary, bytes, file)
  }

  private func interaction(_ id: InteractionID, _ known: Catalog.Known) throws -> DetailSource {
    let (summary, bytes, file) = try read(id, known)
    return DetailSource(
      path: path(id.file),
      position: id.index + 1,
      bytes: bytes,
      summary: summary,
      fixtureProvider: provider(known),
      linesBefore: try lines(in: file, before: summary.range.lowerBound)
    )
  }

  private func path(_ id: EntryID) -> String {
    let folder = catalog.folder
    return folder.file == nil ? "\(folder.title)/\(id.shown)" : folder.title
  }

  /// Line feeds before an offset.
  ///
  /// Counted only in small files, where a keystroke does not feel it.
  private func lines(in file: OpenFile, before offset: Int) throws -> Int {
    guard offset <= 8 << 20 else { return 0 }
    return try file.read(0, offset).reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
  }

  private func problem(_ id: EntryID, _ known: Catalog.Known) throws -> DetailSource {
    guard case .unreadable(let problem, let readable) = known.result.content else {
      throw Failure(sentence: "\(id.shown) can be read again")
    }
    var start = 0
    var bytes: [UInt8] = []
    var linesBefore = 0
    if known.result.version != nil, problem.message != "permission denied" {
      let file = try files.open(known.path)
      let size = try file.status().size
      let offset = min(problem.offset ?? 0, size)
      if size > Self.excerpt {
        // A part around the place that begins with a line.
        let before = try file.read(0, offset)
        let from = max(0, offset - Self.excerpt / 2)
        start =
          from == 0 ? 0 : before[from...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? from
        linesBefore = before[..<start].reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
      }
      bytes = try file.read(start, min(Self.excerpt, size - start))
    }
    return .problem(
      UnreadableFile(
        path: path(id),
        obstacle: Self.obstacle(problem),
        problem: problem,
        bytes: bytes,
        bytesBefore: start,
        linesBefore: linesBefore,
        readableCount: readable.count
      )
    )
  }

  private static func obstacle(_ problem: FixtureProblem) -> UnreadableFile.Obstacle {
    switch problem.message {
    case "permission denied": .permission
    case "the file is gone": .vanished
    case let message where message.hasPrefix("a link that leads out"): .linkLeadsOut
    default: problem.offset == nil && problem.message.contains("link") ? .disk : .contents
    }
  }
}
