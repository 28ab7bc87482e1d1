import CNcurses
import LLMMockTUI
import Testing

@testable import LLMMockTerminal

/// What ncurses reads, in the order it reads it.
enum Read: ExpressibleByStringLiteral {
  case bytes([UInt8])
  case code(Int32)
  /// Nothing more is waiting.
  case pause

  init(stringLiteral value: String) {
    self = .bytes(Array(value.utf8))
  }
}

extension KeyDecoder {
  mutating func read(_ parts: [Read]) -> [Input] {
    parts.flatMap { part in
      switch part {
      case .bytes(let bytes): bytes.flatMap { received(byte: $0) }
      case .code(let code): received(code: code)
      case .pause: paused()
      }
    }
  }
}

private func typed(_ text: String) -> [Input] {
  text.unicodeScalars.map { .key(.character(Character($0))) }
}

struct KeyDecoderTests {
  @Test(
    arguments: [
      ("a", .character("a")), ("Z", .character("Z")), (" ", .character(" ")),
      ("~", .character("~")),
      ("\t", .tab), ("\r", .enter), ("\n", .enter), ("\u{7F}", .backspace), ("\u{8}", .backspace),
      ("\u{1}", .control("a")), ("\u{1A}", .control("z")), ("\u{0}", .control("@")),
      ("\u{1C}", .control("\\")), ("\u{1F}", .control("_")),
      ("é", .character("é")), ("日", .character("日")), ("👍", .character("👍")),
    ] as [(String, Key)]
  )
  func `text and control characters are keys`(text: String, key: Key) {
    var decoder = KeyDecoder()
    #expect(decoder.read([.bytes(Array(text.utf8))]) == [.key(key)])
  }

  @Test(
    arguments: [
      (KEY_UP, .up), (KEY_SR, .shiftUp), (KEY_SF, .shiftDown), (KEY_HOME, .home), (KEY_FIND, .home),
      (KEY_SELECT, .end), (KEY_PPAGE, .pageUp), (KEY_NPAGE, .pageDown), (KEY_DC, .delete),
      (KEY_BTAB, .backTab), (KEY_BACKSPACE, .backspace), (KEY_ENTER, .enter),
      (KEY_F0 + 1, .function(1)), (KEY_F0 + 12, .function(12)),
    ] as [(Int32, Key)]
  )
  func `codes are keys`(code: Int32, key: Key) {
    var decoder = KeyDecoder()
    #expect(decoder.read([.code(code)]) == [.key(key)])
  }

  @Test(arguments: [KEY_IC, KEY_MAX, KEY_MAX + 1, KEY_MAX + 40])
  func `codes that nothing is bound to are dropped`(code: Int32) {
    var decoder = KeyDecoder()
    #expect(decoder.read([.code(code), "x"]) == typed("x"))
  }

  @Test func `an escape is a key once nothing more is waiting`() {
    var decoder = KeyDecoder()
    #expect(decoder.read(["\u{1B}"]) == [])
    #expect(decoder.read([.pause, "x"]) == [.key(.escape)] + typed("x"))
  }

  @Test(
    arguments: [
      ["\u{1B}x"], ["\u{1B}q"], ["\u{1B}é"], ["\u{1B}👍"], ["\u{1B}\u{7F}"], ["\u{1B}\r"],
      ["\u{1B}", .code(KEY_BACKSPACE)], ["\u{1B}", .code(KEY_ENTER)],
      ["\u{1B}[", .pause], ["\u{1B}O", .pause],
      ["\u{1B}[1;9A"], ["\u{1B}[27;5;9~"], ["\u{1B}[99;7u"], ["\u{1B}[?1;2c"],
    ] as [[Read]]
  )
  func `alt keys and unknown sequences are dropped whole`(parts: [Read]) {
    var decoder = KeyDecoder()
    #expect(decoder.read(parts + ["x"]) == typed("x"))
  }

