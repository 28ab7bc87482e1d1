internal import LLMMockCore
internal import SystemPackage

/// The names and contents of a disk in memory, and what of them would survive a loss of power.
struct MemoryTree {
  typealias Number = UInt64
  /// Bytes, because in debug builds a `FilePath` checks itself at every step: too slow for tests
  /// that do a hundred thousand of them.
  typealias Name = [UInt8]
  typealias Names = [Number: [Name: Number]]

  struct Node {
    var kind: FileKind
    var bytes: [UInt8] = []
    /// What was synced last; nil for a file that never was.
    var synced: [UInt8]?
    var target = FilePath()
    var permissions: FilePermissions
    var modified = 0
    var owner: UInt32
    var group: UInt32
  }

  /// One change of a name, as a disk's journal keeps it.
  enum NameChange {
    case gave(Number, Entry)
    case took(Entry)
    case moved(Entry, to: Entry)
  }

  /// A name in a folder.
  struct Entry {
    var folder: Number
    var name: Name
  }

  /// Where a path leads.
  struct Place {
    var entry: Entry
    var number: Number?
    /// Without links.
    var path: [UInt8]
  }

  static let root: Number = 2

  var nodes: [Number: Node]
  /// The names as processes see them.
  private(set) var names: Names
  /// The names on the disk itself.
  private var syncedNames: Names
  private var unsynced: [NameChange] = []
  private var last = root
  let ignoresCase: Bool

  init(ignoresCase: Bool, owner: UInt32) {
    self.ignoresCase = ignoresCase
    nodes = [
      Self.root: Node(kind: .folder, permissions: [.ownerReadWriteExecute], owner: owner, group: 0)
    ]
    names = [Self.root: [:]]
    syncedNames = names
  }

  mutating func add(_ node: Node) -> Number {
    last += 1
    nodes[last] = node
    if node.kind == .folder {
      names[last] = [:]
      syncedNames[last] = [:]
    }
    return last
  }

  mutating func change(_ change: NameChange) {
    Self.apply(change, to: &names)
    unsynced.append(change)
  }

  private static func apply(_ change: NameChange, to names: inout Names) {
    switch change {
    case .gave(let number, let entry):
      names[entry.folder]?[entry.name] = number
    case .took(let entry):
      names[entry.folder]?[entry.name] = nil
    case .moved(let old, let new):
      let number = names[old.folder]?.removeValue(forKey: old.name)
      names[new.folder]?[new.name] = number
    }
  }

  // MARK: Durability

  /// Everything about names so far is on the disk: journals are written in order.
  mutating func syncNames() {
    for change in unsynced { Self.apply(change, to: &syncedNames) }
    unsynced = []
  }

  /// What a disk holds after a loss of power: some first part of the journal, and of every file that
  /// was not synced anything between its old contents and its new ones.
  mutating func losePower(_ generator: inout some RandomNumberGenerator) {
    let kept = Int.random(in: 0...unsynced.count, using: &generator)
    for change in unsynced.prefix(kept) { Self.apply(change, to: &syncedNames) }
    unsynced = []
    names = syncedNames
    for number in nodes.keys.sorted() {
      guard var node = nodes[number], node.kind == .file, node.synced != node.bytes else {
        continue
      }
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: node.bytes = node.synced ?? []
      case 1:
        node.bytes = Array(
          node.bytes.prefix(Int.random(in: 0...node.bytes.count, using: &generator))
        )
      default: break
      }
      node.synced = node.bytes
      nodes[number] = node
    }
  }

  // MARK: Paths

  private static let slash = UInt8(ascii: "/")
  private static let dot = UInt8(ascii: ".")

  /// Follows a path from the root; nil when a folder on the way is missing or none.
  ///
  /// A link at the end is followed or not.
  func place(_ path: FilePath, links: Bool) -> Place? {
    var hops = 0
    return place(Self.names(in: path.bytes), links: links, hops: &hops)
  }

  private static func names(in path: [UInt8]) -> [Name] {
    path.split(separator: slash).map(Array.init)
  }

  private func place(_ names: [Name], links: Bool, hops: inout Int) -> Place? {
    var rest = names[...]
    var walked: [Place] = []
    while let name = rest.popFirst() {
      if name == [Self.dot] { continue }
      if name == [Self.dot, Self.dot] {
        _ = walked.popLast()
        continue
      }
      if let place = walked.last {
        guard let number = place.number, nodes[number]?.kind == .folder else { return nil }
      }
      let folder = walked.last?.number ?? Self.root
      let stored = spelling(of: name, in: folder)
      let number = stored.flatMap { self.names[folder]?[$0] }
      if let number, let node = nodes[number], node.kind == .link, links || !rest.isEmpty {
        hops += 1
        guard hops < 40 else { return nil }
        let target = node.target.bytes
        let before = target.first == Self.slash ? [] : walked.map(\.entry.name)
        return place(before + Self.names(in: target) + rest, links: links, hops: &hops)
      }
      let entry = Entry(folder: folder, name: stored ?? name)
      let path = (walked.last?.path ?? []) + [Self.slash] + entry.name
      walked.append(Place(entry: entry, number: number, path: path))
    }
    return walked.last
      ?? Place(
        entry: Entry(folder: Self.root, name: [Self.dot]),
        number: Self.root,
        path: [Self.slash]
      )
  }

  /// The name as the folder spells it.
  private func spelling(of name: Name, in folder: Number) -> Name? {
    guard let entries = names[folder] else { return nil }
    if entries[name] != nil { return name }
    guard ignoresCase else { return nil }
    return entries.keys.first { Self.lowercase($0) == Self.lowercase(name) }
  }

  private static func lowercase(_ name: Name) -> Name {
    name.map { 0x41...0x5A ~= $0 ? $0 + 32 : $0 }
  }

  /// The names that lead to a folder's entry.
  func entries(of folder: Number) -> [(name: Name, number: Number)] {
    (names[folder] ?? [:]).map { ($0.key, $0.value) }
      .sorted { $0.name.lexicographicallyPrecedes($1.name) }
  }
}
