import LLMMockTUI
import Testing

/// Escape leaves the innermost thing and never quits; `q` closes what is open, then quits.
struct LeavingTests {
  @Test func `escape goes out step by step and never quits`() {
    let browser = TestBrowser()
    browser.press("g / t enter 2 / 4 enter space v j + 3 / e")
    var steps: [String] = []
    for _ in 0..<20 {
      let state = browser.state
      let parts: [(Bool, String)] = [
        (state.field != nil, "field"), (state.interactions.anchor != nil, "range"),
        (!state.interactions.marks.isEmpty, "marks"), (!state.detail.search.isEmpty, "search"),
        (state.interactions.query.isFiltering, "query"), (!state.files.filter.isEmpty, "filter"),
        (state.zoom != .normal, "zoom"),
      ]
      steps.append(parts.filter(\.0).map(\.1).joined(separator: " ") + " \(state.focus)")
      browser.press("esc")
    }
    #expect(!browser.hasQuit)
    #expect(browser.state.focus == .files)
    #expect(steps.last == " files")
    // Each step takes one thing away until nothing is left.
    let different = zip(steps, steps.dropFirst()).prefix { $0 != $1 }
    #expect(different.count >= 7)
    #expect(Set(steps).count == different.count + 1)
  }

  @Test func `escape in Files with nothing to leave stays`() {
    let browser = TestBrowser()
    browser.press("esc esc esc")
    #expect(!browser.hasQuit)
    #expect(browser.selectedFile == "chat/greeting.json")
  }

  @Test(arguments: ["?", "@", "s", "d", ":trash"])
  func `q closes what is open`(opening: String) {
    let browser = TestBrowser()
    if opening.hasPrefix(":") {
      browser.command(String(opening.dropFirst()))
    } else {
      browser.press(opening)
    }
    #expect(browser.state.overlays.count == 1)
    browser.press("q")
    #expect(browser.state.overlays.isEmpty)
    #expect(!browser.hasQuit)
    browser.press("q")
    #expect(browser.hasQuit)
  }

  @Test(arguments: ["1", "2", "3"])
  func `q and Q quit from any pane`(pane: String) {
    for key in ["q", "Q", "Ctrl-C"] {
      let browser = TestBrowser()
      browser.press("\(pane) \(key)")
      #expect(browser.newEffects().last == .quit)
    }
  }

  @Test func `a request to end is granted whatever is open`() {
    let browser = TestBrowser()
    browser.press("d")
    browser.send(.quitRequested)
    #expect(browser.newEffects().last == .quit)
  }

  @Test func `q in a field is a letter`() {
    for opening in ["/", "f", ":", "3 /"] {
      let browser = TestBrowser()
      browser.press("\(opening) q Q")
      #expect(browser.fieldText == "qQ")
      #expect(!browser.hasQuit)
    }
  }

  @Test func `Ctrl-Z suspends and Ctrl-L draws and reads all again`() {
    let browser = TestBrowser()
    browser.press("Ctrl-Z")
    #expect(browser.newEffects() == [.suspend])
    browser.press("Ctrl-L")
    #expect(browser.effects.contains(.list(.name, showsOthers: false)))
    #expect(browser.newEffects() == [.redraw])
    browser.press("F5")
    #expect(browser.newEffects() == [.redraw])
  }

  // MARK: Pasting

  @Test func `a paste outside a field is dropped with a word`() {
    for opening in ["1", "2", "3", "d", "s", "@"] {
      let browser = TestBrowser()
      browser.press(opening)
      let files = browser.files
      let overlays = browser.state.overlays
      _ = browser.newEffects()
      browser.paste("y\nq\nd")
      #expect(browser.newEffects() == [])
      #expect(browser.state.overlays == overlays)
      #expect(browser.files == files)
      #expect(browser.toast == "Pasted text is taken only where something can be typed")
    }
  }

  @Test func `a paste goes into the field or the prompt on top`() {
    let browser = TestBrowser()
    browser.press("/")
    browser.paste("lim\nits")
    #expect(browser.fieldText == "lim its")
    browser.press("esc R Ctrl-U")
    browser.paste("new\tname")
    #expect(browser.prompt?.field.text == "new\tname")
    #expect(browser.prompt?.check == .fine("free name"))
  }

  @Test func `a paste goes to what lies on top of a field`() {
    let browser = TestBrowser()
    browser.press("/ x")
    browser.send(.historyLoaded([]))
    browser.paste("more")
    #expect(browser.fieldText == "x")
    #expect(browser.toast == "Pasted text is taken only where something can be typed")
  }
}
