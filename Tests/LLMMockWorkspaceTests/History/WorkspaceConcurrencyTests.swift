import LLMMockCore
import LLMMockWorkspace
import SystemPackage
import TestSupport
import Testing

struct WorkspaceConcurrencyTests {
  let temporary: TemporaryFolder
  var path: FilePath { temporary.path.appending("a.json") }

  init() throws {
    temporary = try TemporaryFolder()
    try FileSystem.disk.make(
      temporary.path.appending("a.json"),
      [],
      permissions: .ownerReadWrite
    )
  }

  private func open() throws -> Workspace {
    try Workspace(
      opening: temporary.path,
      files: .disk,
      environment: [:],
      home: temporary.path,
      now: { UnixTime(milliseconds: 1_800_000_000_000) }
    )
  }

  @Test func `eight threads lose no edit, and all can be undone`() async throws {
    let path = path
    try await onThreads(8) { number in
      for count in 0..<4 {
        let line = Array("\(number)-\(count)\n".utf8)
        if count % 2 == 0 {
          let edit = FileEdit(path) { TextEdit(of: $0, replacing: [($0.count..<$0.count, line)]) }
          _ = try open().edit(title: "Edited", [edit])
        } else {
          // A recorder knows no history.
          _ = try FileSystem.disk.update(path, links: .named) {
            TextEdit(of: $0, replacing: [($0.count..<$0.count, line)])
          }
        }
      }
    }
    let text = String(decoding: try FileSystem.disk.read(path).bytes, as: UTF8.self)
    #expect(text.split(separator: "\n").count == 32)
    #expect(Set(text.split(separator: "\n")).count == 32)
    #expect(try open().changes().changes.map(\.state) == Array(repeating: .done, count: 16))
  }

  @Test func `threads that undo and redo take each change once`() async throws {
    for number in 0..<6 {
      try open().createFile(temporary.appending(FilePath("\(number).json")), [1])
    }
    try await onThreads(6) { _ in try open().undo() }
    #expect(try FileSystem.disk.list(temporary.path).map(\.kind) == [.folder, .file])
    try await onThreads(3) { _ in try open().redo() }
    #expect(try FileSystem.disk.list(temporary.path).count == 5)
  }
}
