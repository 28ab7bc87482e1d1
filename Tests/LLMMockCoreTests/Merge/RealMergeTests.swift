import LLMMockCore
import TestSupport
import Testing

/// Merges of real fixtures, whatever their layout.
struct RealMergeTests {
  @Test(
    .enabled(
      if: Corpus.fixtures != nil,
      "There are no fixtures of real recordings here: set LLM_MOCK_CORPUS_FIXTURES"
    )
  )
  func `what one side alone did to a real fixture is the result`() throws {
    var generator = SeededGenerator()
    let seed = generator.seed
    let folder = try #require(Corpus.fixtures)
    let paths = try files(below: "\(folder)/known").shuffled(using: &generator)
    for path in isSoak ? paths[...] : paths.prefix(30) {
      let comment: Comment = "\(path) seed \(seed)"
      let base = try FixtureDocument(contents(of: path))
      var changed = base
      for _ in 0..<2 where !changed.interactions.isEmpty {
        let index = Int.random(in: changed.interactions.indices, using: &generator)
        let edit =
          Bool.random(using: &generator)
          ? changed.deleting([index]) : try changed.naming(index, "named \(index)")
        changed = try FixtureDocument(#require(edit.applied(to: changed.bytes), comment))
      }
      let taken = try FixtureMerge(base: base, ours: base, theirs: changed)
      #expect(taken.conflicts == [], comment)
      #expect(try Self.values(taken.bytes) == Self.values(changed.bytes), comment)
      let kept = try FixtureMerge(base: base, ours: changed, theirs: base)
      #expect(kept.conflicts == [], comment)
      #expect(kept.bytes == changed.bytes, comment)
      let both = try FixtureMerge(base: base, ours: changed, theirs: changed)
      #expect(both.conflicts == [] && both.bytes == changed.bytes, comment)
    }
  }

  /// The interactions' texts.
  private static func values(_ bytes: [UInt8]) throws -> [[UInt8]] {
    let document = try FixtureDocument(bytes)
    return document.interactions.map { Array(document.bytes[$0.range]) }
  }

  @Test func `real interactions of two files are joined in the layout of ours`() throws {
    var generator = SeededGenerator()
    let seed = generator.seed
    let values = try DiffSamples.interactions(10, using: &generator)
    func document(_ values: some Sequence<JSONValue>, _ separator: String) throws -> FixtureDocument
    {
      let texts = values.map { String(decoding: $0.text, as: UTF8.self) }
      let list = texts.joined(separator: separator)
      return try FixtureDocument(Array("{\"version\": \"2.0\", \"interactions\": [\(list)]}".utf8))
    }
    let half = values.count / 2
    let merge = try FixtureMerge(
      base: nil,
      ours: try document(values.prefix(half), ",\n"),
      theirs: try document(values.dropFirst(half), ", ")
    )
    let joined = try FixtureDocument(merge.bytes)
    for value in values {
      let isThere = try joined.interactions.indices.contains { index in
        let diff = InteractionDiff(value, try joined.interaction(at: index).root, provider: nil)
        return diff.isEmpty
      }
      #expect(isThere, "seed \(seed): \(String(decoding: value.text.prefix(200), as: UTF8.self))")
    }
  }
}
