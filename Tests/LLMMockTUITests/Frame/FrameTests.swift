import LLMMockTUI
import Testing

struct FrameTests {
  private func frame(_ width: Int, _ height: Int = 1, _ draw: (inout Frame) -> Void) -> Frame {
    var frame = Frame(size: Size(width: width, height: height))
    draw(&frame)
    #expect(FrameCheck.problems(frame, frame.size) == [])
    return frame
  }

  @Test(arguments: [
    ("abc", "abc  "), ("abcdefg", "abcde"), ("", "     "), ("日本", "日本 "), ("日本語", "日本 "),
    ("a日本", "a日本"), ("ab日本", "ab日 "), ("e\u{301}x", "e\u{301}x   "), ("❤\u{FE0F}x", "❤x   "),
    ("\u{301}x", " \u{301}x   "),
  ])
  func `text is cut at the edge and never in the middle of a character`(text: String, row: String) {
    let frame = frame(5) { $0.put(text, at: 0, row: 0) }
    #expect(frame.text(ofRow: 0) == row)
  }

  @Test(arguments: [
    ("\u{1B}[2J", "<ESC>[2J"), ("a\tb", "a<TAB>b"), ("\u{202E}x", "<U+202E>x"),
    ("\r\n", "<CR><LF>"), ("\u{200B}", "<U+200B>"), ("\u{7F}", "<DEL>"),
  ])
  func `what would act on a terminal is drawn as a token`(text: String, row: String) {
    let frame = frame(12) { $0.put(text, at: 0, row: 0) }
    #expect(Screen.trimmed(frame.text(ofRow: 0)) == row)
  }

  @Test func `text drawn over half a wide character blanks the other half`() {
    for column in 0..<6 {
      let frame = frame(6) { frame in
        frame.put("日本語", at: 0, row: 0)
        frame.put("x", at: column, row: 0)
      }
      #expect(frame[column, 0].character == "x")
      let wide = frame.row(0).filter { $0.width == 2 }.count
      #expect(wide == 2)
    }
  }

  @Test func `a wide character drawn over others blanks what it cuts`() {
    for column in -2..<7 {
      let frame = frame(6) { frame in
        frame.put("日本語", at: 0, row: 0)
        frame.put("字", at: column, row: 0)
      }
      #expect(frame.text(ofRow: 0).count <= 6)
    }
  }

  @Test func `a filled rectangle cuts wide characters cleanly`() {
    for column in 0..<6 {
      for width in 1...6 {
        _ = frame(6) { frame in
          frame.put("日本語", at: 0, row: 0)
          frame.fill(Rect(column: column, row: 0, width: width, height: 1), with: "-")
        }
      }
    }
  }

  @Test(arguments: [(-5, -5), (0, -1), (100, 0), (0, 100), (-100, 0)])
  func `what is drawn outside is not drawn`(column: Int, row: Int) {
    let frame = frame(4, 2) { frame in
      frame.put("日abc", at: column, row: row)
      frame.fill(Rect(column: column, row: row, width: 3, height: 3), with: "x")
      frame.restyle(Rect(column: column, row: row, width: 3, height: 3)) { $0 = .muted }
    }
    #expect(frame.size == Size(width: 4, height: 2))
  }

  @Test func `text ends where it is told to`() {
    let frame = frame(8) { frame in
      frame.put("........", at: 0, row: 0)
      let end = frame.put("日本語", at: 1, row: 0, until: 4)
      #expect(end == 4)
    }
    #expect(frame.text(ofRow: 0) == ".日 ....")
  }

  @Test func `the column after the text is returned`() {
    _ = frame(20) { frame in
      #expect(frame.put("ab日", at: 3, row: 0) == 7)
      #expect(frame.put("\u{1B}", at: 0, row: 0) == 5)
      #expect(frame.put("", at: 9, row: 0) == 9)
    }
  }

  @Test func `a frame of no size is no frame`() {
    let frame = Frame(size: Size(width: -3, height: 0))
    #expect(frame.cells.isEmpty)
    #expect(frame.text == "")
  }

  @Test(arguments: [1, 2, 3, 5, 9])
  func `a cursor scrolls no more than it must`(height: Int) {
    var cursor = ListCursor()
    for row in Array(0..<30) + Array((0..<30).reversed()) {
      let top = cursor.top
      cursor.row = row
      cursor.scrollIntoView(count: 30, height: height)
      #expect(cursor.row == row)
      #expect(abs(cursor.top - top) <= 1 || row == 0)
      #expect(cursor.top...(cursor.top + height - 1) ~= row)
    }
  }
}
