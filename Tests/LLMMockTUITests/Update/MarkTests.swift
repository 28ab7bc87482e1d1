import LLMMockTUI
import Testing

struct MarkTests {
  @Test func `space marks a file and goes on to the next`() {
    let browser = TestBrowser()
    browser.press("space space")
    #expect(browser.markedFiles == ["chat/greeting.json", "chat/limits.json"])
    #expect(browser.selectedFile == "stream")
    browser.press("k space")
    #expect(browser.markedFiles == ["chat/greeting.json"])
  }

  @Test func `folders are not marked`() {
    let browser = TestBrowser()
    browser.press("g space")
    #expect(browser.markedFiles == [])
    #expect(browser.toast == "Files can be marked, folders can't")
  }

  @Test func `space marks interactions`() {
    let browser = TestBrowser()
    browser.press("2 space j space")
    #expect(browser.markedInteractions == ["chat/greeting.json#1", "chat/greeting.json#3"])
  }

  @Test func `an asterisk marks all that is shown, and then none`() {
    let browser = TestBrowser()
    browser.press("*")
    #expect(browser.markedFiles.count == 8)
    browser.press("*")
    #expect(browser.markedFiles == [])
    browser.press("2 *")
    #expect(browser.markedInteractions.count == 3)
    browser.press("*")
    #expect(browser.markedInteractions == [])
  }

  @Test func `an asterisk marks only what a filter shows`() {
    let browser = TestBrowser()
    browser.press("/")
    browser.type("chat")
    browser.press("enter *")
    #expect(browser.markedFiles == ["chat/greeting.json", "chat/limits.json"])
  }

  @Test(arguments: ["v j j v", "v j j space", "Shift-Down Shift-Down v", "G Shift-Up Shift-Up v"])
  func `a range becomes marks`(keys: String) {
    let browser = TestBrowser()
    browser.press("2 \(keys)")
    #expect(browser.markedInteractions.count == 3)
    #expect(browser.state.interactions.anchor == nil)
  }

  @Test func `a range of files leaves the folders out`() {
    let browser = TestBrowser()
    browser.press("v j j j v")
    #expect(
      browser.markedFiles == ["chat/greeting.json", "chat/limits.json", "stream/story.json"]
    )
  }

  @Test func `a range goes both ways from where it began`() {
    let browser = TestBrowser()
    browser.press("2 j v j")
    #expect(browser.state.rangeRows(in: .interactions) == 1...2)
    browser.press("k k")
    #expect(browser.state.rangeRows(in: .interactions) == 0...1)
  }

  @Test func `another file's interactions do not go on with the range`() {
    let browser = TestBrowser()
    browser.press("2 v j 1 j")
    #expect(browser.state.interactions.anchor == nil)
  }

  @Test func `escape leaves the range before the marks`() {
    let browser = TestBrowser()
    browser.press("2 space v j esc")
    #expect(browser.state.interactions.anchor == nil)
    #expect(browser.markedInteractions == ["chat/greeting.json#1"])
    browser.press("esc")
    #expect(browser.markedInteractions == [])
    #expect(browser.state.focus == .interactions)
  }

  @Test func `in an empty folder there is nothing to mark`() {
    let browser = TestBrowser(TestFolder([:]))
    for keys in ["space", "v", "*", "Shift-Down"] {
      browser.press(keys)
      #expect(browser.toast == "There is nothing to mark")
    }
  }

  // MARK: When files change

  @Test func `marks of interactions whose file changed are dropped`() {
    let browser = TestBrowser()
    browser.press("g 2 *")
    let all = browser.markedInteractions
    browser.write(
      "chat/greeting.json",
      SampleFixture("openai", [SampleFixture.chat("Quite another question")]).bytes
    )
    #expect(
      browser.markedInteractions == all.filter { !$0.hasPrefix("chat/greeting.json") }
    )
  }

  @Test func `marks of files that are gone are dropped`() {
    let browser = TestBrowser()
    browser.press("*")
    browser.write("chat/limits.json", nil)
    #expect(browser.markedFiles.count == 7)
  }

  @Test func `a range stays on its rows when files come and go above it`() {
    let browser = TestBrowser()
    browser.press("G k v j")
    let ids = { browser.state.rangeRows(in: .files).map { $0.map { browser.files[$0] } } }
    let before = ids()
    browser.write("chat/added.json", SampleFixture.greeting.bytes)
    #expect(ids() == before)
  }
}
