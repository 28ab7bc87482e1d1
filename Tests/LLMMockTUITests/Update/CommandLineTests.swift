import LLMMockTUI
import Testing

struct CommandLineTests {
  @Test(arguments: [
    ("trash", [Effect.loadHistory]), ("history", [.loadHistory]), ("undo", [.undo]),
    ("redo", [.redo]), ("rescan", [.redraw]), ("set mouse", [.setMouse(true)]),
    ("set nomouse", [.setMouse(false)]), ("q", [.quit]), ("quit", [.quit]), ("q!", [.quit]),
    ("wq", [.quit]), ("x", [.quit]), ("open more", [.openFolder("more")]),
    ("o two words", [.openFolder("two words")]), ("delete", [.dropTypeAhead]), ("", []),
    ("   ", []), ("log", []), ("help", []), ("sort", []), ("set wrap", []),
  ])
  func `lines do what they say`(line: String, effects: [Effect]) {
    let browser = TestBrowser()
    browser.command(line)
    #expect(browser.newEffects() == effects)
    #expect(browser.state.field == nil)
  }

  @Test func `lines open what keys open`() {
    for (line, isOpen) in [
      ("log", { $0.sheet?.title == "Log" }), ("trash", { $0.sheet?.title == "History" }),
      ("help", { $0.help != nil }), ("h", { $0.help != nil }), ("sort", { $0.menu != nil }),
      ("rename", { $0.prompt != nil }), ("delete", { $0.confirm != nil }),
      ("add", { $0.prompt != nil }), ("open", { $0.prompt?.purpose == .openFolder }),
    ] as [(String, (TestBrowser) -> Bool)] {
      let browser = TestBrowser()
      browser.command(line)
      #expect(isOpen(browser), "\(line)")
    }
  }

  @Test(arguments: [
    ("dark", true), ("light", true), ("standard", true), ("pink", false), ("", false),
  ])
  func `theme takes the themes there are`(name: String, isThere: Bool) {
    let browser = TestBrowser()
    browser.command("theme dark")
    browser.command("theme \(name)")
    #expect(browser.state.theme.name == (isThere ? name : "dark"))
    #expect(browser.toast == (isThere ? nil : "There are the themes standard, dark, light"))
  }

  @Test func `set turns things on and off`() {
    let browser = TestBrowser()
    browser.command("set nowrap")
    #expect(!browser.state.detail.wraps)
    browser.command("set wrap")
    #expect(browser.state.detail.wraps)
    browser.command("set nomouse")
    #expect(!browser.state.usesMouse)
    browser.command("set others")
    #expect(browser.files.last == "package.json")
    browser.command("set noothers")
    #expect(browser.files.last == "empty.json")
    browser.command("set pink")
    #expect(browser.toast == "set takes mouse, nomouse, wrap, nowrap, others, noothers")
  }

  @Test(
    arguments: [
      ("1", "chat/greeting.json#1", nil), ("3", "chat/greeting.json#3", nil),
      ("4", "chat/greeting.json#1", "There are 3 interactions here"),
      ("0", "chat/greeting.json#1", "There are 3 interactions here"),
      ("-1", "chat/greeting.json#1", "There are 3 interactions here"),
    ] as [(String, String, String?)]
  )
  func `a number goes to that interaction`(line: String, selected: String, toast: String?) {
    let browser = TestBrowser()
    browser.command(line)
    #expect(browser.selectedInteraction == selected)
    #expect(browser.toast == toast)
  }

  @Test func `what is no command is said`() {
    let browser = TestBrowser()
    browser.command("frobnicate\u{1B}[2J now")
    #expect(browser.toast == ":frobnicate<ESC>[2J is not a command; ? lists what there is")
  }

  // MARK: Completion and history

  @Test(arguments: [
    ("tra", "trash"), ("t", "t"), ("th", "theme "), ("re", "re"), ("ren", "rename"),
    ("theme d", "theme dark"), ("theme ", "theme "), ("set no", "set no"),
    ("set nom", "set nomouse"), ("xyz", "xyz"), ("", ""), ("o", "open "),
  ])
  func `tab completes as far as there is no choice`(typed: String, completed: String) {
    let browser = TestBrowser()
    browser.press(":")
    browser.type(typed)
    browser.press("tab")
    #expect(browser.fieldText == completed)
  }

  @Test func `up and down recall lines`() {
    let browser = TestBrowser()
    browser.command("set wrap")
    browser.command("log")
    browser.press("esc")
    browser.command("log")
    browser.press("esc : up")
    #expect(browser.fieldText == "log")
    browser.press("up")
    #expect(browser.fieldText == "set wrap")
    browser.press("up down")
    #expect(browser.fieldText == "log")
    browser.press("down")
    #expect(browser.fieldText == "")
    browser.press("up up enter")
    #expect(browser.state.commandHistory == ["set wrap", "log", "set wrap"])
  }

  @Test func `up in a new browser recalls nothing`() {
    let browser = TestBrowser()
    browser.press(": x up down")
    #expect(browser.fieldText == "x")
  }

  @Test(arguments: ["esc", "Ctrl-C", "Backspace"])
  func `the line can be left`(key: String) {
    let browser = TestBrowser()
    browser.press(": \(key)")
    #expect(browser.state.field == nil)
    #expect(browser.newEffects() == [])
  }

  // MARK: Editing

  @Test(arguments: [
    ("a b c", "abc"), ("a b c left left X", "aXbc"), ("a b c Home X", "Xabc"),
    ("a b c Ctrl-A X Ctrl-E Y", "XabcY"), ("a b c Backspace", "ab"), ("a b c Ctrl-H", "ab"),
    ("a b c left Del", "ab"), ("a b c left Ctrl-D", "ab"), ("a b c Ctrl-B Ctrl-B Ctrl-F X", "abXc"),
    ("a b c left Ctrl-U", "c"), ("a b c left Ctrl-K", "ab"), ("a b space c d Ctrl-W", "ab "),
    ("a space space Ctrl-W", ""), ("日 本 left X", "日X本"), ("a b c right right X", "abcX"),
  ])
  func `the line is edited as in a shell`(keys: String, text: String) {
    let browser = TestBrowser()
    browser.press(": \(keys)")
    #expect(browser.fieldText == text)
  }

  @Test func `pasted text goes in as one line`() {
    let browser = TestBrowser()
    browser.press(":")
    browser.paste("theme\r\ndark\n")
    #expect(browser.fieldText == "theme dark ")
    #expect(browser.state.theme.name == "standard")
  }

  @Test func `a long paste is drawn in no time`() {
    let browser = TestBrowser()
    browser.press(":")
    browser.paste(String(repeating: "é", count: 40_000))
    #expect(FrameCheck.problems(browser.frame, browser.state.size) == [])
  }
}
