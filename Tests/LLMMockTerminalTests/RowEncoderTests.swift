import CNcurses
import LLMMockTUI
import Testing

@testable import LLMMockTerminal

@MainActor
struct RowEncoderTests {
  init() {
    // The C library says how wide characters are, in UTF-8 only.
    #expect(CharacterEncoding.choose(from: [:]))
  }

  private func encode(_ cells: [Cell], width: Int, isUTF8: Bool = true) -> [String] {
    var encoder = RowEncoder(isUTF8: isUTF8)
    let palette = Palette(.never, environment: [:])
    return encoder.encode(cells[...], width: width, palette: palette).map { cell in
      let scalars = withUnsafeBytes(of: cell.chars) { Array($0.bindMemory(to: wchar_t.self)) }
      return scalars.prefix { $0 != 0 }.reduce(into: "") { text, value in
        text.unicodeScalars.append(Unicode.Scalar(UInt32(bitPattern: value)) ?? "\u{FFFD}")
      }
    }
  }

  private func row(_ text: String, width: Int) -> [Cell] {
    var frame = Frame(size: Size(width: width, height: 1))
    frame.put(text, at: 0, row: 0)
    return Array(frame.row(0))
  }

  @Test(arguments: [
    ("ab", 4, ["a", "b", " ", " "]),
    ("日本", 5, ["日", "本", " "]),
    ("👍│", 3, ["👍", "│"]),
    ("e\u{301}x", 2, ["e\u{301}", "x"]),
  ])
  func `each character is one cell of ncurses`(text: String, width: Int, cells: [String]) {
    #expect(encode(row(text, width: width), width: width) == cells)
  }

  @Test func `without UTF-8 only ASCII is drawn, at the same width`() {
    #expect(
      encode(row("aé日👍│e\u{301}", width: 8), width: 8, isUTF8: false)
        == ["a", "?", "?", " ", "?", " ", "?", "e"]
    )
  }

  @Test(
    arguments: [("日", 1, ["?"]), ("a", 2, ["?", " "]), ("\u{1B}", 1, ["?"]), ("\n", 1, ["?"])]
      as [(Character, UInt8, [String])]
  )
  func `a character of another width than its cell is a question mark`(
    character: Character,
    width: UInt8,
    cells: [String]
  ) {
    let cell = Cell(character: character, width: width, style: .text)
    #expect(encode([cell], width: Int(width)) == cells)
  }

  @Test func `a row is cut or filled up to the width of the screen`() {
    #expect(encode(row("abc", width: 3), width: 2) == ["a", "b"])
    #expect(encode(row("a日", width: 3), width: 2) == ["a", " "])
    #expect(encode([], width: 2) == [" ", " "])
  }
}
