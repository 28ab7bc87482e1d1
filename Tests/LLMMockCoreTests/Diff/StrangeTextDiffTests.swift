import LLMMockCore
import Testing

/// Texts that are long, binary, or meant to confuse.
struct StrangeTextDiffTests {
  @Test func `binary data is told by size and digest`() throws {
    let data = String(repeating: "QUJD", count: 30_000)
    func version(_ data: String) throws -> JSONValue {
      try JSONTree("{\"request\": {\"messages\": [{\"data\": \"\(data)\"}]}}").root
    }
    let diff = InteractionDiff(try version(data), try version(data.dropLast(4) + "QUJE"))
    #expect(diff.told.count == 3)
    #expect(diff.told[0].hasPrefix("- request.messages | data: [(120 kB of data, SHA-256 "))
    #expect(
      diff.told[2] == "~ request.messages | : (they differ from byte 120,000 on)"
    )
  }

  @Test(arguments: [
    (#"\u30b5\u30f3\u30c9\u30a4\u30e4"#, true), ("サンドイヤ", true), (#"Zm9v\/YmFy+"#, false),
    (#"iVBORw0KGgo\n"#, false), (#"\\u30b5"#, false),
  ])
  func `text of any language is read, however it is escaped`(piece: String, isText: Bool) throws {
    func version(_ end: String) throws -> JSONValue {
      let text = String(repeating: piece, count: 60) + end
      return try JSONTree("{\"response\": {\"text\": \"\(text)\"}}").root
    }
    let diff = InteractionDiff(try version("a"), try version("b"))
    #expect(diff.told.contains { $0.contains("of data, SHA-256") } != isText)
  }

  @Test func `a text that differs too much is shown as a whole, and a note says so`() throws {
    let words = (0..<3_000).map { "word\($0)" }
    let (one, other) = (words.joined(separator: " "), words.reversed().joined(separator: " "))
    let diff = InteractionDiff(
      try JSONTree("{\"response\": {\"text\": \"\(one)\"}}").root,
      try JSONTree("{\"response\": {\"text\": \"\(other)\"}}").root
    )
    #expect(diff.changeCount == 1)
    #expect(diff.notes.count == 1)
    let line = try #require(diff.sections.first?.lines.first)
    #expect(line.old?.pieces.allSatisfy(\.isChanged) == true)
  }

  @Test func `when time is up, texts are shown as a whole`() throws {
    let (old, new) = try InteractionDiffTests.versions(
      DiffSamples.chat,
      [("Be terse.\\nBe kind.", String(repeating: "x y z ", count: 40))]
    )
    let options = InteractionDiff.Options(budget: ComparisonBudget { true })
    let diff = InteractionDiff(old, new, options: options)
    #expect(!diff.isEmpty)
  }

  @Test func `what could act on a terminal is drawn as tokens`() throws {
    let old = try JSONTree("{\"response\": {\"a\\u001b\": \"x\\u001b[2J\"}}").root
    let new = try JSONTree("{\"response\": {\"a\\u001b\": \"y\\u202e\\td\"}}").root
    let diff = InteractionDiff(old, new)
    #expect(
      diff.told == [
        "- response | a<ESC>: [x<ESC>[2J]", "+ response | a<ESC>: [y<U+202E><TAB>d]",
      ]
    )
  }

  @Test func `precomposed and combined characters differ`() throws {
    let old = try JSONTree("{\"response\": {\"a\": \"caf\\u00e9\"}}").root
    let new = try JSONTree("{\"response\": {\"a\": \"cafe\\u0301\"}}").root
    #expect(InteractionDiff(old, new).changeCount == 1)
  }

  @Test func `any depth is compared`() throws {
    func nested(_ inner: String) throws -> JSONValue {
      let (opening, closing) = (
        String(repeating: "{\"a\":[", count: 20_000), String(repeating: "]}", count: 20_000)
      )
      return try JSONTree("{\"response\": {\"x\": \(opening)\(inner)\(closing)}}").root
    }
    #expect(InteractionDiff(try nested("1"), try nested("2")).changeCount == 1)
    #expect(InteractionDiff(try nested("1"), try nested("1.0")).changeCount <= 1)
    #expect(InteractionDiff(nil, try nested("1")).changeCount == 1)
  }

  @Test func `other white space is no change but is noted`() throws {
    let old = try JSONTree("{\"request\": {\"a\": \"\\u00e9\"}}").root
    let new = try JSONTree("{\"request\":{\"a\":\"é\"}}").root
    let diff = InteractionDiff(old, new)
    #expect(diff.isEmpty)
    #expect(diff.notes.count == 1)
  }
}
