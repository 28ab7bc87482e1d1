import LLMMockCore
import LLMMockTUI
import TestSupport
import Testing

struct TextWrapTests {
  private func wrap(_ text: String, _ width: Int) -> [String] {
    DetailLayout.rows(ofText: text, width: width).map(\.drawn)
  }

  @Test(arguments: [
    ("", 5, [""]),
    ("one", 5, ["one"]),
    ("one two", 7, ["one two"]),
    ("one two", 6, ["one", "two"]),
    ("one two  three", 8, ["one two", "three"]),
    ("one  two", 4, ["one", "two"]),
    ("trailing   ", 20, ["trailing"]),
    ("a\n\nb\n", 5, ["a", "", "b", ""]),
    ("   ", 2, [""]),
    ("abcdefgh", 3, ["abc", "def", "gh"]),
    ("a bcdefgh", 3, ["a", "bcd", "efg", "h"]),
    ("word", 1, ["w", "o", "r", "d"]),
  ])
  func `rows end between words`(text: String, width: Int, rows: [String]) {
    #expect(wrap(text, width) == rows)
  }

  @Test(arguments: [
    ("  let x = compute(y)", 12, ["  let x =", "  compute(y)"]),
    ("\tx = 1", 20, ["    x = 1"]),
    ("a\tb", 20, ["a   b"]),
    ("            deep", 10, ["     deep"]),
    ("- a point that is long", 12, ["- a point", "  that is", "  long"]),
    ("12. another point", 12, ["12. another", "    point"]),
    ("-5 is a number", 8, ["-5 is a", "number"]),
  ])
  func `a broken line keeps its indentation and stays clear of its bullet`(
    text: String,
    width: Int,
    rows: [String]
  ) {
    #expect(wrap(text, width) == rows)
  }

  @Test(arguments: [
    ("東京タワー", 6, ["東京タ", "ワー"]),
    ("東京タワー", 5, ["東京", "タ", "ワー"]),
    ("日本、東京", 4, ["日", "本、", "東京"]),
    ("「東京」", 6, ["「東", "京」"]),
    ("go 東京 now", 7, ["go 東京", "now"]),
    ("東京", 1, ["…", "…"]),
    ("한국어 말", 6, ["한국어", "말"]),
  ])
  func `wide characters break between each other, but not before what closes`(
    text: String,
    width: Int,
    rows: [String]
  ) {
    #expect(wrap(text, width) == rows)
  }

  @Test(arguments: [
    ("a\u{1B}[2Jb", 20, ["a<ESC>[2Jb"]),
    ("ab\u{202E}cd", 10, ["ab<U+202E>", "cd"]),
    ("a\r\nb", 10, ["a<CR>", "b"]),
    ("\u{2764}\u{FE0F} hi", 10, ["\u{2764} hi"]),
    ("\u{301}x", 10, [" \u{301}x"]),
    ("e\u{301}e\u{301}e\u{301}", 2, ["e\u{301}e\u{301}", "e\u{301}"]),
    ("\u{202E}", 4, ["<U+…"]),
  ])
  func `what may not be drawn is a token that stays whole`(
    text: String,
    width: Int,
    rows: [String]
  ) {
    #expect(
      wrap(text, width).map { Array($0.unicodeScalars) } == rows.map { Array($0.unicodeScalars) }
    )
  }

  @Test func `tokens have a style of their own`() {
    let rows = DetailLayout.rows(ofText: "a\u{7}b", width: 20, style: Style(.string))
    #expect(
      rows == [
        DetailRow([
          Segment("a", Style(.string)), Segment("<BEL>", Style(.token)),
          Segment("b", Style(.string)),
        ])
      ]
    )
  }

  @Test func `no row is wider than the width, and no word is lost`() {
    var generator = SeededGenerator()
    let seed = generator.seed
    let pieces = [
      "a", "be", "word", "longerword", "extraordinarily-long-word", " ", "  ", "\n", "\t", "é",
      "e\u{301}", "東", "京", "、", "「", "🙂", "\u{200B}", "\u{FE0F}", "\u{301}", "- ", "3. ",
    ]
    for _ in 0..<2_000 {
      let text = (0..<Int.random(in: 0...40, using: &generator))
        .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      let width = Int.random(in: 20...40, using: &generator)
      let rows = DetailLayout.rows(ofText: text, width: width)
      let whole = DetailLayout.rows(ofText: text, width: 10_000, wraps: false)
      #expect(
        rows.allSatisfy { $0.width <= width },
        "seed \(seed), width \(width): \(text.debugDescription)"
      )
      #expect(
        rows.allSatisfy { !$0.text.hasSuffix(" ") },
        "seed \(seed), width \(width): \(text.debugDescription)"
      )
      let letters = rows.map(\.text).joined().unicodeScalars.filter { $0 != " " }
      #expect(
        Array(letters) == Array(whole.map(\.text).joined().unicodeScalars.filter { $0 != " " }),
        "seed \(seed), width \(width): \(text.debugDescription)"
      )
    }
  }

  @Test func `plain text breaks at the same places beside a character that is not plain`() {
    var generator = SeededGenerator()
    for _ in 0..<500 {
      let words = (0..<20).map { _ in
        String(repeating: "x", count: Int.random(in: 1...9, using: &generator))
      }
      let width = Int.random(in: 4...30, using: &generator)
      let plain = DetailLayout.rows(ofText: words.joined(separator: " "), width: width)
      let other = DetailLayout.rows(
        ofText: words.joined(separator: " ").replacing("x", with: "é"),
        width: width
      )
      #expect(
        plain.map { $0.text.count } == other.map { $0.text.count },
        "seed \(generator.seed)"
      )
    }
  }

  @Test func `a row takes the cells that each character takes alone`() {
    for value in Array(UInt32(0)...0x3100)
      + Array(stride(from: UInt32(0x3101), to: 0x30000, by: 37))
    {
      guard let scalar = Unicode.Scalar(value), scalar != "\n", scalar != " ", scalar != "\t" else {
        continue
      }
      let rows = DetailLayout.rows(ofText: "x\(scalar)x", width: 40)
      let expected = VisibleText.of("x\(scalar)x")
      guard rows.count == 1, rows[0].text.unicodeScalars.elementsEqual(expected.unicodeScalars)
      else {
        Issue.record("U+\(String(value, radix: 16)): \(rows.map(\.text))")
        return
      }
    }
  }
}
