import LLMMockCore
import LLMMockTUI
import Testing

/// What happens when the folder changes under the browser, and when answers come too late.
struct ListingTests {
  @Test func `the selection stays on its file and interaction`() {
    let browser = TestBrowser()
    browser.press("j 2 j")
    browser.write("chat/added.json", SampleFixture.greeting.bytes)
    #expect(browser.selectedFile == "chat/limits.json")
    #expect(browser.selectedInteraction == "chat/limits.json#2")
    browser.write("chat/added.json", nil)
    #expect(browser.selectedInteraction == "chat/limits.json#2")
    #expect(browser.files[browser.state.files.cursor.row] == "chat/limits.json")
  }

  @Test func `a file that goes leaves the cursor where it was`() {
    let browser = TestBrowser()
    browser.press("j")
    browser.write("chat/limits.json", nil)
    #expect(browser.selectedFile == "stream")
    browser.press("G")
    browser.write("empty.json", nil)
    #expect(browser.selectedFile == "embeddings.json")
  }

  @Test func `an interaction that goes leaves the cursor where it was`() {
    let browser = TestBrowser()
    browser.press("2 G")
    browser.write(
      "chat/greeting.json",
      SampleFixture("openai", [SampleFixture.chat("Only this")]).bytes
    )
    #expect(browser.selectedInteraction == "chat/greeting.json#1")
    #expect(browser.detailText.contains("Only this"))
  }

  @Test func `the detail is read again and keeps its place`() {
    let browser = TestBrowser()
    browser.press("3 ] j j j j")
    let row = browser.state.detail.cursor
    browser.send(.input(.focusGained))
    #expect(browser.state.detail.cursor == row)
    browser.send(.folderChanged)
    #expect(browser.state.detail.cursor == row)
  }

  @Test func `reading again does not lose the place in a long text`() {
    let long = String(repeating: "All work and no play makes a dull test. ", count: 80)
    let browser = TestBrowser(TestFolder(chats: ["a.json": [long]]))
    browser.press("3")
    for keys in ["", "]", "]", "]"] {
      browser.press("\(keys) g Ctrl-D j j j")
      let cursor = browser.state.detail.cursor
      browser.send(.folderChanged)
      #expect(browser.state.detail.cursor == cursor)
    }
  }

  @Test func `another interaction in the same place is shown from its top`() {
    let long = String(repeating: "Word after word. ", count: 200)
    let browser = TestBrowser(TestFolder(chats: ["a.json": [long, "First \(long)"]]))
    browser.press("2 3 ] G")
    browser.press("2 d y")
    #expect(browser.selectedInteraction == "a.json#1")
    #expect(browser.detailText.contains("First"))
    #expect(browser.state.detail.cursor == ListCursor())
  }

  @Test func `listings that arrive in pieces fill the tree`() {
    let browser = TestBrowser(TestFolder([:]))
    let whole = TestFolder().listing()
    browser.hold()
    let pieces = [3, 6, 9, whole.entries.count]
    for count in pieces {
      var entries = Array(whole.entries[..<count])
      for index in entries.indices where index >= 3 && count < whole.entries.count {
        if !entries[index].isFolder { entries[index].kind = .file(.pending) }
      }
      browser.send(.listed(Listing(entries: entries, isComplete: count == whole.entries.count)))
      #expect(FrameCheck.problems(browser.frame, browser.state.size) == [])
    }
    browser.world.folder = TestFolder()
    browser.release()
    #expect(browser.files.count == 12)
  }

  @Test func `an empty folder shows what to do, and fills when files come`() {
    let browser = TestBrowser(TestFolder([:]))
    #expect(browser.screen.contains("No fixtures in tests/fixtures yet."))
    browser.write("first.json", SampleFixture.greeting.bytes)
    #expect(browser.files == ["/", "first.json"])
    #expect(browser.screen.contains("first.json"))
    browser.write("first.json", nil)
    #expect(browser.screen.contains("No fixtures in tests/fixtures yet."))
  }

