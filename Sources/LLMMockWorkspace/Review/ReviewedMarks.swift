internal import LLMMockCore
internal import SystemPackage

/// What the user has seen of the changes, kept in the state folder.
///
/// A mark holds for one path and both sides as they are, so it is gone by itself when one of them
/// changes.
struct ReviewedMarks {
  /// The oldest marks go beyond this number.
  static let limit = 50_000

  private let workspace: Workspace

  init(_ workspace: Workspace) {
    self.workspace = workspace
  }

  /// What stands for one change.
  static func key(
    _ path: FilePath,
    _ subject: ReviewItem.Subject?,
    _ old: ContentDigest?,
    _ new: ContentDigest?
  ) -> String {
    let kind =
      switch subject {
      case .interaction: "interaction"
      case .rest: "rest"
      case nil: "file"
      }
    let text = [kind, old?.hexadecimal ?? "none", new?.hexadecimal ?? "none"].joined(separator: " ")
    return ContentDigest(of: Array(text.utf8) + [0] + path.bytes).hexadecimal
  }

  /// The keys of what was seen; none when there is no state yet.
  func load() throws -> Set<String> { Set(try read()) }

  private func place() throws -> (folder: FilePath, file: FilePath) {
    let folder = try workspace.stateFolder().path
    return (folder, folder.appending("reviewed"))
  }

  /// The oldest first.
  private func read() throws -> [String] {
    let path = try place().file
    return try FixtureFileError.about(path) {
      guard let status = try workspace.files.linkStatus(path), status.kind == .file else {
        return []
      }
      return try workspace.files.read(path).bytes.split(separator: UInt8(ascii: "\n"))
        .suffix(Self.limit)
        .map { String(decoding: $0, as: UTF8.self) }
        // What is damaged only says that less was seen.
        .filter { $0.utf8.count == 64 }
    }
  }

  /// Sets or takes away marks.
  func set(_ keys: [String], to isReviewed: Bool) throws {
    guard !keys.isEmpty else { return }
    try workspace.stateFolder().make(in: workspace.files)
    let (folder, path) = try place()
    try FixtureFileError.about(path) {
      try workspace.files.locked([folder]) {
        var lines = try read()
        let changed = Set(keys)
        lines.removeAll { changed.contains($0) }
        if isReviewed { lines += keys.filter { changed.contains($0) } }
        let bytes = Array(lines.suffix(Self.limit).map { $0 + "\n" }.joined().utf8)
        try workspace.files.put(path, bytes)
      }
    }
  }
}

extension ReviewFile {
  func key(of item: ReviewItem) -> String {
    ReviewedMarks.key(path, item.subject, item.oldDigest, item.newDigest)
  }

  var key: String { ReviewedMarks.key(path, nil, oldDigest, newDigest) }

  mutating func mark(with keys: Set<String>) {
    guard !keys.isEmpty else { return }
    isReviewed = keys.contains(key)
    for index in items.indices { items[index].isReviewed = keys.contains(key(of: items[index])) }
  }
}

extension Review {
  /// Remembers that the user has seen changes as they are now, or has not.
  ///
  /// The mark goes by itself when HEAD's or the work tree's side changes.
  package func setReviewed(_ isReviewed: Bool, _ selections: [ReviewSelection]) throws {
    let keys = selections.flatMap { selection in
      let file = selection.file
      if file.problem != nil { return [file.key] }
      let chosen = selection.items ?? Set(file.items.indices)
      return chosen.sorted().filter(file.items.indices.contains).map {
        file.key(of: file.items[$0])
      }
    }
    try ReviewedMarks(workspace).set(keys, to: isReviewed)
  }
}
