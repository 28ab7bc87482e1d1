import LLMMockTUI
import Testing

struct PaneTests {
  @Test(arguments: [
    ("1", Place.files), ("2", .interactions), ("3", .detail), ("0", .detail),
    ("tab", .interactions), ("tab tab", .detail), ("tab tab tab", .files),
    ("Shift-Tab", .detail), ("Shift-Tab Shift-Tab", .interactions), ("3 2 1", .files),
    ("enter", .interactions), ("enter enter", .detail), ("l", .interactions),
    ("right right", .detail), ("2 h", .files), ("2 left", .files), ("2 esc", .files),
    ("3 esc", .interactions), ("3 esc esc", .files),
  ])
  func `keys go from pane to pane`(keys: String, place: Place) {
    let browser = TestBrowser()
    browser.press(keys)
    #expect(browser.state.focus == place)
  }

  @Test func `plus and underscore change the size of the focused pane`() {
    let browser = TestBrowser()
    let normal = Layout(browser.state).files.width
    browser.press("+")
    #expect(Layout(browser.state).files.width == 60)
    browser.press("+")
    #expect(Layout(browser.state).files.width == 120)
    browser.press("+")
    #expect(browser.state.zoom == .full)
    browser.press("_ _ _")
    #expect(Layout(browser.state).files.width == normal)
  }

  @Test(arguments: ["1", "2", "3"])
  func `leaving a zoomed pane lays Detail out anew`(pane: String) {
    // That rows have the pane's width is checked after each key.
    let browser = TestBrowser()
    browser.press("\(pane) + tab tab tab + tab tab tab _ 3 h h h 1 2 3 esc esc")
    #expect(browser.state.zoom == .normal || !browser.hasQuit)
  }

  // MARK: Tabs

  @Test func `brackets go round the tabs`() {
    let browser = TestBrowser()
    browser.press("/")
    browser.type("story")
    browser.press("enter")
    var tabs: [DetailTab] = []
    for _ in 0..<5 {
      browser.press("]")
      tabs.append(browser.state.detail.tab)
    }
    #expect(tabs == [.request, .response, .stream, .raw, .overview])
    browser.press("[ [")
    #expect(browser.state.detail.tab == .stream)
    #expect(browser.state.detail.shown?.tab == .stream)
  }

  @Test func `a tab stays from interaction to interaction where there is one`() {
    let browser = TestBrowser()
    browser.press("2 ] j")
    #expect(browser.state.detail.tab == .request)
    browser.press("/")
    browser.press("esc 1 /")
    browser.type("story")
    browser.press("enter ] ]")
    #expect(browser.state.detail.tab == .stream)
    // The next one was not streamed.
    browser.press("2 j")
    #expect(browser.state.detail.tab == .overview)
  }

  // MARK: Folds

  @Test func `space folds what the cursor is in`() {
    let browser = TestBrowser()
    browser.press("3 ]")
    browser.goTo("messages")
    let open = browser.detailText
    let rows = browser.state.detail.rows.count
    browser.press("space")
    #expect(browser.state.detail.rows.count < rows)
    #expect(browser.state.detail.rows[browser.state.detail.cursor.row].fold == .closed)
    browser.press("space")
    #expect(browser.detailText == open)
  }

  @Test func `enter opens what is closed and goes into what is open`() {
    let browser = TestBrowser()
    browser.press("3 ]")
    browser.goTo("messages")
    browser.press("space")
    let row = browser.state.detail.cursor.row
    browser.press("enter")
    #expect(browser.state.detail.rows[row].fold == .open)
    browser.press("l")
    #expect(browser.state.detail.cursor.row == row + 1)
  }

  @Test func `h closes, goes to what is outside, and at last leaves`() {
    let browser = TestBrowser()
    browser.press("3 ] G")
    var steps = 0
    while browser.state.focus == .detail, steps < 50 {
      browser.press("h")
      steps += 1
    }
    #expect(browser.state.focus == .interactions)
    #expect(steps < 20)
  }

  @Test func `folding keeps the cursor on the same thing`() {
    let browser = TestBrowser()
    browser.press("3 ] j j j")
    let node = browser.state.detail.rows[browser.state.detail.cursor.row].node
    browser.resize(80, 24)
    #expect(browser.state.detail.rows[browser.state.detail.cursor.row].node == node)
    browser.resize(200, 50)
    #expect(browser.state.detail.rows[browser.state.detail.cursor.row].node == node)
  }

  @Test func `w cuts long lines and wraps them again`() {
    let browser = TestBrowser(width: 80, height: 24)
    browser.press("2 j ]")
    let wrapped = browser.state.detail.rows.count
    browser.press("w")
    #expect(browser.toast == "Lines are cut: H and L scroll")
    #expect(browser.state.detail.rows.count < wrapped)
    browser.press("w")
    #expect(browser.state.detail.rows.count == wrapped)
  }

  // MARK: Narrow windows

  @Test func `in a narrow window enter goes in, and h and q come out`() {
    let browser = TestBrowser(width: 40, height: 12)
    browser.press("enter enter")
    #expect(browser.state.focus == .detail)
    browser.press("q")
    #expect(browser.state.focus == .interactions)
    browser.press("h")
    #expect(browser.state.focus == .files)
    #expect(!browser.hasQuit)
    browser.press("q")
    #expect(browser.hasQuit)
  }

  @Test func `in a narrow window q leaves Detail wherever its cursor is`() {
    let browser = TestBrowser(width: 40, height: 12)
    browser.press("enter enter ] j j q")
    #expect(browser.state.focus == .interactions)
  }

  @Test func `a file that cannot be read is left to where it was opened`() {
    let browser = TestBrowser(
      TestFolder([EntryID("bad.json"): Array(#"{"interactions": ["#.utf8)]),
      width: 40,
      height: 12
    )
    browser.press("enter")
    #expect(browser.state.focus == .detail)
    #expect(browser.state.detail.subject == .problem(EntryID("bad.json")))
    browser.press("q")
    #expect(browser.state.focus == .files)
  }

  @Test func `rows of a hidden Detail are not made a letter wide`() {
    let browser = TestBrowser(width: 40, height: 12)
    browser.press("j j j")
    for case .show(let request) in browser.effects {
      #expect(request.width > 20)
    }
  }

  @Test func `in a tiny window only q, Q and Ctrl-C do anything`() {
    let tiny = TestBrowser(width: 28, height: 6)
    for key in KeyScript.all {
      let browser = tiny.fork()
      browser.press(key)
      let quits = [.character("q"), .character("Q"), .control("c")].contains(key)
      #expect(browser.newEffects() == (quits ? [.quit] : []))
    }
  }
}
