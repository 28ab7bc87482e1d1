import LLMMockCore
import LLMMockTUI
import Testing

struct MovingTests {
  /// Thirty files, the first of them with forty interactions.
  private var many: TestFolder {
    var chats: [String: [String]] = [:]
    for number in 11...40 { chats["call\(number).json"] = ["Question \(number)"] }
    chats["call11.json"] = (1...40).map { "Question \($0)" }
    return TestFolder(chats: chats)
  }

  struct Case: CustomTestStringConvertible, Sendable {
    var keys: String
    /// The row reached from row 10 with pages of that many rows.
    var row: @Sendable (_ page: Int, _ count: Int) -> Int
    var testDescription: String { keys }
  }

  static let cases: [Case] = [
    Case(keys: "j") { _, _ in 11 },
    Case(keys: "down") { _, _ in 11 },
    Case(keys: "k") { _, _ in 9 },
    Case(keys: "up") { _, _ in 9 },
    Case(keys: "j k j") { _, _ in 11 },
    Case(keys: "g") { _, _ in 0 },
    Case(keys: "home") { _, _ in 0 },
    Case(keys: "<") { _, _ in 0 },
    Case(keys: "G") { $1 - 1 },
    Case(keys: "end") { $1 - 1 },
    Case(keys: ">") { $1 - 1 },
    Case(keys: "G j") { $1 - 1 },
    Case(keys: "g k") { _, _ in 0 },
    Case(keys: "Ctrl-D") { page, _ in 10 + page / 2 },
    Case(keys: "Ctrl-U") { page, _ in 10 - page / 2 },
    Case(keys: "Ctrl-F") { page, count in min(count - 1, 10 + page) },
    Case(keys: "PgDn") { page, count in min(count - 1, 10 + page) },
    Case(keys: "Ctrl-B") { page, _ in max(0, 10 - page) },
    Case(keys: "PgUp") { page, _ in max(0, 10 - page) },
  ]

  @Test(arguments: cases)
  func `keys move the cursor of Files`(move: Case) {
    let browser = TestBrowser(many)
    browser.press("g")
    browser.press(String(repeating: "j ", count: 10))
    browser.press(move.keys)
    let page = Layout(browser.state).inside(.files).height - 1
    #expect(browser.state.files.cursor.row == move.row(page, 31))
    #expect(browser.selectedFile == browser.state.selectedEntry?.id.shown)
  }

  @Test(arguments: cases)
  func `keys move the cursor of Interactions`(move: Case) {
    let browser = TestBrowser(many)
    browser.press("2")
    browser.press(String(repeating: "j ", count: 10))
    browser.press(move.keys)
    let page = Layout(browser.state).interactionRows.height - 1
    let row = move.row(page, 40)
    #expect(browser.state.interactions.cursor.row == row)
    #expect(browser.state.detail.subject == .interaction(InteractionID("call11.json", row + 1)))
  }

  @Test(arguments: cases)
  func `keys move the cursor of Detail`(move: Case) {
    let browser = TestBrowser(width: 80, height: 24)
    browser.press("3 [")
    browser.press(String(repeating: "j ", count: 10))
    browser.press(move.keys)
    let page = Layout(browser.state).inside(.detail).height - 1
    let count = browser.state.detail.rows.count
    #expect(count > 13)
    #expect(browser.state.detail.cursor.row == max(0, min(count - 1, move.row(page, count))))
  }

  @Test func `at first the first fixture is selected and shown`() {
    let browser = TestBrowser()
    #expect(browser.selectedFile == "chat/greeting.json")
    #expect(browser.selectedInteraction == "chat/greeting.json#1")
    #expect(browser.detailText.contains("Greet the user in Danish."))
  }

  @Test func `selecting a file shows its first interaction`() {
    let browser = TestBrowser()
    browser.press("j")
    #expect(browser.interactions == ["chat/limits.json#1", "chat/limits.json#2"])
    #expect(browser.detailText.contains("rate_limit_error") || browser.detailText.contains("429"))
  }

  @Test func `selecting a folder lists the interactions below it`() {
    let browser = TestBrowser()
    browser.press("g")
    #expect(browser.interactions.count == browser.state.listing.interactionCount)
    browser.press("j")
    #expect(
      browser.interactions == [
        "chat/greeting.json#1", "chat/greeting.json#2", "chat/greeting.json#3",
        "chat/limits.json#1", "chat/limits.json#2",
      ]
    )
  }

  @Test func `J and K scroll Detail without leaving the list`() {
    let browser = TestBrowser(width: 80, height: 20)
    browser.press("[")
    let height = Layout(browser.state).inside(.detail).height
    #expect(browser.state.detail.rows.count > height)
    browser.press("J")
    #expect(browser.state.detail.cursor.top > 0)
    #expect(browser.state.focus == .files)
    browser.press("K")
    #expect(browser.state.detail.cursor.top == 0)
  }

  @Test func `J and K in Detail go from interaction to interaction`() {
    let browser = TestBrowser()
    browser.press("3 J")
    #expect(browser.selectedInteraction == "chat/greeting.json#2")
    #expect(browser.state.focus == .detail)
    browser.press("J J")
    #expect(browser.selectedInteraction == "chat/greeting.json#3")
    #expect(browser.toast == "This is the last interaction")
    browser.press("K K K")
    #expect(browser.selectedInteraction == "chat/greeting.json#1")
    #expect(browser.toast == "This is the first interaction")
  }

  @Test func `H and L scroll sideways and stop at the left edge`() {
    let browser = TestBrowser()
    let start = browser.screen
    for pane in ["1", "2"] {
      browser.press("\(pane)")
      let before = browser.screen
      browser.press("L")
      #expect(browser.screen != before)
      browser.press("H H")
      #expect(browser.screen == before)
    }
    browser.press("1 w")
    browser.expireToasts()
    browser.press("3 L H H 1")
    #expect(browser.state.detail.scrolled == 0)
    browser.press("w")
    browser.expireToasts()
    #expect(browser.screen == start)
  }

  @Test func `a pane scrolled sideways keeps its frame`() {
    let browser = TestBrowser()
    let frames = { (0..<36).map { browser.frame[0, $0].character } }
    let before = frames()
    browser.press("L L")
    #expect(frames() == before)
  }
}
