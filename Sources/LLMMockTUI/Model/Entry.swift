package import LLMMockCore

/// Names a file or folder below the opened folder: its path's bytes, `/` between names, empty for
/// the opened folder itself.
package struct EntryID: Hashable, Sendable {
  package let path: [UInt8]

  package init(_ path: [UInt8]) {
    self.path = path
  }

  package init(_ path: String) {
    self.path = Array(path.utf8)
  }

  package static let root = EntryID([])

  /// The path as it may be drawn.
  package var shown: String { VisibleText.of(bytes: path) }

  /// The path's last name.
  package var name: ArraySlice<UInt8> {
    path.lastIndex(of: UInt8(ascii: "/")).map { path[($0 + 1)...] } ?? path[...]
  }

  /// The folder it lies in.
  package var parent: EntryID {
    EntryID(path.lastIndex(of: UInt8(ascii: "/")).map { Array(path[..<$0]) } ?? [])
  }
}

/// What a file turned out to be.
package enum FileContent: Hashable, Sendable {
  /// Not read yet.
  case pending
  case fixture(FixtureSummary)
  /// Cannot be read as a fixture; the interactions that end before the problem can be shown.
  case unreadable(FixtureProblem, readable: [InteractionSummary])
  /// JSON, but no fixture.
  case other

  /// The interactions that can be shown, in the order of the file.
  package var interactions: [InteractionSummary] {
    switch self {
    case .fixture(let summary): summary.interactions
    case .unreadable(_, let readable): readable
    case .pending, .other: []
    }
  }

  package var interactionCount: Int {
    switch self {
    case .fixture(let summary): summary.interactions.count
    case .unreadable(_, let readable): readable.count
    case .pending, .other: 0
    }
  }

  package var problem: FixtureProblem? {
    if case .unreadable(let problem, _) = self { problem } else { nil }
  }
}

/// A file or folder in a ``Listing``.
package struct Entry: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// The sentence says why it can't be read; nil when it can.
    case folder(problem: String?)
    case file(FileContent)
  }

  package var id: EntryID
  /// The name as it may be drawn, without a slash.
  package var name: String
  /// 0 for the opened folder.
  package var depth: Int
  package var kind: Kind
  /// Bytes; 0 where not known.
  package var size: Int

  package init(id: EntryID, name: String, depth: Int, kind: Kind, size: Int = 0) {
    self.id = id
    self.name = name
    self.depth = depth
    self.kind = kind
    self.size = size
  }

  package var isFolder: Bool {
    if case .folder = kind { true } else { false }
  }

  /// nil for a folder.
  package var content: FileContent? {
    if case .file(let content) = kind { content } else { nil }
  }
}

/// Names an interaction: its file, and its place in it counted from 0.
package struct InteractionID: Hashable, Sendable {
  package var file: EntryID
  package var index: Int

  package init(file: EntryID, index: Int) {
    self.file = file
    self.index = index
  }
}
