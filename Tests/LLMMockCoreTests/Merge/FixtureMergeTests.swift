import LLMMockCore
import TestSupport
import Testing

struct FixtureMergeTests {
  /// One interaction: a letter for its request, an answer, and perhaps a name.
  struct Call: Hashable {
    var request: String
    var answer: String
    var name: String?
    var id = "1"

    /// `a1`, `a1=name`, `a1#id`.
    init(_ text: String) {
      let named = text.split(separator: "=")
      name = named.count > 1 ? String(named[1]) : nil
      let marked = named[0].split(separator: "#")
      if marked.count > 1 { id = String(marked[1]) }
      request = String(marked[0].prefix(1))
      answer = String(marked[0].dropFirst())
    }

    var text: String {
      let name = name.map { "\n      \"name\": \"\($0)\"," } ?? ""
      return """
        {\(name)
              "request": {"model": "m", "messages": [{"role": "user", "content": "\(request)"}]},
              "response": {"id": "\(id)", "type": "message", "content": [{"type": "text", "text": "\(answer)"}]},
              "recorded_at": "2026-01-0\(id)T00:00:00Z"
            }
        """
    }
  }

  static func fixture(_ calls: String, lineEnd: String = "\n") throws -> FixtureDocument {
    let texts = calls.split(separator: " ").map { Call(String($0)).text }
    let list =
      texts.isEmpty ? "[]" : "[\n    \(texts.joined(separator: ",\n    "))\n  ]"
    let text = """
      {
        "version": "2.0",
        "provider": "anthropic",
        "interactions": \(list)
      }

      """
    return try FixtureDocument(
      Array(
        text.split(separator: "\n", omittingEmptySubsequences: false)
          .joined(separator: lineEnd).utf8
      )
    )
  }

  /// The interactions of a file in the notation of ``Call``.
  static func calls(_ bytes: [UInt8]) throws -> String {
    let document = try FixtureDocument(bytes)
    return try document.interactions.indices.map { index in
      let root = try document.interaction(at: index).root
      let request = root["request"]?["messages"]?.elements.first { _ in true }?["content"]?.string
      let answer = root["response"]?["content"]?.elements.first { _ in true }?["text"]?.string
      let id = root["response"]?["id"]?.string ?? ""
      let name = root["name"]?.string.map { "=\($0)" } ?? ""
      return (request ?? "?") + (answer ?? "?") + (id == "1" ? "" : "#\(id)") + name
    }
    .joined(separator: " ")
  }

  struct Case: CustomTestStringConvertible {
    var base: String?
    var ours: String
    var theirs: String
    var result: String
    var conflicts: [String] = []

    init(
      _ base: String?,
      _ ours: String,
      _ theirs: String,
      _ result: String,
      _ conflicts: [String] = []
    ) {
      self.base = base
      self.ours = ours
      self.theirs = theirs
      self.result = result
      self.conflicts = conflicts
    }

    var testDescription: String { "\(base ?? "-") | \(ours) | \(theirs)" }
  }

