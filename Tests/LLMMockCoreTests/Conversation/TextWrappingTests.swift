import LLMMockCore
import TestSupport
import Testing

struct TextWrappingTests {
  @Test(arguments: [
    ("", [""]),
    ("short", ["short"]),
    ("exactly ten", ["exactly", "ten"]),
    ("exactly te", ["exactly te"]),
    ("one two three four", ["one two", "three four"]),
    ("incomprehensible", ["incomprehe", "nsible"]),
    ("an incomprehensible word", ["an", "incomprehe", "nsible", "word"]),
    ("one  two   three", ["one  two", "three"]),
    ("a\n\nb\n", ["a", "", "b", ""]),
    ("  indented text here", ["  indented", "  text", "  here"]),
    ("                deep indentation", ["     deep", "     inden", "     tatio", "     n"]),
    ("你好世界你好", ["你好世界你", "好"]),
    ("            ", ["     "]),
    ("ends here      ", ["ends here"]),
  ])
  func `lines break at spaces`(text: String, lines: [String]) {
    #expect(TextWrapping.lines(of: text, width: 10) == lines)
  }

  @Test func `without a width lines break at line feeds alone`() {
    #expect(TextWrapping.lines(of: "one two three\nfour", width: nil) == ["one two three", "four"])
  }

  @Test func `no line is wider than asked and no word is lost`() throws {
    var random = SeededGenerator()
    for _ in 0..<500 {
      let width = Int.random(in: 2...30, using: &random)
      let count = Int.random(in: 0...80, using: &random)
      let text = String(
        (0..<count).map { _ in "ab c  é你\n".randomElement(using: &random) ?? " " }
      )
      let lines = TextWrapping.lines(of: text, width: width)
      let comment: Comment = "LLM_MOCK_SEED=\(random.seed) \(width) \(text)"
      #expect(lines.allSatisfy { CharacterWidth.of($0) <= width }, comment)
      #expect(lines.joined().filter { $0 != " " } == text.filter { !" \n".contains($0) }, comment)
    }
  }
}
