import LLMMockCore
import TestSupport
import Testing

struct FixtureDocumentTests {
  /// Three interactions in the given layout, each with a number to know it by.
  private static func fixture(
    newline: String = "\n",
    indent: String = "  ",
    start: String = "",
    end: String = "\n",
    colon: String = ": "
  ) -> [UInt8] {
    let text = (1...3).map { number in
      """
      {@"hash":"\(String(repeating: "\(number)", count: 64))",@"request":{"model":"m\(number)"},@\
      "unknown":[1e-08, 123456789012345678901234567890, "\\ud800"],@"recorded_at":"2026"}
      """
      .replacing("@", with: newline + indent + indent)
      .replacing("\":", with: "\"\(colon)")
    }.joined(separator: ",\(newline)\(indent)")
    return Array("\(start){\"interactions\":[\(newline)\(indent)\(text)\(newline)]}\(end)".utf8)
  }

  private static let layouts: [[UInt8]] = [
    fixture(), fixture(newline: "\r\n", indent: "\t"), fixture(start: "\u{FEFF}", end: ""),
    fixture(newline: "", indent: "", end: "", colon: ":"), fixture(newline: " ", indent: " "),
  ]

  @Test(arguments: layouts)
  func `a deleted interaction takes its comma and nothing else`(bytes: [UInt8]) throws {
    let document = try FixtureDocument(bytes)
    let ranges = document.interactions.map(\.range)
    for index in ranges.indices {
      let edit = document.deleting([index])
      let result = try #require(edit.applied(to: bytes))
      let rest = try FixtureDocument(result)
      #expect(
        rest.interactions.map(\.hash) == document.interactions.map(\.hash).removing(at: index)
      )
      for (kept, range) in zip(rest.interactions, ranges.removing(at: index)) {
        #expect(result[kept.range].elementsEqual(bytes[range]))
      }
      #expect(edit.inverse.applied(to: result) == bytes)
      // What is gone is one run of bytes that holds the interaction.
      #expect(edit.splices.count == 1)
      #expect(edit.splices[0].inserted.isEmpty)
      #expect(edit.splices[0].offset <= ranges[index].lowerBound)
    }
  }

  @Test(arguments: layouts)
  func `deleting all leaves an empty array`(bytes: [UInt8]) throws {
    let document = try FixtureDocument(bytes)
    let result = try #require(document.deleting([0, 1, 2]).applied(to: bytes))
    #expect(String(decoding: result, as: UTF8.self).contains("\"interactions\"") == true)
    #expect(String(decoding: result, as: UTF8.self).contains("[]"))
    #expect(try FixtureDocument(result).interactions.isEmpty)
  }

  @Test(arguments: layouts)
  func `a name stands behind the hash in the file's own layout and goes without a trace`(
    bytes: [UInt8]
  ) throws {
    let document = try FixtureDocument(bytes)
    let edit = try document.naming(1, "tells the time")
    let named = try #require(edit.applied(to: bytes))
    let renamed = try FixtureDocument(named)
    #expect(renamed.interactions.map(\.name) == [nil, "tells the time", nil])
    let other = try #require(try renamed.naming(1, "another").applied(to: named))
    #expect(try FixtureDocument(other).interactions[1].name == "another")
    let unnamed = try #require(try FixtureDocument(other).naming(1, nil).applied(to: other))
    #expect(unnamed == bytes)
  }

  @Test func `a name is laid out like the members around it`() throws {
    let document = try FixtureDocument(Self.fixture(newline: "\r\n", indent: "\t"))
    let edit = try document.naming(0, "é")
    #expect(edit.splices.map(\.inserted) == [Array(",\r\n\t\t\"name\": \"\\u00e9\"".utf8)])
  }

  @Test func `a file with raw characters gets raw ones, one with escapes gets escapes`() throws {
    for (content, quoted) in [("日本", "\"é\""), ("\\u65e5", "\"\\u00e9\""), ("plain", "\"é\"")] {
      let text = #"{"interactions":[{"hash":"","request":{"a":"\#(content)"}}]}"#
      let edit = try FixtureDocument(Array(text.utf8)).naming(0, "é")
      #expect(String(decoding: edit.splices[0].inserted, as: UTF8.self).hasSuffix(quoted))
    }
  }

  @Test(arguments: [
    ("taken", "interaction @1 already has the name \"taken\""),
    ("a\u{7}b", "a name has no control characters, this one has <BEL>"),
    (String(repeating: "x", count: 81), "a name has at most 80 characters, this one has 81"),
  ])
  func `a name that breaks the rules is refused`(name: String, message: String) throws {
    let text = #"{"interactions":[{"name":"taken","request":{}},{"request":{}}]}"#
    let document = try FixtureDocument(Array(text.utf8))
    #expect(throws: FixtureProblem(message)) { try document.naming(1, name) }
  }

  @Test func `any sequence of edits keeps every other byte and is undone to the first`() throws {
    var generator = SeededGenerator()
    let seed = generator.seed
    for _ in 0..<300 {
      let original = try #require(Self.layouts.randomElement(using: &generator))
      try Self.edit(original, times: 6, using: &generator, comment: "seed \(seed)")
    }
  }

  @Test(
    .enabled(
      if: Corpus.fixtures != nil,
      "There are no fixtures of real recordings here: set LLM_MOCK_CORPUS_FIXTURES"
    )
  )
  func `real fixtures keep every other byte through random edits and undo`() throws {
    var generator = SeededGenerator()
    let seed = generator.seed
    let folder = try #require(Corpus.fixtures)
    let all = try files(below: "\(folder)/known")
    // A sample each time; all of them in a soak.
    let sample = isSoak ? all : Array(all.shuffled(using: &generator).prefix(150))
    for path in sample {
      try Self.edit(
        try contents(of: path),
        times: 3,
        using: &generator,
        comment: "\(path) seed \(seed)"
      )
    }
  }

  /// Edits at random, checks after each step, and takes all back.
  private static func edit(
    _ original: [UInt8],
    times: Int,
    using generator: inout SeededGenerator,
    comment: Comment
  ) throws {
    var bytes = original
    var done: [TextEdit] = []
    for step in 0..<times {
      let document = try FixtureDocument(bytes)
      guard !document.interactions.isEmpty else { break }
      let edit: TextEdit
      var left = Set(document.interactions.indices)
      if Bool.random(using: &generator) {
        let gone = Set(left.filter { _ in Int.random(in: 0..<3, using: &generator) == 0 })
        edit = document.deleting(gone)
        left.subtract(gone)
      } else {
        let index = Int.random(in: 0..<document.interactions.count, using: &generator)
        edit = try document.naming(index, Bool.random(using: &generator) ? "n\(step)-é" : nil)
        left.remove(index)
      }
      let result = try #require(edit.applied(to: bytes), comment)
      let after = try FixtureDocument(result)
      // The text of every interaction that was not touched is still there, byte for byte.
      let texts = Set(after.interactions.map { Array(result[$0.range]) })
      for index in left {
        #expect(texts.contains(Array(bytes[document.interactions[index].range])), comment)
      }
      // What stands outside of the edit is the same from both ends.
      if let first = edit.splices.first, let last = edit.splices.last {
        #expect(result.prefix(first.offset).elementsEqual(bytes.prefix(first.offset)), comment)
        let tail = bytes.count - last.offset - last.removed.count
        #expect(result.suffix(tail).elementsEqual(bytes.suffix(tail)), comment)
      }
      done.append(edit)
      bytes = result
    }
    for edit in done.reversed() {
      bytes = try #require(edit.inverse.applied(to: bytes), comment)
    }
    #expect(bytes == original, comment)
  }
}

extension Array {
  fileprivate func removing(at index: Int) -> [Element] {
    var copy = self
    copy.remove(at: index)
    return copy
  }
}
