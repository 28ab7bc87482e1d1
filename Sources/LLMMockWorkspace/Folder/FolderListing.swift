internal import LLMMockCore
internal import SystemPackage

/// What one folder holds that a walk cares about: its folders, and its files that end in `.json`.
///
/// Reading takes one pass; names are put in order only as far as they are taken.
struct FolderListing: Sendable {
  struct Item: Sendable {
    fileprivate var key: UInt64 = 0
    /// Where the name stands in `names`.
    fileprivate let start: Int
    fileprivate let length: Int
    let isLink: Bool
  }

  /// All names, each followed by a zero byte.
  private let names: [UInt8]
  private var folders: LazilySorted<Item>
  private var files: LazilySorted<Item>
  /// The folder itself; nil when there is nothing in it to open or to ask about.
  let descriptor: FolderDescriptor?
  private(set) var holdsGit = false
  private(set) var holdsIgnoreFile = false
  private(set) var holdsVirtualEnvironment = false

  /// Reads the folder and closes the descriptor.
  init(_ folder: Int32, withStatus: Bool) throws(Errno) {
    var names: [UInt8] = []
    var folders: [Item] = []
    var files: [Item] = []
    var unclear: [Item] = []
    var (holdsGit, holdsIgnoreFile, holdsVirtualEnvironment) = (false, false, false)
    descriptor = try SystemCalls.readFolder(
      folder,
      each: { name, kind in
        switch name.count {
        case 4: holdsGit = holdsGit || name.elementsEqual(".git".utf8)
        case 10:
          holdsIgnoreFile = holdsIgnoreFile || name.elementsEqual(".gitignore".utf8)
          holdsVirtualEnvironment =
            holdsVirtualEnvironment || name.elementsEqual("pyvenv.cfg".utf8)
        default: break
        }
        if kind == .other || (kind == .file && !FolderWalker.isCandidate(name)) { return }
        let item = Item(start: names.count, length: name.count, isLink: kind == .link)
        names.append(contentsOf: name)
        names.append(0)
        switch kind {
        case .folder: folders.append(item)
        case .file: files.append(item)
        default: unclear.append(item)
        }
      },
      keeping: {
        !folders.isEmpty || !unclear.isEmpty || holdsGit || holdsIgnoreFile
          || (withStatus && !files.isEmpty)
      }
    )
    if let descriptor {
      for item in unclear {
        Self.place(item, of: names, in: descriptor, &folders, &files)
      }
    }
    names.withUnsafeBufferPointer { names in
      Self.setKeys(of: &folders, in: names)
      Self.setKeys(of: &files, in: names)
    }
    self.names = names
    self.folders = LazilySorted(folders)
    self.files = LazilySorted(files)
    self.holdsGit = holdsGit
    self.holdsIgnoreFile = holdsIgnoreFile
    self.holdsVirtualEnvironment = holdsVirtualEnvironment
  }

  /// The next folder in order, or link to one; nil after the last.
  mutating func nextFolder() -> Item? {
    let names = names
    return names.withUnsafeBufferPointer { names in
      folders.next { Self.precedes($0, $1, in: names) }
    }
  }

  /// The next file in order, or link to one; nil after the last.
  mutating func nextFile() -> Item? {
    let names = names
    return names.withUnsafeBufferPointer { names in
      files.next { Self.precedes($0, $1, in: names) }
    }
  }

  func name(of item: Item) -> [UInt8] {
    Array(names[item.start..<(item.start + item.length)])
  }

  func status(
    of item: Item,
    followingLink: Bool = true
  ) throws(Errno) -> (FolderWalker.Entry.Status, FileKind) {
    guard let descriptor else { throw .badFileDescriptor }
    return try Self.status(of: item, named: names, in: descriptor, followingLink: followingLink)
  }

  private static func setKeys(of items: inout [Item], in names: UnsafeBufferPointer<UInt8>) {
    guard let first = items.first.map({ name(of: $0, in: names) }) else { return }
    // Recordings often have the name of one test and differ only far behind.
    var shared = first.count
    for item in items {
      shared = NameOrder.sharedStart(first, name(of: item, in: names), limit: shared)
    }
    for index in items.indices {
      items[index].key = NameOrder.key(of: name(of: items[index], in: names), from: shared)
    }
  }

  private static func precedes(
    _ first: Item,
    _ second: Item,
    in names: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    if first.key != second.key { return first.key < second.key }
    return NameOrder.compare(name(of: first, in: names), name(of: second, in: names)) < 0
  }

  private static func name(
    of item: Item,
    in names: UnsafeBufferPointer<UInt8>
  ) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: names[item.start..<(item.start + item.length)])
  }

  /// Asks what a link leads to, or what an entry is on a file system that does not say.
  private static func place(
    _ item: Item,
    of names: [UInt8],
    in folder: FolderDescriptor,
    _ folders: inout [Item],
    _ files: inout [Item]
  ) {
    let isCandidate = FolderWalker.isCandidate(names[item.start..<(item.start + item.length)])
    var isLink = item.isLink
    var kind: FileKind?
    do throws(Errno) {
      if !isLink {
        kind = try status(of: item, named: names, in: folder, followingLink: false).1
        isLink = kind == .link
      }
      if isLink {
        kind = try status(of: item, named: names, in: folder, followingLink: true).1
      }
    } catch {
      // A link that leads nowhere is shown with what is wrong when it has the name of a fixture.
      kind = isCandidate ? .file : nil
    }
    let placed = Item(start: item.start, length: item.length, isLink: isLink)
    switch kind {
    case .folder: folders.append(placed)
    case .file where isCandidate: files.append(placed)
    default: break
    }
  }

  private static func status(
    of item: Item,
    named names: [UInt8],
    in folder: FolderDescriptor,
    followingLink: Bool
  ) throws(Errno) -> (FolderWalker.Entry.Status, FileKind) {
    let result = names[item.start...].withUnsafeBytes { bytes in
      let name = bytes.assumingMemoryBound(to: CChar.self)
      return Result { () throws(Errno) in
        guard let start = name.baseAddress else { throw .invalidArgument }
        return try SystemCalls.status(start, in: folder.number, followingLink: followingLink)
      }
    }
    return try result.get()
  }
}
