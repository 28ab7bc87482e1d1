import LLMMockCore
import LLMMockTUI
import Synchronization

/// A folder of fixtures in memory, listed as the real one is.
struct TestFolder {
  var title: String
  var files: [EntryID: [UInt8]]
  /// Folders that can't be read, and why.
  var closed: [EntryID: String]

  init(
    _ files: [EntryID: [UInt8]] = SampleFixture.folder,
    title: String = "tests/fixtures",
    closed: [EntryID: String] = [:]
  ) {
    self.files = files
    self.title = title
    self.closed = closed
  }

  /// Files with chats, one for each prompt.
  init(chats: [String: [String]], title: String = "tests/fixtures") {
    self.init(
      Dictionary(
        uniqueKeysWithValues: chats.map { path, prompts in
          (EntryID(path), SampleFixture("openai", prompts.map { SampleFixture.chat($0) }).bytes)
        }
      ),
      title: title
    )
  }

  // MARK: Contents

  /// What was read before: tests list the same few files again and again.
  private static let known = Mutex<[[UInt8]: FileContent]>([:])

  static func content(of bytes: [UInt8]) -> FileContent {
    if let content = known.withLock({ $0[bytes] }) { return content }
    let content = read(bytes)
    known.withLock { $0[bytes] = content }
    return content
  }

  private static func read(_ bytes: [UInt8]) -> FileContent {
    var indexer = FixtureIndexer()
    do throws(JSONSyntaxError) {
      // Rethrowing a typed error through a closure needs a result.
      _ = try bytes.withUnsafeBufferPointer { window in
        Result { () throws(JSONSyntaxError) in try indexer.scan(window, isLast: true) }
      }.get()
    } catch {
      return .unreadable(FixtureProblem(error, in: bytes), readable: indexer.interactionsSoFar)
    }
    do throws(FixtureProblem) {
      return try indexer.finish().map { .fixture($0) } ?? .other
    } catch {
      return .unreadable(error, readable: indexer.interactionsSoFar)
    }
  }

  func content(_ id: EntryID) -> FileContent? { files[id].map(Self.content) }

  // MARK: Listing

  func listing(order: FileOrder = .name, isComplete: Bool = true) -> Listing {
    var entries = [
      Entry(id: .root, name: title, depth: 0, kind: .folder(problem: closed[.root]))
    ]
    append(below: .root, depth: 1, order, to: &entries)
    return Listing(entries: entries, isComplete: isComplete)
  }

  private func append(
    below folder: EntryID,
    depth: Int,
    _ order: FileOrder,
    to entries: inout [Entry]
  ) {
    let paths = Array(files.keys) + Array(closed.keys)
    let prefix = folder == .root ? [] : folder.path + [UInt8(ascii: "/")]
    let inside = paths.filter { $0 != folder && $0.path.starts(with: prefix) }
    let names = Set(
      inside.map { Array($0.path[prefix.count...].prefix { $0 != UInt8(ascii: "/") }) }
    )
    var folders: [Entry] = []
    var found: [Entry] = []
    for name in names.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      let id = EntryID(prefix + name)
      let shown = VisibleText.of(bytes: name)
      if let bytes = files[id] {
        found.append(
          Entry(
            id: id,
            name: shown,
            depth: depth,
            kind: .file(Self.content(of: bytes)),
            size: bytes.count
          )
        )
      } else {
        folders.append(
          Entry(id: id, name: shown, depth: depth, kind: .folder(problem: closed[id]))
        )
      }
    }
    for entry in folders {
      entries.append(entry)
      append(below: entry.id, depth: depth + 1, order, to: &entries)
    }
    entries += sorted(found, order)
  }

  private func sorted(_ files: [Entry], _ order: FileOrder) -> [Entry] {
    switch order {
    case .name: files
    case .size: files.sorted { $0.size > $1.size }
    case .calls:
      files.sorted { ($0.content?.interactionCount ?? 0) > ($1.content?.interactionCount ?? 0) }
    }
  }
}
