import LLMMockTUI
import Testing

struct SearchTests {
  private func browser(searching text: String, width: Int = 120) -> TestBrowser {
    let browser = TestBrowser(width: width)
    browser.press("3 ] /")
    browser.type(text)
    return browser
  }

  /// The row of Detail that the cursor is in.
  private func row(_ browser: TestBrowser) -> String {
    browser.state.detail.rows[browser.state.detail.cursor.row].text
  }

  @Test func `a slash in Detail searches while it is typed`() {
    let browser = browser(searching: "danish")
    #expect(row(browser).contains("Danish"))
    #expect(browser.state.detail.found.count == 1)
    #expect(browser.hintLine.contains("keep"))
    browser.press("enter")
    #expect(browser.state.field == nil)
    #expect(browser.state.detail.search == "danish")
  }

  @Test func `n and N go from match to match and round`() {
    let browser = browser(searching: "e")
    browser.press("enter")
    let found = browser.state.detail.found
    #expect(found.count > 2)
    let start = found.firstIndex(of: browser.state.detail.cursor.row) ?? 0
    browser.press("n")
    #expect(browser.state.detail.cursor.row == found[(start + 1) % found.count])
    browser.press("N N")
    #expect(browser.state.detail.cursor.row == found[(start - 1 + found.count) % found.count])
    for _ in found { browser.press("n") }
    #expect(browser.state.detail.cursor.row == found[(start - 1 + found.count) % found.count])
    #expect(browser.state.focus == .detail)
  }

  @Test func `what is folded is found`() {
    let browser = TestBrowser()
    browser.press("3 ]")
    browser.goTo("messages")
    browser.press("space /")
    let folded = browser.state.detail.rows.count
    browser.type("danish")
    #expect(browser.state.detail.rows.count > folded)
    #expect(row(browser).contains("Danish"))
  }

  @Test func `what was folded is folded again when the search is given up`() {
    let browser = TestBrowser()
    browser.press("3 ]")
    browser.goTo("messages")
    browser.press("space k")
    let rows = browser.detailText
    let cursor = browser.state.detail.cursor
    browser.press("/")
    browser.type("dan")
    #expect(browser.state.detail.cursor != cursor)
    browser.press("esc")
    #expect(browser.state.detail.search.isEmpty)
    #expect(browser.detailText == rows)
    #expect(browser.state.detail.cursor == cursor)
  }

  @Test func `a search given up goes back to the row below what was folded`() {
    let browser = TestBrowser()
    browser.press("n j j 2 3 ]")
    browser.goTo("messages")
    browser.press("space")
    browser.goTo("tools")
    let cursor = browser.state.detail.cursor
    browser.press("/")
    browser.type("umbrella")
    browser.press("esc")
    #expect(browser.state.detail.cursor == cursor)
    #expect(browser.state.detail.rows[cursor.row].text.contains("tools"))
  }

  @Test func `what is not there is said`() {
    let browser = browser(searching: "zebra")
    browser.press("enter n")
    #expect(browser.toast == "\"zebra\" is not in this text")
  }

  @Test func `escape forgets the search before it leaves the pane`() {
    let browser = browser(searching: "danish")
    browser.press("enter esc")
    #expect(browser.state.detail.search.isEmpty)
    #expect(browser.state.focus == .detail)
    browser.press("esc")
    #expect(browser.state.focus == .interactions)
  }

  @Test func `the search goes along to the next interaction, folds and all`() {
    let browser = browser(searching: "greet")
    browser.press("enter J")
    #expect(browser.selectedInteraction == "chat/greeting.json#2")
    #expect(!browser.state.detail.found.isEmpty)
    #expect(row(browser).contains("Greet"))
    #expect(browser.state.detail.unfoldsAll)
  }

  @Test func `what was found is shown in the row, wide characters too`() {
    let browser = TestBrowser()
    browser.press("2 G 3 /")
    browser.type("自己")
    // The row of the cursor has a style of its own.
    browser.press("enter g")
    let frame = browser.frame
    let found = (0..<frame.size.height).flatMap { row in
      frame.row(row).filter { $0.style.role == .match }.map(\.character)
    }
    #expect(found == ["自", " ", "己", " "])
  }

  @Test func `rows found in an older text are dropped`() {
    let browser = TestBrowser()
    browser.press("3")
    browser.hold()
    browser.press("/ D")
    let generation = browser.state.detail.generation
    browser.send(.searched(rows: [1, 2, 99], generation: generation - 1))
    #expect(browser.state.detail.found == [])
    browser.release()
  }
}