  @Test(arguments: [
    Case("a1 b1", "a1 b1", "a1 b1", "a1 b1"),
    // Additions.
    Case("a1", "a1 b1", "a1 c1", "a1 b1 c1"),
    Case("a1", "b1 a1", "c1 a1", "b1 c1 a1"),
    Case("a1 z1", "a1 b1 z1", "a1 c1 d1 z1", "a1 b1 c1 d1 z1"),
    Case("a1", "a1 b1", "a1 b1", "a1 b1"),
    Case("a1", "a1 b1#1", "a1 b1#2", "a1 b1"),
    Case("a1", "a1 b1 c1", "a1 c1 d1", "a1 b1 c1 d1"),
    Case("", "a1", "b1", "a1 b1"),
    Case(nil, "a1", "b1", "a1 b1"),
    Case(nil, "a1 b1", "b1 a1", "a1 b1"),
    // Further answers of a sequence.
    Case("a1", "a1 a2", "a1", "a1 a2"),
    Case("a1 a2", "a1 a2", "a3 a2", "a3 a2"),
    // Changes.
    Case("a1 b1", "a2 b1", "a1 b2", "a2 b2"),
    Case("a1 b1", "a2 b1", "a2 b1", "a2 b1"),
    Case("a1 b1", "a1 b1 c1", "a2 b1", "a2 b1 c1"),
    // Volatile fields.
    Case("a1#1", "a1#2", "a1#3", "a1#2"),
    Case("a1#1", "a1#2", "a2#3", "a2#3"),
    Case("a1#1", "a2#2", "a1#3", "a2#2"),
    Case("a1#1", "a1#1", "a1#3", "a1#3"),
    Case("a1#1", "a2#2", "a2#3", "a2#2"),
    // Deletions.
    Case("a1 b1 c1", "a1 c1", "a1 b1 c1", "a1 c1"),
    Case("a1 b1 c1", "a1 b1 c1", "b1 c1", "b1 c1"),
    Case("a1 b1", "a1", "b1", ""),
    Case("a1 b1", "a1", "a1", "a1"),
    Case("a1 b1", "b1", "a1 b1 c1", "b1 c1"),
    Case("a1#1 b1", "b1", "a1#2 b1", "b1"),
    // Order.
    Case("a1 b1 c1", "c1 a1 b1", "a1 b1 c1", "c1 a1 b1"),
    Case("a1 b1 c1", "a1 b1 c1", "c1 a1 b1", "c1 a1 b1"),
    Case("a1 b1 c1", "a1 b1 c1 d1", "c1 a1 b1", "c1 d1 a1 b1"),
    Case("a1 b1 c1", "b1 a1 c1", "a1 b1 d1 c1", "b1 d1 a1 c1"),
    // Answers to one request are given in their order.
    Case("a1 a2 c1", "c1 a1 a2", "a2 a1 c1", "c1 a2 a1"),
    Case("a1 a2 b1 c1", "c1 a1 a2 b1", "b1 a1 a2 c1", "c1 a1 a2 b1"),
    Case(
      "a1 a2 a3",
      "a3 a1 a2",
      "a2 a1 a3",
      "a3 a1 a2",
      ["@1 \"a\": both sides put the answers to one request in another order; ours stays"]
    ),
    // Names.
    Case("a1", "a1=x", "a2", "a2=x"),
    Case("a1", "a2", "a1=x", "a2=x"),
    Case("a1=x", "a1", "a2=x", "a2"),
    // Conflicts.
    Case(
      "a1 b1",
      "a2 b1",
      "a3 b1",
      "a2 a3=conflict: theirs @1 b1",
      ["@1 \"a\": both sides changed it; theirs is kept as \"conflict: theirs @1\""]
    ),
    Case(
      "a1 b1",
      "b1",
      "a2 b1",
      "a2 b1",
      ["@1 \"a\": theirs changed it, ours took it away; theirs stays"]
    ),
    Case(
      "a1 b1",
      "a2 b1",
      "b1",
      "a2 b1",
      ["@1 \"a\": ours changed it, theirs took it away; ours stays"]
    ),
    Case(
      "a1",
      "a1 b1",
      "a1 b2",
      "a1 b1 b2=conflict: theirs @2",
      [
        "@2 \"b\": both sides added it with different answers; theirs is kept as \"conflict: theirs @2\""
      ]
    ),
    Case(
      "a1",
      "a1 b1=x",
      "a1 c1=x",
      "a1 b1=x c1=x (2)",
      ["@3 \"x (2)\": both sides gave the name \"x\"; theirs is kept as \"x (2)\""]
    ),
    Case(
      "a1",
      "a1=x",
      "a1=y",
      "a1=x a1=conflict: theirs y",
      ["@1 \"x\": both sides changed it; theirs is kept as \"conflict: theirs y\""]
    ),
  ])
  func `two versions are joined by interaction`(_ test: Case) throws {
    let ours = try Self.fixture(test.ours)
    let merge = try FixtureMerge(
      base: try test.base.map { try Self.fixture($0) },
      ours: ours,
      theirs: try Self.fixture(test.theirs)
    )
    #expect(try Self.calls(merge.bytes) == test.result)
    #expect(merge.conflicts.map(\.description) == test.conflicts)
    // As it would have been written at once: no byte of the layout suffers.
    if test.conflicts.isEmpty, !test.result.isEmpty, !test.result.contains("=") {
      #expect(merge.bytes == (try Self.fixture(test.result)).bytes)
    }
  }

