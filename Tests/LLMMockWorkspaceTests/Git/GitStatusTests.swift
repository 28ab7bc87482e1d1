import LLMMockCore
import SystemPackage
import TestSupport
import Testing

@testable import LLMMockWorkspace

struct GitStatusTests {
  private static let id = String(repeating: "a", count: 40)
  private static let other = String(repeating: "b", count: 40)
  private static let none = String(repeating: "0", count: 40)

  private func parse(_ records: [String], limit: Int = .max) -> GitStatus {
    GitStatus.parse(Array(records.map { $0 + "\0" }.joined().utf8), limit: limit)
  }

  @Test(
    arguments: [
      ("1 .M N... 100644 100644 100644 \(id) \(id) a b.json", "M"),
      ("1 M. N... 100644 100644 100644 \(id) \(other) a b.json", "M"),
      ("1 A. N... 000000 100644 100644 \(none) \(id) a b.json", "A"),
      ("1 .A N... 000000 000000 100644 \(none) \(none) a b.json", "A"),
      ("1 AM N... 000000 100644 100644 \(none) \(id) a b.json", "A"),
      ("1 D. N... 100644 000000 000000 \(id) \(none) a b.json", "D"),
      ("1 .D N... 100644 100644 000000 \(id) \(id) a b.json", "D"),
      ("1 .T N... 100644 100644 120000 \(id) \(id) a b.json", "M"),
      ("u UU N... 100644 100644 100644 100644 \(id) \(id) \(other) a b.json", "U"),
      ("u AA N... 000000 100644 100644 100644 \(none) \(id) \(other) a b.json", "U"),
      ("? a b.json", "?"), ("! a b.json", "!"),
    ] as [(String, Character)]
  )
  func `a record has a path and a letter`(record: String, letter: Character) {
    let status = parse(["# branch.oid \(Self.id)", "# branch.head main", record])
    #expect(status.head == GitHead(branch: "main", commit: Self.id))
    #expect(status.entries.map(\.letter) == [letter])
    #expect(status.entries.map(\.path) == ["a b.json"])
  }

  @Test func `a rename has two paths`() {
    let status = parse([
      "# branch.oid (initial)", "# branch.head (detached)",
      "2 R. N... 100644 100755 100755 \(Self.id) \(Self.other) R87 new name.json", "old\tname.json",
      "? x.json",
    ])
    #expect(status.head == GitHead())
    #expect(status.entries.map(\.path) == ["new name.json", "x.json"])
    let entry = status.entries[0]
    #expect(entry.oldPath == "old\tname.json" && entry.letter == "R")
    #expect(entry.headID == Self.id && entry.indexID == Self.other)
    #expect(entry.headMode == "100644" && entry.indexMode == "100755")
  }

  @Test func `what is beyond the limit is counted`() {
    let status = parse((0..<10).map { "? \($0).json" }, limit: 3)
    #expect(status.entries.map(\.path) == ["0.json", "1.json", "2.json"])
    #expect(status.cut == 7)
  }

  @Test(arguments: ["", "1", "1 M", "1 .M N... 100644", "x y", "# branch", "u"])
  func `what is no record is passed over`(record: String) {
    #expect(parse([record, "? a.json"]).entries.map(\.path) == ["a.json"])
  }
}

struct GitBatchTests {
  private let blobs = [
    GitBlob(id: "1", name: Array("a".utf8)), GitBlob(id: "2", name: Array("b c".utf8)),
    GitBlob(id: "3", name: Array("d".utf8)),
  ]

  @Test func `any cutting of the output gives the same files`() {
    var batch = GitBatch(blobs, random: 35)
    #expect(
      String(decoding: batch.input, as: UTF8.self)
        == "1 a\nllm-mock-z\n2 b c\nllm-mock-z\n3 d\nllm-mock-z\n"
    )
    // Contents that look like an answer, none at all, and what is missing.
    let first = "x\nllm-mock- missing\n\nllm-mock-zz missing\n"
    let output = Array(
      """
      1 blob 5
      \(first)
      llm-mock-z missing
      2 blob 0

      llm-mock-z missing
      3 missing
      llm-mock-z missing

      """.utf8
    )
    let expected: [GitContents] = [
      .bytes(Array(first.utf8)), .bytes([]), .unreadable("git does not have its contents"),
    ]
    for size in [1, 2, 3, 7, 20, output.count] {
      batch = GitBatch(blobs, random: 35)
      var files: [GitContents] = []
      for start in stride(from: 0, to: output.count, by: size) {
        let piece = Array(output[start..<min(start + size, output.count)])
        piece.withUnsafeBytes { bytes in
          batch.receive(bytes) { number, contents in
            #expect(number == files.count)
            files.append(contents)
          }
        }
      }
      #expect(files == expected, "in pieces of \(size)")
      #expect(batch.next == 3)
    }
  }

  @Test func `a file beyond the limit is passed over`() {
    let large = String(repeating: "x\n", count: 500)
    let output = Array(
      """
      1 blob 10
      0123456789
      llm-mock-z missing
      2 blob 1000
      \(large)
      llm-mock-z missing
      3 blob 11
      0123456789a
      llm-mock-z missing

      """.utf8
    )
    for size in [1, 20, output.count] {
      var batch = GitBatch(blobs, random: 35, limit: 10)
      var files: [GitContents] = []
      for start in stride(from: 0, to: output.count, by: size) {
        Array(output[start..<min(start + size, output.count)]).withUnsafeBytes { bytes in
          batch.receive(bytes) { _, contents in files.append(contents) }
        }
        #expect(batch.held < 200 + size)
      }
      let expected: [GitContents] = [
        .bytes(Array("0123456789".utf8)), .unreadable("it is larger than 10 bytes"),
        .unreadable("it is larger than 10 bytes"),
      ]
      #expect(files == expected, "in pieces of \(size)")
    }
  }
}