  @Test func `an escape before another escape, a control key or an arrow is a key`() {
    var decoder = KeyDecoder()
    let inputs = decoder.read(["\u{1B}\u{1B}\u{3}\u{1B}", .code(KEY_UP)])
    #expect(
      inputs == [
        .key(.escape), .key(.escape), .key(.control("c")), .key(.escape), .key(.up),
      ]
    )
  }

  @Test(
    arguments: [("M", .enter), ("p", .character("0")), ("y", .character("9"))]
      as [(String, Key)]
  )
  func `a numeric pad types`(last: String, key: Key) {
    var decoder = KeyDecoder()
    #expect(decoder.read([.bytes(Array("\u{1B}O\(last)".utf8))]) == [.key(key)])
  }

  @Test func `a character may come in parts`() {
    var decoder = KeyDecoder()
    let inputs = Array("é日👍".utf8).flatMap { decoder.read([.bytes([$0]), .pause]) }
    #expect(inputs == typed("é日👍"))
  }

  @Test(
    arguments: [
      ([0xE9, 0x61], "\u{FFFD}a"), ([0xFF, 0x61], "\u{FFFD}a"), ([0xC0, 0x80], "\u{FFFD}\u{FFFD}"),
      ([0xED, 0xA0, 0x80], "\u{FFFD}"), ([0xE2, 0x82, 0xC3, 0xA9], "\u{FFFD}é"),
    ] as [([UInt8], String)]
  )
  func `bytes that are not UTF-8 are one replacement character`(bytes: [UInt8], text: String) {
    var decoder = KeyDecoder()
    #expect(decoder.read([.bytes(bytes)]) == typed(text))
  }

  @Test func `a control character beyond ASCII is not typed`() {
    var decoder = KeyDecoder()
    #expect(decoder.read(["\u{9B}\u{85}x"]) == typed("x"))
  }

  @Test func `reports of focus are input of their own`() {
    var decoder = KeyDecoder()
    let inputs = decoder.read([.code(KeyCode.focusLost), .code(KeyCode.focusGained)])
    #expect(inputs == [.focusLost, .focusGained])
  }
}

struct PasteTests {
  @Test(arguments: [
    ("", ""), ("q", "q"), ("one\rtwo\r\nthree\nfour", "one\ntwo\nthree\nfour"),
    ("\r\r\n\n", "\n\n\n"), ("a\u{1B}[31mb", "a\u{1B}[31mb"), ("日\t👍", "日\t👍"),
  ])
  func `a pasted text is one input with line feeds`(sent: String, text: String) {
    var decoder = KeyDecoder()
    let inputs = decoder.read([
      "x", .code(KeyCode.pasteStarted), .bytes(Array(sent.utf8)), .pause,
      .code(KeyCode.pasteEnded), "y",
    ])
    #expect(inputs == typed("x") + [.pasted(text)] + typed("y"))
  }

  @Test func `keys within a pasted text are not pressed`() {
    var decoder = KeyDecoder()
    let inputs = decoder.read([
      .code(KeyCode.pasteStarted), "a", .code(KEY_UP), .code(KEY_BACKSPACE), .code(KEY_ENTER), "b",
      .code(KeyCode.focusLost), .code(KeyCode.pasteEnded),
    ])
    #expect(inputs == [.pasted("a\nb")])
  }

  @Test func `a paste whose end never comes can be ended`() {
    var decoder = KeyDecoder()
    #expect(decoder.read([.code(KeyCode.pasteStarted), "lost", .pause]) == [])
    #expect(decoder.isPasting)
    #expect(decoder.pasteEnded() == [.pasted("lost")])
    #expect(decoder.read(["x", .code(KeyCode.pasteEnded)]) == typed("x"))
  }

  @Test func `bytes of a pasted text that are not UTF-8 are replaced`() {
    var decoder = KeyDecoder()
    let inputs = decoder.read([
      .code(KeyCode.pasteStarted), .bytes([0x61, 0xFF, 0x62]), .code(KeyCode.pasteEnded),
    ])
    #expect(inputs == [.pasted("a\u{FFFD}b")])
  }
}
