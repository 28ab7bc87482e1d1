@testable import LLMMockTUI
import Testing

struct MenuTests {
  // MARK: Copying

  @Test(arguments: [
    ("y", CopyKind.value), ("q", .request), ("r", .response), ("c", .curl),
  ])
  func `y copies what belongs to the selected interaction`(key: String, kind: CopyKind) {
    let browser = TestBrowser()
    browser.press("y \(key)")
    #expect(
      browser.newEffects() == [
        .copy(kind, .interaction(InteractionID("chat/greeting.json", 1)), .overview, node: nil)
      ]
    )
    #expect(browser.menu == nil)
    #expect(browser.toast == "Copied the \(kind)")
    #expect(browser.world.copied.count == 1)
    #expect(browser.state.log.last == "Copied the \(kind)")
  }

  @Test(arguments: [
    ("y", CopyKind.value), ("p", .path), ("s", .text), ("k", .key), ("q", .request),
  ])
  func `y in Detail copies what the cursor is on`(key: String, kind: CopyKind) {
    let browser = TestBrowser()
    browser.press("3 ] j")
    let node = browser.state.detail.rows[1].node
    #expect(node != nil)
    browser.press("y \(key)")
    #expect(
      browser.newEffects() == [
        .copy(kind, .interaction(InteractionID("chat/greeting.json", 1)), .request, node: node)
      ]
    )
  }

  @Test func `keys and the value of a JSON member are what they say`() {
    let browser = TestBrowser()
    browser.press("3 ] /")
    browser.type("gpt-4o")
    browser.press("enter y y y k y s y p")
    #expect(
      browser.world.copied == [
        "\"gpt-4o-mini\"", "model", "gpt-4o-mini", "interactions[0].request.model",
      ]
    )
  }

  @Test(arguments: ["esc", "Ctrl-C"])
  func `escape copies nothing`(key: String) {
    let browser = TestBrowser()
    browser.press("y \(key)")
    #expect(browser.menu == nil)
    #expect(browser.newEffects() == [])
    #expect(!browser.hasQuit)
  }

  @Test func `what there is not is said`() {
    let browser = TestBrowser(TestFolder([:]))
    browser.press("y")
    #expect(browser.menu == nil)
    #expect(browser.toast == "There is nothing to copy")
  }

  @Test func `a clipboard of the terminal is asked for when there is no other`() {
    let browser = TestBrowser()
    browser.send(.clipboardNeedsTerminal([0x61], "the value"))
    #expect(browser.newEffects() == [.sendToClipboard([0x61], "the value")])
  }

  @Test func `Ctrl-O copies the path of the file`() {
    let browser = TestBrowser()
    browser.press("Ctrl-O")
    #expect(browser.world.copied == ["tests/fixtures/chat/greeting.json"])
    browser.press("g Ctrl-O")
    #expect(browser.newEffects().last == .copyPath(.root))
  }

  // MARK: Moving in menus

  @Test func `arrows, tab, j and k move, and enter chooses`() {
    let browser = TestBrowser()
    browser.press("s")
    #expect(browser.menu?.row == 0)
    browser.press("down tab")
    #expect(browser.menu?.row == 2)
    browser.press("down")
    #expect(browser.menu?.row == 0)
    browser.press("up Shift-Tab")
    #expect(browser.menu?.row == 1)
    browser.press("j k k")
    #expect(browser.menu?.row == 0)
    browser.press("j enter")
    #expect(browser.state.files.order == .size)
  }

  @Test func `a menu's own letters win`() {
    let browser = TestBrowser()
    browser.press("3 y k")
    #expect(browser.menu == nil)
    browser.press("y q")
    #expect(browser.world.copied.count >= 1)
    #expect(!browser.hasQuit)
  }

  @Test func `q closes a menu that does not use it`() {
    let browser = TestBrowser()
    browser.press("s q")
    #expect(browser.menu == nil)
    #expect(!browser.hasQuit)
  }

  // MARK: Programs

  @Test func `e edits the file at the line of what is selected`() {
    let browser = TestBrowser()
    browser.press("e")
    #expect(
      browser.newEffects() == [.edit(nil, EntryID("chat/greeting.json"), .overview, node: nil)]
    )
    browser.press("2 j e")
    #expect(
      browser.newEffects() == [
        .edit(
          .interaction(InteractionID("chat/greeting.json", 2)),
          EntryID("chat/greeting.json"),
          .overview,
          node: nil
        )
      ]
    )
    browser.press("1 n e")
    #expect(
      browser.newEffects() == [
        .edit(
          .problem(EntryID("tools/broken.json")),
          EntryID("tools/broken.json"),
          .overview,
          node: nil
        )
      ]
    )
  }

  @Test func `o pages what is shown`() {
    let browser = TestBrowser()
    browser.press("2 ] o")
    #expect(
      browser.newEffects() == [
        .page(
          .interaction(InteractionID("chat/greeting.json", 1)),
          EntryID("chat/greeting.json"),
          .request
        )
      ]
    )
  }

  @Test(arguments: ["e", "o", "d", "R"])
  func `in an empty folder they say why not`(key: String) {
    let browser = TestBrowser(TestFolder([:]))
    browser.press(key)
    #expect(browser.newEffects() == [])
    #expect(browser.toast == "There are no fixtures here")
  }

  // MARK: Help

  @Test func `typing filters the help and enter runs a command`() {
    let browser = TestBrowser()
    browser.press("?")
    browser.type("larger")
    #expect(
      HelpRow.rows(of: browser.help ?? Help(place: .files)).compactMap(\.command) == [.zoomIn]
    )
    browser.press("enter")
    #expect(browser.help == nil)
    #expect(browser.state.zoom == .half)
  }

  @Test func `a key finds its command`() {
    let browser = TestBrowser()
    browser.press("F1")
    browser.type("ctrl-l")
    let rows = HelpRow.rows(of: browser.help ?? Help(place: .files))
    #expect(rows.compactMap(\.command) == [.rescan])
  }

  @Test func `escape empties the filter and then closes the help`() {
    let browser = TestBrowser()
    browser.press("? x y esc")
    #expect(browser.help?.filter.text == "")
    browser.press("esc")
    #expect(browser.help == nil)
  }

  @Test(arguments: ["q", "?", "F1", "Ctrl-C", "esc"])
  func `help closes with the keys that say so`(key: String) {
    let browser = TestBrowser()
    browser.press("? \(key)")
    #expect(browser.help == nil)
    #expect(!browser.hasQuit)
  }

  @Test func `help moves with arrows and stays in its rows`() {
    let browser = TestBrowser()
    browser.press("? down down PgDn up")
    #expect(browser.help?.cursor.row == 11)
    browser.press("PgDn PgDn PgDn PgDn PgDn PgDn PgDn PgDn")
    let count = HelpRow.rows(of: Help(place: .files)).filter(\.isCommand).count
    #expect(browser.help?.cursor.row == count - 1)
    browser.type("no such command")
    #expect(browser.help?.cursor.row == 0)
    browser.press("down enter")
    #expect(browser.help == nil)
  }

  @Test(arguments: Place.allCases)
  func `every command of a place is in its help`(place: Place) {
    let listed = Set(HelpRow.rows(of: Help(place: place)).compactMap(\.command))
    let bound = Set(Keymap.bindings.filter { $0.places.contains(place) }.map(\.command))
    #expect(listed == bound)
  }

  @Test func `text pasted into the help filters it`() {
    let browser = TestBrowser()
    browser.press("?")
    browser.paste("larger")
    #expect(browser.help?.filter.text == "larger")
  }
}
