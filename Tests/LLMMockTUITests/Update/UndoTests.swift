import LLMMockTUI
import Testing

struct UndoTests {
  @Test(arguments: ["z", "u"])
  func `z takes the last change back and Z makes it again`(key: String) {
    let browser = TestBrowser()
    browser.press("d y")
    #expect(browser.toast == "Deleted chat/greeting.json")
    browser.press(key)
    #expect(browser.files.count == 12)
    #expect(browser.toast == "Undid: Deleted chat/greeting.json   Z redoes")
    #expect(browser.state.toast?.offersUndo == false)
    browser.press("Z")
    #expect(browser.files.count == 11)
    #expect(browser.toast == "Redid: Deleted chat/greeting.json")
    #expect(browser.state.toast?.offersUndo == true)
    #expect(
      browser.state.log == [
        "Deleted chat/greeting.json", "Undid: Deleted chat/greeting.json",
        "Redid: Deleted chat/greeting.json",
      ]
    )
  }

  @Test func `with nothing to undo it is said until a key`() {
    let browser = TestBrowser()
    browser.press("z")
    #expect(browser.state.toast?.kind == .failed)
    #expect(browser.statusLine.contains("There is nothing to undo"))
    browser.press("j")
    #expect(browser.toast == nil)
  }

  @Test func `a toast goes when its time is over, and only that one`() {
    let browser = TestBrowser()
    browser.press("d y")
    let generation = browser.state.toast?.generation ?? 0
    #expect(browser.effects.contains(.expireToast(generation: generation, milliseconds: 8000)))
    browser.press("w")
    browser.send(.toastExpired(generation: generation))
    #expect(browser.toast?.hasPrefix("Lines are cut") == true)
    browser.expireToasts()
    #expect(browser.toast == nil)
  }

  @Test func `a hint is shorter than an offer`() {
    let browser = TestBrowser()
    browser.press("w d y")
    let times = browser.effects.compactMap { effect in
      if case .expireToast(_, let milliseconds) = effect { milliseconds } else { nil }
    }
    #expect(times.count == 2)
    #expect(times[0] >= 2000 && times[0] < times[1])
  }

  // MARK: The history

  @Test func `the history lists changes, newest first, and enter restores one`() {
    let browser = TestBrowser()
    browser.press("d y d y z")
    browser.command("trash")
    #expect(
      browser.sheet?.rows == [
        "2026-06-01 12:01  undone  Deleted chat/limits.json",
        "2026-06-01 12:00  Deleted chat/greeting.json",
      ]
    )
    browser.press("j enter")
    #expect(browser.newEffects().last == .restore("1"))
    #expect(browser.sheet == nil)
    #expect(browser.files.count == 12)
    #expect(browser.state.toast?.offersUndo == true)
  }

  @Test func `an empty history says so and restores nothing`() {
    let browser = TestBrowser()
    browser.command("trash")
    #expect(browser.sheet?.rows == ["Nothing has been changed in the last 30 days."])
    browser.press("enter")
    #expect(browser.newEffects() == [.loadHistory])
  }

  // MARK: The log

  @Test func `the log lists what was done, the last in sight`() {
    let browser = TestBrowser()
    browser.press("@")
    #expect(browser.sheet?.rows == ["Nothing has been done yet."])
    browser.press("@")
    #expect(browser.sheet == nil)
    for number in 1...50 { browser.send(.logged("Line \(number)")) }
    browser.press("@")
    #expect(browser.sheet?.cursor.row == 49)
    #expect(browser.screen.contains("Line 50"))
    browser.press("g")
    #expect(browser.screen.contains("Line 1"))
    browser.press("k PgDn j G Ctrl-U up down home end space")
    #expect(browser.sheet?.cursor.row == 49)
    browser.press("enter")
    #expect(browser.sheet == nil)
  }

  @Test(arguments: ["q", "esc", "Ctrl-C", "@"])
  func `the log closes`(key: String) {
    let browser = TestBrowser()
    browser.press("@ \(key)")
    #expect(browser.sheet == nil)
    #expect(!browser.hasQuit)
  }

  // MARK: Jobs

  @Test func `Ctrl-C cancels what is going on, and quits when nothing is`() {
    let browser = TestBrowser()
    browser.send(.jobStarted("recording"))
    #expect(browser.statusLine.contains("recording…"))
    browser.press("Ctrl-C")
    #expect(browser.newEffects() == [.cancelJob])
    browser.send(.jobEnded)
    browser.press("Ctrl-C")
    #expect(browser.newEffects() == [.quit])
  }
}
