import LLMMockCore
import TestSupport
import Testing

struct FixtureComparisonTests {
  /// The pairs in short: `0-1` a pair, `=` the same, `>` moved, `-` where a side has none.
  private static func pairs(_ old: String?, _ new: String?) throws -> String {
    let comparison = FixtureComparison(
      old: try old.map { try FixtureMergeTests.fixture($0) },
      new: try new.map { try FixtureMergeTests.fixture($0) }
    )
    return comparison.pairs.map { pair in
      let places = [pair.old, pair.new].map { $0.map(String.init) ?? "_" }.joined(separator: "-")
      return places + (pair.isSame ? "=" : "") + (pair.isMoved ? ">" : "")
    }
    .joined(separator: " ")
  }

  @Test(arguments: [
    ("a1 b1", "a1 b1", "0-0= 1-1="), ("a1 b1", "b1 a1", "1-0=> 0-1="),
    ("a1", "a2", "0-0"), ("a1 b1", "a1 x1 b1", "0-0= _-1 1-2="),
    ("a1 b1 c1", "a1 c1", "0-0= 1-_ 2-1="), ("a1 b1 c1", "c1", "0-_ 1-_ 2-0="),
    ("a1 b1", "a1", "0-0= 1-_"),
    // A sequence of answers to one request.
    ("a1 a2 a3", "a9 a2 a3", "0-0 1-1= 2-2="), ("a1 a1", "a1", "0-0= 1-_"),
    ("a1 a2", "a1 a2 a3", "0-0= 1-1= _-2"),
    // A name stays with what it names, whatever it asks.
    ("a1=x b1=y", "c1=y d1=x", "1-0> 0-1"), ("a1 b1=y c1", "c1 x1=y a1", "2-0=> 1-1> 0-2="),
    // What stands between the same neighbours is the same call.
    ("a1 b1 c1", "a1 x1 c1", "0-0= 1-1 2-2="),
  ])
  func `interactions are paired by request, then name, then place`(
    old: String,
    new: String,
    pairs: String
  ) throws {
    #expect(try Self.pairs(old, new) == pairs)
  }

  @Test func `a file that was not there has new interactions only`() throws {
    #expect(try Self.pairs(nil, "a1 b1") == "_-0 _-1")
    #expect(try Self.pairs("a1 b1", nil) == "0-_ 1-_")
    #expect(try Self.pairs("", "") == "")
  }

  @Test func `each interaction of both versions is in one pair`() throws {
    var generator = SeededGenerator()
    let seed = generator.seed
    for _ in 0..<200 {
      func version() -> String {
        (0..<Int.random(in: 0..<9, using: &generator)).map { _ in
          let letter = Unicode.Scalar(UInt8.random(in: 97...101, using: &generator))
          return "\(letter)\(Int.random(in: 1...2, using: &generator))"
        }
        .joined(separator: " ")
      }
      let (old, new) = (
        try FixtureMergeTests.fixture(version()), try FixtureMergeTests.fixture(version())
      )
      let pairs = FixtureComparison(old: old, new: new).pairs
      #expect(pairs.compactMap(\.new) == Array(new.interactions.indices), "seed \(seed)")
      #expect(pairs.compactMap(\.old).sorted() == Array(old.interactions.indices), "seed \(seed)")
      let unmoved = pairs.filter { $0.new != nil && !$0.isMoved }.compactMap(\.old)
      #expect(unmoved == unmoved.sorted(), "seed \(seed)")
    }
  }
}

struct TextLinesTests {
  @Test func `rows are both texts`() {
    var generator = SeededGenerator()
    let seed = generator.seed
    for _ in 0..<500 {
      func text() -> [UInt8] {
        (0..<Int.random(in: 0..<40, using: &generator)).map { _ in
          [UInt8(ascii: "a"), UInt8(ascii: "b"), 0x0A].randomElement(using: &generator) ?? 0
        }
      }
      let (old, new) = (text(), text())
      let rows = TextLines.compare(old, new)
      func joined(without kind: TextLines.Row.Kind) -> [UInt8] {
        Array(rows.filter { $0.kind != kind }.map(\.line).joined(separator: [0x0A]))
      }
      #expect(joined(without: .added) == old, "seed \(seed)")
      #expect(joined(without: .removed) == new, "seed \(seed)")
      // As few as can be: one line less equal would be one too few for texts that are equal.
      if old == new { #expect(rows.allSatisfy { $0.kind == .same }, "seed \(seed)") }
    }
  }
}
