import LLMMockTUI
import Testing

struct TreeTests {
  private let all = [
    "/", "chat/", "chat/greeting.json", "chat/limits.json", "stream/", "stream/story.json",
    "tools/", "tools/broken.json", "tools/odd<ESC>[31m<U+202E>name.json", "tools/weather.json",
    "embeddings.json", "empty.json",
  ]

  @Test func `the tree lists fixtures and what cannot be read, not other files`() {
    #expect(TestBrowser().files == all)
  }

  @Test func `h closes a folder, and enter opens it`() {
    let browser = TestBrowser()
    browser.press("h")
    #expect(browser.selectedFile == "chat")
    browser.press("h")
    #expect(browser.files == all.filter { !$0.hasPrefix("chat/") || $0 == "chat/" })
    browser.press("enter")
    #expect(browser.files == all)
    #expect(browser.selectedFile == "chat")
    browser.press("enter")
    #expect(browser.selectedFile == "chat/greeting.json")
  }

  @Test func `at the top h says so`() {
    let browser = TestBrowser()
    browser.press("g h")
    #expect(browser.files == all)
    #expect(browser.toast != nil)
  }

  @Test func `a minus closes all folders and an equals sign opens them`() {
    let browser = TestBrowser()
    browser.press("-")
    #expect(browser.files == ["/", "chat/", "stream/", "tools/", "embeddings.json", "empty.json"])
    #expect(browser.selectedFile == "chat")
    browser.press("=")
    #expect(browser.files == all)
  }

  @Test func `a backtick makes the tree a flat list and back`() {
    let browser = TestBrowser()
    browser.press("`")
    #expect(browser.files == all.filter { !$0.hasSuffix("/") || $0 == "/" })
    #expect(browser.selectedFile == "chat/greeting.json")
    browser.press("`")
    #expect(browser.files == all)
  }

  @Test func `closing a folder keeps the selected interaction where it is still listed`() {
    let browser = TestBrowser()
    browser.press("2 j 1 =")
    #expect(browser.selectedInteraction == "chat/greeting.json#2")
  }

  @Test func `a range ends when the rows it was begun on are gone`() {
    let browser = TestBrowser()
    browser.press("G v k k")
    #expect(browser.state.files.anchor != nil)
    browser.press("-")
    #expect(browser.state.files.anchor.map { $0 < browser.files.count } ?? true)
  }

  @Test func `i lists files that are no fixtures`() {
    let browser = TestBrowser()
    browser.press("i")
    #expect(browser.files == all + ["package.json"])
    #expect(browser.toast == "Files that are no fixtures are listed")
    browser.press("G")
    #expect(browser.statusLine.contains("package.json") || browser.toast != nil)
    browser.press("i")
    #expect(browser.files == all)
    #expect(browser.effects.contains(.list(.name, showsOthers: true)))
  }

  @Test func `a folder that cannot be read is listed with the reason`() {
    let browser = TestBrowser(
      TestFolder(
        [EntryID("a.json"): SampleFixture.greeting.bytes],
        closed: [EntryID("secret"): "permission denied"]
      )
    )
    #expect(browser.files == ["/", "secret/", "a.json"])
    #expect(browser.screen.contains("permission"))
  }

  // MARK: Sorting

  @Test(arguments: [
    ("n", ["chat/greeting.json", "chat/limits.json"]),
    ("s", ["chat/greeting.json", "chat/limits.json"]),
    ("c", ["chat/greeting.json", "chat/limits.json"]),
  ])
  func `s sorts the files of each folder`(key: String, first: [String]) {
    let browser = TestBrowser()
    browser.press("s \(key)")
    #expect(browser.menu == nil)
    #expect(Array(browser.files[2...3]) == first)
    #expect(browser.selectedFile == "chat/greeting.json")
    let order: FileOrder = key == "n" ? .name : key == "s" ? .size : .calls
    #expect(browser.state.files.order == order)
    #expect(
      browser.effects.last { if case .list = $0 { true } else { false } }
        == .list(order, showsOthers: false)
    )
  }

  @Test func `the largest file comes first`() {
    let browser = TestBrowser(
      TestFolder(chats: ["a.json": ["One"], "b.json": ["One", "Two", "Three"]])
    )
    #expect(browser.files == ["/", "a.json", "b.json"])
    browser.press("s s")
    #expect(browser.files == ["/", "b.json", "a.json"])
    #expect(browser.selectedFile == "a.json")
    browser.press("s n")
    #expect(browser.files == ["/", "a.json", "b.json"])
  }

  // MARK: Problems

  @Test func `n goes to the next file with a problem, N to the one before`() {
    let browser = TestBrowser()
    browser.press("n")
    #expect(browser.selectedFile == "tools/broken.json")
    #expect(browser.state.detail.subject == .problem(EntryID("tools/broken.json")))
    browser.press("n")
    #expect(browser.toast == "No file with a problem below")
    browser.press("G N")
    #expect(browser.selectedFile == "tools/broken.json")
    browser.press("N")
    #expect(browser.toast == "No file with a problem above")
  }

  @Test func `without problems n says so`() {
    let browser = TestBrowser(TestFolder(chats: ["a.json": ["One"]]))
    browser.press("n")
    #expect(browser.toast == "No file has a problem; / searches")
  }

  @Test func `the problem stays in sight when its pane is entered`() {
    let browser = TestBrowser()
    browser.press("n 3")
    #expect(browser.state.detail.subject == .problem(EntryID("tools/broken.json")))
    browser.press("j j 1")
    #expect(browser.state.detail.subject == .problem(EntryID("tools/broken.json")))
    // What can be read of it is listed.
    browser.press("enter")
    #expect(browser.selectedInteraction == "tools/broken.json#1")
    #expect(browser.detailText.contains("Weather in Rome?"))
    browser.press("j")
    #expect(browser.detailText.contains("And tomorrow?"))
  }

  @Test func `J goes from the problem to what can be read`() {
    let browser = TestBrowser()
    browser.press("n 3 J")
    #expect(browser.state.detail.subject == .interaction(InteractionID("tools/broken.json", 1)))
  }
}
