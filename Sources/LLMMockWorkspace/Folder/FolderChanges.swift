internal import SystemPackage

/// Changes that have been noticed and not yet told.
struct FolderChanges {
  /// More than this is told as `everything`.
  private static var limit: Int { 10_000 }

  private var isEverything = false
  private var folders: Set<FilePath> = []
  private var files: Set<FilePath> = []

  var isEmpty: Bool { !isEverything && folders.isEmpty && files.isEmpty }

  mutating func addEverything() { isEverything = true }

  mutating func add(folder: FilePath) {
    folders.insert(folder)
    if folders.count > Self.limit { isEverything = true }
  }

  mutating func add(file: FilePath) {
    files.insert(file)
    if files.count > Self.limit { isEverything = true }
  }

  mutating func add(_ path: [UInt8], _ kind: FolderWalker.Entry.Kind) {
    switch kind {
    case .folder: add(folder: FilePath(pathBytes: path))
    case .file: add(file: FilePath(pathBytes: path))
    }
  }

  /// Forgets the folders for which the answer is false.
  mutating func keepFolders(_ isKept: (FilePath) -> Bool) { folders = folders.filter(isKept) }

  /// What is to be told; nothing is left.
  mutating func take() -> FolderWatcher.Changes {
    defer { self = FolderChanges() }
    return isEverything ? .everything : .some(folders: folders, files: files)
  }
}
