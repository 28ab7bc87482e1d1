import TestSupport
import Testing

/// The helper that compares screens with recorded ones.
struct SnapshotHelperTests {
  private func snapshot(_ name: String, in folder: TemporaryFolder) throws -> Snapshot {
    // The folder stands for that of a target.
    let module = try #require("\(folder.path)".split(separator: "/").last)
    return try #require(
      Snapshot(
        name,
        suite: nil,
        fileID: "\(module)/SomeTests.swift",
        filePath: "\(folder.path)/View/SomeTests.swift"
      )
    )
  }

  @Test func `recording writes the file and says to run again`() throws {
    let folder = try TemporaryFolder()
    let snapshot = try snapshot("screen", in: folder)
    let path = "\(folder.path)/Snapshots/SomeTests/screen.txt"
    #expect(snapshot.path == path)
    #expect(try snapshot.compare("one\ntwo", records: false)?.contains("never recorded") == true)
    #expect(
      try snapshot.compare("one\ntwo", records: true)
        == "SomeTests/screen is recorded; run again"
    )
    #expect(try contents(of: path) == Array("one\ntwo\n".utf8))
    #expect(try snapshot.compare("one\ntwo", records: false) == nil)
    // What is as recorded is not recorded again.
    #expect(try snapshot.compare("one\ntwo", records: true) == nil)
  }

  @Test func `what differs is shown line by line`() throws {
    let folder = try TemporaryFolder()
    let snapshot = try snapshot("screen", in: folder)
    _ = try snapshot.compare("a\nb\nc\nd\ne\nf\ng", records: true)
    #expect(
      try snapshot.compare("a\nb\nc\nD\ne\nf\ng", records: false) == """
        SomeTests/screen is not what was recorded (-), but this (+):
          …
           |b|
           |c|
         - |d|
         + |D|
           |e|
           |f|
        LLM_MOCK_RECORD=1 records it again
        """
    )
  }

  @Test func `a file outside of its target's folder has no snapshots`() {
    #expect(
      Snapshot("x", suite: nil, fileID: "Target/A.swift", filePath: "/else/where/A.swift") == nil
    )
  }
}