  @Test func `bytes of ours survive`() throws {
    let ours = try FixtureDocument(
      Array(
        "{\"interactions\" : [ {\"request\":{\"messages\":1e0}, \"x\": 1.0 },\t{\"request\" : {\"messages\":2}} ] , \"k\":\"\\u00e9\"}"
          .utf8
      )
    )
    let base = try FixtureDocument(
      Array("{\"interactions\": [{\"request\":{\"messages\":2}}],\"k\":\"é\"}".utf8)
    )
    let theirs = try FixtureDocument(
      Array(
        "{\"interactions\": [{\"request\":{\"messages\":2}}, {\"request\":{\"messages\":3}}],\"k\":\"é\"}"
          .utf8
      )
    )
    let merge = try FixtureMerge(base: base, ours: ours, theirs: theirs)
    #expect(
      String(decoding: merge.bytes, as: UTF8.self)
        == "{\"interactions\" : [ {\"request\":{\"messages\":1e0}, \"x\": 1.0 },\t{\"request\" : {\"messages\":2}},\t{\"request\":{\"messages\":3}} ] , \"k\":\"\\u00e9\"}"
    )
    #expect(merge.conflicts == [])
  }

  @Test func `their interactions take the layout of ours`() throws {
    let base = try Self.fixture("a1")
    let ours = try Self.fixture("a1", lineEnd: "\r\n")
    let merge = try FixtureMerge(base: base, ours: ours, theirs: try Self.fixture("a1 b1"))
    let text = String(decoding: merge.bytes, as: UTF8.self)
    #expect(text.utf8.count { $0 == 0x0A } == text.utf8.count { $0 == 0x0D })
    #expect(try Self.calls(merge.bytes) == "a1 b1")
  }

  @Test func `an interaction from a file of another provider names its own`() throws {
    let ours = try Self.fixture("a1")
    let text = String(decoding: try Self.fixture("b1").bytes, as: UTF8.self)
    let theirs = try FixtureDocument(
      Array(text.split(separator: "\"anthropic\"").joined(separator: "\"openai\"").utf8)
    )
    let merge = try FixtureMerge(base: nil, ours: ours, theirs: theirs)
    let joined = try FixtureDocument(merge.bytes)
    #expect(joined.summary.provider == "anthropic")
    #expect(joined.interactions.map(\.provider) == [nil, "openai"])
    #expect(merge.conflicts == [])
  }

  @Test func `what ours added keeps its provider when theirs gives the file another`() throws {
    let theirs = try FixtureDocument(
      Array(
        String(decoding: try Self.fixture("a1").bytes, as: UTF8.self)
          .replacing("\"anthropic\"", with: "\"openai\"").utf8
      )
    )
    let merge = try FixtureMerge(
      base: try Self.fixture("a1"),
      ours: try Self.fixture("a1 b1"),
      theirs: theirs
    )
    let joined = try FixtureDocument(merge.bytes)
    #expect(joined.summary.provider == "openai")
    #expect(joined.interactions.map(\.provider) == [nil, "anthropic"])
    #expect(merge.conflicts == [])
  }

  @Test(arguments: [
    ("", "", "\"k\": 1,", "\"k\": 1,", 0), ("\"k\": 1,", "\"k\": 1,", "\"k\": 2,", "\"k\": 2,", 0),
    ("\"k\": 1,", "\"k\": 1,", "", "", 0), ("\"k\": 1,", "\"k\": 3,", "\"k\": 2,", "\"k\": 3,", 1),
    ("\"k\": 1,", "\"k\": 2,", "\"k\": 2,", "\"k\": 2,", 0),
  ])
  func `members of the file are joined too`(
    base: String,
    ours: String,
    theirs: String,
    result: String,
    conflicts: Int
  ) throws {
    func document(_ member: String) throws -> FixtureDocument {
      try FixtureDocument(Array("{\"version\": \"2.0\", \(member)\"interactions\": []}".utf8))
    }
    let merge = try FixtureMerge(
      base: try document(base),
      ours: try document(ours),
      theirs: try document(theirs)
    )
    let text = String(decoding: merge.bytes, as: UTF8.self)
    let joined = text.split(separator: " ").joined()
    let wanted = String(decoding: try document(result).bytes, as: UTF8.self)
    #expect(joined == wanted.split(separator: " ").joined())
    #expect(merge.conflicts.count == conflicts)
  }

  @Test func `whatever one side alone did is in the joined file`() throws {
    var generator = SeededGenerator()
    let seed = generator.seed
    for _ in 0..<150 {
      let letters = (0..<Int.random(in: 0..<7, using: &generator)).map {
        String(Unicode.Scalar(UInt8(97 + $0)))
      }
      let base = letters.map { $0 + "1" }
      var (ours, theirs) = (base, base)
      for (side, prefix) in [(0, "p"), (1, "t")] {
        var calls = side == 0 ? ours : theirs
        for number in 0..<Int.random(in: 0..<5, using: &generator) {
          let place = Int.random(in: 0...calls.count, using: &generator)
          switch Int.random(in: 0..<4, using: &generator) {
          case 0 where place < calls.count: calls.remove(at: place)
          case 1 where place < calls.count:
            calls[place] = String(calls[place].prefix(1)) + "\(side + 2)"
          default:
            let letter = String(
              Unicode.Scalar(UInt8(prefix.utf8.first! + UInt8(number % 4)))
            )
            if !calls.contains(where: { $0.hasPrefix(letter) }) {
              calls.insert(letter + "1", at: place)
            }
          }
        }
        if side == 0 { ours = calls } else { theirs = calls }
      }
      let comment: Comment = "seed \(seed): \(base) | \(ours) | \(theirs)"
      let merge = try FixtureMerge(
        base: try Self.fixture(base.joined(separator: " ")),
        ours: try Self.fixture(ours.joined(separator: " ")),
        theirs: try Self.fixture(theirs.joined(separator: " "))
      )
      let joined = try Self.calls(merge.bytes).split(separator: " ")
        .map { String($0.prefix(2)) }
        .filter { $0.utf8.count == 2 }
      let all = Set(joined)
      for call in Set(ours).subtracting(base) { #expect(all.contains(call), comment) }
      for call in Set(theirs).subtracting(base) { #expect(all.contains(call), comment) }
      for call in base where ours.contains(call) && theirs.contains(call) {
        #expect(all.contains(call), comment)
      }
      if merge.conflicts.isEmpty {
        for call in base where !ours.contains(call) || !theirs.contains(call) {
          #expect(!all.contains(call), comment)
        }
      }
    }
  }
}
