import LLMMockCore
import LLMMockWorkspace
import SystemPackage
import TestSupport
import Testing

/// Any sequence of changes, undone and redone in any order by any process, gives the same bytes.
struct RandomHistoryTests {
  @Test(arguments: 0..<8)
  func `undo and redo give back every tree to the byte`(round: UInt64) throws {
    var generator = SeededGenerator()
    generator = SeededGenerator(seed: generator.seed &+ round)
    let disk = MemoryDisk(folders: ["/app/.git", "/app/sub"])
    try play(disk.fileSystem, "/app", steps: 30, &generator) {
      disk.files(in: "/app", excluding: [StateFolder.name, ".git"])
    }
  }

  @Test func `so they do on a real disk`() throws {
    var generator = SeededGenerator()
    let temporary = try TemporaryFolder()
    try FileSystem.disk.makeFolders(temporary.appending(".git"))
    try FileSystem.disk.makeFolders(temporary.appending("sub"))
    try play(.disk, temporary.path, steps: 12, &generator) {
      var result: [FilePath: [UInt8]] = [:]
      for folder in [temporary.path, temporary.appending("sub")] {
        for entry in try FileSystem.disk.list(folder) where entry.kind == .file {
          let path = folder.appending(entry.name)
          result[path] = try FileSystem.disk.read(path).bytes
        }
      }
      return result
    }
  }

  /// Makes changes, and compares the tree with what it was at that point of the history.
  private func play(
    _ files: FileSystem,
    _ root: FilePath,
    steps: Int,
    _ generator: inout SeededGenerator,
    tree: () throws -> [FilePath: [UInt8]]
  ) throws {
    let comment: Comment = "seed \(generator.seed)"
    var trees = [try tree()]
    var now = 0
    for step in 0..<steps {
      let workspace = try Workspace(
        opening: root,
        files: files,
        environment: [:],
        home: root,
        now: { UnixTime(milliseconds: 1_800_000_000_000 + step) }
      )
      switch Int.random(in: 0..<8, using: &generator) {
      case 0, 1:
        if now == 0 {
          #expect(try HistoryError.code { try workspace.undo() } == .nothingToUndo, comment)
        } else {
          try workspace.undo()
          now -= 1
        }
      case 2:
        if now == trees.count - 1 {
          #expect(try HistoryError.code { try workspace.redo() } == .nothingToRedo, comment)
        } else {
          try workspace.redo()
          now += 1
        }
      default:
        guard
          try change(
            workspace,
            root,
            trees[now].keys.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) },
            &generator
          )
        else { continue }
        trees.removeSubrange((now + 1)...)
        trees.append(try tree())
        now += 1
      }
      #expect(try tree() == trees[now], comment)
    }
    let workspace = try Workspace(
      opening: root,
      files: files,
      environment: [:],
      home: root,
      now: { UnixTime(milliseconds: 1_800_000_000_000) }
    )
    while now > 0 {
      try workspace.undo()
      now -= 1
      #expect(try tree() == trees[now], comment)
    }
  }

  /// Makes one change; false when there was none to make.
  private func change(
    _ workspace: Workspace,
    _ root: FilePath,
    _ paths: [FilePath],
    _ generator: inout SeededGenerator
  ) throws -> Bool {
    let folder = Bool.random(using: &generator) ? root : root.appending("sub")
    let name = FilePath.Component("\(Int.random(in: 0..<1_000_000, using: &generator)).json")
    let new = folder.appending(try #require(name))
    let chosen = Array(
      paths.shuffled(using: &generator).prefix(Int.random(in: 1...3, using: &generator))
    )
    switch Int.random(in: 0..<5, using: &generator) {
    case 0 where !chosen.isEmpty:
      try workspace.deleteFiles(chosen)
    case 1 where !chosen.isEmpty:
      try workspace.renameFile(chosen[0], to: new)
    case 2,
      3 where !chosen.isEmpty:
      let seed = generator.next()
      let edits = chosen.map { path in
        FileEdit(path) { Self.randomEdit(of: $0, seed: seed) }
      }
      return try workspace.edit(title: "Edited \(chosen.count) files", edits) != nil
    default:
      let bytes = (0..<Int.random(in: 0...200, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      try workspace.createFile(new, bytes)
    }
    return true
  }

  private static func randomEdit(of bytes: [UInt8], seed: UInt64) -> TextEdit {
    var generator = SeededGenerator(seed: seed)
    var replacements: [(Range<Int>, [UInt8])] = []
    var cursor = 0
    while cursor <= bytes.count, replacements.count < 4 {
      let start = Int.random(in: cursor...bytes.count, using: &generator)
      let end = Int.random(in: start...min(start + 20, bytes.count), using: &generator)
      let inserted = (0..<Int.random(in: 0...20, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      replacements.append((start..<end, inserted))
      cursor = end + 1
    }
    return TextEdit(of: bytes, replacing: replacements)
  }
}