  @Test func `a file becomes unreadable and readable again`() {
    let browser = TestBrowser()
    browser.press("j 3")
    browser.write("chat/limits.json", Array("{\"interactions\": [".utf8))
    #expect(browser.state.detail.subject == .problem(EntryID("chat/limits.json")))
    browser.write("chat/limits.json", SampleFixture.limits.bytes)
    #expect(browser.state.detail.subject == .interaction(InteractionID("chat/limits.json", 1)))
  }

  @Test func `the screen is settled when all it shows has been read`() {
    let browser = TestBrowser()
    #expect(browser.state.isSettled)
    browser.hold()
    browser.press("j")
    #expect(!browser.state.isSettled)
    browser.release()
    #expect(browser.state.isSettled)
    var entries = browser.state.listing.entries
    entries[2].kind = .file(.pending)
    browser.hold()
    browser.send(.listed(Listing(entries: entries, isComplete: false)))
    #expect(!browser.state.isSettled)
    #expect(browser.screen.contains("reading…"))
    #expect(!State(size: Size(width: 80, height: 24), title: "x").isSettled)
  }

  // MARK: Answers that come too late

  @Test func `rows of what was selected before are not shown`() {
    let browser = TestBrowser()
    browser.hold()
    browser.press("j")
    let old = browser.take()
    browser.press("k")
    for message in old { browser.send(message) }
    #expect(
      browser.state.detail.shown?.subject != .interaction(InteractionID("chat/limits.json", 1))
    )
    browser.release()
    #expect(browser.detailText.contains("Danish"))
  }

  @Test func `rows that arrive when nothing is selected are not shown`() {
    let browser = TestBrowser()
    browser.press("G k")
    browser.hold()
    browser.press("k")
    let old = browser.take()
    browser.press("j j")
    #expect(browser.selectedFile == "empty.json")
    for message in old { browser.send(message) }
    browser.release()
    #expect(browser.state.detail.shown == nil)
    #expect(browser.screen.contains("Nothing is selected"))
  }

  @Test func `the old rows stay until the new ones are there`() {
    let browser = TestBrowser()
    let before = browser.detailText
    browser.hold()
    browser.press("j")
    #expect(browser.detailText == before)
    #expect(FrameCheck.problems(browser.frame, browser.state.size) == [])
    browser.release()
    #expect(browser.detailText != before)
  }

  @Test func `what cannot be shown is said`() {
    let browser = TestBrowser()
    let generation = browser.state.detail.generation
    browser.hold()
    // What can't be read now is looked for again.
    browser.send(.folderChanged)
    browser.send(.detailFailed("Too late", generation: generation - 1))
    #expect(browser.toast == nil)
    browser.send(.detailFailed("It changed on disk", generation: generation))
    #expect(browser.toast == "It changed on disk")
    #expect(browser.state.detail.shown == nil)
    browser.release()
    #expect(browser.detailText.contains("Danish"))
  }

  @Test func `answers about the folder before are dropped`() {
    let browser = TestBrowser()
    browser.hold()
    browser.press("j")
    let old = browser.take()
    browser.world.folder = TestFolder(chats: ["x.json": ["One"]], title: "more")
    browser.send(.folderOpened(title: "more"))
    for message in old { browser.send(message) }
    #expect(browser.state.detail.shown == nil)
    browser.send(.listed(browser.world.folder.listing()))
    browser.release()
    #expect(browser.detailText.contains("One"))
  }

  // MARK: Sizes

  @Test func `a new size keeps everything in sight`() {
    let browser = TestBrowser()
    browser.press("G 2 3 ] G")
    for (width, height) in [(80, 24), (40, 12), (30, 8), (200, 60), (28, 6), (72, 12), (120, 36)] {
      browser.resize(width, height)
      #expect(FrameCheck.problems(browser.frame, browser.state.size) == [])
    }
    #expect(browser.selectedFile == "empty.json")
  }
}
