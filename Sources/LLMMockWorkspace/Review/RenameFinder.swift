internal import LLMMockCore
internal import SystemPackage

/// Finds files that were renamed without git being told: one that is gone and one that is new, which
/// share most of their interactions.
struct RenameFinder {
  /// The new files, each with what HEAD and the index have under its old path; not read yet.
  private(set) var files: [ReviewFile] = []
  /// The old paths.
  private(set) var sources: Set<FilePath> = []

  init(_ all: [ReviewFile]) {
    let gone = all.filter { $0.change == .deleted && $0.problem == nil && $0.head != nil }
    let new = all.filter { $0.head == nil && $0.problem == nil && $0.oldPath == nil }
    guard !gone.isEmpty, !new.isEmpty else { return }
    var places: [ContentDigest: [Int]] = [:]
    for (index, file) in gone.enumerated() {
      for digest in Set(file.items.compactMap(\.oldDigest)) {
        places[digest, default: []].append(index)
      }
    }
    for file in new {
      let digests = Set(file.items.compactMap(\.newDigest))
      var shared: [Int: Int] = [:]
      for digest in digests {
        // What stands in many files tells nothing.
        for index in (places[digest] ?? []).prefix(100) { shared[index, default: 0] += 1 }
      }
      let best = shared.filter { !sources.contains(gone[$0.key].path) }
        .max { ($0.value, $1.key) < ($1.value, $0.key) }
      guard let best else { continue }
      let source = gone[best.key]
      guard best.value * 2 >= max(file.items.count, source.items.count) else { continue }
      sources.insert(source.path)
      files.append(Self.join(source, file))
    }
  }

  private static func join(_ source: ReviewFile, _ file: ReviewFile) -> ReviewFile {
    let isStaged = file.index != nil && source.index == nil
    var joined = ReviewFile(
      path: file.path,
      change: .renamed,
      staging: isStaged
        ? file.staging : file.index == nil && source.index != nil ? .unstaged : .partly
    )
    joined.oldPath = source.path
    joined.head = source.head
    joined.index = file.index ?? source.index
    joined.oldIndex = source.index
    if file.index == nil, source.index != nil { joined.indexPath = source.path }
    return joined
  }
}
