import LLMMockTUI
import Testing

struct MouseTests {
  @Test func `a click selects a file and a second one opens it`() {
    let browser = TestBrowser()
    browser.click("limits.json")
    #expect(browser.selectedFile == "chat/limits.json")
    #expect(browser.state.focus == .files)
    browser.click("limits.json")
    #expect(browser.state.focus == .interactions)
  }

  @Test func `a click in another pane goes there`() {
    let browser = TestBrowser()
    browser.click("long greeting")
    #expect(browser.state.focus == .interactions)
    #expect(browser.selectedInteraction == "chat/greeting.json#2")
    browser.click("long greeting")
    #expect(browser.state.focus == .detail)
    browser.click("weather.json")
    #expect(browser.state.focus == .files)
    #expect(browser.selectedFile == "tools/weather.json")
  }

  @Test func `a click on the selected row of another pane only goes there`() {
    let browser = TestBrowser()
    browser.press("2")
    browser.click("greeting.json")
    #expect(browser.state.focus == .files)
  }

  @Test func `a click on a folder selects it, a second one closes or opens it`() {
    let browser = TestBrowser()
    browser.click("tools/")
    #expect(browser.selectedFile == "tools")
    #expect(browser.interactions.count == 5)
  }

  @Test func `a click on a tab's title shows the tab`() {
    let browser = TestBrowser()
    browser.click("Response")
    #expect(browser.state.detail.tab == .response)
    #expect(browser.state.focus == .detail)
    browser.click("Raw")
    #expect(browser.state.detail.tab == .raw)
    browser.click("Overview")
    #expect(browser.state.detail.tab == .overview)
  }

  @Test func `a second click on what can be folded folds it`() {
    let browser = TestBrowser()
    browser.press("3 ]")
    let rows = browser.state.detail.rows.count
    browser.click("messages")
    browser.click("messages")
    #expect(browser.state.detail.rows.count < rows)
  }

  @Test func `in a narrow window no tab hides in the first row`() {
    let browser = TestBrowser(width: 60, height: 12)
    browser.press("3")
    for column in 0..<60 {
      browser.mouse(.pressed, column, 2)
      #expect(browser.state.detail.tab == .overview)
    }
  }

  @Test func `a problem has no tabs to click`() {
    let browser = TestBrowser()
    browser.press("n")
    let row = Layout(browser.state).detail.row
    for column in 0..<120 { browser.mouse(.pressed, column, row) }
    #expect(browser.state.detail.tab == .overview)
  }

  // MARK: The wheel

  @Test func `the wheel moves the list it is over`() {
    let browser = TestBrowser()
    browser.mouse(.wheelDown, 5, 5)
    #expect(browser.state.files.cursor.row == 5)
    #expect(browser.selectedFile == "stream/story.json")
    browser.mouse(.wheelUp, 5, 5)
    #expect(browser.state.files.cursor.row == 2)
    browser.mouse(.wheelDown, 5, 25)
    #expect(browser.selectedInteraction == "chat/greeting.json#3")
    #expect(browser.state.focus == .files)
  }

  @Test func `the wheel scrolls Detail at once`() {
    let browser = TestBrowser(width: 80, height: 20)
    browser.press("[")
    browser.mouse(.wheelDown, 60, 5)
    #expect(browser.state.detail.cursor.top == 3)
    browser.mouse(.wheelUp, 60, 5)
    browser.mouse(.wheelUp, 60, 5)
    #expect(browser.state.detail.cursor.top == 0)
    #expect(browser.state.focus == .files)
  }

  @Test func `the wheel moves what lies on top`() {
    let browser = TestBrowser()
    browser.press("?")
    browser.mouse(.wheelDown, 5, 5)
    #expect(browser.help?.cursor.row == 1)
    browser.press("esc s")
    browser.mouse(.wheelDown, 60, 18)
    #expect(browser.menu?.row == 1)
    #expect(browser.state.files.cursor.row == 2)
  }

  // MARK: Questions and menus

  @Test func `the buttons of a question can be clicked`() {
    let browser = TestBrowser()
    browser.press("d")
    browser.click("Cancel")
    #expect(browser.confirm == nil)
    #expect(browser.files.count == 12)
    browser.press("d")
    browser.click("y  Delete")
    #expect(browser.files.count == 11)
  }

  @Test func `a click beside the question answers nothing`() {
    let browser = TestBrowser()
    browser.press("d")
    let effects = browser.newEffects()
    browser.click("chat/greeting.json?")
    browser.click("llm-mock")
    browser.mouse(.pressed, 119, 35)
    #expect(browser.confirm != nil)
    #expect(browser.newEffects() == [])
    #expect(effects == [.dropTypeAhead])
  }

  @Test func `a choice of a menu can be clicked`() {
    let browser = TestBrowser()
    browser.press("s")
    browser.click("largest first")
    #expect(browser.state.files.order == .size)
    #expect(browser.menu == nil)
  }

  // MARK: The rest

  @Test func `the offer to undo can be clicked`() {
    let browser = TestBrowser()
    browser.press("d y")
    browser.click("z undo", last: false)
    #expect(browser.newEffects().last == .undo)
    #expect(browser.files.count == 12)
  }

  @Test func `a click beside the offer does not undo`() {
    let browser = TestBrowser()
    browser.press("d y")
    browser.mouse(.pressed, 118, 34)
    #expect(browser.files.count == 11)
  }

  @Test func `dragging tells how to select text`() {
    let browser = TestBrowser()
    browser.mouse(.dragged, 50, 10)
    #expect(browser.toast == "To select text with the mouse, type :set nomouse")
  }

  @Test func `without the mouse nothing is clicked`() {
    let browser = TestBrowser()
    browser.command("set nomouse")
    _ = browser.newEffects()
    browser.click("limits.json")
    #expect(browser.selectedFile == "chat/greeting.json")
    #expect(browser.newEffects() == [])
  }

  @Test func `clicks anywhere do no harm`() {
    let browser = TestBrowser()
    for row in 0..<36 {
      for column in stride(from: 0, to: 120, by: 3) {
        browser.mouse(.pressed, column, row)
        browser.mouse(.wheelDown, column, row)
      }
    }
    #expect(browser.newEffects().allSatisfy { if case .change = $0 { false } else { true } })
  }
}
