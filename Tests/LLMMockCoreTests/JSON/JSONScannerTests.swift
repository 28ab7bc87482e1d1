import LLMMockCore
import TestSupport
import Testing

struct JSONScannerTests {
  @Test(arguments: [
    ("", 0, "the file is empty"),
    (" \n", 2, "the file is empty"),
    ("[1,]", 3, "expected a value"),
    ("[", 1, "the file ends inside an array"),
    ("{\"a\":1", 6, "the file ends inside an object"),
    ("{\"a\" 1}", 5, "expected ':' after a key"),
    ("{\"a\":1,}", 7, "expected a key in double quotes"),
    ("{1}", 1, "expected a key in double quotes or '}'"),
    ("[1 2]", 3, "expected ',' or ']' after a value"),
    ("{\"role\": \"user\" \"content\": \"Hi\"}", 16, "expected ',' or '}' after a value"),
    ("[\"a\nb\"]", 3, "control character <LF> must be escaped in a string"),
    ("\"abc", 4, "the file ends inside a string"),
    ("[tru]", 1, "expected true, false or null"),
    ("[01]", 1, "this is not a JSON number"),
    ("[1.]", 1, "this is not a JSON number"),
    ("[\"\\x\"]", 3, "expected one of \" \\ / b f n r t or four hex digits after \\u"),
    ("1 2", 2, "expected nothing more after the value"),
  ])
  func `an error names its place and what should stand there`(
    text: String,
    offset: Int,
    message: String
  ) {
    let error = outcome(Array(text.utf8), window: .max)
    #expect(error?.offset == offset)
    #expect(error?.message == message)
  }

  @Test(
    arguments: [
      [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
      [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x22, 0xE2, 0x28, 0xA1, 0x22],
    ] as [[UInt8]]
  )
  func `bytes that are not UTF-8 are refused where they begin`(bytes: [UInt8]) {
    #expect(outcome(bytes, window: .max) == JSONSyntaxError(.notUTF8, at: 1))
  }

  @Test func `a million nested arrays are parsed, walked and freed`() throws {
    let depth = 1_000_000
    let bytes =
      Array(repeating: UInt8(ascii: "["), count: depth)
      + Array(repeating: UInt8(ascii: "]"), count: depth)
    let tree = try JSONTree(bytes)
    #expect(CanonicalJSON.text(of: tree.root) == bytes)
  }

  @Test func `any split into windows tells the same events`() throws {
    let text = #"""
       {"a": [1, -0.5e+10, true,false , null], "é\n\u00e9\"": "日本 😀 \ud83d\ude00",
        "long text that is more than eight bytes": {"x": {}, "y": []}, "end": "\\"}
      """#
    let bytes = Array(text.utf8)
    var whole = RecordingVisitor()
    try scan(bytes, window: .max, visitor: &whole)
    #expect(whole.events.count == 23)
    for window in 1...bytes.count {
      var visitor = RecordingVisitor()
      try scan(bytes, window: window, visitor: &visitor)
      #expect(visitor.events == whole.events, "windows of \(window) bytes")
    }
  }

  @Test func `a changed byte never crashes the scanner, and windows agree on the error`() {
    var generator = SeededGenerator()
    let seed = generator.seed
    let text = #"{"k":["\u00e9é\\",1.5e3,-0,true,null,{"a":{}}],"日":"😀"}"#
    for _ in 0..<3000 {
      var bytes = Array(text.utf8)
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.remove(at: place)
        default: bytes.insert(bytes[bytes.count - 1 - place], at: place)
        }
      }
      let whole = outcome(bytes, window: .max)
      #expect(outcome(bytes, window: 2) == whole, "\(bytes) seed \(seed)")
    }
  }

  @Test(arguments: [("ab\ncd", 4, 2, 2), ("é\u{20AC}x", 5, 1, 3), ("", 0, 1, 1), ("a\n", 2, 2, 1)])
  func `a place is counted in lines and characters from one`(
    text: String,
    offset: Int,
    line: Int,
    column: Int
  ) {
    #expect(
      TextPosition(of: offset, in: Array(text.utf8)) == TextPosition(line: line, column: column)
    )
  }
}
