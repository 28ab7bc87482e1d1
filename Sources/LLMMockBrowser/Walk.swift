import LLMMockCore
import LLMMockTUI
import LLMMockWorkspace
import SystemPackage

/// A walk through the opened folder, and the listing made of what it found.
struct Walk {
  struct File {
    var id: EntryID
    var version: FileVersion?
    /// Why it should not be read; nil when it may.
    var problem: String?
  }

  private struct Found {
    var id: EntryID
    var name: String
    var depth: Int
    /// The place in `files`; nil for a folder.
    var file: Int?
    var problem: String?
  }

  private let folder: OpenedFolder
  private var iterator: FolderWalker.Iterator?
  private var found: [Found] = []
  private(set) var files: [File] = []
  private(set) var isComplete = false

  init(folder: OpenedFolder, includeIgnored: Bool, user: IgnoreRules.UserFiles) {
    self.folder = folder
    if let file = folder.file {
      let id = EntryID(file.bytes)
      // A file that is gone says so when it is read.
      let version = try? FileSystem.disk.status(folder.path(of: id))?.version
      files = [File(id: id, version: version, problem: nil)]
      found = [Found(id: id, name: VisibleText.of(bytes: id.path), depth: 1, file: 0)]
      isComplete = true
    } else {
      iterator = FolderWalker(
        folder.path,
        options: FolderWalker.Options(includeIgnored: includeIgnored, withStatus: true),
        user: user
      ).makeIterator()
    }
  }

  /// Goes on until that many entries were found.
  mutating func advance(to count: Int) {
    while found.count < count, !isComplete {
      guard let entry = iterator?.next() else {
        isComplete = true
        return
      }
      add(entry)
    }
  }

  private mutating func add(_ entry: FolderWalker.Entry) {
    let id = EntryID(entry.parent + entry.name)
    // The folder walked is an entry of its own only when it can't be read.
    let problem = Self.sentence(entry)
    switch entry.kind {
    case .folder:
      found.append(
        Found(
          id: id,
          name: VisibleText.of(bytes: entry.name),
          depth: entry.name.isEmpty ? 0 : entry.depth + 1,
          problem: problem
        )
      )
    case .file:
      found.append(
        Found(
          id: id,
          name: VisibleText.of(bytes: entry.name),
          depth: entry.depth + 1,
          file: files.count
        )
      )
      files.append(File(id: id, version: entry.status?.version, problem: problem))
    }
  }

  private static func sentence(_ entry: FolderWalker.Entry) -> String? {
    if entry.leadsOut { return "a link that leads out of the repository; it is not followed" }
    switch entry.problem {
    case .system(.permissionDenied): return "permission denied"
    case .system(.noSuchFileOrDirectory):
      return entry.isLink ? "a link to something that is not there" : "it is gone"
    case .system(let errno): return "\(errno)"
    case .shownElsewhere: return "a link to a folder that is shown elsewhere"
    case .tooDeep: return "folders are nested too deep"
    case nil: return nil
    }
  }

  // MARK: Listing

  func listing(
    order: FileOrder,
    isComplete: Bool,
    content: (File) -> FileContent
  ) -> Listing {
    var entries: [Entry] = []
    entries.reserveCapacity(found.count + 1)
    if found.first?.id != .root {
      entries.append(Entry(id: .root, name: folder.title, depth: 0, kind: .folder(problem: nil)))
    }
    for item in found {
      let kind: Entry.Kind
      var size = 0
      if let place = item.file {
        kind = .file(content(files[place]))
        size = files[place].version?.size ?? 0
      } else {
        kind = .folder(problem: item.problem)
      }
      entries.append(
        Entry(
          id: item.id,
          name: item.id == .root ? folder.title : item.name,
          depth: item.depth,
          kind: kind,
          size: size
        )
      )
    }
    return Listing(
      entries: order == .name ? entries : Self.sort(entries, order),
      isComplete: isComplete
    )
  }

  /// Sorts the files of each folder, folders staying first and by name.
  private static func sort(_ entries: [Entry], _ order: FileOrder) -> [Entry] {
    var result: [Entry] = []
    result.reserveCapacity(entries.count)
    var place = 0
    while place < entries.count {
      guard !entries[place].isFolder else {
        result.append(entries[place])
        place += 1
        continue
      }
      // The files of a folder come after its folders, one behind the other.
      let depth = entries[place].depth
      var end = place
      while end < entries.count, !entries[end].isFolder, entries[end].depth == depth { end += 1 }
      let files = entries[place..<end].enumerated().sorted { left, right in
        let (first, second) =
          order == .size
          ? (left.element.size, right.element.size)
          : (
            left.element.content?.interactionCount ?? 0,
            right.element.content?.interactionCount ?? 0
          )
        return first != second ? first > second : left.offset < right.offset
      }
      result += files.map(\.element)
      place = end
    }
    return result
  }
}
